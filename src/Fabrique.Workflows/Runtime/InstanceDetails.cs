using System.Text.Json;

namespace Fabrique.Workflows;

/// <summary>All that an instance is between two steps.</summary>
/// <param name="Instance">The instance at a glance.</param>
/// <param name="Data">Variables, input and output.</param>
public sealed record InstanceDetails(InstanceSummary Instance, InstanceData Data)
{
    /// <summary>The instance that caused this one, if any.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>What it waits for, in the order in which it began to.</summary>
    public required IReadOnlyList<BookmarkRecord> Bookmarks { get; init; }

    /// <summary>Open incidents, oldest first.</summary>
    public required IReadOnlyList<IncidentRecord> Incidents { get; init; }

    /// <summary>The activities under way, containers before what they contain.</summary>
    public required IReadOnlyList<OpenActivity> Activities { get; init; }

    /// <summary>Activities to be executed next, by path of identifiers from the root.</summary>
    public required IReadOnlyList<string> Scheduled { get; init; }

    /// <summary>Lines of the journal.</summary>
    public required int JournalLength { get; init; }
}

/// <summary>Something that an instance waits for.</summary>
/// <param name="Id">Identifier, unique among all instances.</param>
/// <param name="Name">Name, for example <c>Elsa.Event</c>.</param>
/// <param name="Key">Key, for example the event's name.</param>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="ActivityNodeId">Path of identifiers from the root to the activity.</param>
/// <param name="ActivityInstanceId">Identifier of the execution.</param>
/// <param name="CreatedAt">Begin, UTC.</param>
public sealed record BookmarkRecord(string Id, string Name, string Key, string ActivityId, string ActivityNodeId, string ActivityInstanceId, DateTime CreatedAt)
{
    /// <summary>When it resumes by itself, UTC; null when it waits for somebody.</summary>
    public DateTime? DueAt { get; init; }

    /// <summary>What the activity told of its wait.</summary>
    public JsonElement? Payload { get; init; }
}

/// <summary>An activity that has begun and not ended.</summary>
/// <param name="Id">Identifier of the execution.</param>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="ActivityNodeId">Path of identifiers from the root to the activity.</param>
/// <param name="StartedAt">Begin, UTC.</param>
public sealed record OpenActivity(string Id, string ActivityId, string ActivityNodeId, DateTime StartedAt)
{
    /// <summary>Identifier of the execution of the container; null for the root.</summary>
    public string? ParentId { get; init; }

    /// <summary>Path of identifiers to the container; null for the root.</summary>
    public string? ParentNodeId { get; init; }

    /// <summary>How many executions it stands below.</summary>
    public int Depth { get; init; }

    /// <summary>Whether an incident stops it.</summary>
    public bool IsFaulted { get; init; }

    /// <summary>Evaluated inputs by PascalCase name, bounded, secrets masked.</summary>
    public IReadOnlyDictionary<string, JsonElement> ActivityState { get; init; } = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
}

/// <summary>An instance that is over cannot be changed.</summary>
public sealed class InstanceOverException : Exception, ITold
{
    internal InstanceOverException()
        : base(MessageCodes.InstanceOver)
    {
    }

    WorkflowMessage? ITold.Told { get; } = new(MessageCodes.InstanceOver);
}

/// <summary>A variable does not receive a value.</summary>
public sealed class InvalidVariableException : Exception, ITold
{
    private readonly WorkflowMessage _told;

    internal InvalidVariableException(string variableName, WorkflowMessage reason)
        : this(new WorkflowMessage(MessageCodes.UnfitVariable, variableName, reason))
    {
    }

    private InvalidVariableException(WorkflowMessage told)
        : base(told.ToString()) => _told = told;

    WorkflowMessage? ITold.Told => _told;
}
