using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications;

/// <summary>Where the « visa hiérarchique » of an application stands, or what came of it.</summary>
/// <param name="Approval">The last asked for.</param>
/// <param name="Manager">Name of the line manager; null when nobody was named.</param>
/// <param name="GivenBy">Who gave it in their place; null when they did, or when nobody did.</param>
/// <param name="Holder">Who holds the request now, when it is not the manager.</param>
/// <param name="Until">The last day given; null when it is no longer awaited.</param>
public sealed record ApprovalLine(HierarchicalApproval Approval, string? Manager, string? GivenBy, string? Holder, DateOnly? Until);

/// <summary>Reads it in one query.</summary>
public sealed class ApprovalReader(FabriqueDbContext db)
{
    /// <returns>Null when the procedure asked for none.</returns>
    public async Task<ApprovalLine?> ReadAsync(Application application, CancellationToken cancellationToken)
    {
        if (application.Approval is not { } approval)
        {
            return null;
        }

        if (approval.ManagerId is null && !approval.IsOpen)
        {
            return new ApprovalLine(approval, null, null, null, null);
        }

        var (managerId, givenById) = (approval.ManagerId, approval.GivenById);
        var people = await db.StaffMembers.Where(person => person.Id == managerId || person.Id == givenById)
            .Select(person => new { person.Id, person.FullName }).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        var open = application.Status is not ApplicationStatus.AwaitingApproval ? null : await (
            from item in db.WorkItems
            where item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Status == WorkItemStatus.Open
                && (item.Kind == ApplicationTasks.Approval || item.Kind == ApplicationTasks.ManagerNaming)
            join person in db.StaffMembers on item.AssigneeId equals person.Id into holders
            from person in holders.DefaultIfEmpty()
            orderby item.OpenedAt descending
            select new { Item = item, Holder = person == null ? null : person.FullName }).FirstOrDefaultAsync(cancellationToken);
        var holder = open is null || open.Item.AssigneeId == managerId ? null : open.Item.AssigneeRole is { } role ? AppRoles.Label(role) : open.Holder;
        return new ApprovalLine(
            approval,
            managerId is { } manager ? people[manager] : null,
            givenById is { } by ? people[by] : null,
            managerId is null ? null : holder,
            open?.Item.DueOn);
    }
}
