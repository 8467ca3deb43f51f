using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>The team prepares the announcement of what a jury decided, all at once, at an instant to come.</summary>
/// <param name="PanelId">Which jury.</param>
/// <param name="ReleaseAt">UTC.</param>
/// <param name="ReplyDays">See <see cref="DecisionBatch.ReplyDays"/>.</param>
/// <param name="AnswerDays">See <see cref="DecisionBatch.AnswerDays"/>.</param>
public sealed record PrepareDecisions(Guid PanelId, DateTime ReleaseAt, int ReplyDays, int AnswerDays);

public sealed class PrepareDecisionsHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, AnnouncementReader announcements, PanelStory story, TimeProvider clock) : Handler<PrepareDecisions>(runner)
{
    internal static Refusal NothingConcluded { get; } = new("batch-before-conclusion", "La délibération n’est pas close : ses décisions ne peuvent pas encore être annoncées.");

    protected override async Task<Outcome> ActAsync(PrepareDecisions input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if ((actor.WhyNotRunPanels() ?? DecisionBatch.MayBeEmbargoedUntil(input.ReleaseAt, now.UtcDateTime)) is { } refusal)
        {
            return refusal;
        }

        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (await announcements.FindConcludedAsync(panel.Id, cancellationToken) is not { } deliberation)
        {
            return NothingConcluded;
        }

        if (DecisionBatch.MayBePrepared(deliberation, input.ReplyDays, input.AnswerDays) is { } impossible)
        {
            return impossible;
        }

        if (await announcements.FindBatchAsync(deliberation, cancellationToken) is not null)
        {
            return new Refusal("batch-already-prepared", "L’annonce de ces décisions est déjà préparée : ouvrez-la depuis la page du jury.");
        }

        db.DecisionBatches.Add(DecisionBatch.Prepare(Guid.CreateVersion7(now), deliberation, input.ReleaseAt, input.ReplyDays, input.AnswerDays));
        story.Tell(panel, $"L’annonce des décisions est préparée : elles sont sous embargo jusqu’au {FrenchDate.Instant(input.ReleaseAt)}.");
        return Outcome.Done;
    }
}

/// <summary>The team chooses another instant.</summary>
/// <param name="PanelId">Of which jury.</param>
/// <param name="Version">Of the batch, that the form showed.</param>
/// <param name="ReleaseAt">UTC.</param>
public sealed record PostponeDecisions(Guid PanelId, int Version, DateTime ReleaseAt);

public sealed class PostponeDecisionsHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, AnnouncementReader announcements, PanelStory story, TimeProvider clock) : Handler<PostponeDecisions>(runner)
{
    protected override async Task<Outcome> ActAsync(PostponeDecisions input, CancellationToken cancellationToken)
    {
        if ((actor.WhyNotRunPanels() ?? DecisionBatch.MayBeEmbargoedUntil(input.ReleaseAt, clock.GetUtcNow().UtcDateTime)) is { } refusal)
        {
            return refusal;
        }

        var panel = await reader.ReadAsync(input.PanelId, cancellationToken);
        if (await announcements.FindConcludedAsync(panel.Id, cancellationToken) is not { } deliberation || await announcements.FindBatchAsync(deliberation, cancellationToken) is not { } batch)
        {
            return PrepareDecisionsHandler.NothingConcluded;
        }

        if (batch.MayPostpone() is { } tooLate)
        {
            return tooLate;
        }

        db.ExpectVersion(batch, input.Version);
        batch.Postpone(input.ReleaseAt);
        story.Tell(panel, $"L’embargo des décisions court désormais jusqu’au {FrenchDate.Instant(input.ReleaseAt)}.");
        return Outcome.Done;
    }
}
