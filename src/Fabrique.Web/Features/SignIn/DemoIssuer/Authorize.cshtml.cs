using System.Security.Claims;
using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Kernel.Subjects;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Fabrique.Web.Features.SignIn.DemoIssuer;

/// <summary>The issuer's sign-in page. OpenIddict has checked the request before it comes here.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class AuthorizeModel : PageModel
{
    public const string AccountField = "compte";
    public const string Nobody = "personne";

    public IReadOnlyList<DemoAccount> Accounts { get; } = DemoAccounts.All;

    /// <summary>The request, posted back whole with the account chosen: OpenIddict reads a POST from its body only.</summary>
    public IReadOnlyList<(string Name, string? Value)> Parameters { get; private set; } = [];

    public string Action => Issuer.AuthorizePath;

    public IActionResult OnGet() => Answer((string?)HttpContext.GetOpenIddictServerRequest()?.LoginHint);

    public IActionResult OnPost() => Answer(Request.Form[AccountField]);

    private IActionResult Answer(string? chosen)
    {
        if (HttpContext.GetOpenIddictServerRequest() is not { } request)
        {
            return NotFound();
        }

        if (chosen == Nobody)
        {
            return Forbid(
                new AuthenticationProperties(new Dictionary<string, string?>(StringComparer.Ordinal) { [OpenIddictServerAspNetCoreConstants.Properties.Error] = Errors.AccessDenied }),
                OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        if (DemoAccounts.Find(chosen) is { } account)
        {
            return SignIn(PrincipalOf(account, request), OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        }

        Parameters = [.. request.GetParameters().Where(parameter => parameter.Key != AccountField).Select(parameter => (parameter.Key, (string?)parameter.Value))];
        return Page();
    }

    private static ClaimsPrincipal PrincipalOf(DemoAccount account, OpenIddictRequest request)
    {
        var identity = new ClaimsIdentity("demo", Claims.Name, "roles");
        identity
            .SetClaim(Claims.Subject, account.DirectoryId)
            .SetClaim("oid", account.DirectoryId)
            .SetClaim("tid", Issuer.TenantId)
            .SetClaim(Claims.Name, account.Name)
            .SetClaim(Claims.PreferredUsername, account.Email)
            .SetClaim(Claims.Email, account.Email)
            .SetClaim("department", account.Unit)
            .SetClaim("ver", "2.0")
            .SetClaims("roles", [.. account.Roles]);
        identity.SetDestinations(static _ => [Destinations.IdentityToken]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(request.GetScopes());
        return principal;
    }
}
