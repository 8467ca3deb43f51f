using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Events and tasks.</summary>
internal static class StimulusEndpoints
{
    private enum ExecutionMode
    {
        Asynchronous,
        Synchronous,
    }

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("events/{name}/trigger", TriggerAsync).RequirePermission("trigger:event");
        group.MapPost("tasks/{taskId}/complete", CompleteAsync).RequirePermission("tasks:complete");
    }

    /// <summary>Both modes are answered once the event is committed: whoever it reaches at once has moved by then.</summary>
    private static async Task<IResult> TriggerAsync(HttpContext http, string name, IWorkflowRuntime runtime)
    {
        var request = await ApiBody.ReadAsync<TriggerRequest>(http);
        if (request.WorkflowExecutionMode is { Length: > 0 } mode)
        {
            InstanceListRequest.Choice<ExecutionMode>("workflowExecutionMode", mode);
        }

        // An execution is named after its instance.
        var instance = request.WorkflowInstanceId is { Length: > 0 } id ? id : request.ActivityInstanceId is { Length: > 0 } execution ? execution.Split(':')[0] : null;
        var reached = await runtime.PublishEventAsync(
            new EventRequest(name)
            {
                InstanceId = instance,
                CorrelationId = request.CorrelationId is { Length: > 0 } correlation ? correlation : null,
                Payload = request.Input,
            },
            http.RequestAborted);
        await http.TellAsync(WorkflowApiActions.EventPublished, name, null, $"Exécutions atteintes aussitôt : {reached}.");
        return Results.Ok();
    }

    private static async Task<IResult> CompleteAsync(HttpContext http, string taskId, IWorkflowRuntime runtime)
    {
        var request = await ApiBody.ReadAsync<CompleteRequest>(http);
        try
        {
            var instance = await runtime.CompleteTaskAsync(taskId, request.Result, http.RequestAborted);
            await http.TellAsync(WorkflowApiActions.TaskCompleted, taskId, instance.DefinitionId, $"Exécution {instance.Id}.");
            return Results.Ok();
        }
        catch (WorkflowNotFoundException)
        {
            return ApiResults.Refuse(StatusCodes.Status404NotFound, "Cette tâche n’existe pas, ou elle est déjà faite : rien n’a changé.");
        }
    }

    private sealed record TriggerRequest
    {
        public string? WorkflowInstanceId { get; init; }

        public string? CorrelationId { get; init; }

        public string? ActivityInstanceId { get; init; }

        public JsonElement? Input { get; init; }

        public string? WorkflowExecutionMode { get; init; }
    }

    private sealed record CompleteRequest
    {
        public JsonElement? Result { get; init; }
    }
}
