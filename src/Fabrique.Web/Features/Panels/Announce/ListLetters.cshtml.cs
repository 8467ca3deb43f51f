using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>The letters that leave at the end of the embargo, one application after the other.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListLettersModel(AnnouncementReader reader, JuryLetters letters) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "numero")]
    public int Number { get; set; } = 1;

    public Announcement Announcement { get; private set; } = null!;

    public Panel Panel => Announcement.Panel;

    public int Count => Announcement.Lines.Count;

    /// <summary>Null when there is none.</summary>
    public AnnouncedDecision? Line { get; private set; }

    public LetterPreview? Letter { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } announcement)
        {
            return NotFound();
        }

        Announcement = announcement;
        if (Count > 0)
        {
            Number = Math.Clamp(Number, 1, Count);
            Line = announcement.Lines[Number - 1];
            Letter = await letters.PreviewAsync(announcement, Line, cancellationToken);
        }

        return Page();
    }
}
