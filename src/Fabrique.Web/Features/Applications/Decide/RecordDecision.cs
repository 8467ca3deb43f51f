using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Decide;

/// <summary>One of those who are asked records the decision on an application.</summary>
public sealed record RecordDecision : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    public required bool Retained { get; init; }

    public required string Reason { get; init; }

    int? ITaskInput.ShownVersion => Version;
}

public sealed class RecordDecisionHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<RecordDecision>(services, ApplicationTasks.Decision)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(RecordDecision input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if (application.MayBeDecided(actor.Id) is { } refusal)
        {
            return refusal;
        }

        application.Decide(input.Retained, input.Reason, actor.Id, now.UtcDateTime);
        return input.Retained
            ? new TaskCompletion(DecideApplication.Retained, "La candidature est retenue.")
            : new TaskCompletion(DecideApplication.NotRetained, "La candidature n’est pas retenue.");
    }
}
