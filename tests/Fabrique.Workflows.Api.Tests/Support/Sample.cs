using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api.Tests.Support;

/// <summary>Answers captured from an Elsa server, cut down to what tells one shape from another.</summary>
public static class Sample
{
    // Names that Elsa 3.8 sent, one object after the other, for requests of its Studio.
    public static readonly string[] InstanceRow = ["id", "definitionId", "definitionVersionId", "version", "status", "subStatus", "correlationId", "incidentCount", "createdAt", "updatedAt"];

    public static readonly string[] Instance = [.. InstanceRow, "workflowState", "isExecuting", "isSystem"];

    public static readonly string[] State =
    [
        "id", "definitionId", "definitionVersionId", "definitionVersion", "correlationId", "status", "subStatus", "isExecuting", "bookmarks", "incidents", "isSystem", "completionCallbacks",
        "activityExecutionContexts", "scheduledActivities", "executionLogSequence", "input", "output", "properties", "createdAt", "updatedAt",
    ];

    public static readonly string[] Bookmark = ["id", "name", "hash", "payload", "activityId", "activityNodeId", "activityInstanceId", "createdAt", "autoBurn", "callbackMethodName", "autoComplete"];

    public static readonly string[] Callback = ["ownerInstanceId", "childNodeId", "methodName"];

    public static readonly string[] Context =
    [
        "id", "callStackDepth", "parentContextId", "scheduledActivityNodeId", "ownerActivityNodeId", "properties", "metadata", "activityState", "dynamicVariables", "status", "isExecuting",
        "faultCount", "startedAt",
    ];

    public static readonly string[] JournalRecord =
        ["id", "activityInstanceId", "parentActivityInstanceId", "activityId", "activityType", "activityTypeVersion", "activityName", "nodeId", "timestamp", "sequence", "eventName"];

    public static readonly string[] ExecutionSummary =
        ["workflowInstanceId", "activityId", "activityNodeId", "activityType", "activityTypeVersion", "activityName", "startedAt", "hasBookmarks", "status", "metadata", "aggregateFaultCount", "completedAt", "id"];

    public static readonly string[] Execution =
    [
        "workflowInstanceId", "activityId", "activityNodeId", "activityType", "activityTypeVersion", "activityName", "properties", "metadata", "startedAt", "hasBookmarks", "status", "aggregateFaultCount",
        "callStackDepth", "id", "tenantId",
    ];

    public static readonly string[] Stats =
        ["activityId", "activityNodeId", "startedCount", "completedCount", "uncompletedCount", "isBlocked", "isFaulted", "aggregateFaultCount", "metadata"];

    public static void AssertShape(string[] names, JsonNode? answer)
    {
        var given = answer!.AsObject().Select(property => property.Key).ToList();
        Assert.Empty(names.Except(given, StringComparer.Ordinal));
        Assert.DoesNotContain(answer.AsObject(), property => property.Value is null);
    }

    public static List<string> Strings(this JsonNode? items, string name) => [.. items!.AsArray().Select(item => (string)item![name]!)];
}
