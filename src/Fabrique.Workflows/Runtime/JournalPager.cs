using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>Reads parts of the history of one instance, and no more of it than they need.</summary>
internal sealed class JournalPager(InstanceState state, WorkflowOptions options)
{
    public async Task<JournalPage> ReadAsync(SqlSession sql, JournalQuery query, CancellationToken cancellationToken)
    {
        var filter = new LineFilter { Only = Only(query), Except = OfTypes(query.ExcludedTypes), Events = query.EventNames };
        var total = filter.KeepsAll ? state.LastSequence : await JournalLines.CountAsync(sql, state.Id, filter, cancellationToken);
        if (query.Skip >= total || query.Take <= 0)
        {
            return new JournalPage([], total);
        }

        var lines = filter.KeepsAll
            ? await ReadNumberedAsync(sql, query, cancellationToken)
            : await JournalLines.PageAsync(sql, state.Id, filter, query.IsDescending, query.Skip, query.Take, cancellationToken);
        return new JournalPage(new History(state, lines, options).Records(await ParentsAsync(sql, lines, cancellationToken)), total);
    }

    /// <param name="activity">Identifier of an activity, or its path of identifiers from the root.</param>
    public async Task<List<ActivityExecutionRecord>> ExecutionsAsync(SqlSession sql, string activity, CancellationToken cancellationToken)
    {
        var node = state.Workflow.Nodes.GetValueOrDefault(activity) ?? state.Workflow.Nodes.Values.FirstOrDefault(node => node.NodeId == activity);
        var lines = node is { Parent: null }
            ? await JournalTable.ReadAsync(sql, state.Id, cancellationToken)
            : await JournalLines.ReadAsync(sql, state.Id, new LineFilter { Only = node is null ? [activity] : [.. Around(node)] }, cancellationToken);
        return new History(state, lines, options).Executions(node?.Id ?? activity);
    }

    public async Task<ActivityExecutionRecord?> ExecutionAsync(SqlSession sql, string executionId, int number, CancellationToken cancellationToken)
    {
        var activity = state.Executions.TryGetValue(number, out var open)
            ? open.Node.Id
            : (await JournalLines.BeginningsAsync(sql, state.Id, [number], cancellationToken)).FirstOrDefault()?.ActivityId;
        return activity is null ? null : (await ExecutionsAsync(sql, activity, cancellationToken)).Find(execution => execution.Id == executionId);
    }

    private async Task<List<StoredLine>> ReadNumberedAsync(SqlSession sql, JournalQuery query, CancellationToken cancellationToken)
    {
        var take = Math.Min(query.Take, state.LastSequence - query.Skip);
        var first = query.IsDescending ? state.LastSequence - query.Skip - take + 1 : query.Skip + 1;
        var lines = await JournalTable.ReadAsync(sql, state.Id, first, first + take - 1, cancellationToken);
        if (query.IsDescending)
        {
            lines.Reverse();
        }

        return lines;
    }

    /// <summary>The containers of the executions that began before the page.</summary>
    private async Task<Dictionary<int, int?>> ParentsAsync(SqlSession sql, List<StoredLine> lines, CancellationToken cancellationToken)
    {
        var parents = state.Executions.Values.ToDictionary(execution => execution.Id, execution => execution.Parent?.Id);
        foreach (var line in lines.Where(line => line.EventName == "Started"))
        {
            parents[line.ExecutionId] = line.ParentId;
        }

        var others = lines.Select(line => line.ExecutionId).Where(id => id > 0 && !parents.ContainsKey(id)).Distinct().ToList();
        if (others.Count > 0)
        {
            foreach (var line in await JournalLines.BeginningsAsync(sql, state.Id, others, cancellationToken))
            {
                parents[line.ExecutionId] = line.ParentId;
            }
        }

        return parents;
    }

    private List<string>? Only(JournalQuery query)
    {
        if (query.NodeIds is null)
        {
            return query.ActivityIds is null ? null : [.. query.ActivityIds];
        }

        // What the version no longer has is known by its identifier alone.
        var wanted = query.NodeIds.ToHashSet(StringComparer.Ordinal);
        var ids = wanted.Where(id => !state.Workflow.Nodes.ContainsKey(id)).Concat(state.Workflow.Nodes.Values.Where(node => wanted.Contains(node.NodeId)).Select(node => node.Id));
        return query.ActivityIds is null ? [.. ids] : [.. ids.Intersect(query.ActivityIds, StringComparer.Ordinal)];
    }

    private List<string> OfTypes(IReadOnlyCollection<string> types) => types.Count == 0
        ? []
        : [.. state.Workflow.Nodes.Values.Where(node => types.Contains(node.TypeName, StringComparer.Ordinal)).Select(node => node.Id)];

    /// <summary>An activity, those around it, which tell how deep it stands, and those in it, whose failures count for it.</summary>
    private static IEnumerable<string> Around(ActivityNode node)
    {
        for (var above = node.Parent; above is not null; above = above.Parent)
        {
            yield return above.Id;
        }

        foreach (var inside in Inside(node))
        {
            yield return inside.Id;
        }
    }

    private static IEnumerable<ActivityNode> Inside(ActivityNode node) => node.Children.SelectMany(Inside).Prepend(node);
}
