using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Score;

/// <summary>The team writes by what a jury assesses applications, as a whole.</summary>
/// <param name="PanelId">Of which jury.</param>
/// <param name="Version">That the form showed; null when there was no grid.</param>
/// <param name="Criteria">In order.</param>
public sealed record ChangeGrid(Guid PanelId, int? Version, IReadOnlyList<CriterionDraft> Criteria);

public sealed class ChangeGridHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, ScoringReader scoring, PanelStory story, TimeProvider clock) : Handler<ChangeGrid>(runner)
{
    protected override async Task<Outcome> ActAsync(ChangeGrid input, CancellationToken cancellationToken)
    {
        if ((actor.WhyNotRunPanels() ?? ScoringGrid.MayHold(input.Criteria)) is { } refusal)
        {
            return refusal;
        }

        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (await scoring.FindGridAsync(panel.Id, cancellationToken) is not { } grid)
        {
            db.ScoringGrids.Add(ScoringGrid.Draft(Guid.CreateVersion7(clock.GetUtcNow()), panel.Id, input.Criteria));
            story.Tell(panel, "La grille d’évaluation est écrite.");
            return Outcome.Done;
        }

        db.ExpectVersion(grid, input.Version ?? -1);
        if (grid.MayChange(input.Criteria) is { } settled)
        {
            return settled;
        }

        if (grid.Criteria.Select(criterion => criterion.Draft).SequenceEqual(input.Criteria))
        {
            return new Refusal("grid-unchanged", "La grille est déjà celle-là.");
        }

        grid.Change(input.Criteria);
        story.Tell(panel, "La grille d’évaluation change.");
        return Outcome.Done;
    }
}

/// <summary>The team prepares the next version of a grid that assessments follow already.</summary>
/// <param name="PanelId">Of which jury.</param>
/// <param name="GridId">The version that the page showed.</param>
public sealed record ReviseGrid(Guid PanelId, Guid GridId);

public sealed class ReviseGridHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, ScoringReader scoring, PanelStory story, TimeProvider clock) : Handler<ReviseGrid>(runner)
{
    protected override async Task<Outcome> ActAsync(ReviseGrid input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotRunPanels() is { } refusal)
        {
            return refusal;
        }

        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (await scoring.FindGridAsync(panel.Id, cancellationToken) is not { IsSettled: true } grid || grid.Id != input.GridId)
        {
            return new Refusal("grid-already-revised", "Une nouvelle version de la grille est déjà en préparation : changez celle-là.");
        }

        var next = grid.Revise(Guid.CreateVersion7(clock.GetUtcNow()));
        db.ScoringGrids.Add(next);
        story.Tell(panel, $"Une nouvelle grille d’évaluation est en préparation : version {next.Number}. Les évaluations de la précédente ne comptent plus.");
        return Outcome.Done;
    }
}
