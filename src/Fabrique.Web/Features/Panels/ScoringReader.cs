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
