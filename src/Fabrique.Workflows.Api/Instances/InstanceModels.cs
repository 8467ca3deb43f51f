using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

internal sealed record ItemsPage<T>(IReadOnlyList<T> Items, int TotalCount);

internal sealed record ItemsList<T>(IReadOnlyList<T> Items)
{
    public int Count => Items.Count;
}

/// <summary>A row of the list of instances.</summary>
internal sealed record InstanceRow(string Id, string DefinitionId, string DefinitionVersionId, int Version, WorkflowStatus Status, WorkflowSubStatus SubStatus)
{
    public string? CorrelationId { get; init; }

    public string? Name { get; init; }

    public int IncidentCount { get; init; }

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public DateTime? FinishedAt { get; init; }

    public static InstanceRow From(InstanceSummary instance) => new(instance.Id, instance.DefinitionId, instance.DefinitionVersionId, instance.Version, instance.Status, instance.SubStatus)
    {
        CorrelationId = instance.CorrelationId,
        Name = instance.Name,
        IncidentCount = instance.IncidentCount,
        CreatedAt = instance.CreatedAt,
        UpdatedAt = instance.UpdatedAt,
        FinishedAt = instance.FinishedAt,
    };
}

internal sealed record VariableModel(string Id, string Name, JsonElement? Value)
{
    public static ItemsList<VariableModel> From(InstanceData data) => new([.. data.Variables.Select(variable => new VariableModel(variable.Id, variable.Name, variable.IsSecret ? null : variable.Value))]);
}

/// <summary>A line of the journal.</summary>
internal sealed record JournalModel(string Id, string ActivityInstanceId, string ActivityId, string ActivityType, int ActivityTypeVersion, string ActivityName, string NodeId, DateTime Timestamp, int Sequence, string EventName)
{
    public string? ParentActivityInstanceId { get; init; }

    public string? Message { get; init; }

    public JsonElement? ActivityState { get; init; }

    public JsonElement? Payload { get; init; }

    public static JournalModel From(string instanceId, JournalRecord record) => new(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{instanceId}-{record.Sequence}"),
        record.ActivityInstanceId, record.ActivityId, record.ActivityType, record.ActivityTypeVersion, record.ActivityName, record.NodeId, record.At, record.Sequence, record.EventName)
    {
        ParentActivityInstanceId = record.ParentActivityInstanceId,
        Message = record.Message,
        ActivityState = record.ActivityState,
        Payload = record.Payload,
    };
}

/// <summary>An instance with its whole state, in the shape that Elsa serialises.</summary>
internal static class InstanceModel
{
    public static JsonObject From(InstanceDetails details)
    {
        var row = JsonSerializer.SerializeToNode(InstanceRow.From(details.Instance), ApiJson.Options)!.AsObject();
        row["parentWorkflowInstanceId"] = details.ParentInstanceId;
        row["isExecuting"] = details.Instance.SubStatus == WorkflowSubStatus.Executing;
        row["isSystem"] = false;
        row["workflowState"] = State(details);
        if (details.ParentInstanceId is null)
        {
            row.Remove("parentWorkflowInstanceId");
        }

        return row;
    }

    public static JsonObject State(InstanceDetails details)
    {
        var instance = details.Instance;
        return JsonSerializer.SerializeToNode(
            new
            {
                instance.Id,
                instance.DefinitionId,
                instance.DefinitionVersionId,
                DefinitionVersion = instance.Version,
                instance.CorrelationId,
                instance.Name,
                details.ParentInstanceId,
                instance.Status,
                instance.SubStatus,
                IsExecuting = instance.SubStatus == WorkflowSubStatus.Executing,
                IsSystem = false,
                Bookmarks = details.Bookmarks.Select(Bookmark),
                Incidents = details.Incidents.Select(Incident),
                CompletionCallbacks = details.Activities.Where(activity => activity.ParentId is not null).Select(activity => new
                {
                    OwnerInstanceId = activity.ParentId,
                    ChildNodeId = activity.ActivityNodeId,
                    MethodName = "OnChildCompletedAsync",
                }),
                ActivityExecutionContexts = details.Activities.Reverse().Select(activity => Context(activity, details)),
                ScheduledActivities = details.Scheduled.Select(node => new { ActivityNodeId = node }),
                ExecutionLogSequence = details.JournalLength,
                details.Data.Input,
                details.Data.Output,
                Properties = new { },
                instance.CreatedAt,
                instance.UpdatedAt,
                instance.FinishedAt,
            },
            ApiJson.Options)!.AsObject();
    }

    public static object Bookmark(BookmarkRecord bookmark) => new
    {
        bookmark.Id,
        bookmark.Name,
        Hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{bookmark.Name}\n{bookmark.Key}"))),
        Payload = Payload(bookmark),
        bookmark.ActivityId,
        bookmark.ActivityNodeId,
        bookmark.ActivityInstanceId,
        bookmark.CreatedAt,
        AutoBurn = true,
        CallbackMethodName = "ResumeAsync",
        AutoComplete = false,
    };

    private static object Payload(BookmarkRecord bookmark) => bookmark switch
    {
        { Payload: { } payload } => payload,
        { Name: "Elsa.Event" } => new { EventName = bookmark.Key },
        { DueAt: { } due } => new { ResumeAt = due },
        _ => new { bookmark.Key },
    };

    private static object Incident(IncidentRecord incident) => new
    {
        incident.Id,
        incident.ActivityId,
        incident.ActivityNodeId,
        incident.ActivityType,
        incident.Message,
        Exception = new { Type = incident.ExceptionType ?? "System.Exception", incident.Message },
        Timestamp = incident.At,
    };

    private static object Context(OpenActivity activity, InstanceDetails details) => new
    {
        activity.Id,
        CallStackDepth = activity.Depth,
        ParentContextId = activity.ParentId,
        ScheduledActivityNodeId = activity.ActivityNodeId,
        OwnerActivityNodeId = activity.ParentNodeId,
        Properties = Properties(activity, details),
        Metadata = new { },
        activity.ActivityState,
        DynamicVariables = Array.Empty<object>(),
        Status = activity.IsFaulted ? ActivityStatus.Faulted : ActivityStatus.Running,
        IsExecuting = false,
        FaultCount = activity.IsFaulted ? 1 : 0,
        activity.StartedAt,
    };

    /// <summary>The workflow's own variables are told with its outermost activity.</summary>
    private static Dictionary<string, object> Properties(OpenActivity activity, InstanceDetails details)
    {
        var variables = new Dictionary<string, JsonElement?>(StringComparer.Ordinal);
        foreach (var variable in details.Data.Variables.Where(variable => !variable.IsSecret && (variable.ActivityInstanceId == activity.Id || (variable.ActivityInstanceId is null && activity.ParentId is null))))
        {
            variables[variable.Id] = variable.Value;
        }

        return variables.Count == 0 && activity.ParentId is not null ? [] : new Dictionary<string, object>(StringComparer.Ordinal) { ["Variables"] = variables };
    }
}
