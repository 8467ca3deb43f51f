using System.Text.Json;

namespace Fabrique.Workflows;

/// <summary>A line of an instance's journal.</summary>
/// <param name="Sequence">From 1, without holes in an instance.</param>
/// <param name="At">Instant, UTC, to the millisecond.</param>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="ActivityInstanceId">Identifier of the execution.</param>
/// <param name="ActivityType">Type name; empty when the instance's version no longer has the activity.</param>
/// <param name="EventName"><c>Started</c>, <c>Completed</c>, <c>Suspended</c>, <c>Resumed</c>, <c>Faulted</c>, <c>Canceled</c>, <c>Retrying</c>, <c>Truncated</c> or the activity's own.</param>
/// <param name="Message">Optional text.</param>
/// <param name="Payload">Optional details, for example the outcomes.</param>
public sealed record JournalRecord(int Sequence, DateTime At, string ActivityId, string ActivityInstanceId, string ActivityType, string EventName, string? Message, JsonElement? Payload)
{
    /// <summary>Identifier of the execution of the container; null for the root and where the journal does not tell.</summary>
    public string? ParentActivityInstanceId { get; init; }

    /// <summary>Name in the definition.</summary>
    public string ActivityName { get; init; } = "";

    /// <summary>Version of the activity type.</summary>
    public int ActivityTypeVersion { get; init; } = 1;

    /// <summary>Path of identifiers from the root to the activity.</summary>
    public string NodeId { get; init; } = "";

    /// <summary>On <c>Started</c>: the evaluated inputs by PascalCase name, bounded, secrets masked. Null elsewhere, and when nothing was kept.</summary>
    public JsonElement? ActivityState { get; init; }
}

/// <summary>Which lines of a journal to read. A null list keeps all.</summary>
/// <param name="InstanceId">Identifier of the instance.</param>
public sealed record JournalQuery(string InstanceId)
{
    /// <summary>Only lines of these activities, by identifier in the definition.</summary>
    public IReadOnlyCollection<string>? ActivityIds { get; init; }

    /// <summary>Only lines of these activities, by path of identifiers from the root.</summary>
    public IReadOnlyCollection<string>? NodeIds { get; init; }

    /// <summary>No line of activities of these types.</summary>
    public IReadOnlyCollection<string> ExcludedTypes { get; init; } = [];

    /// <summary>Only these events.</summary>
    public IReadOnlyCollection<string>? EventNames { get; init; }

    /// <summary>Whether the newest lines come first.</summary>
    public bool IsDescending { get; init; }

    /// <summary>How many to leave out at the beginning.</summary>
    public int Skip { get; init; }

    /// <summary>How many at most.</summary>
    public int Take { get; init; } = 100;
}

/// <summary>A page of a journal.</summary>
/// <param name="Items">The lines of the page.</param>
/// <param name="Total">How many the query keeps in all.</param>
public sealed record JournalPage(IReadOnlyList<JournalRecord> Items, int Total);

/// <summary>Elsa's status of an execution of an activity.</summary>
public enum ActivityStatus
{
    /// <summary>Scheduled, not begun.</summary>
    Pending,

    /// <summary>Begun; it waits when it has bookmarks.</summary>
    Running,

    /// <summary>Completed.</summary>
    Completed,

    /// <summary>Abandoned by the flow.</summary>
    Canceled,

    /// <summary>Stopped by an incident.</summary>
    Faulted,
}

/// <summary>One execution of an activity.</summary>
/// <param name="Id">Identifier of the execution.</param>
/// <param name="WorkflowInstanceId">The instance.</param>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="StartedAt">Begin, UTC, to the millisecond.</param>
public sealed record ActivityExecutionRecord(string Id, string WorkflowInstanceId, string ActivityId, DateTime StartedAt)
{
    /// <summary>Path of identifiers from the root to the activity.</summary>
    public required string ActivityNodeId { get; init; }

    /// <summary>Type name; empty when the instance's version no longer has the activity.</summary>
    public required string ActivityType { get; init; }

    /// <summary>Version of the activity type.</summary>
    public int ActivityTypeVersion { get; init; } = 1;

    /// <summary>Name in the definition.</summary>
    public required string ActivityName { get; init; }

    /// <summary>Name given in the drawing, or the type's.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Identifier of the execution of the container; null for the root.</summary>
    public string? ParentId { get; init; }

    /// <summary>How many executions it stands below.</summary>
    public int Depth { get; init; }

    /// <summary>End, UTC; null while it is open.</summary>
    public DateTime? CompletedAt { get; init; }

    /// <summary>State.</summary>
    public required ActivityStatus Status { get; init; }

    /// <summary>Whether it waits for something.</summary>
    public bool HasBookmarks { get; init; }

    /// <summary>Ports that it left by; empty while it is open.</summary>
    public IReadOnlyList<string> Outcomes { get; init; } = [];

    /// <summary>The same as they are shown to people.</summary>
    public IReadOnlyList<string> OutcomeNames { get; init; } = [];

    /// <summary>Evaluated inputs by PascalCase name, bounded, secrets masked.</summary>
    public IReadOnlyDictionary<string, JsonElement> ActivityState { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>Outputs by PascalCase name, bounded, secrets masked.</summary>
    public IReadOnlyDictionary<string, JsonElement> Outputs { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);

    /// <summary>What failed, when it has failed beyond its retries.</summary>
    public string? FaultMessage { get; init; }

    /// <summary>Type of the exception behind <see cref="FaultMessage"/>.</summary>
    public string? ExceptionType { get; init; }

    /// <summary>Failures of this execution and of those below it.</summary>
    public int AggregateFaultCount { get; init; }
}

/// <summary>What an instance did with one activity, to colour a drawing. Exact, even where the journal is full.</summary>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="ActivityNodeId">Path of identifiers from the root to the activity.</param>
public sealed record ActivityStats(string ActivityId, string ActivityNodeId)
{
    /// <summary>Name given in the drawing, or the type's.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Executions begun.</summary>
    public required int StartedCount { get; init; }

    /// <summary>Executions completed.</summary>
    public required int CompletedCount { get; init; }

    /// <summary>Executions open now.</summary>
    public required int UncompletedCount { get; init; }

    /// <summary>Whether an execution waits for something.</summary>
    public required bool IsBlocked { get; init; }

    /// <summary>Whether an execution is stopped by an incident.</summary>
    public required bool IsFaulted { get; init; }

    /// <summary>Failures of the activity and of those below it.</summary>
    public required int AggregateFaultCount { get; init; }
}
