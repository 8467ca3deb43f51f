using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>What instances executed.</summary>
internal static class ActivityExecutionEndpoints
{
    private const string Read = "read:activity-execution";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("activity-executions/report", ReportAsync).RequirePermission(Read);
        group.MapGet("activity-executions/list", async (HttpContext http, IWorkflowRuntime runtime) =>
            ApiResults.Ok(new ItemsList<ExecutionModel>([.. (await ListAsync(http, runtime)).Select(ExecutionModel.From)]))).RequirePermission(Read);
        group.MapGet("activity-execution-summaries/list", async (HttpContext http, IWorkflowRuntime runtime) =>
            ApiResults.Ok(new ItemsList<ExecutionSummary>([.. (await ListAsync(http, runtime)).Select(ExecutionSummary.From)]))).RequirePermission(Read);
        group.MapGet("activity-executions/by-id", async (HttpContext http, IWorkflowRuntime runtime) =>
            await runtime.FindExecutionAsync(new ApiQuery(http.Request).Text("id") ?? "", http.RequestAborted) is { } found ? ApiResults.Ok(ExecutionModel.From(found)) : ApiResults.NotFound()).RequirePermission(Read);
        group.MapGet("activity-executions/{id}/call-stack", CallStackAsync).RequirePermission(Read);
        // Attempts that failed are lines of the journal; Elsa's list of them stays empty.
        group.MapGet("resilience/retries/{id}", (string id) => ApiResults.Ok(new { Items = Array.Empty<object>(), TotalCount = 0, Links = Array.Empty<object>() })).RequirePermission(Read);
        group.MapPost("alterations/workflows/retry", RetryAsync).RequirePermission("run:alterations");
    }

    private static async Task<IResult> ReportAsync(HttpContext http, IWorkflowRuntime runtime)
    {
        var request = await ApiBody.ReadAsync<ReportRequest>(http);
        var nodes = request.ActivityNodeIds?.ToHashSet(StringComparer.Ordinal);
        var stats = request.WorkflowInstanceId is { Length: > 0 } id ? await runtime.GetActivityStatsAsync(id, http.RequestAborted) : [];
        return ApiResults.Ok(new StatsReport([.. stats.Where(entry => nodes?.Contains(entry.ActivityNodeId) != false).Select(StatsModel.From)]));
    }

    private static async Task<IEnumerable<ActivityExecutionRecord>> ListAsync(HttpContext http, IWorkflowRuntime runtime)
    {
        var query = new ApiQuery(http.Request);
        var completed = query.Flag("completed");
        return query.Text("workflowInstanceId") is not { } id
            ? []
            : (await runtime.GetExecutionsAsync(id, query.Text("activityNodeId"), http.RequestAborted)).Where(execution => completed is null || completed == (execution.CompletedAt is not null));
    }

    private static async Task<IResult> CallStackAsync(HttpContext http, string id, IWorkflowRuntime runtime, WorkflowDefinitionStore definitions, WorkflowApiOptions options)
    {
        var end = id.LastIndexOf(':');
        if (end < 1 || await InstanceEndpoints.FindAsync(runtime, id[..end], http.RequestAborted) is not { } instance)
        {
            return ApiResults.NotFound();
        }

        // The drawing is completed as Studio sees it: connections of the format's first versions are read too.
        var version = await definitions.GetVersionAsync(instance.DefinitionVersionId, http.RequestAborted);
        var root = version is null ? null : (await http.Shape().FullAsync(version, null, http.RequestAborted))["root"] as JsonObject;
        var stack = new CallStack(root, await runtime.GetExecutionsAsync(instance.Id, cancellationToken: http.RequestAborted)).Of(id);
        var (skip, take) = new ApiQuery(http.Request).Page(options.MaximumItems);
        return stack.Count == 0
            ? ApiResults.NotFound()
            : ApiResults.Ok(new
            {
                ActivityExecutionId = id,
                Items = stack.Select((execution, depth) => ExecutionModel.From(execution) with { CallStackDepth = depth, SchedulingActivityExecutionId = depth == 0 ? null : stack[depth - 1].Id }).Skip(skip).Take(take),
                TotalCount = stack.Count,
            });
    }

    /// <summary>Retries the incidents of instances, of all their activities when none is named.</summary>
    private static async Task<IResult> RetryAsync(HttpContext http, IWorkflowRuntime runtime, WorkflowApiOptions options)
    {
        var request = await ApiBody.ReadAsync<RetryRequest>(http);
        var results = new List<object>();
        foreach (var id in new IdsRequest { Ids = request.WorkflowInstanceIds }.Bounded(options.MaximumItems))
        {
            var outlook = await runtime.GetOutlookAsync(id, http.RequestAborted);
            var incidents = outlook?.Incidents.Where(incident => request.ActivityIds is not { Count: > 0 } only || only.Contains(incident.ActivityId, StringComparer.Ordinal)).ToList() ?? [];
            foreach (var incident in incidents)
            {
                await runtime.RetryIncidentAsync(id, incident.Id, http.RequestAborted);
                await http.TellAsync(WorkflowApiActions.IncidentRetried, id, outlook!.Instance.DefinitionId, $"Étape {incident.ActivityId}.");
            }

            results.Add(new { WorkflowInstanceId = id, IsSuccessful = incidents.Count > 0, Log = new { LogEntries = Array.Empty<object>() } });
        }

        return ApiResults.Ok(new { Results = results });
    }
}
