namespace Fabrique.Data.Workflows;

// The workflow runtime reads and writes these tables in SQL of its own; the classes are there for the migrations, and for the signals that pages add.

/// <summary>A version of a definition.</summary>
public sealed class WorkflowDefinitionRow
{
    public string Id { get; init; } = "";

    public string DefinitionId { get; init; } = "";

    public int Version { get; init; }

    public string Name { get; init; } = "";

    public string Json { get; init; } = "";

    public string ContentHash { get; init; } = "";

    public bool IsShipped { get; init; }

    public bool IsLatest { get; init; }

    public bool IsPublished { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? PublishedAt { get; init; }
}

/// <summary>
/// An activity of a published version that starts instances: on a stimulus (<see cref="Name"/> and <see cref="Key"/>), or by itself at <see cref="DueAt"/>.
/// The rows of a definition are replaced in the transaction that publishes or retracts it.
/// </summary>
public sealed class WorkflowTriggerRow
{
    public string DefinitionVersionId { get; init; } = "";

    public int Number { get; init; }

    public string DefinitionId { get; init; } = "";

    public string ActivityId { get; init; } = "";

    public string Name { get; init; } = "";

    public string Key { get; init; } = "";

    public string? Payload { get; init; }

    public DateTime? DueAt { get; init; }
}

/// <summary>An instance. <see cref="WakeAt"/> tells any host when to go on with it; null when it waits on bookmarks or has ended.</summary>
public sealed class WorkflowInstanceRow
{
    public string Id { get; init; } = "";

    public string DefinitionId { get; init; } = "";

    public string DefinitionVersionId { get; init; } = "";

    public int Version { get; init; }

    public string? Name { get; init; }

    public string? CorrelationId { get; init; }

    public string? ParentInstanceId { get; init; }

    public int Status { get; init; }

    public int SubStatus { get; init; }

    public int IncidentCount { get; init; }

    public int Revision { get; init; }

    public byte[] State { get; init; } = [];

    public DateTime? WakeAt { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public DateTime? FinishedAt { get; init; }
}

/// <summary>Something that an instance waits for; a timer when <see cref="DueAt"/> is set.</summary>
public sealed class WorkflowBookmarkRow
{
    public string InstanceId { get; init; } = "";

    public int Number { get; init; }

    public string ActivityId { get; init; } = "";

    public int ExecutionId { get; init; }

    public string Name { get; init; } = "";

    public string Key { get; init; } = "";

    public string? CorrelationId { get; init; }

    public DateTime? DueAt { get; init; }

    public string? Payload { get; init; }

    public DateTime CreatedAt { get; init; }
}

/// <summary>A request to the runtime, executed once, in the transaction that deletes it. Set aside when <see cref="DueAt"/> is null.</summary>
public sealed class WorkflowSignalRow
{
    public string Id { get; init; } = "";

    public int Kind { get; init; }

    public string? Name { get; init; }

    public string? Key { get; init; }

    public string? InstanceId { get; init; }

    public string? CorrelationId { get; init; }

    public string? Payload { get; init; }

    public string? ParentInstanceId { get; init; }

    public int Attempts { get; init; }

    public string? LastError { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime? DueAt { get; init; }

    public DateTime? ExpiresAt { get; init; }

    /// <summary>Since when it is set aside; null on those that were before this was noted.</summary>
    public DateTime? SetAsideAt { get; init; }

    /// <summary>The trace in which it was written, as W3C's <c>traceparent</c>.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>An activity that failed beyond its retries.</summary>
public sealed class WorkflowIncidentRow
{
    public string Id { get; init; } = "";

    public string InstanceId { get; init; } = "";

    public string ActivityId { get; init; } = "";

    public string ActivityType { get; init; } = "";

    public string Message { get; init; } = "";

    public string? ExceptionType { get; init; }

    public DateTime At { get; init; }

    public string WorkItem { get; init; } = "";

    /// <summary>How often it was tried; 0 where that was not noted.</summary>
    public int Attempts { get; init; }

    public DateTime? ResolvedAt { get; init; }
}

/// <summary>The lines that one commit added to the journal of an instance.</summary>
public sealed class WorkflowJournalRow
{
    public string InstanceId { get; init; } = "";

    public int FirstSequence { get; init; }

    public DateTime At { get; init; }

    public string Lines { get; init; } = "";
}
