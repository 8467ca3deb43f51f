using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Bulk;

/// <summary>The team asks for something to be done to many applications.</summary>
public sealed record StartBatch
{
    /// <summary>Of the batch; the same form sent twice is one batch.</summary>
    public required Guid Id { get; init; }

    /// <summary>Code of the <see cref="BulkAction"/>.</summary>
    public required string Action { get; init; }

    public required IReadOnlyDictionary<string, string> Parameters { get; init; }

    public required IReadOnlyCollection<Guid> ApplicationIds { get; init; }

    /// <summary>The list that it is asked from.</summary>
    public required string ReturnTo { get; init; }
}

public sealed class StartBatchHandler(UseCaseRunner runner, FabriqueDbContext db, IEnumerable<BulkAction> actions, Actor actor, TimeProvider clock) : Handler<StartBatch>(runner)
{
    protected override async Task<Outcome> ActAsync(StartBatch input, CancellationToken cancellationToken)
    {
        if (actions.FirstOrDefault(action => action.Code == input.Action) is not { } action)
        {
            return new Refusal("batch-action-unknown", "Choisissez ce qu’il faut faire dans la liste.");
        }

        if (!action.IsOfferedTo(actor))
        {
            return actor.WhyNotScreen() ?? new Refusal("batch-action-refused", "Vous ne pouvez pas faire cela à plusieurs candidatures.");
        }

        List<Guid> ids = [.. input.ApplicationIds.Distinct()];
        if (ScreeningBatch.MayHold(ids.Count) is { } refusal)
        {
            return refusal;
        }

        var plan = await action.PlanAsync(input.Parameters, cancellationToken);
        if (plan.Refusal is { } why)
        {
            return why;
        }

        if (await db.ScreeningBatches.AnyAsync(batch => batch.Id == input.Id, cancellationToken))
        {
            return Outcome.Done;
        }

        // Those that were never there, or are no longer.
        var known = await db.Applications.Where(application => ids.Contains(application.Id) && application.SubmittedAt != null).Select(application => application.Id).ToHashSetAsync(cancellationToken);
        List<Guid> kept = [.. ids.Where(known.Contains)];
        if (ScreeningBatch.MayHold(kept.Count) is { } none)
        {
            return none;
        }

        var returnTo = input.ReturnTo.Length > ScreeningBatch.ReturnToLength ? ScreeningLinks.List : input.ReturnTo;
        db.ScreeningBatches.Add(ScreeningBatch.Start(input.Id, action.Code, plan.Value!, input.Parameters, kept, actor.Id, returnTo, clock.GetUtcNow().UtcDateTime));
        return Outcome.Done;
    }
}
