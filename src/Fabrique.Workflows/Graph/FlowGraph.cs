using System.Collections.Concurrent;

namespace Fabrique.Workflows.Graph;

/// <summary>A connection between two children of a flowchart, by position.</summary>
internal readonly record struct FlowConnection(int Source, string Port, int Target, bool IsBackward);

/// <summary>How a node waits for its inbound connections.</summary>
internal enum JoinMode
{
    WaitAllActive,
    WaitAll,
    WaitAny,
}

/// <summary>How a node of a flowchart in token mode treats the tokens that arrive.</summary>
internal enum MergeMode
{
    /// <summary>Runs unless a direct predecessor is still to run.</summary>
    Stream,

    /// <summary>Waits for a token on every forward connection.</summary>
    Merge,

    /// <summary>Waits for a token on every connection, backward ones too.</summary>
    Converge,

    /// <summary>Runs for every token.</summary>
    Cascade,

    /// <summary>Runs for the first token, and cancels what could bring another.</summary>
    Race,
}

/// <summary>The drawing of a flowchart as arrays. Built in time linear in its size: no path is ever enumerated.</summary>
internal sealed class FlowGraph
{
    private readonly ConcurrentDictionary<int, FlowGraph> _fromElsewhere = [];

    private FlowGraph(FlowConnection[] connections, int[][] outbound, int[][] inbound, int[][] forwardInbound, JoinMode[] joins, int start, bool[] reachable)
    {
        Connections = connections;
        Outbound = outbound;
        Inbound = inbound;
        ForwardInbound = forwardInbound;
        Joins = joins;
        Start = start;
        Reachable = reachable;
    }

    public FlowConnection[] Connections { get; }

    /// <summary>Connections that leave each node.</summary>
    public int[][] Outbound { get; }

    /// <summary>Connections that enter each node from reachable nodes.</summary>
    public int[][] Inbound { get; }

    /// <summary>Connections that enter each node from reachable nodes without closing a cycle.</summary>
    public int[][] ForwardInbound { get; }

    public JoinMode[] Joins { get; }

    /// <summary>How each node treats tokens; null in counter mode.</summary>
    public MergeMode[]? Merges { get; init; }

    /// <summary>Position of the first node, or -1 in an empty flowchart.</summary>
    public int Start { get; }

    public bool[] Reachable { get; }

    /// <summary>Whether it begins at the activity that started the instance rather than at the drawing's own first node.</summary>
    public bool IsFromElsewhere { get; private init; }

    public static FlowGraph Build(
        int nodeCount, IReadOnlyList<(int Source, string Port, int Target)> edges, JoinMode[] joins, int start, MergeMode[]? merges = null, bool isFromElsewhere = false)
    {
        var outbound = Group(nodeCount, edges.Select((edge, index) => (edge.Source, index)));
        var reachable = new bool[nodeCount];
        var backward = new bool[edges.Count];
        if (start >= 0)
        {
            FindBackward(start, edges, outbound, reachable, backward);
        }

        var connections = edges.Select((edge, index) => new FlowConnection(edge.Source, edge.Port, edge.Target, backward[index])).ToArray();
        var inbound = Group(nodeCount, connections
            .Select((connection, index) => (connection, index))
            .Where(pair => reachable[pair.connection.Source])
            .Select(pair => (pair.connection.Target, pair.index)));
        var forwardInbound = inbound.Select(entering => entering.Where(index => !connections[index].IsBackward).ToArray()).ToArray();
        return new FlowGraph(connections, outbound, inbound, forwardInbound, joins, start, reachable) { Merges = merges, IsFromElsewhere = isFromElsewhere };
    }

    /// <summary>The same drawing begun at another node: which connections close a cycle, and which may be waited for, depend on it.</summary>
    public FlowGraph From(int start) => start == Start
        ? this
        : _fromElsewhere.GetOrAdd(start, static (other, graph) => Build(
            graph.Outbound.Length, [.. graph.Connections.Select(connection => (connection.Source, connection.Port, connection.Target))], graph.Joins, other, graph.Merges, isFromElsewhere: true), this);

    /// <summary>Nodes from which the target is reached without a backward connection.</summary>
    public HashSet<int> AncestorsOf(int target)
    {
        var found = new HashSet<int>();
        var stack = new Stack<int>([target]);
        while (stack.TryPop(out var node))
        {
            foreach (var connection in ForwardInbound[node])
            {
                if (found.Add(Connections[connection].Source))
                {
                    stack.Push(Connections[connection].Source);
                }
            }
        }

        found.Remove(target);
        return found;
    }

    /// <summary>Whether every way from the start to the source of a backward connection passes through its target, as a loop's must.</summary>
    public bool IsLoop(FlowConnection backward)
    {
        if (Start == backward.Target)
        {
            return true;
        }

        var seen = new HashSet<int> { Start };
        var stack = new Stack<int>([Start]);
        while (stack.TryPop(out var node))
        {
            if (node == backward.Source)
            {
                return false;
            }

            foreach (var connection in Outbound[node])
            {
                var next = Connections[connection].Target;
                if (next != backward.Target && seen.Add(next))
                {
                    stack.Push(next);
                }
            }
        }

        return true;
    }

    /// <summary>Which nodes are still reached from the start when a node is never left by a port.</summary>
    public bool[] ReachableWithout(int position, string port)
    {
        var reached = new bool[Outbound.Length];
        reached[Start] = true;
        var stack = new Stack<int>([Start]);
        while (stack.TryPop(out var node))
        {
            foreach (var index in Outbound[node])
            {
                var connection = Connections[index];
                if (!reached[connection.Target] && (node != position || connection.Port != port))
                {
                    reached[connection.Target] = true;
                    stack.Push(connection.Target);
                }
            }
        }

        return reached;
    }

    private static void FindBackward(int start, IReadOnlyList<(int Source, string Port, int Target)> edges, int[][] outbound, bool[] reachable, bool[] backward)
    {
        var open = new bool[reachable.Length];
        var stack = new Stack<(int Node, int Next)>([(start, 0)]);
        reachable[start] = true;
        open[start] = true;
        while (stack.TryPop(out var top))
        {
            if (top.Next == outbound[top.Node].Length)
            {
                open[top.Node] = false;
                continue;
            }

            stack.Push((top.Node, top.Next + 1));
            var edge = outbound[top.Node][top.Next];
            var target = edges[edge].Target;
            if (open[target])
            {
                backward[edge] = true;
            }
            else if (!reachable[target])
            {
                reachable[target] = true;
                open[target] = true;
                stack.Push((target, 0));
            }
        }
    }

    private static int[][] Group(int count, IEnumerable<(int Node, int Edge)> pairs)
    {
        var groups = new List<int>?[count];
        foreach (var (node, edge) in pairs)
        {
            (groups[node] ??= []).Add(edge);
        }

        return [.. groups.Select(group => group is null ? Array.Empty<int>() : [.. group])];
    }
}
