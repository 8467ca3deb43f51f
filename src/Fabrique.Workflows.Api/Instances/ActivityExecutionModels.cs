using System.Text.Json;

namespace Fabrique.Workflows.Api;

/// <summary>An execution of an activity, without its values.</summary>
internal record ExecutionSummary(string Id, string WorkflowInstanceId, string ActivityId, string ActivityNodeId, string ActivityType, int ActivityTypeVersion, string ActivityName, DateTime StartedAt)
{
    public bool HasBookmarks { get; init; }

    public ActivityStatus Status { get; init; }

    public IReadOnlyDictionary<string, object> Metadata { get; init; } = new Dictionary<string, object>(StringComparer.Ordinal);

    public int AggregateFaultCount { get; init; }

    public DateTime? CompletedAt { get; init; }

    public string? SchedulingActivityExecutionId { get; init; }

    public int CallStackDepth { get; init; }

    public string TenantId => "";

    public static ExecutionSummary From(ActivityExecutionRecord record) =>
        new(record.Id, record.WorkflowInstanceId, record.ActivityId, record.ActivityNodeId, record.ActivityType, record.ActivityTypeVersion, record.ActivityName, record.StartedAt)
        {
            HasBookmarks = record.HasBookmarks,
            Status = record.Status,
            AggregateFaultCount = record.AggregateFaultCount,
            CompletedAt = record.CompletedAt,
            SchedulingActivityExecutionId = record.ParentId,
            CallStackDepth = record.Depth,
        };
}

/// <summary>An execution of an activity with what came in, what came out, and what failed.</summary>
internal sealed record ExecutionModel : ExecutionSummary
{
    private ExecutionModel(ExecutionSummary summary)
        : base(summary)
    {
    }

    public IReadOnlyDictionary<string, object> Properties { get; } = new Dictionary<string, object>(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, JsonElement>? ActivityState { get; init; }

    public IReadOnlyDictionary<string, JsonElement>? Outputs { get; init; }

    public IReadOnlyDictionary<string, object>? Payload { get; init; }

    public object? Exception { get; init; }

    public static new ExecutionModel From(ActivityExecutionRecord record) => new(ExecutionSummary.From(record))
    {
        ActivityState = record.ActivityState.Count == 0 ? null : record.ActivityState,
        Outputs = record.Outputs.Count == 0 ? null : record.Outputs,
        Payload = record.Outcomes.Count == 0 ? null : new Dictionary<string, object>(StringComparer.Ordinal) { ["Outcomes"] = record.Outcomes },
        Exception = record.FaultMessage is null ? null : new { Type = record.ExceptionType ?? "System.Exception", Message = record.FaultMessage },
    };
}

/// <summary>The badges of an activity in a drawing.</summary>
internal sealed record StatsModel(string ActivityId, string ActivityNodeId, int StartedCount, int CompletedCount, int UncompletedCount, bool IsBlocked, bool IsFaulted, int AggregateFaultCount)
{
    public IReadOnlyDictionary<string, object> Metadata { get; } = new Dictionary<string, object>(StringComparer.Ordinal);

    public static StatsModel From(ActivityStats stats) =>
        new(stats.ActivityId, stats.ActivityNodeId, stats.StartedCount, stats.CompletedCount, stats.UncompletedCount, stats.IsBlocked, stats.IsFaulted, stats.AggregateFaultCount);
}

internal sealed record StatsReport(IReadOnlyList<StatsModel> Stats);

internal sealed record ReportRequest
{
    public string? WorkflowInstanceId { get; init; }

    public IReadOnlyList<string>? ActivityNodeIds { get; init; }
}

internal sealed record RetryRequest
{
    public IReadOnlyList<string>? ActivityIds { get; init; }

    public IReadOnlyList<string>? WorkflowInstanceIds { get; init; }
}
