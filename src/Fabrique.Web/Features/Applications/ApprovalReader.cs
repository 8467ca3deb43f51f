using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>Where the « visa hiérarchique » of an application stands, or what came of it.</summary>
/// <param name="Approval">The last asked for.</param>
/// <param name="Manager">Name of the line manager; null when nobody was named.</param>
/// <param name="GivenBy">Who gave it in their place; null when they did, or when nobody did.</param>
/// <param name="Holder">Who holds the request now, when it is not the manager.</param>
/// <param name="Until">The last day given; null when it is no longer awaited.</param>
public sealed record ApprovalLine(HierarchicalApproval Approval, string? Manager, string? GivenBy, string? Holder, DateOnly? Until)
{
    /// <summary>See <see cref="LineManagers.WhoseInsteadAsync"/>; told to the staff.</summary>
    public string? Instead { get; init; }
}

/// <summary>Reads it.</summary>
public sealed class ApprovalReader(FabriqueDbContext db, LineManagers managers, Actor actor)
{
    /// <returns>Null when the procedure asked for none.</returns>
    public async Task<ApprovalLine?> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        var (managerId, givenById) = (application.Approval?.ManagerId, application.Approval?.GivenById);
        var people = managerId is null
            ? []
            : await db.StaffMembers.Where(person => person.Id == managerId || person.Id == givenById).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        var instead = actor.IsStaff && managerId is { } named ? await managers.WhoseInsteadAsync(application, named, cancellationToken) : null;
        return await ReadAsync(application, managerId is { } manager ? people[manager] : null, givenById is { } by ? people[by] : null, instead, cancellationToken);
    }

    /// <summary>The same for a page that read the names; it asks the database only as long as the approval is awaited.</summary>
    public Task<ApprovalLine?> ReadAsync(Application application, string? manager, string? givenBy, KnownManager? known, CancellationToken cancellationToken) =>
        ReadAsync(application, manager, givenBy, actor.IsStaff && application.Approval?.ManagerId is { } named ? LineManagers.WhoseInstead(application, named, known) : null, cancellationToken);

    private async Task<ApprovalLine?> ReadAsync(Application application, string? manager, string? givenBy, string? instead, CancellationToken cancellationToken)
    {
        if (application.Approval is not { } approval)
        {
            return null;
        }

        if (application.Status is not ApplicationStatus.AwaitingApproval)
        {
            return new ApprovalLine(approval, manager, givenBy, Holder: null, Until: null) { Instead = instead };
        }

        var open = await (
            from item in db.WorkItems
            where item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Status == WorkItemStatus.Open
                && (item.Kind == ApplicationTasks.Approval || item.Kind == ApplicationTasks.ManagerNaming)
            join person in db.StaffMembers on item.AssigneeId equals person.Id into holders
            from person in holders.DefaultIfEmpty()
            orderby item.OpenedAt descending, item.Id
            select new { Item = item, Holder = person == null ? null : person.FullName }).FirstOrDefaultAsync(cancellationToken);
        var isElsewhere = open is not null && approval.ManagerId is { } asked && open.Item.AssigneeId != asked;
        return new ApprovalLine(
            approval,
            manager,
            givenBy,
            isElsewhere ? open!.Item.AssigneeRole is { } role ? AppRoles.Label(role) : open.Holder : null,
            open?.Item.DueOn)
        {
            Instead = instead,
        };
    }
}
