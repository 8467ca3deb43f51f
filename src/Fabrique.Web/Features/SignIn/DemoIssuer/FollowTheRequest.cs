using Microsoft.AspNetCore.Authentication.OpenIdConnect;

namespace Fabrique.Web.Features.SignIn.DemoIssuer;

/// <summary>Keeps the browser on the host and port by which it came (localhost, 127.0.0.1, [::1]): cookies belong to that name.</summary>
internal static class FollowTheRequest
{
    public static void Attach(OpenIdConnectOptions directory)
    {
        var signingIn = directory.Events.OnRedirectToIdentityProvider;
        directory.Events.OnRedirectToIdentityProvider = async context =>
        {
            await signingIn(context);
            context.ProtocolMessage.IssuerAddress = Here(context.Request, Issuer.AuthorizePath);
        };

        var signingOut = directory.Events.OnRedirectToIdentityProviderForSignOut;
        directory.Events.OnRedirectToIdentityProviderForSignOut = async context =>
        {
            await signingOut(context);
            context.ProtocolMessage.IssuerAddress = Here(context.Request, Issuer.LogoutPath);
        };
    }

    private static string Here(HttpRequest request, string path) => $"{request.Scheme}://{request.Host}{path}";
}
