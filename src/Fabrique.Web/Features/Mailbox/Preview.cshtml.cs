using Fabrique.Data;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Mailbox;

/// <summary>The HTML part of a mail, alone, for the frame of its page. It runs nothing and fetches nothing.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class PreviewModel(FabriqueDbContext db) : PageModel
{
    // A mail carries its style in itself, as mail readers want it: inline styles are allowed here, and nothing else is.
    private const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        var html = await db.OutgoingMails.Where(mail => mail.Id == id).Select(mail => mail.HtmlBody).SingleOrDefaultAsync(cancellationToken);
        if (html is null)
        {
            return NotFound();
        }

        Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        Response.Headers.XFrameOptions = "SAMEORIGIN";
        return Content(html, "text/html; charset=utf-8");
    }
}
