using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Sessions.Live;

/// <summary>What is shown on the wall while a session is held: what is heard, the time, what comes next. Nothing of anybody: neither scores, nor who left, nor votes.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ProjectionModel(SessionReader reader, TimeProvider clock) : PageModel
{
    public SessionSheet Sheet { get; private set; } = null!;

    /// <summary>UTC, when the page was read.</summary>
    public DateTime Now { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, Guid session, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(id, session, cancellationToken) is not { } sheet)
        {
            return NotFound();
        }

        (Sheet, Now) = (sheet, clock.GetUtcNow().UtcDateTime);
        return Page();
    }
}
