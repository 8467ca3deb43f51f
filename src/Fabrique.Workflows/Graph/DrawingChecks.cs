using System.Collections.Frozen;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Graph;

/// <summary>What a drawing says that its author probably did not mean. Nothing here blocks publishing.</summary>
internal static class DrawingChecks
{
    private static readonly FrozenSet<string> WaitingTypes =
        FrozenSet.ToFrozenSet(["Elsa.Delay", "Elsa.StartAt", "Elsa.Timer", "Elsa.Cron", "Elsa.Event", "Elsa.RunTask", "Elsa.HttpEndpoint"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> DelayingTypes = FrozenSet.ToFrozenSet(["Elsa.Delay", "Elsa.Timer"], StringComparer.Ordinal);

    /// <summary>A procedure that waits longer outlives those who drew it: a unit was probably mistaken for another.</summary>
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(3_660);

    /// <summary>Checks an activity, once it is compiled with what stands in it.</summary>
    public static void Report(ActivityNode node, GraphCompiler compiler)
    {
        ReportDelay(node, compiler);
        if (node.Parent is null && !node.IsComposite && node.Composite is null)
        {
            ReportTriggers(node, compiler);
            if (node.Children.Length == 0 && node.TypeName is "Elsa.Flowchart" or "Elsa.Sequence")
            {
                compiler.Warn(null, ProblemCodes.EmptyDrawing);
            }
        }

        if (node.Prepared is FlowGraph graph)
        {
            ReportEndings(node, graph, compiler);
            ReportCycles(node, graph, compiler);
            ReportJoins(node, graph, compiler);
        }
    }

    private static void ReportDelay(ActivityNode node, GraphCompiler compiler)
    {
        foreach (var input in DelayingTypes.Contains(node.TypeName) ? node.Inputs : [])
        {
            if (input is { Expression: ConstantExpression { Value: not null } written } && input.Type == typeof(TimeSpan)
                && ValueConverter.To<TimeSpan>(written.Value) is var delay && (delay < TimeSpan.Zero || delay > LongestDelay))
            {
                compiler.Warn(node, ProblemCodes.OddDelay, GraphCompiler.InputLabel(node, input.Name), delay.ToString("c", System.Globalization.CultureInfo.InvariantCulture));
            }
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
        foreach (var cycle in Cycles(flowchart, graph))
        {
            if (MayBeLeft(cycle))
            {
                continue;
            }

            if (!cycle.Exists(position => MayWait(flowchart.Children[position])))
            {
                Warn(ProblemCodes.RestlessLoop, cycle);
            }
            // An ending anywhere else in the drawing may come meanwhile.
            else if (cycle.Exists(position => Asks(flowchart.Children[position])) && !flowchart.Children.Any(child => IsEnding(child) && graph.Reachable[child.Position]))
            {
                Warn(ProblemCodes.EndlessLoop, cycle);
            }
        }

        void Warn(ProblemCode code, List<int> cycle)
        {
            const int Named = 5;
            var names = cycle.Order().Take(Named).Select(position => flowchart.Children[position].DisplayName).ToList();
            compiler.Warn(flowchart.Children[cycle.Min()], code, names, cycle.Count > Named ? "…" : "");
        }

        bool MayBeLeft(List<int> cycle) =>
            cycle.Exists(position => flowchart.Children[position].Children.Length > 0
                || Ports(flowchart.Children[position]) is not { } ports
                || ports.Any(port => !Array.Exists(graph.Outbound[position], index => graph.Connections[index].Port == port))
                || Array.Exists(graph.Outbound[position], index => ports.Contains(graph.Connections[index].Port) && !cycle.Contains(graph.Connections[index].Target)));
    }

    /// <summary>Reports the joins that wait for branches of which only one can ever be followed, because they part where one answer is given.</summary>
    private static void ReportJoins(ActivityNode flowchart, FlowGraph graph, GraphCompiler compiler)
    {
        var joins = flowchart.Children
            .Where(child => graph.Reachable[child.Position] && graph.Inbound[child.Position].Length > 1
                && (graph.Merges is { } merges ? merges[child.Position] is MergeMode.Merge or MergeMode.Converge : graph.Joins[child.Position] == JoinMode.WaitAll))
            .ToList();
        if (joins.Count == 0)
        {
            return;
        }

        // Once round a loop another answer may be given.
        var looping = Cycles(flowchart, graph).SelectMany(cycle => cycle).ToHashSet();
        foreach (var choice in flowchart.Children.Where(child => graph.Reachable[child.Position] && !looping.Contains(child.Position) && GivesOneAnswer(child)))
        {
            var ports = graph.Outbound[choice.Position].Select(index => graph.Connections[index].Port).Distinct(StringComparer.Ordinal).ToList();
            if (ports.Count < 2)
            {
                continue;
            }

            // Only by one of these ports is each of the branches that arrive reached at all.
            var without = ports.ConvertAll(port => graph.ReachableWithout(choice.Position, port));
            foreach (var join in joins.Where(join => graph.Inbound[join.Position].Select(Needed).Where(port => port >= 0).Distinct().Count() > 1).ToList())
            {
                compiler.Warn(join, ProblemCodes.ImpossibleJoin, choice.DisplayName);
                joins.Remove(join);
            }

            int Needed(int arrival)
            {
                var (source, port, _, _) = graph.Connections[arrival];
                return source == choice.Position ? ports.IndexOf(port) : without.FindIndex(reached => !reached[source]);
            }
        }
    }

    /// <summary>Whether it is left by one port at a time. Activities of the host ask somebody, or the domain, for one of their answers.</summary>
    private static bool GivesOneAnswer(ActivityNode node) => node.TypeName == "Elsa.FlowDecision" || Asks(node)
        || (node.TypeName == "Elsa.FlowSwitch" && Array.Find(node.Inputs, input => input.Name == "Mode") is { Expression: ConstantExpression { Value: "MatchFirst" } });

    /// <summary>Whether somebody is asked for one of several answers.</summary>
    private static bool Asks(ActivityNode node) => node.Type is { Metadata.IsControlFlow: false } && Ports(node) is { Count: > 1 };

    /// <summary>The ports by which an activity may be left; null when its definition does not tell.</summary>
    private static IReadOnlyList<string>? Ports(ActivityNode node) => node.Type is null || node.TypeName is "Elsa.FlowSwitch" or "Elsa.FlowSendHttpRequest" or "Elsa.RunJavaScript"
        ? null
        : node.TypeName == "Elsa.FlowDecision" && Array.Find(node.Inputs, input => input.Name == "Condition") is { Expression: ConstantExpression { Value: bool always } } ? [always ? "True" : "False"]
        : FlowPorts.Drawn(node) ?? node.Type.Outcomes;

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
}
