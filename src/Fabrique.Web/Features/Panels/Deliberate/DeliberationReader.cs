using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Deliberate;

/// <summary>All that a jury deliberates from, and what it decided.</summary>
/// <param name="Panel">Which jury.</param>
/// <param name="Items">What it judges.</param>
/// <param name="Recusals">Who has no part in what.</param>
/// <param name="Standings">One an application, ranked.</param>
/// <param name="Ballots">All those of its sessions.</param>
/// <param name="Deliberation">Null as long as it has not begun.</param>
public sealed record DeliberationTable(Panel Panel, IReadOnlyList<JuryItem> Items, Recusals Recusals, IReadOnlyList<Standing> Standings, IReadOnlyList<Ballot> Ballots, Deliberation? Deliberation)
{
    /// <summary>The ballots on an application, the last one last.</summary>
    public IEnumerable<Ballot> BallotsOn(Subject item) => Ballots.Where(ballot => ballot.Item == item).OrderBy(ballot => ballot.OpenedAt).ThenBy(ballot => ballot.Number);

    /// <summary>The vote that a decision on an application follows, annulled or not: one that was annulled is held again first. Null when nobody asked for one.</summary>
    public Ballot? BallotOf(Subject item) => BallotsOn(item).LastOrDefault();

    /// <summary>Whether somebody has a part in an application.</summary>
    public bool IsOpenTo(Guid personId, Subject item) => !Recusals.Excludes(personId, item);
}

/// <summary>Reads what a jury deliberates from.</summary>
public sealed class DeliberationReader(FabriqueDbContext db, Actor actor, PanelReader reader, ScoringReader scoring, TimeProvider clock)
{
    /// <inheritdoc cref="ReadAsync(Panel, bool, CancellationToken)"/>
    public Task<DeliberationTable> ReadAsync(Panel panel, CancellationToken cancellationToken) => ReadAsync(panel, isRanked: true, cancellationToken);

    /// <param name="panel">Which jury.</param>
    /// <param name="isRanked">Whether ranks are asked for.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <returns>The deliberation is to be changed, the rest is not.</returns>
    public async Task<DeliberationTable> ReadAsync(Panel panel, bool isRanked, CancellationToken cancellationToken)
    {
        var items = await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken);
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, clock.GetUtcNow().UtcDateTime).InForce;
        IReadOnlyList<Standing> standings = isRanked && await scoring.FindGridAsync(panel.Id, cancellationToken) is { } grid
            ? Ranking.Compute(items.Select(item => item.Subject), grid, await scoring.ReadAssessmentsAsync(grid.Id, cancellationToken), recusals)
            : [.. items.Select(item => new Standing(item.Subject, Rank: null, 0, Mean: null, Normalised: null, Spread: null, IsDisputed: false))];

        // One query: few people vote, and a ballot has either marks or votes.
        var ballots = await db.Ballots.AsNoTracking().Include(ballot => ballot.Votes).Include(ballot => ballot.Seats).Include(ballot => ballot.Marks).AsSingleQuery()
            .Where(ballot => db.HearingSessions.Any(session => session.Id == ballot.SessionId && session.PanelId == panel.Id))
            .ToListAsync(cancellationToken);
        return new DeliberationTable(panel, items, recusals, standings, ballots, await FindAsync(panel.Id, cancellationToken));
    }

    /// <summary>That of a jury, which has one; null as long as it has not begun.</summary>
    public Task<Deliberation?> FindAsync(Guid panelId, CancellationToken cancellationToken) =>
        db.Deliberations.Include(deliberation => deliberation.Decisions).AsSingleQuery().SingleOrDefaultAsync(deliberation => deliberation.PanelId == panelId, cancellationToken);

    /// <summary>The last letters of its decisions; null when there are none yet.</summary>
    public Task<DecisionBatch?> FindBatchAsync(Guid deliberationId, CancellationToken cancellationToken) =>
        db.DecisionBatches.Where(batch => batch.DeliberationId == deliberationId).OrderByDescending(batch => batch.Conclusion).FirstOrDefaultAsync(cancellationToken);

    /// <summary>How many assessments the signed-in person owes before they read the ranking.</summary>
    public async Task<int> CountOwedAsync(DeliberationTable table, CancellationToken cancellationToken)
    {
        var today = reader.Today;
        if ((table.Panel.MemberOn(actor.Id, today) ?? table.Panel.SubstitutedBy(actor.Id, today))?.Capacity is not (Capacity.Voting or Capacity.Advisory))
        {
            return 0;
        }

        var me = actor.Id;
        var asked = await db.Assignments
            .Where(assignment => assignment.PanelId == table.Panel.Id && assignment.ReviewerId == me && assignment.WithdrawnAt == null
                && !db.Assessments.Any(assessment => assessment.ReviewerId == me && assessment.ItemKind == assignment.ItemKind && assessment.ItemId == assignment.ItemId && assessment.SubmittedAt != null
                    && db.ScoringGrids.Any(grid => grid.Id == assessment.GridId && grid.PanelId == table.Panel.Id)))
            .Select(assignment => assignment.ItemId)
            .ToListAsync(cancellationToken);
        return table.Items.Count(item => asked.Contains(item.Id) && table.IsOpenTo(me, item.Subject));
    }
}
