using System.Text.Json;

namespace Fabrique.Workflows.Execution;

/// <summary>A bookmark as it is stored.</summary>
internal sealed record BookmarkRow(
    int Number, string ActivityId, int ExecutionId, string Name, string Key, string? CorrelationId, DateTime? DueAt, string? Payload, DateTime CreatedAt);

/// <summary>A value of the journal: its name and its bounded JSON text.</summary>
internal readonly record struct JournalValue(string Name, string Json);

/// <summary>A line of the journal, before it is numbered.</summary>
internal sealed record JournalLine(string EventName, string ActivityId, int ExecutionId, DateTime At, string? Message, JsonElement? Payload)
{
    /// <summary>The execution above; known on the line that begins one.</summary>
    public int? ParentId { get; init; }

    public List<JournalValue>? Inputs { get; set; }

    public List<JournalValue>? Outputs { get; set; }
}

/// <summary>An incident to be written.</summary>
internal sealed record IncidentRow(string Id, string ActivityId, string ActivityType, string Message, string? ExceptionType, DateTime At, string WorkItem, int Attempts);

/// <summary>What a step has to write besides the state of its instance.</summary>
internal sealed class StepChanges
{
    public List<BookmarkRow> AddedBookmarks { get; } = [];

    public List<int> RemovedBookmarks { get; } = [];

    public List<JournalLine> Journal { get; } = [];

    public List<Signal> Signals { get; } = [];

    public List<IncidentRow> Incidents { get; } = [];

    /// <summary>What the memory of this process has to know once the step is durable.</summary>
    public List<Action> AfterCommit { get; } = [];

    public bool RemoveAllBookmarks { get; set; }

    public void RemoveBookmark(int number)
    {
        if (AddedBookmarks.RemoveAll(bookmark => bookmark.Number == number) == 0)
        {
            RemovedBookmarks.Add(number);
        }
    }
}
