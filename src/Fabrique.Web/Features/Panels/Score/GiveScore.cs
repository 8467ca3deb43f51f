using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Anonymise;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Score;

/// <summary>The signed-in person scores an application for one criterion.</summary>
/// <param name="PanelId">In which jury.</param>
/// <param name="ItemId">Of the application.</param>
/// <param name="CriterionCode">For which criterion.</param>
/// <param name="Value">On its scale.</param>
/// <param name="Comment">Perhaps empty.</param>
public sealed record GiveScore(Guid PanelId, Guid ItemId, string CriterionCode, decimal Value, string Comment);

/// <summary>Who may, by what, and what they said already.</summary>
public sealed class ScoringDesk(Actor actor, PanelReader reader, ScoringReader scoring, AnonymityDesk readings, TimeProvider clock)
{
    /// <summary>What it takes to assess an application.</summary>
    internal sealed record Place(ScoringGrid Grid, JuryItem Item, Recusals Recusals, Assessment? Mine, DateTime Now);

    internal async Task<Outcome<Place>> FindAsync(Guid panelId, Guid itemId, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var panel = await reader.ReadAsync(panelId, cancellationToken);
        var items = await reader.ReadItemsAsync(panel, cancellationToken);
        if (items.FirstOrDefault(item => item.Id == itemId) is not { } item)
        {
            return new Refusal("score-unknown-item", "Le jury n’examine pas cette candidature.");
        }

        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, now).InForce;
        var part = Participation.Of(panel, recusals, actor.Id, item.Subject, reader.Today);
        if (!part.MayScore)
        {
            return part.IsRecused ? Assessment.MayBeStarted(item.Subject, actor.Id, recusals)! : new Refusal("score-not-a-reviewer", "Vous n’évaluez pas dans ce jury.");
        }

        if (!await readings.IsOpenAsync(panel, item, cancellationToken))
        {
            return AnonymityDesk.NotReady;
        }

        return await scoring.FindGridAsync(panel.Id, cancellationToken) is { } grid
            ? new Place(grid, item, recusals, await scoring.FindMineAsync(grid.Id, item.Subject, cancellationToken), now)
            : new Refusal("score-without-grid", "La grille d’évaluation n’est pas encore écrite.");
    }
}

public sealed class GiveScoreHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, ScoringDesk desk, TimeProvider clock) : Handler<GiveScore>(runner)
{
    protected override async Task<Outcome> ActAsync(GiveScore input, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(input.PanelId, input.ItemId, cancellationToken);
        if (!found.IsDone)
        {
            return found.Refusal;
        }

        var (grid, item, recusals, mine, now) = found.Value;
        var assessment = mine ?? Assessment.Start(Guid.CreateVersion7(clock.GetUtcNow()), grid, item.Subject, actor.Id, recusals, now);
        if (assessment.MayScore(grid, actor.Id, recusals, input.CriterionCode, input.Value, input.Comment) is { } refusal)
        {
            return refusal;
        }

        assessment.Give(grid, actor.Id, recusals, input.CriterionCode, input.Value, input.Comment);
        if (mine is null)
        {
            db.Assessments.Add(assessment);
        }

        return Outcome.Done;
    }
}

/// <summary>The signed-in person gives their assessment: it counts from now on, and no longer changes.</summary>
/// <param name="PanelId">In which jury.</param>
/// <param name="ItemId">Of the application.</param>
public sealed record SubmitAssessment(Guid PanelId, Guid ItemId);

public sealed class SubmitAssessmentHandler(UseCaseRunner runner, Actor actor, ScoringDesk desk, PanelSignals signals) : Handler<SubmitAssessment>(runner)
{
    protected override async Task<Outcome> ActAsync(SubmitAssessment input, CancellationToken cancellationToken)
    {
        var found = await desk.FindAsync(input.PanelId, input.ItemId, cancellationToken);
        if (!found.IsDone)
        {
            return found.Refusal;
        }

        var (grid, _, recusals, mine, now) = found.Value;
        if (mine is null)
        {
            return new Refusal("assessment-incomplete", "Notez d’abord chaque critère.");
        }

        if (mine.MaySubmit(grid, actor.Id, recusals) is { } refusal)
        {
            return refusal;
        }

        mine.Submit(grid, actor.Id, recusals, now);
        signals.Change(input.PanelId);
        return Outcome.Done;
    }
}
