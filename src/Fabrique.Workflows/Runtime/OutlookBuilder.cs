using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows;

/// <summary>Tells what an instance awaits, and what directly follows.</summary>
internal static class OutlookBuilder
{
    public static IReadOnlyList<WaitingActivity> Waiting(CompiledWorkflow workflow, IEnumerable<BookmarkRow> bookmarks) =>
    [
        .. bookmarks
            .GroupBy(bookmark => bookmark.ExecutionId)
            .OrderBy(group => group.Key)
            .Select(group => (Node: workflow.Nodes.GetValueOrDefault(group.First().ActivityId), Since: group.Min(bookmark => bookmark.CreatedAt), DueAt: group.Min(bookmark => bookmark.DueAt)))
            .Where(waiting => waiting.Node is not null)
            .Select(waiting => new WaitingActivity(waiting.Node!.Id, waiting.Node.TypeName, waiting.Node.DisplayName, waiting.Since, waiting.DueAt, Next(waiting.Node))),
    ];

    private static List<NextActivity> Next(ActivityNode node)
    {
        if (node.Parent is not { } parent)
        {
            return [];
        }

        if (parent.Prepared is FlowGraph graph)
        {
            var next = new List<NextActivity>();
            var seen = new HashSet<(string, int)>();
            foreach (var connection in graph.Outbound[node.Position].Select(index => graph.Connections[index]))
            {
                Follow(parent, graph, OutcomeName(node, connection.Port), connection.Target, seen, next);
            }

            return next.Count > 0 || graph.Outbound[node.Position].Length > 0 ? next : Next(parent);
        }

        if (parent.TypeName == "Elsa.Sequence" && node.Position + 1 < parent.Children.Length)
        {
            return [new NextActivity("Done", parent.Children[node.Position + 1].DisplayName)];
        }

        // At the end of a loop's body comes its first activity again, or what follows the loop.
        return parent.Type?.Activity is LoopActivity and not ParallelForEach ? [new NextActivity("Done", First(node).DisplayName), .. Next(parent)] : Next(parent);
    }

    /// <summary>The first activity in which an activity made of others consists.</summary>
    private static ActivityNode First(ActivityNode node)
    {
        while (node.Children.Length > 0 && (node.TypeName == "Elsa.Sequence" || node.Prepared is FlowGraph))
        {
            node = node.Children[node.Prepared is FlowGraph graph ? graph.Start : 0];
        }

        return node;
    }

    private static void Follow(ActivityNode flowchart, FlowGraph graph, string outcome, int position, HashSet<(string, int)> seen, List<NextActivity> next)
    {
        if (!seen.Add((outcome, position)))
        {
            return;
        }

        var node = flowchart.Children[position];
        if (!IsRouting(node.TypeName))
        {
            next.Add(new NextActivity(outcome, node.DisplayName));
            return;
        }

        foreach (var index in graph.Outbound[position])
        {
            Follow(flowchart, graph, outcome, graph.Connections[index].Target, seen, next);
        }
    }

    private static bool IsRouting(string typeName) => typeName is "Elsa.Start" or "Elsa.FlowDecision" or "Elsa.FlowSwitch" or "Elsa.FlowFork" or "Elsa.FlowJoin";

    /// <summary>A port as it is shown to people.</summary>
    public static string OutcomeName(ActivityNode node, string port)
    {
        var attribute = node.Type?.Activity.GetType().GetCustomAttributes(typeof(OutcomesAttribute), inherit: false).OfType<OutcomesAttribute>().FirstOrDefault();
        var index = attribute is null ? -1 : attribute.Names.ToList().IndexOf(port);
        return index >= 0 && index < attribute!.DisplayNames.Length ? attribute.DisplayNames[index] : port;
    }
}
