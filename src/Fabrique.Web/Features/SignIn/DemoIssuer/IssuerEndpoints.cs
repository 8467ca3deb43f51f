using Microsoft.AspNetCore.Authentication;
using OpenIddict.Server.AspNetCore;

namespace Fabrique.Web.Features.SignIn.DemoIssuer;

internal static class IssuerEndpoints
{
    public static void MapDemoIssuer(this IEndpointRouteBuilder app) =>
        app.MapMethods(Issuer.LogoutPath, [HttpMethods.Get, HttpMethods.Post], () =>
                Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]))
            .AllowAnonymous()
            .DisableAntiforgery();
}
