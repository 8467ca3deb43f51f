using Fabrique.Data;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Timelines;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>What an answer leads to.</summary>
/// <param name="Answer">The outcome, as people read it; null when every one leads there.</param>
/// <param name="Next">Names of the steps that follow.</param>
public sealed record TaskLead(string? Answer, IReadOnlyList<string> Next);

/// <summary>What somebody said of a task.</summary>
/// <param name="By">Full name.</param>
/// <param name="At">UTC.</param>
/// <param name="Text">With its line ends.</param>
public sealed record TaskRemark(string By, DateTime At, string Text);

/// <summary>Why a task is there, and who sees to it, as its reader may know it.</summary>
public sealed record TaskStory
{
    public required WorkItem Item { get; init; }

    /// <summary>Whether it is theirs to do.</summary>
    public required bool IsMine { get; init; }

    /// <summary>Name of the procedure that asked; null when it is not known any more.</summary>
    public string? Procedure { get; init; }

    /// <summary>The step that asked; null when it is not known.</summary>
    public string? Step { get; init; }

    /// <summary>What each answer leads to; none once it is closed.</summary>
    public IReadOnlyList<TaskLead> Leads { get; init; } = [];

    /// <summary>Whom the procedure asked, and who is to do it now.</summary>
    public required string Asked { get; init; }

    public required string Holder { get; init; }

    /// <summary>Which holder of the role sees to it; null when nobody in particular does.</summary>
    public string? ClaimedBy { get; init; }

    public bool IsClaimedByMe { get; init; }

    /// <summary>Who entrusted it; null when it was not.</summary>
    public string? DelegatedBy { get; init; }

    /// <summary>Instants of the reminders, UTC, and whether they left.</summary>
    public IReadOnlyList<(DateTime At, bool IsSent, bool IsMissed)> Reminders { get; init; } = [];

    /// <summary>What those who see to it said, the oldest first.</summary>
    public IReadOnlyList<TaskRemark> Comments { get; init; } = [];

    /// <summary>Who is told when it is not done; null when nobody is.</summary>
    public string? EscalatesTo { get; init; }

    public bool MayClaim => IsMine && Item.MayBeClaimed(default, Item.ClaimedById, ClaimedBy) is null && !IsClaimedByMe;

    public bool MayRelease => IsMine && IsClaimedByMe && Item.Status is WorkItemStatus.Open;

    public required bool MayDelegate { get; init; }

    public required bool MayHandBack { get; init; }

    public required bool MayTakeBack { get; init; }
}

/// <summary>« Pourquoi cette tâche ? »: tells it from the task’s row, and from the version of the procedure that asked.</summary>
public sealed class TaskStories(FabriqueDbContext db, IWorkflowRuntime runtime, PublishedDrawings drawings, ActivityRegistry registry, Actor actor)
{
    private TaskStory? read;

    /// <summary>A page shows it in two places: it is read once.</summary>
    /// <param name="item">A task that its reader may open.</param>
    /// <param name="cancellationToken">Abandons the queries.</param>
    public async Task<TaskStory> ReadAsync(WorkItem item, CancellationToken cancellationToken) =>
        read?.Item == item ? read : read = await ReadAnewAsync(item, cancellationToken);

    private async Task<TaskStory> ReadAnewAsync(WorkItem item, CancellationToken cancellationToken)
    {
        // One trip for both: tasks have few of either.
        var told = await db.WorkItems
            .Where(known => known.Id == item.Id)
            .Select(known => new
            {
                Reminders = known.Reminders.OrderBy(reminder => reminder.DueAt).Select(reminder => new { reminder.DueAt, IsSent = reminder.SentAt != null, IsMissed = reminder.MissedAt != null }).ToList(),
                Comments = (
                    from comment in db.Set<TaskComment>()
                    where comment.WorkItemId == known.Id
                    join person in db.StaffMembers on comment.AuthorId equals person.Id
                    orderby comment.At, comment.Id
                    select new TaskRemark(person.FullName, comment.At, comment.Text)).ToList(),
            })
            .AsSingleQuery()
            .SingleAsync(cancellationToken);
        List<Guid> ids = [.. new[] { item.AssigneeId, item.AskedId, item.ClaimedById, item.DelegatedById, item.EscalatesToId }.OfType<Guid>().Where(id => id != actor.Id)];
        var names = ids.Count == 0 ? [] : await db.StaffMembers.Where(person => ids.Contains(person.Id)).ToDictionaryAsync(person => person.Id, person => person.FullName, cancellationToken);
        names[actor.Id] = actor.Name;
        var isMine = item.IsAddressedTo(actor.Id, actor.Roles, isOwnCase: false);
        var story = new TaskStory
        {
            Item = item,
            IsMine = isMine,
            Asked = Name(item.Asked),
            Holder = Name(item.Holder),
            ClaimedBy = item.ClaimedById is { } claimed ? names[claimed] : null,
            IsClaimedByMe = item.ClaimedById == actor.Id,
            DelegatedBy = item.DelegatedById is { } by ? names[by] : null,
            Reminders = [.. told.Reminders.DistinctBy(reminder => reminder.DueAt).Select(reminder => (reminder.DueAt, reminder.IsSent, reminder.IsMissed))],
            Comments = told.Comments,
            EscalatesTo = item.EscalatesAt is null ? null : item.EscalatesToId is { } escalated ? names[escalated] : AppRoles.Label(item.EscalatesToRole!),
            MayDelegate = isMine && item.MayBeDelegated(actor.Id, to: null, isParty: false)?.Code == "delegate-unknown",
            MayHandBack = item.MayBeHandedBack(actor.Id) is null,
            MayTakeBack = item.MayBeTakenBack(actor.Id) is null,
        };
        return await runtime.GetOutlookAsync(item.WorkflowInstanceId, cancellationToken) is { } outlook ? await TellAsync(story, outlook, cancellationToken) : story;

        string Name(Assignee assignee) => assignee.PersonId is { } id ? names[id] : AppRoles.Label(assignee.Role!);
    }

    private async Task<TaskStory> TellAsync(TaskStory story, InstanceOutlook outlook, CancellationToken cancellationToken)
    {
        if (await drawings.FindAsync(outlook.Instance.DefinitionVersionId, cancellationToken) is not { } document)
        {
            return story with { Procedure = outlook.DefinitionName };
        }

        var step = StepOf(story.Item, outlook);
        var name = step is null ? null : DefinitionNames.Of(document, registry).GetValueOrDefault(step);
        var hidden = actor.IsStaff ? [] : StepTitles.Hide(document, registry);
        var waiting = story.Item.Status is WorkItemStatus.Open ? outlook.Waiting.FirstOrDefault(found => found.ActivityId == step) : null;
        return story with
        {
            Procedure = outlook.DefinitionName,
            Step = name,
            Leads = Leads([.. (waiting?.Next ?? []).Select(next => next with { DisplayName = hidden.GetValueOrDefault(next.DisplayName, next.DisplayName) })]),
        };
    }

    // Of what was asked before its step was kept, the only step that asks people something is known to be the one.
    private string? StepOf(WorkItem item, InstanceOutlook outlook) => item.ActivityId
        ?? (item.Status is WorkItemStatus.Open && outlook.Waiting.Where(waiting => registry.Find(waiting.ActivityType)?.Activity is IAnsweredByPeople).ToList() is [var only] ? only.ActivityId : null);

    private static List<TaskLead> Leads(IReadOnlyList<NextActivity> next) =>
        next.Select(step => step.DisplayName).Distinct(StringComparer.Ordinal).ToList() is [_] or [] && next.Select(step => step.Outcome).Distinct(StringComparer.Ordinal).Count() < 2
            ? [.. next.Take(1).Select(step => new TaskLead(null, [step.DisplayName]))]
            : [.. next.GroupBy(step => step.Outcome, step => step.DisplayName, StringComparer.Ordinal).Select(group => new TaskLead(group.Key, [.. group.Distinct(StringComparer.Ordinal)]))];
}
