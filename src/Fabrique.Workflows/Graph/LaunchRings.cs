using System.Text.Json.Nodes;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>Finds the definitions that launch each other in a ring, as far as their drawings name whom they launch.</summary>
internal static class LaunchRings
{
    /// <summary>Definitions that are looked at for one activity.</summary>
    private const int MostVisited = 200;

    private static readonly HashSet<string> Launching = new(["Elsa.DispatchWorkflow", "Elsa.ExecuteWorkflow", "Elsa.BulkDispatchWorkflows"], StringComparer.Ordinal);

    /// <param name="workflow">The definition.</param>
    /// <param name="name">Its name.</param>
    /// <param name="find">Gives a definition that is in force, by its identifier.</param>
    /// <returns>One problem for each activity by which it comes to launch itself.</returns>
    public static async Task<List<DefinitionProblem>> FindAsync(CompiledWorkflow workflow, string name, Func<string, Task<WorkflowDocument?>> find)
    {
        var problems = new List<DefinitionProblem>();
        foreach (var node in workflow.OwnActivities().Where(node => Launching.Contains(node.TypeName)))
        {
            if ((Array.Find(node.Inputs, input => input.Name == "WorkflowDefinitionId")?.Expression as ConstantExpression)?.Value is string { Length: > 0 } launched
                && await WayBackAsync(launched, workflow.DefinitionId, find) is { } way)
            {
                var ring = string.Join(" → ", (string[])[name, .. way, name]);
                problems.Add(new DefinitionProblem(ProblemSeverity.Warning, ProblemCodes.LaunchRing, node.Id, node.TypeName, ProblemCodes.LaunchRing.With(ring)) { ActivityName = node.DisplayName });
            }
        }

        return problems;
    }

    /// <returns>Names of the definitions that lead from one to the other, without the last; null when none do.</returns>
    private static async Task<List<string>?> WayBackAsync(string from, string to, Func<string, Task<WorkflowDocument?>> find)
    {
        var open = new Queue<(string Id, List<string> Way)>([(from, [])]);
        var seen = new HashSet<string>([from], StringComparer.Ordinal);
        while (open.TryDequeue(out var next))
        {
            if (next.Id == to)
            {
                return next.Way;
            }

            if (seen.Count > MostVisited || await find(next.Id) is not { } document)
            {
                continue;
            }

            List<string> way = [.. next.Way, document.Name.Length > 0 ? document.Name : next.Id];
            foreach (var launched in LaunchedBy(document.Root).Where(seen.Add))
            {
                open.Enqueue((launched, way));
            }
        }

        return null;
    }

    private static IEnumerable<string> LaunchedBy(JsonNode? root)
    {
        var open = new Stack<JsonNode?>([root]);
        while (open.TryPop(out var node))
        {
            if (node is JsonObject activity && activity.Text("type") is { } type && Launching.Contains(type)
                && activity.Object("workflowDefinitionId")?.Object("expression") is { } expression && expression.Text("type") == "Literal" && expression.Text("value") is { Length: > 0 } launched)
            {
                yield return launched;
            }

            foreach (var inner in node switch { JsonObject json => json.Select(property => property.Value), JsonArray list => list, _ => [] })
            {
                open.Push(inner);
            }
        }
    }
}
