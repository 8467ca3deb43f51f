using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>
/// Activities joined by connections, in Elsa's counter mode: a node runs when all its forward inbound connections have been visited once more than
/// itself and one of them was followed; when none was, the dead path is carried on to its successors.
/// </summary>
[Activity("Elsa.Flowchart", DisplayName = "Flowchart", Category = "Flow", Description = "Enchaîne des activités reliées par des flèches.", IsControlFlow = true)]
internal sealed class Flowchart : ContainerActivity
{
    internal override object Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        node.Children = compiler.Children(node, json["activities"]);
        var positions = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var child in node.Children)
        {
            positions.TryAdd(child.Id, child.Position);
        }

        var edges = new List<(int Source, string Port, int Target)>();
        foreach (var connection in (json["connections"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var source = connection["source"] as JsonObject;
            var target = connection["target"] as JsonObject;
            var from = source?["activity"]?.ToString() ?? "";
            var to = target?["activity"]?.ToString() ?? "";
            var port = source?["port"]?.ToString() is { Length: > 0 } name ? name : "Done";
            if (!positions.TryGetValue(from, out var start) || !positions.TryGetValue(to, out var end))
            {
                compiler.Report(node, $"la flèche de « {from} » ({port}) vers « {to} » ne joint pas deux activités de ce schéma");
                continue;
            }

            if (!FlowPorts.Exists(node.Children[start], port))
            {
                compiler.Report(node.Children[start], $"l’issue « {port} » n’existe pas");
            }

            edges.Add((start, port, end));
        }

        var graph = FlowGraph.Build(node.Children.Length, edges, [.. node.Children.Select(FlowPorts.JoinModeOf)], Start(node, json, positions, edges));
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

        step.Execution.Progress = new FlowProgress(graph);
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

        await LeaveAsync(context, child.Position, outcomes, isBackward || Graph(context).Joins[child.Position] == JoinMode.WaitAny);
        var execution = context.Execution;
        if (execution.OpenChildren == 0 && execution.ScheduledChildren == 0)
        {
            context.Complete();
        }
    }

    internal override void WriteProgress(Utf8JsonWriter writer, object progress) => ((FlowProgress)progress).Write(writer);

    internal override object ReadProgress(ActivityNode node, JsonElement json) => FlowProgress.Read((FlowGraph)node.Prepared!, json);

    internal override object MoveProgress(ActivityNode from, ActivityNode to, object progress, IReadOnlySet<string> open, ICollection<ActivityNode> ready) =>
        FlowMove.Move(from, to, (FlowProgress)progress, open, ready);

    private static FlowGraph Graph(StepContext context) => ((FlowProgress)context.Execution.Progress!).Graph;

    /// <summary>The activity that started the instance comes before the drawing's own first node.</summary>
    private static FlowGraph StartOf(StepContext context)
    {
        var graph = (FlowGraph)context.Node.Prepared!;
        var trigger = context.Burst.State.TriggerActivityId;
        return trigger is not null && Array.Find(context.Node.Children, child => child.Id == trigger) is { } child ? graph.From(child.Position) : graph;
    }

    private static int Start(ActivityNode node, JsonObject json, Dictionary<string, int> positions, List<(int Source, string Port, int Target)> edges)
    {
        if (json["start"] is JsonValue named && positions.TryGetValue(named.ToString(), out var start))
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
            compiler.Report(child, "aucun chemin ne mène à cette activité", ProblemSeverity.Warning);
        }

        foreach (var trigger in triggers.Where(trigger => graph.Connections.Any(connection => connection.Target == trigger.Position)))
        {
            compiler.Report(trigger, "ce déclencheur a des flèches entrantes : à la publication il lancera aussi des instances à cet endroit ; décochez « Déclenche le circuit » si ce n’est pas voulu", ProblemSeverity.Warning);
        }

        // The check of one loop walks the drawing once; beyond this many loops it is left to the moment when one is taken.
        const int Checked = 200;
        foreach (var connection in graph.Connections.Where(connection => connection.IsBackward).Take(Checked).Where(connection => !graph.IsLoop(connection)))
        {
            compiler.Report(node.Children[connection.Source], $"la flèche de retour vers « {node.Children[connection.Target].Id} » entre au milieu d’une boucle", ProblemSeverity.Warning);
        }
    }

    /// <summary>Registers that a node was left by some ports, and walks the consequences without recursion.</summary>
    private static async ValueTask LeaveAsync(StepContext context, int left, IReadOnlyList<string> outcomes, bool isCounted)
    {
        var graph = Graph(context);
        var progress = (FlowProgress)context.Execution.Progress!;
        var leaving = new Queue<(int Node, IReadOnlyList<string> Outcomes, bool IsCounted)>([(left, outcomes, isCounted)]);
        while (leaving.TryDequeue(out var departure))
        {
            if (!departure.IsCounted)
            {
                progress.Nodes[departure.Node]++;
            }

            foreach (var index in graph.Outbound[departure.Node])
            {
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
                        throw new PermanentFailureException("La flèche de retour entre au milieu d’une boucle.");
                    }

                    context.Schedule(context.Node.Children[connection.Target], isBackward: true);
                }
            }
        }
    }

    private static async ValueTask ArriveAsync(StepContext context, FlowGraph graph, FlowProgress progress, int arrival, Queue<(int Node, IReadOnlyList<string> Outcomes, bool IsCounted)> leaving)
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
            leaving.Enqueue((target, [], false));
        }
    }

    private static async ValueTask AbandonAncestorsAsync(StepContext context, FlowGraph graph, int join, Queue<(int Node, IReadOnlyList<string> Outcomes, bool IsCounted)> leaving)
    {
        var ancestors = graph.AncestorsOf(join);
        var state = context.Burst.State;
        for (var link = state.Queue.First; link is not null;)
        {
            var next = link.Next;
            if (link.Value.Owner == context.Execution && link.Value.ExecutionId is null && ancestors.Contains(link.Value.Node.Position))
            {
                state.Dequeue(link);
                leaving.Enqueue((link.Value.Node.Position, [], link.Value.IsBackward));
            }

            link = next;
        }

        foreach (var open in state.Executions.Values.Where(open => open.Parent == context.Execution && ancestors.Contains(open.Node.Position)).ToList())
        {
            await context.Burst.CancelAsync(open);
            leaving.Enqueue((open.Node.Position, [], open.IsBackward));
        }
    }
}
