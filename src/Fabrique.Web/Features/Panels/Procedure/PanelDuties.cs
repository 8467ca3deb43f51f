using Fabrique.Data;
using Fabrique.Domain.Panels;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Procedure;

/// <summary>What somebody still has to assess.</summary>
/// <param name="ReviewerId">Who.</param>
/// <param name="Items">By reference.</param>
/// <param name="Given">How many they gave.</param>
public sealed record OwedAssessments(Guid ReviewerId, IReadOnlyList<JuryItem> Items, int Given);

/// <summary>Who owes which assessments to a jury: asked, not recused, still there, and not given by the last grid.</summary>
public static class PanelDuties
{
    /// <param name="db">The database.</param>
    /// <param name="panel">Which jury.</param>
    /// <param name="day">In Paris; null for whenever it is: whoever has not left, then.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    /// <returns>All those who are asked, those who owe nothing any more too, in the order of their keys.</returns>
    public static async Task<IReadOnlyList<OwedAssessments>> ReadAsync(FabriqueDbContext db, Panel panel, DateOnly? day, CancellationToken cancellationToken)
    {
        var items = await PanelReader.ReadItemsAsync(db, panel, withManagers: false, cancellationToken);
        var entered = await db.Recusals.AsNoTracking().Where(recusal => recusal.PanelId == panel.Id).ToListAsync(cancellationToken);
        var recusals = PanelReader.Complete(panel, entered, items, DateTime.UnixEpoch).InForce;
        var asked = await db.Assignments.AsNoTracking().Where(assignment => assignment.PanelId == panel.Id && assignment.WithdrawnAt == null).ToListAsync(cancellationToken);
        var given = (await db.Assessments.AsNoTracking()
            .Where(assessment => assessment.SubmittedAt != null && db.ScoringGrids.Any(grid => grid.Id == assessment.GridId && grid.PanelId == panel.Id && !db.ScoringGrids.Any(next => next.PanelId == panel.Id && next.Number > grid.Number)))
            .Select(assessment => new { assessment.ReviewerId, assessment.ItemId })
            .ToListAsync(cancellationToken)).Select(assessment => (assessment.ReviewerId, assessment.ItemId)).ToHashSet();
        return
        [
            .. from assignment in asked
               where MayScore(panel, recusals, assignment, day) && items.Any(item => item.Id == assignment.ItemId)
               group assignment.ItemId by assignment.ReviewerId into theirs
               orderby theirs.Key
               select new OwedAssessments(
                   theirs.Key,
                   [.. items.Where(item => theirs.Contains(item.Id) && !given.Contains((theirs.Key, item.Id)))],
                   theirs.Count(item => given.Contains((theirs.Key, item)))),
        ];
    }

    private static bool MayScore(Panel panel, Recusals recusals, Assignment assignment, DateOnly? day) => day is { } known
        ? Participation.Of(panel, recusals, assignment.ReviewerId, assignment.Item, known).MayScore
        : !recusals.Excludes(assignment.ReviewerId, assignment.Item) && panel.Members.Any(member => member.PersonId == assignment.ReviewerId && member.RemovedFrom is null && member.Capacity is not Capacity.Observer);
}
