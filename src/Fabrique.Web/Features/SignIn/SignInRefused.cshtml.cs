using Fabrique.Domain;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.SignIn;

[AllowAnonymous]
public sealed class SignInRefusedModel : PageModel
{
    public Refusal Refusal { get; private set; } = SignInRefusals.Failed;

    public void OnGet(string? motif)
    {
        Refusal = SignInRefusals.Of(motif);
        Response.StatusCode = StatusCodes.Status403Forbidden;
    }
}
