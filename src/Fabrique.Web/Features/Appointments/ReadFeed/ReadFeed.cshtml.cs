using System.Text;
using Fabrique.Web.Features.Appointments.MyAgenda;
using Fabrique.Web.Platform.Calendars;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Appointments.ReadFeed;

/// <summary>What calendars read, without a sign-in: the address is the key. One that is unknown and one that is revoked are alike.</summary>
[AllowAnonymous]
public sealed class ReadFeedModel(FeedReader reader) : PageModel
{
    public async Task<IActionResult> OnGetAsync(string secret, CancellationToken cancellationToken)
    {
        if (FeedSecret.TryRead(secret) is not { } known || await reader.ReadAsync(known, cancellationToken) is not { } text)
        {
            return NotFound();
        }

        Response.Headers.CacheControl = "private, max-age=300";
        return File(Encoding.UTF8.GetBytes(text), CalendarWriter.MediaType);
    }
}
