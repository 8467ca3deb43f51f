using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.NameManager;

/// <summary>The applicant says who their line manager is.</summary>
public sealed record NameManager
{
    public required Guid ApplicationId { get; init; }

    /// <summary>An e-mail address, or a whole name.</summary>
    public required string Person { get; init; }
}

/// <summary>What is awaited of somebody else moves to the person named.</summary>
public sealed class NameManagerHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, LineManagers managers, IWorkflowSignals signals, TimeProvider clock) : Handler<NameManager>(runner)
{
    public const string Named = "Named";

    protected override async Task<Outcome> ActAsync(NameManager input, CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Approvals).Include(application => application.CoApplicants).AsSingleQuery().SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application.MayNameManager(actor.Id) is { } over)
        {
            return over;
        }

        var (manager, ambiguous) = await db.StaffMembers.FindMeantAsync(input.Person, cancellationToken);
        if ((ambiguous ?? (manager is null ? DirectorySearch.Unknown(input.Person) : application.MayNameManager(actor.Id, manager))) is { } refusal)
        {
            return refusal;
        }

        var now = clock.GetUtcNow();
        if (application.ManagerId != manager!.Id)
        {
            application.NameManager(actor.Id, manager);
            if (application.Status is not ApplicationStatus.Draft)
            {
                var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
                db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actor.Id, $"{manager.FullName} est nommé·e responsable hiérarchique."));
                if (await managers.WhoseInsteadAsync(application, manager.Id, cancellationToken) is { } instead)
                {
                    db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actorId: null, $"{manager.FullName} est {instead}.", isInternal: true));
                }
            }
        }

        if (application.Status is ApplicationStatus.AwaitingApproval && application.Approval!.ManagerId != manager.Id)
        {
            await MoveAsync(application, manager.Id, now.UtcDateTime, cancellationToken);
        }

        return Outcome.Done;
    }

    private async Task MoveAsync(Application application, Guid managerId, DateTime now, CancellationToken cancellationToken)
    {
        var open = await db.WorkItems
            .Where(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Status == WorkItemStatus.Open
                && (item.Kind == ApplicationTasks.Approval || item.Kind == ApplicationTasks.ManagerNaming))
            .ToListAsync(cancellationToken);

        // It may have moved since the application was read.
        foreach (var item in open.Where(item => item.Asked.PersonId != managerId))
        {
            if (item.Kind == ApplicationTasks.ManagerNaming)
            {
                item.Complete(Named, actor.Id, now);
            }

            signals.Resume(TaskBookmark.Resumption(item));
        }
    }
}
