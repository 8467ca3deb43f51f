using Fabrique.Domain.Time;

namespace Fabrique.Domain.Work;

public enum WorkItemKind
{
    /// <summary>« Avis » of a director on an application.</summary>
    Opinion,

    /// <summary>« Décision » of the team on an application.</summary>
    Decision,

    /// <summary>Naming a product's coach and developer.</summary>
    TeamNaming,

    /// <summary>« Jalon »: renew a product's cycle, or stop.</summary>
    Checkpoint,
}

public enum WorkItemStatus
{
    Open,
    Done,
    Cancelled,
}

/// <summary>« Tâche »: what a procedure asks of a person or of the holders of a role, until when, and what came of it.</summary>
public sealed class WorkItem : IAggregate
{
    public const int TitleLength = 300;
    public const int OutcomeLength = 60;

    private readonly List<ReminderOccurrence> reminders = [];

    private WorkItem()
    {
    }

    public Guid Id { get; private init; }

    public WorkItemKind Kind { get; private init; }

    public SubjectKind SubjectKind { get; private init; }

    public Guid SubjectId { get; private init; }

    public Subject Subject => new(SubjectKind, SubjectId);

    public string Title { get; private init; } = "";

    /// <summary>The person asked; null when a role is.</summary>
    public Guid? AssigneeId { get; private init; }

    /// <summary>The role asked (one of <see cref="People.AppRoles"/>); null when a person is.</summary>
    public string? AssigneeRole { get; private init; }

    public DateTime OpenedAt { get; private init; }

    /// <summary>End of the last day given, UTC.</summary>
    public DateTime DueAt { get; private init; }

    public WorkItemStatus Status { get; private set; }

    public string? Outcome { get; private set; }

    public Guid? CompletedById { get; private set; }

    public DateTime? CompletedAt { get; private set; }

    /// <summary>The workflow instance that asked.</summary>
    public string WorkflowInstanceId { get; private init; } = "";

    public int Version { get; private set; }

    /// <summary>In order of their instants.</summary>
    public IReadOnlyList<ReminderOccurrence> Reminders => [.. reminders.OrderBy(reminder => reminder.DueAt)];

    public static WorkItem Open(
        Guid id,
        WorkItemKind kind,
        Subject subject,
        string title,
        Assignee assignee,
        string workflowInstanceId,
        DateTime now,
        DateTime dueAt,
        ReminderPolicy policy)
    {
        Limits.ThrowIfLonger(title, TitleLength);
        var item = new WorkItem
        {
            Id = id,
            Kind = kind,
            SubjectKind = subject.Kind,
            SubjectId = subject.Id,
            Title = title,
            AssigneeId = assignee.PersonId,
            AssigneeRole = assignee.Role,
            WorkflowInstanceId = workflowInstanceId,
            OpenedAt = now,
            DueAt = dueAt,
        };
        foreach (var at in policy.Occurrences(now, dueAt))
        {
            item.reminders.Add(new ReminderOccurrence(id, at));
        }

        return item;
    }

    /// <summary>Whether the task is addressed to a person holding these roles.</summary>
    public bool IsAddressedTo(Guid personId, IEnumerable<string> roles) =>
        AssigneeId == personId || (AssigneeRole is { } role && roles.Contains(role, StringComparer.Ordinal));

    public Refusal? MayBeCompleted() => Status switch
    {
        WorkItemStatus.Open => null,
        WorkItemStatus.Done => new Refusal("task-already-done", $"Cette tâche a déjà été faite le {FrenchDate.Instant(CompletedAt!.Value)}. Rien n’a été enregistré de nouveau."),
        _ => new Refusal("task-cancelled", "Cette tâche n’est plus attendue. Rien n’a été enregistré."),
    };

    public void Complete(string outcome, Guid completedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeCompleted());
        Limits.ThrowIfLonger(outcome, OutcomeLength);
        Status = WorkItemStatus.Done;
        Outcome = outcome;
        CompletedById = completedById;
        CompletedAt = now;
    }

    /// <summary>The procedure no longer asks for it. Does nothing unless it is open.</summary>
    public void Cancel()
    {
        if (Status is WorkItemStatus.Open)
        {
            Status = WorkItemStatus.Cancelled;
        }
    }
}

/// <summary>A person, or the holders of a role.</summary>
public readonly record struct Assignee
{
    private Assignee(Guid? personId, string? role)
    {
        PersonId = personId;
        Role = role;
    }

    public Guid? PersonId { get; }

    public string? Role { get; }

    public static Assignee Person(Guid id) => new(id, null);

    public static Assignee HoldersOf(string role) => new(null, role);
}
