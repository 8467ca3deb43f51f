using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels;

/// <summary>Reads by what a jury assesses applications, who is asked to, and what was said.</summary>
public sealed class ScoringReader(FabriqueDbContext db, Actor actor)
{
    /// <summary>The last version of the grid of a jury, to be changed; null when it has none.</summary>
    public Task<ScoringGrid?> FindGridAsync(Guid panelId, CancellationToken cancellationToken) =>
        db.ScoringGrids.Include(grid => grid.Criteria).AsSingleQuery().Where(grid => grid.PanelId == panelId && !db.ScoringGrids.Any(next => next.PanelId == panelId && next.Number > grid.Number)).SingleOrDefaultAsync(cancellationToken);

    /// <summary>What was said by a grid, private ones included, not to be changed.</summary>
    public async Task<IReadOnlyList<Assessment>> ReadAssessmentsAsync(Guid gridId, CancellationToken cancellationToken) =>
        await db.Assessments.AsNoTracking().Include(assessment => assessment.Scores).AsSingleQuery().Where(assessment => assessment.GridId == gridId).ToListAsync(cancellationToken);

    /// <summary>
    /// What was submitted by a grid, without the words, which are most of it: for rankings. In two queries: in one, each score would come with whose it is, and be sorted. What is taken back between them is
    /// left out.
    /// </summary>
    public async Task<IReadOnlyList<GivenScores>> ReadGivenAsync(Guid gridId, CancellationToken cancellationToken)
    {
        var submitted = db.Assessments.Where(assessment => assessment.GridId == gridId && assessment.SubmittedAt != null);
        var given = await submitted.Select(assessment => new { assessment.Id, assessment.ItemKind, assessment.ItemId, assessment.ReviewerId }).ToListAsync(cancellationToken);
        var scores = (await submitted.SelectMany(assessment => assessment.Scores).Select(score => new { score.AssessmentId, score.CriterionCode, score.Value }).ToListAsync(cancellationToken)).ToLookup(score => score.AssessmentId);
        return [.. given.Where(one => scores.Contains(one.Id)).Select(one => new GivenScores(new Subject(one.ItemKind, one.ItemId), one.ReviewerId, scores[one.Id].ToDictionary(score => score.CriterionCode, score => score.Value, StringComparer.Ordinal)))];
    }

    /// <summary>What the signed-in person says of an application, to be changed; null as long as they said nothing.</summary>
    public Task<Assessment?> FindMineAsync(Guid gridId, Subject item, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        return db.Assessments.Include(assessment => assessment.Scores).AsSingleQuery()
            .SingleOrDefaultAsync(assessment => assessment.GridId == gridId && assessment.ItemKind == item.Kind && assessment.ItemId == item.Id && assessment.ReviewerId == me, cancellationToken);
    }

    /// <summary>Who is asked to assess what, in a jury, not to be changed.</summary>
    public async Task<IReadOnlyList<Assignment>> ReadAssignmentsAsync(Guid panelId, CancellationToken cancellationToken) =>
        await db.Assignments.AsNoTracking().Where(assignment => assignment.PanelId == panelId && assignment.WithdrawnAt == null).ToListAsync(cancellationToken);
}
