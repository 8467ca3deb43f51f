using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>
/// Tells how an instance came to an execution, as Elsa counts its depth: each activity of a flow is called by the one whose end led to it, the first one by what
/// contains it. The journal does not keep who called whom; the drawing and the order of the executions tell it.
/// </summary>
internal sealed class CallStack
{
    private readonly Dictionary<string, List<(string Activity, string Port)>> _before = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ActivityExecutionRecord> _executions;
    private readonly ILookup<(string? Container, string Activity), ActivityExecutionRecord> _byActivity;

    /// <param name="root">Root of the drawing that the instance runs on, or null.</param>
    /// <param name="executions">All that the instance executed, in the order in which it began.</param>
    public CallStack(JsonObject? root, IReadOnlyList<ActivityExecutionRecord> executions)
    {
        _executions = executions.ToDictionary(execution => execution.Id, StringComparer.Ordinal);
        _byActivity = executions.ToLookup(execution => (execution.ParentId, execution.ActivityId));
        foreach (var container in root is null ? [] : ActivityTree.All(root))
        {
            foreach (var (source, port, target) in container.Text("type") == "Elsa.Sequence" ? Neighbours(container) : Connections(container))
            {
                if (!_before.TryGetValue(target, out var sources))
                {
                    _before[target] = sources = [];
                }

                sources.Add((source, port));
            }
        }
    }

    /// <returns>The execution after those that led to it, outermost first; none when there is no such execution.</returns>
    public List<ActivityExecutionRecord> Of(string executionId)
    {
        var stack = new List<ActivityExecutionRecord>();
        for (var next = _executions.GetValueOrDefault(executionId); next is not null; next = CallerOf(next))
        {
            stack.Add(next);
        }

        stack.Reverse();
        return stack;
    }

    private ActivityExecutionRecord? CallerOf(ActivityExecutionRecord execution) => _before.GetValueOrDefault(execution.ActivityId, [])
        .SelectMany(before => _byActivity[(execution.ParentId, before.Activity)].Where(caller => caller.Outcomes.Contains(before.Port, StringComparer.Ordinal)))
        .Where(caller => caller.CompletedAt <= execution.StartedAt && NumberOf(caller) < NumberOf(execution))
        .MaxBy(caller => (caller.CompletedAt, NumberOf(caller)))
        ?? (execution.ParentId is { } container ? _executions.GetValueOrDefault(container) : null);

    /// <summary>Executions are numbered in the order in which they begin.</summary>
    private static int NumberOf(ActivityExecutionRecord execution) => int.Parse(execution.Id.AsSpan(execution.Id.LastIndexOf(':') + 1), System.Globalization.CultureInfo.InvariantCulture);

    private static IEnumerable<(string Source, string Port, string Target)> Neighbours(JsonObject sequence)
    {
        var children = sequence["activities"].Objects().Select(child => child.Text("id") ?? "").ToList();
        return children.Zip(children.Skip(1), (source, target) => (source, Port: "Done", target));
    }

    private static IEnumerable<(string Source, string Port, string Target)> Connections(JsonObject flowchart) => flowchart["connections"].Objects()
        .Where(connection => connection["source"] is JsonObject && connection["target"] is JsonObject)
        .Select(connection => (((JsonObject)connection["source"]!).Text("activity") ?? "", ((JsonObject)connection["source"]!).Text("port") ?? "Done", ((JsonObject)connection["target"]!).Text("activity") ?? ""));
}
