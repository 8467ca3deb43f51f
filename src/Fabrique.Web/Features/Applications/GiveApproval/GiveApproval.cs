using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.GiveApproval;

/// <summary>A line manager, or somebody in their place, gives the « visa ».</summary>
public sealed record GiveApproval : ITaskInput
{
    public required Guid TaskId { get; init; }

    /// <summary>One of those that a manager chooses.</summary>
    public required HierarchicalApprovalStatus Status { get; init; }

    /// <summary>Perhaps empty when it is favourable.</summary>
    public required string Reason { get; init; }

    /// <summary>From 0 to 10; null when it is not said.</summary>
    public required int? HalfDaysPerWeek { get; init; }
}

public sealed class GiveApprovalHandler(FabriqueDbContext db, Actor actor, TaskServices services) : TaskHandler<GiveApproval>(services, ApplicationTasks.Approval)
{
    protected override async Task<Outcome<TaskCompletion>> ActAsync(GiveApproval input, WorkItem item, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Approvals).Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        if ((application.MayReceiveApproval(actor.Id) ?? HierarchicalApproval.MayBeGiven(input.Status, input.Reason, input.HalfDaysPerWeek)) is { } refusal)
        {
            return refusal;
        }

        application.GiveApproval(input.Status, input.Reason, input.HalfDaysPerWeek, actor.Id, now.UtcDateTime);
        return new TaskCompletion(input.Status.ToString(), input.Status switch
        {
            HierarchicalApprovalStatus.Approved => "Le visa hiérarchique est favorable.",
            HierarchicalApprovalStatus.ApprovedWithReservation => "Le visa hiérarchique est favorable, avec une réserve.",
            _ => "Le visa hiérarchique est défavorable.",
        });
    }
}
