using System.Security.Claims;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;
using Microsoft.Identity.Web;

namespace Fabrique.Web.Features.SignIn;

/// <summary>Our part of a sign-in, around Microsoft.Identity.Web's own: groups become roles, the person is registered, failures get a page.</summary>
internal sealed class SignInEvents(IOptions<AuthenticationOptions> options, ActiveAccounts accounts, ILogger<SignInEvents> log)
{
    public void Attach(CookieAuthenticationOptions session)
    {
        session.Events.OnValidatePrincipal = ValidateAsync;
        session.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew &= !LiveRequest.IsByItself(context.HttpContext.Request);
            return Task.CompletedTask;
        };
        session.Events.OnSigningOut = context => EndAsync(context.HttpContext, session.TimeProvider!.GetUtcNow() + session.ExpireTimeSpan);
        var denying = session.Events.OnRedirectToAccessDenied;
        session.Events.OnRedirectToAccessDenied = context =>
        {
            if (!KeptForm.IsSentBy(context.Request, context.HttpContext.GetEndpoint()))
            {
                return denying(context);
            }

            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        };
    }

    // A copy of the cookie could have been renewed until now, and no later.
    private async Task EndAsync(HttpContext http, DateTimeOffset expiresAt)
    {
        if (Guid.TryParse(http.User.FindFirstValue(Actor.IdClaim), out var person) && Guid.TryParse(http.User.FindFirstValue(Actor.SessionClaim), out var session))
        {
            try
            {
                await accounts.EndSessionAsync(person, session, expiresAt.UtcDateTime, http.RequestAborted);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // Whoever leaves a shared machine leaves it all the same.
                log.LogError(failure, "A session could not be ended for the copies of its cookie.");
            }
        }
    }

    /// <summary>Whether nobody could say if the signed-in person still has access: the database is away.</summary>
    public static bool IsUnchecked(HttpContext http) => http.Items.ContainsKey(typeof(SignInEvents));

    private async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        // The style of the pages is for everybody, that of the error which says that the database is away included.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return;
        }

        IReadOnlyList<string>? given = null;
        try
        {
            if (Guid.TryParse(context.Principal?.FindFirstValue(Actor.IdClaim), out var person) && Guid.TryParse(context.Principal?.FindFirstValue(Actor.SessionClaim), out var session))
            {
                given = await accounts.FindGivenRolesAsync(person, session, context.HttpContext.RequestAborted);
            }
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            log.LogError(failure, "The session could not be checked.");
            context.HttpContext.Items[typeof(SignInEvents)] = true;
            return;
        }

        if (given is null)
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(context.Scheme.Name);
            return;
        }

        // For this request only: the cookie keeps the directory's roles, so that one given here ends when it ends, not with the session.
        AddRoles((ClaimsIdentity)context.Principal!.Identity!, given);
    }

    public void Attach(OpenIdConnectOptions directory)
    {
        var redirecting = directory.Events.OnRedirectToIdentityProvider;
        directory.Events.OnRedirectToIdentityProvider = async context =>
        {
            // What a script of a page sends by itself leads nowhere: the page keeps what is typed, and says that the session is over.
            if (context.Request.Headers.Accept == "application/json" && !HttpMethods.IsGet(context.Request.Method))
            {
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                context.HandleResponse();
                return;
            }

            // A form is answered here, with what it carried: nothing typed would come through the directory.
            if (KeptForm.IsSentBy(context.Request, context.HttpContext.GetEndpoint()))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                context.HandleResponse();
                return;
            }

            // An address that was posted to cannot be returned to.
            if (!HttpMethods.IsGet(context.Request.Method) && context.Properties.RedirectUri == UriHelper.BuildRelative(context.Request.PathBase, context.Request.Path, context.Request.QueryString))
            {
                context.Properties.RedirectUri = "/";
            }

            await redirecting(context);
        };

        var validated = directory.Events.OnTokenValidated;
        directory.Events.OnTokenValidated = async context =>
        {
            await validated(context);
            await RecordAsync(context);
        };

        directory.Events.OnAccessDenied = context => ShowRefusalAsync(context, SignInRefusals.Cancelled);
        directory.Events.OnRemoteFailure = context =>
        {
            log.LogWarning("Sign-in failed: {Reason}", context.Failure?.GetType().Name);
            return ShowRefusalAsync(context, SignInRefusals.Failed);
        };
    }

    private async Task RecordAsync(TokenValidatedContext context)
    {
        var principal = context.Principal!;
        var identity = (ClaimsIdentity)principal.Identity!;
        AddRolesOfGroups(identity);
        var recorder = context.HttpContext.RequestServices.GetRequiredService<RecordSignInHandler>();
        var email = principal.FindFirstValue("email") ?? principal.FindFirstValue(ClaimTypes.Email) ?? principal.FindFirstValue("preferred_username") ?? "";
        var result = await recorder.HandleAsync(
            new DirectoryIdentity
            {
                DirectoryId = principal.GetObjectId() ?? throw new AuthenticationFailureException("The token names no object identifier."),
                FullName = Bounded(principal.FindFirstValue("name") ?? email, StaffMember.NameLength),
                Email = Bounded(email, StaffMember.EmailLength),
                Unit = Bounded(principal.FindFirstValue("department") ?? "", StaffMember.UnitLength),
                Roles = [.. AppRoles.All.Where(principal.IsInRole)],
            },
            context.HttpContext.RequestAborted);
        if (result.IsDone)
        {
            accounts.Forget(result.Value.Id);
            identity.AddClaim(new Claim(Actor.IdClaim, result.Value.Id.ToString()));
            identity.AddClaim(new Claim(Actor.SessionClaim, Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("D")));
            log.LogInformation("Signed in: {StaffMemberId}", result.Value.Id);
        }
        else
        {
            log.LogWarning("Sign-in refused: {Code}", result.Refusal.Code);
            await ShowRefusalAsync(context, result.Refusal);
        }
    }

    private void AddRolesOfGroups(ClaimsIdentity identity) =>
        AddRoles(identity, [.. identity.FindAll("groups").Select(group => options.Value.GroupRoles.TryGetValue(group.Value, out var role) ? role : null).OfType<string>()]);

    private static void AddRoles(ClaimsIdentity identity, IReadOnlyList<string> roles)
    {
        foreach (var role in roles.Where(role => !identity.HasClaim(identity.RoleClaimType, role)))
        {
            identity.AddClaim(new Claim(identity.RoleClaimType, role));
        }
    }

    private static string Bounded(string value, int length) => Texts.Line(value) is var text && text.Length <= length ? text : text[..length];

    private static Task ShowRefusalAsync<TOptions>(RemoteAuthenticationContext<TOptions> context, Refusal refusal)
        where TOptions : AuthenticationSchemeOptions
    {
        context.Response.Redirect(SignInRefusals.Path(refusal));
        context.HandleResponse();
        return Task.CompletedTask;
    }

    private static Task ShowRefusalAsync(HandleRequestContext<RemoteAuthenticationOptions> context, Refusal refusal)
    {
        context.Response.Redirect(SignInRefusals.Path(refusal));
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
