using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Identity.Web;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Fabrique.Web.Features.SignIn.DemoIssuer;

/// <summary>
/// An OpenID Connect issuer inside the process, with the addresses and claims of Entra ID, for demonstration and tests. Its name is fixed and
/// resolves nowhere; <see cref="DemoBackchannel"/> and <see cref="FollowTheRequest"/> lead to wherever the process listens.
/// </summary>
internal static class Issuer
{
    public const string TenantId = "5f0e1c7a-3a64-4c2f-9d0b-6b1f2a7c9e10";
    public const string ClientId = "8c9d2b54-71ea-4f5d-8a3e-0d4c6f1b2a37";

    /// <summary>Path of every endpoint of the issuer.</summary>
    public const string Root = "/annuaire-demo/" + TenantId;

    public const string AuthorizePath = Root + "/oauth2/v2.0/authorize";
    public const string LogoutPath = Root + "/oauth2/v2.0/logout";

    private const string Instance = "http://annuaire.fabrique.example/annuaire-demo/";
    private const string Name = Instance + TenantId + "/v2.0";

    // Known to this process only: nothing outside it may redeem a code.
    private static readonly string ClientSecret = Convert.ToHexString(RandomNumberGenerator.GetBytes(32));

    /// <summary>The registration that Microsoft.Identity.Web is given in place of Entra's.</summary>
    public static void Describe(MicrosoftIdentityOptions directory)
    {
        directory.Instance = Instance;
        directory.TenantId = TenantId;
        directory.ClientId = ClientId;
        directory.ClientSecret = ClientSecret;
        directory.TokenValidationParameters.ValidIssuer = Name;
    }

    public static IServiceCollection AddDemoIssuer(this IServiceCollection services)
    {
        services.AddOpenIddict().AddServer(server =>
        {
            // No database and no client store: the three checks below stand for them.
            server.EnableDegradedMode();
            server.SetIssuer(new Uri(Name));
            server.SetConfigurationEndpointUris($"{Root}/v2.0/.well-known/openid-configuration");
            server.SetJsonWebKeySetEndpointUris($"{Root}/discovery/v2.0/keys");
            server.SetAuthorizationEndpointUris(AuthorizePath);
            server.SetTokenEndpointUris($"{Root}/oauth2/v2.0/token");
            server.SetEndSessionEndpointUris(LogoutPath);
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.OpenId, Scopes.Profile, Scopes.Email, Scopes.OfflineAccess);
            server.DisableAccessTokenEncryption();
            server.SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(1));
            server.UseAspNetCore()
                .EnableAuthorizationEndpointPassthrough()
                .EnableEndSessionEndpointPassthrough()
                .DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(CheckAuthorization));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(CheckToken));
            server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(CheckEndSession));
        });

        // Keys of this process, made at the first sign-in and not at start. OpenIddict's own ephemeral keys take seconds to make.
        services.Configure<OpenIddictServerOptions>(server =>
        {
            server.TimeProvider = TimeProvider.System;
            server.SigningCredentials.Add(new SigningCredentials(
                new RsaSecurityKey(RSA.Create(2048)) { KeyId = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)) },
                SecurityAlgorithms.RsaSha256));
            server.EncryptionCredentials.Add(new EncryptingCredentials(
                new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)),
                SecurityAlgorithms.Aes256KW,
                SecurityAlgorithms.Aes256CbcHmacSha512));
        });

        services.AddSingleton<DemoBackchannel>();
        services.AddOptions<OpenIdConnectOptions>(OpenIdConnectDefaults.AuthenticationScheme)
            .Configure<DemoBackchannel>((directory, backchannel) =>
            {
                directory.RequireHttpsMetadata = false;
                directory.BackchannelHttpHandler = backchannel;
            })
            .PostConfigure(FollowTheRequest.Attach);
        services.AddTransient<IStartupFilter, LoopbackOnly>();
        return services;
    }

    private static ValueTask CheckAuthorization(ValidateAuthorizationRequestContext context)
    {
        if (context.ClientId != ClientId)
        {
            context.Reject(Errors.InvalidClient, "Application inconnue.");
        }
        else if (!IsOwn(context.RedirectUri, "/signin-oidc"))
        {
            context.Reject(Errors.InvalidRequest, "Adresse de retour refusée.");
        }

        return ValueTask.CompletedTask;
    }

    private static ValueTask CheckToken(ValidateTokenRequestContext context)
    {
        if (context.ClientId != ClientId || context.ClientSecret != ClientSecret)
        {
            context.Reject(Errors.InvalidClient, "Application refusée.");
        }

        return ValueTask.CompletedTask;
    }

    private static ValueTask CheckEndSession(ValidateEndSessionRequestContext context)
    {
        if (context.PostLogoutRedirectUri is { } target && !IsOwn(target, "/signout-callback-oidc"))
        {
            context.Reject(Errors.InvalidRequest, "Adresse de retour refusée.");
        }

        return ValueTask.CompletedTask;
    }

    private static bool IsOwn(string? address, string path) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.IsLoopback && uri.AbsolutePath == path;
}
