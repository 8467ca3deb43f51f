using Fabrique.Web.Features.Demonstration;
using Fabrique.Web.Kernel.Hosting;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Fabrique.Web.Features.SignIn;

[AllowAnonymous]
public sealed class SignInModel(DemoMode demo) : PageModel
{
    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IReadOnlyList<DemoAccount> Accounts { get; } = DemoAccounts.All;

    public IActionResult OnGet(string? compte)
    {
        if (!demo.IsOn)
        {
            return Directory(null);
        }

        if (compte is null)
        {
            return Page();
        }

        return DemoAccounts.Find(compte) is { } account ? Directory(account.Key) : NotFound();
    }

    public string PathOf(DemoAccount account) => ReturnUrl is null
        ? account.SignInPath
        : $"{account.SignInPath}&returnUrl={Uri.EscapeDataString(ReturnUrl)}";

    private ChallengeResult Directory(string? loginHint)
    {
        var properties = new AuthenticationProperties { RedirectUri = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : TaskLinks.MySpace };
        if (loginHint is not null)
        {
            properties.SetParameter(OpenIdConnectParameterNames.LoginHint, loginHint);
        }

        return Challenge(properties, OpenIdConnectDefaults.AuthenticationScheme);
    }
}
