using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>
/// A flowchart in Elsa's token mode: a completed activity consumes the tokens that brought it there and sends one along every connection that it is left by;
/// the merge mode of each target says when it runs. A race needs no mark on its other connections: all that could still arrive by them is cancelled.
/// </summary>
internal static class TokenFlow
{
    public static async ValueTask LeaveAsync(StepContext context, FlowGraph graph, int left, IReadOnlyList<string> outcomes)
    {
        var tokens = ((TokenProgress)context.Execution.Progress!).Tokens;
        tokens.RemoveAll(token => graph.Connections[token].Target == left);
        var targets = new List<(int Target, int Count)>();
        foreach (var index in graph.Outbound[left])
        {
            var connection = graph.Connections[index];
            if (!outcomes.Contains(connection.Port, StringComparer.Ordinal))
            {
                continue;
            }

            tokens.Add(index);
            var known = targets.FindIndex(target => target.Target == connection.Target);
            if (known < 0)
            {
                targets.Add((connection.Target, 1));
            }
            else
            {
                targets[known] = (connection.Target, targets[known].Count + 1);
            }
        }

        foreach (var (target, count) in targets.Where(target => graph.Merges![target.Target] != MergeMode.Race))
        {
            Arrive(context, graph, tokens, target, count);
        }

        // A race comes last: it also cancels what the same departure has just scheduled among its ancestors.
        foreach (var (target, _) in targets.Where(target => graph.Merges![target.Target] == MergeMode.Race))
        {
            await RaceAsync(context, graph, tokens, target);
        }

        ReleaseHeld(context, graph, tokens);
        if (context.Execution is { OpenChildren: 0, ScheduledChildren: 0 } && tokens.Count == 0)
        {
            context.Complete();
        }
    }

    private static void Arrive(StepContext context, FlowGraph graph, List<int> tokens, int target, int count)
    {
        switch (graph.Merges![target])
        {
            case MergeMode.Merge or MergeMode.Converge:
                var inbound = graph.Merges[target] == MergeMode.Merge ? graph.ForwardInbound[target] : graph.Inbound[target];
                if (inbound.Length <= 1 || inbound.All(tokens.Contains))
                {
                    Schedule(context, target);
                }

                break;
            case MergeMode.Cascade:
                for (var token = 0; token < count; token++)
                {
                    Schedule(context, target);
                }

                break;
            default:
                if (!IsHeld(graph, tokens, target))
                {
                    Schedule(context, target);
                }

                break;
        }
    }

    private static async ValueTask RaceAsync(StepContext context, FlowGraph graph, List<int> tokens, int target)
    {
        Schedule(context, target);
        var ancestors = graph.AncestorsOf(target);
        await Flowchart.CancelAncestorsAsync(context, ancestors);
        tokens.RemoveAll(token => ancestors.Contains(graph.Connections[token].Target));
    }

    /// <summary>Whether a direct predecessor is still to run.</summary>
    private static bool IsHeld(FlowGraph graph, List<int> tokens, int target)
    {
        foreach (var index in graph.ForwardInbound[target])
        {
            var source = graph.Connections[index].Source;
            if (tokens.Exists(token => graph.Connections[token].Target == source))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Schedules the activities that a predecessor held back and that it did not go on to itself: nobody else would.</summary>
    private static void ReleaseHeld(StepContext context, FlowGraph graph, List<int> tokens)
    {
        foreach (var target in tokens.Select(token => graph.Connections[token].Target).Distinct().ToList())
        {
            if (graph.Merges![target] == MergeMode.Stream && !IsHeld(graph, tokens, target) && !IsUnderWay(context, target))
            {
                Schedule(context, target);
            }
        }
    }

    private static bool IsUnderWay(StepContext context, int position)
    {
        var state = context.Burst.State;
        return state.Executions.Values.Any(open => open.Parent == context.Execution && open.Node.Position == position)
            || state.Queue.Any(item => item.Owner == context.Execution && item.ExecutionId is null && item.Node.Position == position);
    }

    private static void Schedule(StepContext context, int position) => context.Schedule(context.Node.Children[position]);
}
