using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>
/// Activities joined by connections, in Elsa's counter mode unless the definition asks for tokens (<see cref="TokenFlow"/>). Counter mode: a node runs when
/// all its forward inbound connections have been visited once more than itself and one of them was followed; when none was, the dead path is carried on
/// to its successors.
/// </summary>
[Activity("Elsa.Flowchart", DisplayName = "Schéma", Category = "Schéma", Description = "Enchaîne des étapes reliées par des flèches.", IsControlFlow = true, IsContainer = true, IsBrowsable = false)]
[Port("Start", DisplayName = "Début", IsBrowsable = false)]
internal sealed class Flowchart : ContainerActivity
{
    internal override object Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        node.Children = compiler.Children(node, json["activities"]);
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var child in node.Children)
        {
            positions.TryAdd(child.LocalId, child.Position);
        }

        string LabelOf(string id) => positions.TryGetValue(id, out var position) ? node.Children[position].DisplayName : id;
        var edges = new List<(int Source, string Port, int Target)>();
        foreach (var connection in compiler.Objects(node, json["connections"]))
        {
            var from = End(connection, "source", "activity");
            var to = End(connection, "target", "activity");
            var port = End(connection, "source", "port") is { Length: > 0 } name ? name : "Done";
            if (!positions.TryGetValue(from, out var start) || !positions.TryGetValue(to, out var end))
            {
                compiler.Report(node, ProblemCodes.DanglingConnection, LabelOf(from), port, LabelOf(to));
                continue;
            }

            if (!FlowPorts.Exists(node.Children[start], port))
            {
                compiler.Report(node.Children[start], ProblemCodes.UnknownOutcome, port);
            }

            edges.Add((start, port, end));
        }

        var merges = compiler.IsTokenBased(node, json) ? Merges(node, json, compiler) : null;
        var graph = FlowGraph.Build(node.Children.Length, edges, [.. node.Children.Select(FlowPorts.JoinModeOf)], Start(node, json, positions, edges), merges);
        Check(node, graph, compiler);
        return graph;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var graph = StartOf(step);
        if (graph.Start < 0)
        {
            context.Complete();
            return ValueTask.CompletedTask;
        }

        step.Execution.Progress = graph.Merges is null ? new FlowProgress(graph) : new TokenProgress(graph);
        step.Schedule(step.Node.Children[graph.Start]);
        return ValueTask.CompletedTask;
    }

    internal override async ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        if (IsTerminal(child))
        {
            context.Complete();
            return;
        }

        var graph = Graph(context);
        if (graph.Merges is not null)
        {
            await TokenFlow.LeaveAsync(context, graph, child.Position, outcomes);
            return;
        }

        await LeaveAsync(context, child.Position, outcomes, isBackward || graph.Joins[child.Position] == JoinMode.WaitAny);
        CompleteWhenIdle(context);
    }

    internal override void WriteProgress(Utf8JsonWriter writer, object progress)
    {
        if (progress is TokenProgress tokens)
        {
            tokens.Write(writer);
        }
        else
        {
            ((FlowProgress)progress).Write(writer);
        }
    }

    internal override object ReadProgress(ActivityNode node, JsonElement json)
    {
        var graph = (FlowGraph)node.Prepared!;
        return graph.Merges is null ? FlowProgress.Read(graph, json) : TokenProgress.Read(graph, json);
    }

    /// <summary>Cancels what runs or is scheduled at the ancestors of a node; none of them will reach it any more.</summary>
    /// <returns>Their positions, and whether each was reached by a connection that closes a loop.</returns>
    internal static async ValueTask<List<(int Node, bool IsBackward)>> CancelAncestorsAsync(StepContext context, HashSet<int> ancestors)
    {
        var cancelled = new List<(int Node, bool IsBackward)>();
        var state = context.Burst.State;
        for (var link = state.Queue.First; link is not null;)
        {
            var next = link.Next;
            if (link.Value.Owner == context.Execution && link.Value.ExecutionId is null && ancestors.Contains(link.Value.Node.Position))
            {
                state.Dequeue(link);
                cancelled.Add((link.Value.Node.Position, link.Value.IsBackward));
            }

            link = next;
        }

        foreach (var open in state.Executions.Values.Where(open => open.Parent == context.Execution && ancestors.Contains(open.Node.Position)).ToList())
        {
            await context.Burst.CancelAsync(open);
            cancelled.Add((open.Node.Position, open.IsBackward));
        }

        return cancelled;
    }

    /// <summary>The activity or port of an end; the first versions of the format wrote the two ends flat: <c>{source, sourcePort, target, targetPort}</c>.</summary>
    private static string End(JsonObject connection, string end, string name) =>
        (connection.Object(end) is { } nested ? nested.Text(name) : connection.Text(name == "port" ? end + "Port" : end)) ?? "";

    private static MergeMode[] Merges(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var merges = new MergeMode[node.Children.Length];
        foreach (var (child, written) in node.Children.Zip((json["activities"] as JsonArray ?? []).OfType<JsonObject>()))
        {
            merges[child.Position] = FlowPorts.MergeModeOf(child, written, compiler);
        }

        return merges;
    }

    internal override object MoveProgress(ActivityNode from, ActivityNode to, object progress, IReadOnlySet<string> open, ICollection<ActivityNode> ready) =>
        FlowMove.Move(from, to, (FlowProgress)progress, open, ready);

    private static FlowGraph Graph(StepContext context) =>
        context.Execution.Progress is TokenProgress tokens ? tokens.Graph : ((FlowProgress)context.Execution.Progress!).Graph;

    /// <summary>The activity that started the instance comes before the drawing's own first node.</summary>
    private static FlowGraph StartOf(StepContext context)
    {
        var graph = (FlowGraph)context.Node.Prepared!;
        var trigger = context.Burst.State.TriggerActivityId;
        return trigger is not null && Array.Find(context.Node.Children, child => child.Id == trigger) is { } child ? graph.From(child.Position) : graph;
    }

    private static int Start(ActivityNode node, JsonObject json, Dictionary<string, int> positions, List<(int Source, string Port, int Target)> edges)
    {
        if ((json.Text("start") ?? json.Object("start")?.Text("id")) is { } named && positions.TryGetValue(named, out var start))
        {
            return start;
        }

        var entered = edges.Select(edge => edge.Target).ToHashSet();
        var first = node.Children.FirstOrDefault(child => child.TypeName == "Elsa.Start")
            ?? node.Children.FirstOrDefault(child => child.CanStartWorkflow)
            ?? node.Children.FirstOrDefault(child => !entered.Contains(child.Position))
            ?? node.Children.FirstOrDefault();
        return first?.Position ?? -1;
    }

    private static bool IsTrigger(ActivityNode child) => child is { CanStartWorkflow: true, Type.Metadata.Kind: ActivityKind.Trigger };

    private static void Check(ActivityNode node, FlowGraph graph, GraphCompiler compiler)
    {
        var triggers = node.Children.Where(IsTrigger).ToList();
        foreach (var child in node.Children.Where(child => !graph.Reachable[child.Position] && !triggers.Exists(trigger => graph.From(trigger.Position).Reachable[child.Position])))
        {
            compiler.Warn(child, ProblemCodes.UnreachableActivity);
        }

        // The check of one loop walks the drawing once; beyond this many loops it is left to the moment when one is taken.
        const int Checked = 200;
        foreach (var connection in graph.Connections.Where(connection => connection.IsBackward).Take(Checked).Where(connection => !graph.IsLoop(connection)))
        {
            compiler.Warn(node.Children[connection.Source], ProblemCodes.EntryIntoLoop, node.Children[connection.Target].DisplayName);
        }
    }

    /// <summary>Registers that a node was left by some ports, and walks the consequences in depth: a dead path is walked to its end before the next connection, without recursion.</summary>
    private static async ValueTask LeaveAsync(StepContext context, int left, IReadOnlyList<string> outcomes, bool isCounted)
    {
        var graph = Graph(context);
        var progress = (FlowProgress)context.Execution.Progress!;
        var leaving = new Stack<Departure>([new Departure(left, outcomes, isCounted)]);
        while (leaving.TryPeek(out var departure))
        {
            if (!departure.IsCounted)
            {
                departure.IsCounted = true;
                progress.Nodes[departure.Node]++;
            }

            if (departure.Next == graph.Outbound[departure.Node].Length)
            {
                leaving.Pop();
                continue;
            }

            var index = graph.Outbound[departure.Node][departure.Next++];
            var connection = graph.Connections[index];
            var isFollowed = departure.Outcomes.Contains(connection.Port, StringComparer.Ordinal);
            progress.Connections[index]++;
            progress.Followed[index] = isFollowed;
            if (!connection.IsBackward)
            {
                await ArriveAsync(context, graph, progress, index, leaving);
            }
            else if (isFollowed)
            {
                if (!graph.IsLoop(connection))
                {
                    throw new PermanentFailureException(new WorkflowMessage(MessageCodes.EnteredMidLoop));
                }

                context.Schedule(context.Node.Children[connection.Target], isBackward: true);
            }
        }
    }

    private static async ValueTask ArriveAsync(StepContext context, FlowGraph graph, FlowProgress progress, int arrival, Stack<Departure> leaving)
    {
        var target = graph.Connections[arrival].Target;
        var inbound = graph.ForwardInbound[target];
        if (graph.Joins[target] == JoinMode.WaitAny && progress.Followed[arrival])
        {
            // Counting the visit before the others are cancelled is what keeps the join from running twice.
            if (progress.Connections[arrival] > progress.Nodes[target])
            {
                progress.Nodes[target] = progress.Connections[arrival];
                context.Schedule(context.Node.Children[target]);
                await AbandonAncestorsAsync(context, graph, target, leaving);
            }

            return;
        }

        var rounds = int.MaxValue;
        var followed = 0;
        foreach (var index in inbound)
        {
            rounds = Math.Min(rounds, progress.Connections[index]);
            followed += progress.Followed[index] ? 1 : 0;
        }

        if (rounds <= progress.Nodes[target])
        {
            return;
        }

        var isRun = graph.Joins[target] == JoinMode.WaitAll ? followed == inbound.Length : followed > 0;
        if (isRun)
        {
            context.Schedule(context.Node.Children[target]);
        }
        else
        {
            leaving.Push(new Departure(target, [], isCounted: false));
        }
    }

    private static async ValueTask AbandonAncestorsAsync(StepContext context, FlowGraph graph, int join, Stack<Departure> leaving)
    {
        // The first one abandoned is left first.
        foreach (var (node, isBackward) in (await CancelAncestorsAsync(context, graph.AncestorsOf(join))).AsEnumerable().Reverse())
        {
            leaving.Push(new Departure(node, [], isBackward));
        }
    }

    /// <summary>A node that is left, and how many of its connections were walked.</summary>
    private sealed class Departure(int node, IReadOnlyList<string> outcomes, bool isCounted)
    {
        public int Node { get; } = node;

        public IReadOnlyList<string> Outcomes { get; } = outcomes;

        public bool IsCounted { get; set; } = isCounted;

        public int Next { get; set; }
    }
}
