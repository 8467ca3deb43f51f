using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Common;
using Fabrique.Web.Features.Work;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Procedures.Timelines;

/// <summary>What happened to a subject, what is awaited, from whom, until when, and what comes next: our rows for the first two, the procedure's drawing for the last.</summary>
public sealed class TimelineReader(FabriqueDbContext db, IWorkflowRuntime runtime, Actor actor, TimeProvider clock)
{
    /// <param name="subject">An application or a product.</param>
    /// <param name="forStaff">Whether internal lines and the names of the people awaited are shown.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<TimelineModel> ReadAsync(Subject subject, bool forStaff, CancellationToken cancellationToken)
    {
        var past = await (
            from entry in db.TimelineEntries
            where entry.SubjectKind == subject.Kind && entry.SubjectId == subject.Id && (forStaff || !entry.IsInternal)
            join person in db.StaffMembers on entry.ActorId equals person.Id into people
            from person in people.DefaultIfEmpty()
            orderby entry.At, entry.Id
            select new TimelinePast(entry.At, entry.Sentence, person == null ? null : person.FullName, entry.IsInternal)).ToListAsync(cancellationToken);

        var awaited = await ReadAskedAsync(subject, forStaff, cancellationToken);
        var next = new List<string>();
        foreach (var instance in await runtime.FindInstancesAsync(new InstanceFilter { CorrelationId = subject.ToCorrelationId(), Status = WorkflowStatus.Running, Take = 5 }, cancellationToken))
        {
            if (await runtime.GetOutlookAsync(instance.Id, cancellationToken) is { } outlook)
            {
                AddProcedure(outlook, awaited, next);
            }
        }

        return new TimelineModel(past, awaited, next.Count == 0 ? null : new TimelineNext(string.Join(", ou ", next)));
    }

    private async Task<List<TimelineAwaited>> ReadAskedAsync(Subject subject, bool forStaff, CancellationToken cancellationToken)
    {
        var asked = await (
            from item in db.WorkItems
            where item.SubjectKind == subject.Kind && item.SubjectId == subject.Id && item.Status == WorkItemStatus.Open
            join person in db.StaffMembers on item.AssigneeId equals person.Id into people
            from person in people.DefaultIfEmpty()
            orderby item.DueAt, item.Id
            select new { Item = item, Who = person == null ? null : person.FullName }).ToListAsync(cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;

        return [.. asked
            .Select(row => new TimelineAwaited(
                What(row.Item, forStaff),
                row.Item.AssigneeRole is { } role ? AppRoles.Label(role) : Who(row.Item, row.Who ?? "", forStaff),
                ParisTime.DayOf(row.Item.DueAt),
                row.Item.DueAt < now,
                row.Item.IsAddressedTo(actor.Id, actor.Roles) ? TaskLinks.Page(row.Item.Kind, row.Item.Id) : null))
            .Distinct()];
    }

    // A drawn task says by its title what the staff is about: others read it when it is theirs.
    private string What(WorkItem item, bool forStaff) =>
        item.Kind is WorkItemKind.Task && (forStaff || item.IsAddressedTo(actor.Id, actor.Roles)) ? item.Title : Labels.Of(item.Kind);

    // Others than the staff are told that a direction is awaited, not which one.
    private string Who(WorkItem item, string name, bool forStaff) =>
        forStaff || item.AssigneeId == actor.Id ? name : item.Kind is WorkItemKind.Task ? "la personne désignée" : AppRoles.Label(AppRoles.Director);

    private static void AddProcedure(InstanceOutlook outlook, List<TimelineAwaited> awaited, List<string> next)
    {
        foreach (var waiting in outlook.Waiting)
        {
            if (waiting is { DueAt: { } due, ActivityType: "Fabrique.WaitForDate" })
            {
                awaited.Add(new TimelineAwaited(waiting.DisplayName, "la procédure", ParisTime.DayOf(due)));
            }

            next.AddRange(waiting.Next.Select(activity => activity.DisplayName).Where(name => !next.Contains(name)));
        }

        if (outlook.Incidents.Count > 0)
        {
            awaited.Add(new TimelineAwaited("Un incident arrête la procédure", AppRoles.Label(AppRoles.Administrator), IsLate: true));
        }
    }
}
