using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Platform.Tasks;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Decide;

/// <summary>The team records the decision on an application.</summary>
public sealed record RecordDecision
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required bool Retained { get; init; }

    public required string Reason { get; init; }
}

public sealed class RecordDecisionHandler(FabriqueDbContext db, Actor actor, TaskLoader tasks, IWorkflowSignals signals, TimeProvider clock)
{
    public async Task<Outcome> HandleAsync(RecordDecision input, CancellationToken cancellationToken)
    {
        var item = await tasks.FindMineAsync(input.TaskId, ApplicationTasks.Decision, cancellationToken)
            ?? throw new InvalidOperationException("The page loads the task first.");
        if (item.MayBeCompleted() is { } closed)
        {
            return closed;
        }

        var application = await db.Applications.SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if (application.MayBeDecided() is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        db.ExpectVersion(item, input.Version);
        application.Decide(input.Retained, input.Reason, actor.Id, now.UtcDateTime);
        item.Complete(input.Retained ? DecideApplication.Retained : DecideApplication.NotRetained, actor.Id, now.UtcDateTime);
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now),
            item.Subject,
            now.UtcDateTime,
            actor.Id,
            input.Retained ? "La candidature est retenue." : "La candidature n’est pas retenue."));
        signals.Resume(HumanTask.Resumption(item));
        await db.SaveChangesAsync(cancellationToken);
        await signals.KickAsync(cancellationToken);
        return Outcome.Done;
    }
}
