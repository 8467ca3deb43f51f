using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.MyMessages.StopDigest;

/// <summary>
/// Where « se désabonner » leads, from the digest or from the mail reader, which posts here by itself (RFC 8058). Looking at it does nothing. Sending the form does, by the address alone: no session
/// counts for anything here, so there is none for another site to misuse.
/// </summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
public sealed class StopDigestModel(DigestLinks links, StopDigestHandler handler) : PageModel
{
    [BindProperty(Name = "t", SupportsGet = true)]
    public string? Token { get; set; }

    public bool IsOurs { get; private set; }

    public bool IsStopped { get; private set; }

    public void OnGet() => Look();

    public async Task OnPostAsync(CancellationToken cancellationToken)
    {
        if (Look() is { } person)
        {
            IsStopped = (await handler.HandleAsync(new StopDigest { PersonId = person }, cancellationToken)).IsDone;
        }
    }

    private Guid? Look()
    {
        var person = links.Read(Token);
        IsOurs = person is not null;
        if (!IsOurs)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return person;
    }
}
