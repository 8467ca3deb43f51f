using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Instances, their journal and their variables.</summary>
internal static class InstanceEndpoints
{
    private const string Read = "read:workflow-instances";
    private const string Write = "write:workflow-instances";
    private const string Delete = "delete:workflow-instances";
    private const string Cancel = "cancel:workflow-instances";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("workflow-instances", (HttpContext http, IWorkflowRuntime runtime, WorkflowApiOptions options) => ListAsync(http, InstanceListRequest.Read(http.Request), runtime, options)).RequirePermission(Read);
        group.MapPost("workflow-instances", async (HttpContext http, IWorkflowRuntime runtime, WorkflowApiOptions options) =>
            await ListAsync(http, await ApiBody.ReadAsync<InstanceListRequest>(http), runtime, options)).RequirePermission(Read);
        group.MapGet("workflow-instances/{id}", GetAsync).RequirePermission(Read);
        group.MapGet("workflow-instances/{id}/execution-state", StateAsync).RequirePermission(Read);
        group.MapGet("workflow-instances/{id}/journal", (HttpContext http, string id, IWorkflowRuntime runtime, WorkflowApiOptions options) =>
            JournalAsync(http, id, JournalFilter(http.Request), runtime, options)).RequirePermission(Read);
        group.MapPost("workflow-instances/{id}/journal", async (HttpContext http, string id, IWorkflowRuntime runtime, WorkflowApiOptions options) =>
            await JournalAsync(http, id, (await ApiBody.ReadAsync<JournalRequest>(http)).Filter ?? new JournalFilterRequest(), runtime, options)).RequirePermission(Read);
        group.MapGet("workflow-instances/{id}/variables", VariablesAsync).RequirePermission(Read);
        group.MapPost("workflow-instances/{id}/variables", SetVariablesAsync).RequirePermission(Write);
        group.MapDelete("workflow-instances/{id}", DeleteAsync).RequirePermission(Delete);
        group.MapPost("bulk-actions/delete/workflow-instances/by-id", DeleteManyAsync).RequirePermission(Delete);
        group.MapPost("cancel/workflow-instances/{id}", CancelAsync).RequirePermission(Cancel);
        group.MapPost("bulk-actions/cancel/workflow-instances", CancelManyAsync).RequirePermission(Cancel);
        group.MapGet("workflow-instances/{id}/export", (HttpContext http, string id, IWorkflowRuntime runtime) => InstanceExport.OneAsync(id, runtime, http.RequestAborted)).RequirePermission(Read);
        group.MapPost("bulk-actions/export/workflow-instances", async (HttpContext http, IWorkflowRuntime runtime) =>
            await InstanceExport.ManyAsync(await ApiBody.ReadAsync<IdsRequest>(http), runtime, http.RequestAborted)).RequirePermission(Read);
        group.MapPost("bulk-actions/import/workflow-instances", RefuseImport).RequirePermission(Write);
    }

    private static async Task<IResult> ListAsync(HttpContext http, InstanceListRequest request, IWorkflowRuntime runtime, WorkflowApiOptions options)
    {
        var page = await runtime.PageInstancesAsync(request.ToFilter(options.MaximumItems), http.RequestAborted);
        return ApiResults.Ok(new ItemsPage<InstanceRow>([.. page.Items.Select(InstanceRow.From)], page.Total));
    }

    private static async Task<IResult> GetAsync(HttpContext http, string id, IWorkflowRuntime runtime) =>
        await runtime.GetDetailsAsync(id, http.RequestAborted) is { } details ? ApiResults.Ok(InstanceModel.From(details)) : ApiResults.NotFound();

    private static async Task<IResult> StateAsync(HttpContext http, string id, IWorkflowRuntime runtime) =>
        await FindAsync(runtime, id, http.RequestAborted) is { } instance ? ApiResults.Ok(new { instance.Status, instance.SubStatus, instance.UpdatedAt }) : ApiResults.NotFound();

    private static async Task<IResult> JournalAsync(HttpContext http, string id, JournalFilterRequest filter, IWorkflowRuntime runtime, WorkflowApiOptions options)
    {
        var query = new ApiQuery(http.Request);
        var (skip, take) = query.Page(options.MaximumItems);
        var page = await runtime.PageJournalAsync(
            new JournalQuery(id)
            {
                ActivityIds = filter.ActivityIds,
                NodeIds = filter.ActivityNodeIds,
                ExcludedTypes = filter.ExcludedActivityTypes ?? [],
                EventNames = filter.EventNames,
                IsDescending = query.Choice<OrderDirection>("orderDirection") == OrderDirection.Descending,
                Skip = skip,
                Take = take,
            },
            http.RequestAborted);
        return ApiResults.Ok(new ItemsPage<JournalModel>([.. page.Items.Select(record => JournalModel.From(id, record))], page.Total));
    }

    private static JournalFilterRequest JournalFilter(HttpRequest request)
    {
        var query = new ApiQuery(request);
        return new JournalFilterRequest
        {
            ActivityIds = query.All("activityIds"),
            ActivityNodeIds = query.All("activityNodeIds"),
            ExcludedActivityTypes = query.All("excludedActivityTypes"),
            EventNames = query.All("eventNames"),
        };
    }

    private static async Task<IResult> VariablesAsync(HttpContext http, string id, IWorkflowRuntime runtime) =>
        await runtime.GetDataAsync(id, http.RequestAborted) is { } data ? ApiResults.Ok(VariableModel.From(data)) : ApiResults.NotFound();

    private static async Task<IResult> SetVariablesAsync(HttpContext http, string id, IWorkflowRuntime runtime)
    {
        var request = await ApiBody.ReadAsync<VariablesRequest>(http);
        if (await runtime.GetDataAsync(id, http.RequestAborted) is not { } before)
        {
            return ApiResults.NotFound();
        }

        // Who was not shown a secret sends it back empty: that does not erase it.
        var secrets = before.Variables.Where(variable => variable.IsSecret).Select(variable => variable.Id).ToHashSet(StringComparer.Ordinal);
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var variable in request.Variables ?? [])
        {
            if (variable.Id is { Length: > 0 } name && (variable.Value is { ValueKind: not System.Text.Json.JsonValueKind.Null } || !secrets.Contains(name)))
            {
                values[name] = variable.Value;
            }
        }

        var data = await runtime.SetVariablesAsync(id, values, http.RequestAborted);
        if (values.Count > 0)
        {
            var names = data.Variables.Where(variable => values.ContainsKey(variable.Id)).Select(variable => variable.Name).Distinct(StringComparer.Ordinal);
            await http.TellAsync(WorkflowApiActions.InstanceChanged, id, (await FindAsync(runtime, id, http.RequestAborted))?.DefinitionId, $"Variables : {string.Join(", ", names)}.");
        }

        return ApiResults.Ok(VariableModel.From(data));
    }

    private static async Task<IResult> DeleteAsync(HttpContext http, string id, IWorkflowRuntime runtime) =>
        await DeleteAllAsync(http, [id], runtime) == 1 ? Results.NoContent() : ApiResults.NotFound();

    private static async Task<IResult> DeleteManyAsync(HttpContext http, IWorkflowRuntime runtime, WorkflowApiOptions options)
    {
        var ids = (await ApiBody.ReadAsync<IdsRequest>(http)).Bounded(options.MaximumItems);
        return ApiResults.Ok(new { Deleted = await DeleteAllAsync(http, ids, runtime) });
    }

    private static async Task<int> DeleteAllAsync(HttpContext http, IReadOnlyList<string> ids, IWorkflowRuntime runtime)
    {
        var deleted = 0;
        foreach (var instance in await FindAllAsync(runtime, ids, http.RequestAborted))
        {
            if (await runtime.DeleteAsync([instance.Id], http.RequestAborted) == 1)
            {
                deleted++;
                await http.TellAsync(WorkflowApiActions.InstanceDeleted, instance.Id, instance.DefinitionId);
            }
        }

        return deleted;
    }

    private static async Task<IResult> CancelAsync(HttpContext http, string id, IWorkflowRuntime runtime)
    {
        await CancelOneAsync(http, id, runtime);
        return Results.Ok();
    }

    private static async Task<IResult> CancelManyAsync(HttpContext http, IWorkflowRuntime runtime, WorkflowDefinitionStore definitions, WorkflowApiOptions options)
    {
        var request = await ApiBody.ReadAsync<CancelRequest>(http);
        var instances = request.Ids is { Count: > 0 }
            ? await FindAllAsync(runtime, new IdsRequest { Ids = request.Ids }.Bounded(options.MaximumItems), http.RequestAborted)
            : await RunningAsync(request, runtime, definitions, options, http.RequestAborted);
        var cancelled = 0;
        foreach (var instance in instances.Where(instance => instance.Status == WorkflowStatus.Running))
        {
            cancelled += await CancelOneAsync(http, instance.Id, runtime) ? 1 : 0;
        }

        return ApiResults.Ok(new { Cancelled = cancelled });
    }

    private static async Task<bool> CancelOneAsync(HttpContext http, string id, IWorkflowRuntime runtime)
    {
        var before = await FindAsync(runtime, id, http.RequestAborted) ?? throw new WorkflowNotFoundException($"The instance {id} is unknown.");
        var after = await runtime.CancelAsync(id, http.RequestAborted);
        if (before.SubStatus == after.SubStatus || after.SubStatus != WorkflowSubStatus.Cancelled)
        {
            return false;
        }

        await http.TellAsync(WorkflowApiActions.InstanceCancelled, id, after.DefinitionId);
        return true;
    }

    /// <summary>The instances that run on a definition or a version: all of them, however many.</summary>
    private static async Task<List<InstanceSummary>> RunningAsync(CancelRequest request, IWorkflowRuntime runtime, WorkflowDefinitionStore definitions, WorkflowApiOptions options, CancellationToken cancellationToken)
    {
        var filter = new InstanceFilter { Status = WorkflowStatus.Running, OrderBy = InstanceOrder.Created, IsAscending = true, Take = options.MaximumItems };
        if (request.DefinitionVersionId is { Length: > 0 } versionId)
        {
            filter = filter with { DefinitionVersionId = versionId };
        }
        else if (request.DefinitionId is { Length: > 0 } definitionId)
        {
            filter = await WithVersionAsync(filter with { DefinitionId = definitionId }, definitionId, request.VersionOptions, definitions, cancellationToken);
        }
        else
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, "Dites quelles exécutions annuler : leurs identifiants, une procédure ou une version.");
        }

        var found = new List<InstanceSummary>();
        while (await runtime.FindInstancesAsync(filter with { Skip = found.Count }, cancellationToken) is { Count: > 0 } page)
        {
            found.AddRange(page);
        }

        return found;
    }

    private static async Task<InstanceFilter> WithVersionAsync(InstanceFilter filter, string definitionId, string? which, WorkflowDefinitionStore definitions, CancellationToken cancellationToken) => which?.ToUpperInvariant() switch
    {
        null or "" or "ALL" or "ALLVERSIONS" => filter,
        "PUBLISHED" => filter with { DefinitionVersionId = (await definitions.GetPublishedAsync(definitionId, cancellationToken))?.Id ?? "" },
        "LATEST" => filter with { DefinitionVersionId = (await definitions.GetLatestAsync(definitionId, cancellationToken))?.Id ?? "" },
        _ when int.TryParse(which, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) => filter with { Version = number },
        _ => throw new RefusedException(StatusCodes.Status400BadRequest, $"« {which} » ne désigne pas une version : AllVersions, Published, Latest ou un numéro."),
    };

    private static IResult RefuseImport() => ApiResults.Refuse(
        StatusCodes.Status400BadRequest,
        "Une exécution ne s’importe pas : elle arriverait avec une histoire, des tâches et des échéances que personne n’a vécues ici. Exportez la procédure, importez-la, puis démarrez une nouvelle exécution.");

    public static async Task<InstanceSummary?> FindAsync(IWorkflowRuntime runtime, string id, CancellationToken cancellationToken) =>
        await FindAllAsync(runtime, [id], cancellationToken) is [var found] ? found : null;

    private static Task<IReadOnlyList<InstanceSummary>> FindAllAsync(IWorkflowRuntime runtime, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        runtime.FindInstancesAsync(new InstanceFilter { Ids = ids, Take = ids.Count }, cancellationToken);
}
