using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>Writes the state of an instance that was just started.</summary>
internal static class InstanceStates
{
    public static async Task<JsonObject?> ReadAsync(IWorkflowRuntime runtime, string instanceId, CancellationToken cancellationToken)
    {
        if (await runtime.GetOutlookAsync(instanceId, cancellationToken) is not { } outlook || await runtime.GetDataAsync(instanceId, cancellationToken) is not { } data)
        {
            return null;
        }

        var instance = outlook.Instance;
        return JsonSerializer.SerializeToNode(
            new
            {
                instance.Id,
                instance.DefinitionId,
                instance.DefinitionVersionId,
                DefinitionVersion = instance.Version,
                instance.CorrelationId,
                instance.Name,
                instance.Status,
                instance.SubStatus,
                IsExecuting = instance.SubStatus == WorkflowSubStatus.Executing,
                IsSystem = false,
                Bookmarks = Array.Empty<object>(),
                Incidents = outlook.Incidents.Select(incident => new { incident.ActivityId, incident.ActivityType, incident.Message, Timestamp = incident.At }),
                CompletionCallbacks = Array.Empty<object>(),
                ActivityExecutionContexts = Array.Empty<object>(),
                ScheduledActivities = Array.Empty<object>(),
                data.Input,
                data.Output,
                Properties = new { },
                instance.CreatedAt,
                instance.UpdatedAt,
                instance.FinishedAt,
            },
            ApiJson.Options)!.AsObject();
    }
}
