using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>
/// Carries the progress of a flowchart over to another version of its drawing. What both have keeps its counts. What is new upstream of the present
/// point counts as passed by without being followed, as if it had been there; a join that waited only for what is gone becomes ready.
/// </summary>
internal static class FlowMove
{
    /// <param name="open">Identifiers of the children that are open or scheduled.</param>
    /// <param name="ready">Receives the children to be scheduled.</param>
    public static FlowProgress Move(ActivityNode from, ActivityNode to, FlowProgress progress, IReadOnlySet<string> open, ICollection<ActivityNode> ready)
    {
        var graph = (FlowGraph)to.Prepared!;
        if (progress.Graph.IsFromElsewhere && Array.Find(to.Children, child => child.Id == from.Children[progress.Graph.Start].Id) is { } start)
        {
            graph = graph.From(start.Position);
        }

        var moved = new FlowProgress(graph);
        var known = Copy(from, to, progress, moved);
        var before = from.Children.Select(child => child.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var position in Forward(graph))
        {
            var node = to.Children[position];
            var isNew = !before.Contains(node.Id);
            var isOpen = open.Contains(node.Id);
            if (isNew || !isOpen)
            {
                Arrive(moved, position, node, isNew, known, ready);
            }

            var left = graph.Outbound[position].Where(connection => known[connection]).Select(connection => moved.Connections[connection])
                .DefaultIfEmpty(moved.Nodes[position] - (isOpen && graph.Joins[position] == JoinMode.WaitAny ? 1 : 0)).Max();
            foreach (var connection in graph.Outbound[position].Where(connection => !known[connection]))
            {
                moved.Connections[connection] = left;
            }
        }

        return moved;
    }

    /// <returns>Which connections of the new drawing were in the old one.</returns>
    private static bool[] Copy(ActivityNode from, ActivityNode to, FlowProgress progress, FlowProgress moved)
    {
        var old = progress.Graph;
        var visits = from.Children.ToDictionary(child => child.Id, child => progress.Nodes[child.Position], StringComparer.Ordinal);
        foreach (var child in to.Children)
        {
            moved.Nodes[child.Position] = visits.GetValueOrDefault(child.Id);
        }

        var connections = new Dictionary<(string, string, string), int>();
        for (var index = 0; index < old.Connections.Length; index++)
        {
            connections.TryAdd(Key(from, old.Connections[index]), index);
        }

        var known = new bool[moved.Graph.Connections.Length];
        for (var index = 0; index < known.Length; index++)
        {
            if (connections.TryGetValue(Key(to, moved.Graph.Connections[index]), out var same))
            {
                known[index] = true;
                moved.Connections[index] = progress.Connections[same];
                moved.Followed[index] = progress.Followed[same];
            }
        }

        return known;
    }

    private static (string, string, string) Key(ActivityNode flowchart, FlowConnection connection) =>
        (flowchart.Children[connection.Source].Id, connection.Port, flowchart.Children[connection.Target].Id);

    private static void Arrive(FlowProgress moved, int position, ActivityNode node, bool isNew, bool[] known, ICollection<ActivityNode> ready)
    {
        var graph = moved.Graph;
        var inbound = graph.ForwardInbound[position];
        if (inbound.Length == 0)
        {
            return;
        }

        var rounds = inbound.Min(connection => moved.Connections[connection]);
        if (rounds <= moved.Nodes[position])
        {
            return;
        }

        var followed = inbound.Count(connection => moved.Followed[connection]);
        if (!isNew && (graph.Joins[position] == JoinMode.WaitAll ? followed == inbound.Length : followed > 0))
        {
            moved.Nodes[position] = graph.Joins[position] == JoinMode.WaitAny ? inbound.Max(connection => moved.Connections[connection]) : moved.Nodes[position];
            ready.Add(node);
            return;
        }

        moved.Nodes[position] = rounds;
        foreach (var connection in graph.Outbound[position].Where(connection => known[connection]))
        {
            moved.Connections[connection]++;
            moved.Followed[connection] = false;
        }
    }

    /// <summary>The reachable nodes, each after all those from which a forward connection leads to it.</summary>
    private static IEnumerable<int> Forward(FlowGraph graph)
    {
        var awaited = graph.ForwardInbound.Select(inbound => inbound.Length).ToArray();
        var next = new Queue<int>(Enumerable.Range(0, awaited.Length).Where(position => awaited[position] == 0 && graph.Reachable[position]));
        while (next.TryDequeue(out var position))
        {
            yield return position;
            foreach (var connection in graph.Outbound[position].Select(index => graph.Connections[index]).Where(connection => !connection.IsBackward))
            {
                if (--awaited[connection.Target] == 0)
                {
                    next.Enqueue(connection.Target);
                }
            }
        }
    }
}
