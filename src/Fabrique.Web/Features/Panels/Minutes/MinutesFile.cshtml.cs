using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Pdf;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>A version of minutes as a PDF, with its hash and its signatures.</summary>
[Authorize(Policies.SignedIn)]
public sealed class MinutesFileModel(PanelReader reader, MinutesReader minutes) : PageModel
{
    public async Task<IActionResult> OnGetAsync(Guid id, [FromRoute(Name = "session")] Guid sessionId, int? version, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(id, cancellationToken) is not { } panel
            || await minutes.FindSessionAsync(panel.Id, sessionId, cancellationToken) is not { } session
            || await minutes.FindAsync(session.Id, cancellationToken) is not { } written
            || !await minutes.MayReadAsync(panel, session, written, cancellationToken)
            || written.Versions.FirstOrDefault(one => one.Number == (version ?? written.Latest.Number)) is not { } shown)
        {
            return NotFound();
        }

        var people = await reader.ReadPeopleAsync(panel, [written.ChairId, written.ClerkId], cancellationToken);
        var file = MinutesPdf.Write($"Procès-verbal – {panel.Name}", written, shown, person => people.TryGetValue(person, out var known) ? known.FullName : "");
        return File(file, PdfText.MediaType, $"proces-verbal-{session.Day:yyyy-MM-dd}-v{shown.Number}.pdf");
    }
}
