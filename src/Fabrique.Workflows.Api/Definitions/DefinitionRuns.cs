using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Starts instances of definitions.</summary>
internal static partial class DefinitionRuns
{
    private const string InstanceHeader = "x-elsa-workflow-instance-id";
    private const string CannotStartHeader = "x-elsa-workflow-cannot-start";
    private const string ResponseHeader = "x-elsa-response";

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Identifier { get; }

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

    private static async Task<IResult> DispatchAsync(HttpContext context, string definitionId)
    {
        var body = await ApiBody.ObjectAsync(context);
        var id = body.Text("instanceId") is { Length: > 0 } given ? given : null;
        if (id is not null)
        {
            if (!Identifier.IsMatch(id))
            {
                return ApiResults.Refuse(StatusCodes.Status400BadRequest, "L’identifiant choisi pour l’exécution (instanceId) a des lettres, des chiffres, « - » et « _ », 64 au plus.");
            }

            if (await InstanceEndpoints.FindAsync(context.RequestServices.GetRequiredService<IWorkflowRuntime>(), id, context.RequestAborted) is not null)
            {
                return ApiResults.Refuse(StatusCodes.Status409Conflict, $"Une exécution porte déjà l’identifiant « {id} » : rien n’a démarré.");
            }
        }

        return await StartAsync(context, definitionId, body, id) is { } instance ? ApiResults.Ok(new { WorkflowInstanceId = instance.Id }) : Results.Ok();
    }

    private static async Task<IResult> DispatchManyAsync(HttpContext context, string definitionId)
    {
        var body = await ApiBody.ObjectAsync(context);
        var count = body.Number("count") ?? 1;
        if (count < 1 || count > context.ApiOptions().MaximumItems)
        {
            return ApiResults.Refuse(StatusCodes.Status400BadRequest, $"Le nombre d’exécutions (count) va de 1 à {context.ApiOptions().MaximumItems}.");
        }

        var ids = new List<string>();
        for (var index = 0; index < count && await StartAsync(context, definitionId, body) is { } instance; index++)
        {
            ids.Add(instance.Id);
        }

        return ApiResults.Ok(new { WorkflowInstanceIds = ids });
    }

    /// <returns>Null when the definition's activation strategy refuses another instance.</returns>
    private static async Task<InstanceSummary?> StartAsync(HttpContext context, string definitionId, JsonObject body, string? instanceId = null)
    {
        var version = await VersionOptions.Read(body["versionOptions"], VersionOptions.Published).FindAsync(context.Definitions(), definitionId, context.RequestAborted)
            ?? throw new RefusedException(StatusCodes.Status404NotFound, "Aucune version de cette procédure ne correspond : publiez-la d’abord, ou demandez une autre version.");
        try
        {
            var instance = await context.RequestServices.GetRequiredService<IWorkflowRuntime>().StartAsync(
                new StartRequest(definitionId)
                {
                    VersionId = version.Id,
                    InstanceId = instanceId,
                    Name = body.Text("name") is { Length: > 0 } name ? name : null,
                    CorrelationId = body.Text("correlationId") is { Length: > 0 } correlation ? correlation : null,
                    TriggerActivityId = FirstActivity(body),
                    Variables = Values(body["variables"]),
                    Input = Values(body["input"]),
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
            throw new RefusedException(StatusCodes.Status400BadRequest, string.Join(" ", ProblemText.Sentences(context, version.ToDocument(), exception.Problems.Select(found => found.Problem))));
        }
    }

    /// <summary>The activity at which to begin, by its identifier or by a handle, which may give its path of identifiers.</summary>
    private static string? FirstActivity(JsonObject body)
    {
        if (body.Text("triggerActivityId") is { Length: > 0 } trigger)
        {
            return trigger;
        }

        return body["activityHandle"] is not JsonObject handle ? null
            : handle.Text("activityId") is { Length: > 0 } id ? id
            : handle.Text("activityNodeId") is { Length: > 0 } node ? node[(node.LastIndexOf(':') + 1)..]
            : throw new RefusedException(StatusCodes.Status400BadRequest, "Une nouvelle exécution commence à une étape de la procédure : désignez-la par son identifiant (activityId ou activityNodeId).");
    }

    private static Dictionary<string, object?> Values(JsonNode? json) => (json as JsonObject ?? []).ToDictionary(value => value.Key, object? (value) => value.Value, StringComparer.Ordinal);

    private static JsonObject FromQuery(HttpContext context)
    {
        var query = new ApiQuery(context.Request);
        return new JsonObject
        {
            ["versionOptions"] = query.Text("versionOptions"),
            ["name"] = query.Text("name"),
            ["correlationId"] = query.Text("correlationId"),
            ["triggerActivityId"] = query.Text("triggerActivityId"),
        };
    }
}
