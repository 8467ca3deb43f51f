using Fabrique.Web.Features.SignIn;
using Fabrique.Web.Features.SignIn.DemoIssuer;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Fabrique.Web.Setup;

internal static class IdentitySetup
{
    private static readonly TimeSpan SessionLength = TimeSpan.FromHours(8);

    public static WebApplicationBuilder AddFabriqueIdentity(this WebApplicationBuilder builder, ModuleSet modules)
    {
        var demo = AuthenticationOptions.IsDemo(builder.Configuration, builder.Environment);
        if (demo && builder.Environment.IsProduction())
        {
            throw new StartUpException("Authentication:Mode=Demo est refusé en production\u00a0: ses comptes sont ouverts à tous. Choisissez Authentication:Mode=Entra, ou ASPNETCORE_ENVIRONMENT=Development pour une démonstration.");
        }

        builder.Services
            .AddSingleton(new DemoMode(demo))
            .AddSettings<AuthenticationOptions>(AuthenticationOptions.Section)
            .AddSingleton<IValidateOptions<AuthenticationOptions>, EntraValidation>()
            .AddMemoryCache()
            .AddScoped<Actor>()
            .AddScoped<RecordSignInHandler>()
            .AddSingleton<ActiveAccounts>()
            .AddSingleton<SignInEvents>()
            .AddAuthentication(OpenIdConnectDefaults.AuthenticationScheme)
            .AddMicrosoftIdentityWebApp(
                directory =>
                {
                    directory.Instance = EntraRegistration.DefaultInstance;
                    builder.Configuration.GetSection(AuthenticationOptions.EntraSection).Bind(directory);
                    if (demo)
                    {
                        Issuer.Describe(directory);
                    }

                    // Code with PKCE, answered by a plain redirection: it needs neither script nor a form posted across sites.
                    directory.ResponseType = OpenIdConnectResponseType.Code;
                    directory.ResponseMode = OpenIdConnectResponseMode.Query;
                    directory.UsePkce = true;
                    directory.CallbackPath = "/signin-oidc";
                    directory.SignedOutCallbackPath = "/signout-callback-oidc";
                    directory.SignedOutRedirectUri = "/";
                },
                session =>
                {
                    session.Cookie.HttpOnly = true;
                    session.Cookie.SecurePolicy = CookieSecurePolicy.Always;
                    session.Cookie.SameSite = SameSiteMode.Lax;
                    session.ExpireTimeSpan = SessionLength;
                    session.SlidingExpiration = true;
                    session.AccessDeniedPath = "/erreur/403";
                });
        if (demo)
        {
            builder.Services.AddDemoIssuer();
        }

        // Sessions and tokens live in real time, whatever the demonstration's clock says.
        builder.Services.AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<SignInEvents, CookieNames>((session, events, names) =>
            {
                session.TimeProvider = TimeProvider.System;
                session.Cookie = names.For("session", session.Cookie);
                events.Attach(session);
            });
        builder.Services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure(directory => directory.TimeProvider = TimeProvider.System)
            .PostConfigure<SignInEvents>((directory, events) =>
            {
                directory.NonceCookie.SameSite = SameSiteMode.Lax;
                directory.CorrelationCookie.SameSite = SameSiteMode.Lax;
                events.Attach(directory);
            });
        Policies.AddTo(builder.Services.AddAuthorizationBuilder(), modules.Policies);
        return builder;
    }

    public static WebApplication UseFabriqueIdentity(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use((http, next) =>
        {
            // The page of the error knows who it is for, and anybody may leave; nothing else is for somebody of whom nobody can say whether they still have access.
            if (SignInEvents.IsUnchecked(http) && !http.IsForError() && http.Request.Path != SignOutEndpoint.Path)
            {
                http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                return Task.CompletedTask;
            }

            return next(http);
        });
        app.UseAuthorization();
        app.UseMiddleware<AuditScopeMiddleware>();
        return app;
    }

    public static WebApplication MapFabriqueIdentity(this WebApplication app)
    {
        app.MapSignOut();
        if (app.Services.GetRequiredService<DemoMode>().IsOn)
        {
            app.MapDemoIssuer();
        }

        return app;
    }
}
