using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Starts instances of definitions.</summary>
internal static class DefinitionRuns
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";
    private const string ResponseHeader = "x-elsa-response";

    public static void Map(RouteGroupBuilder group)
    {
        // A GET starts an instance too, as Elsa's does: it is not for browsers to follow, so it is asked for its origin like a POST.
        group.MapGet("/workflow-definitions/{definitionId}/execute", (Delegate)ExecuteAsync).RequirePermission(DefinitionLinks.Execute).WithMetadata(UnsafeGetMetadata.Instance);
        group.MapPost("/workflow-definitions/{definitionId}/execute", (Delegate)ExecuteAsync).RequirePermission(DefinitionLinks.Execute);
        group.MapPost("/workflow-definitions/{definitionId}/dispatch", (Delegate)DispatchAsync).RequirePermission(DefinitionLinks.Execute);
        group.MapPost("/workflow-definitions/{definitionId}/bulk-dispatch", (Delegate)DispatchManyAsync).RequirePermission(DefinitionLinks.Execute);
    }

    private static async Task<IResult> ExecuteAsync(HttpContext context, string definitionId)
    {
        var body = HttpMethods.IsGet(context.Request.Method) ? FromQuery(context) : await ApiBody.ObjectAsync(context);
        if (await StartAsync(context, definitionId, body) is not { } instance)
        {
            return Results.Ok();
        }

        context.Response.Headers[ResponseHeader] = "true";
        var details = await context.RequestServices.GetRequiredService<IWorkflowRuntime>().GetDetailsAsync(instance.Id, context.RequestAborted);
        return ApiResults.Ok(new { WorkflowState = details is null ? null : InstanceModel.State(details) }, instance.SubStatus == WorkflowSubStatus.Faulted ? StatusCodes.Status500InternalServerError : StatusCodes.Status200OK);
    }

    private static async Task<IResult> DispatchAsync(HttpContext context, string definitionId) =>
        await StartAsync(context, definitionId, await ApiBody.ObjectAsync(context)) is { } instance
            ? ApiResults.Ok(new { WorkflowInstanceId = instance.Id })
            : Results.Ok();

    private static async Task<IResult> DispatchManyAsync(HttpContext context, string definitionId)
    {
        var body = await ApiBody.ObjectAsync(context);
        var count = body.Number("count") ?? 1;
        if (count < 1 || count > context.ApiOptions().MaximumItems)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, $"Le nombre d’instances (count) va de 1 à {context.ApiOptions().MaximumItems}.");
        }

        var ids = new List<string>();
        for (var index = 0; index < count && await StartAsync(context, definitionId, body) is { } instance; index++)
        {
            ids.Add(instance.Id);
        }

        return ApiResults.Ok(new { WorkflowInstanceIds = ids });
    }

    /// <returns>Null when the definition's activation strategy refuses another instance.</returns>
    private static async Task<InstanceSummary?> StartAsync(HttpContext context, string definitionId, JsonObject body)
    {
        var version = await VersionOptions.Read(body["versionOptions"], VersionOptions.Published).FindAsync(context.Catalog(), definitionId, context.RequestAborted)
            ?? throw new RefusedException(StatusCodes.Status404NotFound, "Aucune version de ce circuit ne correspond : publiez-le d’abord, ou demandez une autre version.");
        try
        {
            var instance = await context.RequestServices.GetRequiredService<IWorkflowRuntime>().StartAsync(
                new StartRequest(definitionId)
                {
                    VersionId = version.Id,
                    CorrelationId = body.Text("correlationId") is { Length: > 0 } correlation ? correlation : null,
                    TriggerActivityId = body.Text("triggerActivityId") is { Length: > 0 } trigger ? trigger : null,
                    Input = (body["input"] as JsonObject ?? []).ToDictionary(value => value.Key, object? (value) => value.Value, StringComparer.Ordinal),
                },
                context.RequestAborted);
            context.Response.Headers[InstanceHeader] = instance.Id;
            context.Response.Headers[CannotStartHeader] = bool.FalseString;
            await context.TellAsync(WorkflowApiActions.InstanceStarted, instance.Id, definitionId, $"« {version.Name} », version {version.Version}");
            return instance;
        }
        catch (WorkflowNotStartedException)
        {
            context.Response.Headers[CannotStartHeader] = bool.TrueString;
            return null;
        }
        catch (InvalidDefinitionException exception)
        {
            throw new RefusedException(StatusCodes.Status400BadRequest, string.Join(" ", ProblemText.Sentences(context.Registry(), version.ToDocument(), exception.Problems.Select(found => found.Problem))));
        }
    }

    private static JsonObject FromQuery(HttpContext context)
    {
        var query = new ApiQuery(context.Request);
        return new JsonObject { ["versionOptions"] = query.Text("versionOptions"), ["correlationId"] = query.Text("correlationId"), ["triggerActivityId"] = query.Text("triggerActivityId") };
    }
}
