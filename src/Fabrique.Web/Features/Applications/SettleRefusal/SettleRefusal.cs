using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.SettleRefusal;

/// <summary>One of those who are asked says what becomes of an application whose « visa » was refused.</summary>
public sealed record SettleRefusal : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>The version of the task that the page showed.</summary>
    public required int Version { get; init; }

    /// <summary>Whether it goes on all the same; otherwise it is closed.</summary>
    public required bool Overrides { get; init; }

    public required string Reason { get; init; }

    int? ITaskInput.ShownVersion => Version;
}

public sealed class SettleRefusalHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<SettleRefusal>(services, ApplicationTasks.RefusalFollowUp)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(SettleRefusal input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Approvals).Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if (application.MaySettleRefusal(actor.Id) is { } refusal)
        {
            return refusal;
        }

        if (input.Overrides)
        {
            application.OverrideApproval(actor.Id, input.Reason);
            return new TaskCompletion(SettleRefusedApproval.Overridden, "La candidature continue malgré le visa défavorable.");
        }

        application.CloseForRefusal(actor.Id, input.Reason, now.UtcDateTime);
        return new TaskCompletion(SettleRefusedApproval.Closed, "La candidature est close : le visa hiérarchique est défavorable.");
    }
}
