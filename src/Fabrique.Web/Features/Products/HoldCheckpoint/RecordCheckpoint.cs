using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Products.HoldCheckpoint;

/// <summary>One of those who are asked records the decision of a checkpoint.</summary>
public sealed record RecordCheckpoint : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required bool Renewed { get; init; }

    public required string Reason { get; init; }

    int? ITaskInput.ShownVersion => Version;
}

public sealed class RecordCheckpointHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<RecordCheckpoint>(services, ProductTasks.Checkpoint)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(RecordCheckpoint input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var product = await db.Products.Include(product => product.Cycles).Include(product => product.Missions)
            .SingleAsync(product => product.Id == item.SubjectId, cancellationToken);
        if (product.MayPassCheckpoint(actor.Id) is { } refusal)
        {
            return refusal;
        }

        if (!input.Renewed)
        {
            product.Stop(input.Reason, actor.Id, now.UtcDateTime);
            return new TaskCompletion(HoldCheckpoint.Stopped, "Le produit est arrêté ; les missions de son équipe prennent fin.");
        }

        var next = product.Renew(Guid.CreateVersion7(now), input.Reason, actor.Id, now.UtcDateTime);
        return new TaskCompletion(
            HoldCheckpoint.Renewed,
            $"Le produit est renouvelé : le cycle {next.Number} dure du {FrenchDate.Day(next.StartsOn)} au {FrenchDate.Day(next.EndsOn)}.");
    }
}
