using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>« Décisions » of a jury: what is about to be told, when, and what became of it since. For those who run or conduct the jury.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ListDecisionsModel(AnnouncementReader reader, Actor actor, TimeProvider clock) : PageModel
{
    public Announcement Announcement { get; private set; } = null!;

    public Panel Panel => Announcement.Panel;

    public DecisionBatch? Batch => Announcement.Batch;

    public bool MayRun => actor.MayRunPanels();

    /// <summary>Why they cannot be told now; null when they can.</summary>
    public Refusal? WhyNotRelease => Batch?.MayRelease(Announcement.Deliberation!, clock.GetUtcNow().UtcDateTime);

    /// <summary>How many applications are still elsewhere in their procedure.</summary>
    public int Elsewhere { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(id, cancellationToken) is not { } announcement)
        {
            return NotFound();
        }

        Announcement = announcement;
        Elsewhere = Batch is { IsReleased: true } || announcement.Lines.Count == 0 ? 0 : await reader.CountElsewhereAsync(announcement, cancellationToken);
        return Page();
    }

    /// <summary>What became of a decision since it was told; null when nothing did.</summary>
    public static string? Since(BatchedDecision told) => told switch
    {
        { WithdrawnAt: { } at, Outcome: DecisionOutcome.Retained } => $"Place rendue le {Domain.Time.FrenchDate.Day(at)}.",
        { WithdrawnAt: { } at } => $"A quitté la liste d’attente le {Domain.Time.FrenchDate.Day(at)}.",
        { AcceptedAt: { } at } => $"Place acceptée le {Domain.Time.FrenchDate.Day(at)}.",
        { IsOffered: true, AnswerBy: { } day } => $"Une place lui est proposée jusqu’au {Domain.Time.FrenchDate.Day(day)}.",
        _ => null,
    };
}
