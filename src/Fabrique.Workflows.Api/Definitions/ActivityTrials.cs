using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Executes one activity of a definition on a scratch world: nothing is written, sent or waited for.</summary>
internal static class ActivityTrials
{
    /// <summary>The custom property in which Studio keeps the values that variables have in a trial, by their identifiers.</summary>
    private const string TestValues = "VariableTestValues";

    public static void Map(RouteGroupBuilder group) => group.MapPost("/tests/activities", (Delegate)TryAsync).RequirePermission("exec:tests");

    private static async Task<IResult> TryAsync(HttpContext context)
    {
        var body = await ApiBody.ObjectAsync(context);
        if (context.RequestServices.GetService<WorkflowSimulator>() is not { } simulator || await VersionAsync(context, body["workflowDefinitionHandle"] as JsonObject ?? []) is not { } version)
        {
            return ApiResults.NotFound();
        }

        var part = version.ToDocument();
        if (Isolate(part, body["activityHandle"] as JsonObject ?? []) is not { } activityId)
        {
            return ApiResults.Refuse(StatusCodes.Status404NotFound, $"Cette étape n’est pas dans « {version.Name} » telle qu’elle est enregistrée : attendez l’enregistrement, puis réessayez.");
        }

        var published = await context.Definitions().FindAsync(new WorkflowVersionFilter { Which = WorkflowVersions.Published, Take = context.ApiOptions().MaximumItems }, context.RequestAborted);
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        var request = new SimulationRequest(WorkflowDocument.Parse(version.Json), now) { Others = [.. published.Items.Select(other => other.ToDocument())] };
        var trial = await simulator.TryAsync(request, part, activityId, context.RequestAborted);
        var done = trial.Execution is null ? null : ExecutionModel.From(trial.Execution);
        var why = done?.Exception is not null ? null : Why(context, trial, part);
        return ApiResults.Ok(new
        {
            Status = why is null ? done?.Status ?? ActivityStatus.Pending : ActivityStatus.Faulted,
            ActivityState = (object?)done?.ActivityState ?? new { },
            Outputs = (object?)done?.Outputs ?? new { },
            Payload = (object?)done?.Payload ?? new { },
            Exception = done?.Exception ?? (why is null ? null : new { Type = typeof(InvalidDefinitionException).FullName, Message = why }),
        });
    }

    private static Task<WorkflowVersion?> VersionAsync(HttpContext context, JsonObject handle) => handle.Text("definitionVersionId") is { Length: > 0 } versionId
        ? context.Definitions().GetVersionAsync(versionId, context.RequestAborted)
        : VersionOptions.Read(handle["versionOptions"], VersionOptions.Latest).FindAsync(context.Definitions(), handle.Text("definitionId") ?? "", context.RequestAborted);

    private static string? Why(HttpContext context, ActivityTrial trial, WorkflowDocument part) => trial.Reason is { } reason
        ? $"L’essai n’a pas abouti : {context.InWords(reason)}."
        : ProblemText.Sentences(context, part, trial.Problems.Where(problem => problem.Severity == ProblemSeverity.Error)) is { Count: > 0 } errors ? string.Join(" ", errors) : null;

    /// <summary>Leaves of a drawing one activity and the variables in its sight.</summary>
    /// <returns>Identifier of the activity; null when the drawing has no such activity.</returns>
    private static string? Isolate(WorkflowDocument document, JsonObject handle)
    {
        if (document.Root is not { } root || Find(root, handle) is not [.., var activity] path)
        {
            return null;
        }

        GiveTestValues(document.Model, document.Model["variables"]);
        if (path.Count > 1)
        {
            var variables = path.SkipLast(1).Reverse().SelectMany(container => container["variables"].Objects()).DistinctBy(variable => variable.Text("name"), StringComparer.Ordinal).ToList();
            document.Model["root"] = new JsonObject
            {
                ["id"] = root["id"]?.DeepClone(),
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = new JsonArray(activity.DeepClone()),
                ["variables"] = new JsonArray([.. variables.Select(variable => variable.DeepClone())]),
            };
            GiveTestValues(document.Model, document.Root["variables"]);
        }

        return activity.Text("id");
    }

    /// <returns>The activity that a handle names, after those around it, outermost first; none when there is no such activity.</returns>
    private static List<JsonObject> Find(JsonObject root, JsonObject handle)
    {
        var (id, nodeId) = (handle.Text("activityId"), handle.Text("activityNodeId"));
        var open = new Stack<(string NodeId, List<JsonObject> Path)>([($"{ActivityTree.Root}:{root.Text("id")}", [root])]);
        while (open.TryPop(out var next))
        {
            if (nodeId is { Length: > 0 } ? next.NodeId == nodeId : next.Path[^1].Text("id") == id)
            {
                return next.Path;
            }

            foreach (var embedded in ActivityTree.Embedded(next.Path[^1]))
            {
                open.Push(($"{next.NodeId}:{embedded.Activity.Text("id")}", [.. next.Path, embedded.Activity]));
            }
        }

        return [];
    }

    private static void GiveTestValues(JsonObject model, JsonNode? variables)
    {
        var values = (model["customProperties"] as JsonObject)?[TestValues] as JsonObject ?? [];
        foreach (var variable in variables.Objects().Where(variable => variable.Text("id") is { } id && values[id] is not null))
        {
            variable["value"] = values[variable.Text("id")!]!.DeepClone();
        }
    }
}
