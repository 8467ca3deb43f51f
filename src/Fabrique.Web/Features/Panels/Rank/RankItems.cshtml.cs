using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Fabrique.Web.Features.Panels.Rank;

/// <summary>« Classement » : what the assessments come to. For those who run or conduct the jury, and for members once they gave all that they were asked.</summary>
[Authorize(Policies.SignedIn)]
public sealed class RankItemsModel(PanelReader reader, ScoringReader scoring, Actor actor, TimeProvider clock) : PageModel
{
    public const string Raw = "brut";

    private readonly List<(JuryItem Item, Standing Standing)> lines = [];

    public Panel Panel { get; private set; } = null!;

    /// <summary>By rank, without those in which the reader has no part.</summary>
    public IReadOnlyList<(JuryItem Item, Standing Standing)> Lines => lines;

    /// <summary>How many assessments the reader owes before they read it.</summary>
    public int Owed { get; private set; }

    public bool IsRaw { get; private set; }

    public bool HasGrid { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, [FromQuery(Name = "base")] string? basis, CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(id, cancellationToken) is not { } panel)
        {
            return NotFound();
        }

        (Panel, IsRaw) = (panel, basis == Raw);
        if (await scoring.FindGridAsync(panel.Id, cancellationToken) is not { } grid)
        {
            return Page();
        }

        HasGrid = true;
        var items = await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken);
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, clock.GetUtcNow().UtcDateTime).InForce;
        var given = await scoring.ReadGivenAsync(grid.Id, cancellationToken);
        var mine = given.Where(scores => scores.ReviewerId == actor.Id).Select(scores => scores.Item).ToHashSet();
        Owed = (await scoring.ReadAssignmentsAsync(panel.Id, cancellationToken)).Count(assignment => assignment.ReviewerId == actor.Id && !recusals.Excludes(actor.Id, assignment.Item) && !mine.Contains(assignment.Item));
        if (Owed > 0)
        {
            return Page();
        }

        var named = items.ToDictionary(item => item.Subject);
        lines.AddRange(Ranking.ComputeGiven(named.Keys, grid, given, recusals, IsRaw ? RankingBasis.Raw : RankingBasis.Normalised)
            .Where(standing => !recusals.Excludes(actor.Id, standing.Item))
            .Select(standing => (named[standing.Item], standing)));
        return Page();
    }
}
