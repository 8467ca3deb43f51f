using System.Collections.Frozen;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Fabrique.Workflows.Graph;

/// <summary>What a drawing says that its author probably did not mean. Nothing here blocks publishing.</summary>
internal static partial class DrawingChecks
{
    private static readonly FrozenSet<string> WaitingTypes =
        FrozenSet.ToFrozenSet(["Elsa.Delay", "Elsa.StartAt", "Elsa.Timer", "Elsa.Cron", "Elsa.Event", "Elsa.RunTask", "Elsa.HttpEndpoint"], StringComparer.Ordinal);

    /// <summary>Variables that loops declare for their body.</summary>
    private static readonly FrozenSet<string> LoopVariables = FrozenSet.ToFrozenSet(["CurrentValue", "CurrentIndex"], StringComparer.Ordinal);

    /// <summary>Checks an activity, once it is compiled with what stands in it.</summary>
    public static void Report(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        ReportVariables(node, json, compiler);
        if (node.Parent is null && !node.IsComposite && node.Composite is null)
        {
            ReportTriggers(node, compiler);
        }

        if (node.Prepared is FlowGraph graph)
        {
            ReportEndings(node, graph, compiler);
            ReportCycles(node, graph, compiler);
        }
    }

    /// <summary>
    /// Studio marks the first trigger dropped into a drawing as a start, wherever it is dropped. Only one that nothing precedes is
    /// likely to be meant so.
    /// </summary>
    private static void ReportTriggers(ActivityNode root, GraphCompiler compiler)
    {
        var remaining = new Stack<(ActivityNode Node, bool IsStart)>([(root, true)]);
        while (remaining.TryPop(out var next))
        {
            var (node, isStart) = next;
            if (!isStart && node is { CanStartWorkflow: true, Type.Metadata.Kind: ActivityKind.Trigger })
            {
                compiler.Warn(node, ProblemCodes.TriggerInTheMiddle, new WorkflowMessage(StartsAlone(node) ? MessageCodes.StartsHere : MessageCodes.StartsHereToo));
            }

            foreach (var child in node.IsComposite ? [] : node.Children.Reverse())
            {
                remaining.Push((child, isStart && MayStart(node, child)));
            }
        }
    }

    private static bool MayStart(ActivityNode parent, ActivityNode child) => parent.Prepared is FlowGraph graph
        ? !Array.Exists(graph.Connections, connection => connection.Target == child.Position)
        : parent.TypeName is "Elsa.Sequence" or "Elsa.Workflow" && child.Position == 0;

    private static bool StartsAlone(ActivityNode node) => node.Parent is { Prepared: FlowGraph graph } flowchart && graph.Start == node.Position && flowchart.Parent is null;

    private static void ReportEndings(ActivityNode flowchart, FlowGraph graph, GraphCompiler compiler)
    {
        foreach (var child in flowchart.Children.Where(child => IsEnding(child) && graph.Outbound[child.Position].Length > 0))
        {
            compiler.Warn(child, ProblemCodes.ArrowAfterEnding);
        }
    }

    private static void ReportCycles(ActivityNode flowchart, FlowGraph graph, GraphCompiler compiler)
    {
        foreach (var cycle in Cycles(flowchart, graph).Where(cycle => !cycle.Any(position => MayWait(flowchart.Children[position]))))
        {
            const int Named = 5;
            var names = cycle.Order().Take(Named).Select(position => flowchart.Children[position].DisplayName).ToList();
            compiler.Warn(flowchart.Children[cycle.Min()], ProblemCodes.RestlessLoop, names, cycle.Count > Named ? "…" : "");
        }
    }

    private static bool IsEnding(ActivityNode node) => node.TypeName is "Elsa.End" or "Elsa.Finish";

    /// <summary>An activity of somebody else's may wait: only those that are known not to are held against the drawing.</summary>
    private static bool MayWait(ActivityNode node) =>
        node.Type is not { Metadata.IsControlFlow: true } || WaitingTypes.Contains(node.TypeName) || node.Children.Any(MayWait);

    /// <summary>Strongly connected groups of reachable nodes, found by Tarjan's walk without recursion, in linear time.</summary>
    private static List<List<int>> Cycles(ActivityNode flowchart, FlowGraph graph)
    {
        var found = new List<List<int>>();
        var order = new int[flowchart.Children.Length];
        var low = new int[order.Length];
        var isOpen = new bool[order.Length];
        var open = new Stack<int>();
        var visited = 0;
        for (var root = 0; root < order.Length; root++)
        {
            if (order[root] > 0 || !graph.Reachable[root])
            {
                continue;
            }

            var calls = new Stack<(int Node, int Next)>([(root, 0)]);
            while (calls.TryPop(out var call))
            {
                var (node, next) = call;
                var outbound = IsEnding(flowchart.Children[node]) ? [] : graph.Outbound[node];
                if (next == 0)
                {
                    order[node] = low[node] = ++visited;
                    isOpen[node] = true;
                    open.Push(node);
                }
                else
                {
                    low[node] = Math.Min(low[node], low[graph.Connections[outbound[next - 1]].Target]);
                }

                while (next < outbound.Length && graph.Connections[outbound[next]].Target is var target && order[target] > 0)
                {
                    low[node] = isOpen[target] ? Math.Min(low[node], order[target]) : low[node];
                    next++;
                }

                if (next < outbound.Length)
                {
                    calls.Push((node, next + 1));
                    calls.Push((graph.Connections[outbound[next]].Target, 0));
                }
                else if (low[node] == order[node])
                {
                    var group = Close(node, open, isOpen);
                    if (group.Count > 1 || outbound.Any(index => graph.Connections[index].Target == node))
                    {
                        found.Add(group);
                    }
                }
            }
        }

        return found;
    }

    private static List<int> Close(int node, Stack<int> open, bool[] isOpen)
    {
        var group = new List<int>();
        int member;
        do
        {
            member = open.Pop();
            isOpen[member] = false;
            group.Add(member);
        }
        while (member != node);

        return group;
    }

    private static void ReportVariables(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var names = json.SelectMany(property => Scripts(node, property.Value))
            .SelectMany(script => VariableUse().Matches(script).Select(match => match.Groups["name"].Value))
            .Distinct(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !LoopVariables.Contains(name) && compiler.FindVariable(node, null, name) is null))
        {
            compiler.Warn(node, ProblemCodes.UndeclaredVariable, name);
        }
    }

    private static IEnumerable<string> Scripts(ActivityNode node, JsonNode? property)
    {
        if ((property as JsonObject)?["expression"] is not JsonObject expression || expression["value"] is not JsonValue value || !value.TryGetValue<string>(out var text))
        {
            return [];
        }

        var language = expression["type"]?.ToString();
        return language is "JavaScript" or "Liquid" || node.TypeName == "Elsa.RunJavaScript" ? [text] : [];
    }

    [GeneratedRegex("""(?<![\w.$])(?:[vV]ariables\.|(?:get|set)Variable\(\s*['"])(?<name>[A-Za-z_][A-Za-z0-9_]*)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex VariableUse();
}
