using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.HoldCheckpoint;

/// <summary>The team records the decision of a checkpoint.</summary>
public sealed record RecordCheckpoint
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required bool Renewed { get; init; }

    public required string Reason { get; init; }
}

public sealed class RecordCheckpointHandler(FabriqueDbContext db, Actor actor, TaskLoader tasks, ConflictRetry retry, IWorkflowSignals signals, TimeProvider clock)
{
    public async Task<Outcome> HandleAsync(RecordCheckpoint input, CancellationToken cancellationToken)
    {
        var outcome = await retry.RunAsync(() => RecordAsync(input, cancellationToken));
        await signals.KickAsync(cancellationToken);
        return outcome;
    }

    private async Task<Outcome> RecordAsync(RecordCheckpoint input, CancellationToken cancellationToken)
    {
        var item = await tasks.FindMineAsync(input.TaskId, ProductTasks.Checkpoint, cancellationToken)
            ?? throw new InvalidOperationException("The page loads the task first.");
        if (item.MayBeCompleted() is { } closed)
        {
            return closed;
        }

        var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions)
            .SingleAsync(product => product.Id == item.SubjectId, cancellationToken);
        if (product.MayPassCheckpoint() is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        db.ExpectVersion(item, input.Version);
        string sentence;
        if (input.Renewed)
        {
            var next = product.Renew(Guid.CreateVersion7(now), input.Reason, actor.Id, now.UtcDateTime);
            sentence = $"Le produit est renouvelé : le cycle {next.Number} dure du {FrenchDate.Day(next.StartsOn)} au {FrenchDate.Day(next.EndsOn)}.";
        }
        else
        {
            product.Stop(input.Reason, actor.Id, now.UtcDateTime);
            sentence = "Le produit est arrêté ; les missions de son équipe prennent fin.";
        }

        item.Complete(input.Renewed ? HoldCheckpoint.Renewed : HoldCheckpoint.Stopped, actor.Id, now.UtcDateTime);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), item.Subject, now.UtcDateTime, actor.Id, sentence));
        signals.Resume(HumanTask.Resumption(item));
        await db.SaveChangesAsync(cancellationToken);
        return Outcome.Done;
    }
}
