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

    public async Task<List<ActivityStats>> StatsAsync(SqlSession sql, CancellationToken cancellationToken)
    {
        var counted = (await JournalLines.TallyAsync(sql, state.Id, cancellationToken)).ToDictionary(counts => counts.ActivityId, StringComparer.Ordinal);
        var open = state.Executions.Values.ToLookup(execution => execution.Node.Id, StringComparer.Ordinal);
        var faults = Faults(counted.Values);
        return
        [
            .. counted.Keys.Union(open.Select(group => group.Key), StringComparer.Ordinal)
                .OrderBy(id => counted.TryGetValue(id, out var counts) ? counts.First : open[id].First().Id)
                .Union(state.Unwritten.Keys, StringComparer.Ordinal)
                .Select(id => new ActivityStats(id, state.Workflow.Nodes.GetValueOrDefault(id)?.NodeId ?? id)
                {
                    DisplayName = state.Workflow.Nodes.GetValueOrDefault(id)?.DisplayName ?? id,
                    StartedCount = (counted.GetValueOrDefault(id)?.Started ?? 0) + state.Unwritten.GetValueOrDefault(id).Started,
                    CompletedCount = (counted.GetValueOrDefault(id)?.Completed ?? 0) + state.Unwritten.GetValueOrDefault(id).Completed,
                    UncompletedCount = open[id].Count(),
                    IsBlocked = open[id].Any(execution => execution.Bookmarks.Count > 0),
                    IsFaulted = open[id].Any(execution => execution.IsFaulted),
                    AggregateFaultCount = faults.GetValueOrDefault(id),
                }),
        ];
    }

    /// <summary>Failures of each activity and of those in it. What the version no longer has stands in its root.</summary>
    private Dictionary<string, int> Faults(IEnumerable<LineCounts> counted)
    {
        var faults = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var counts in counted.Where(counts => counts.Faults > 0))
        {
            faults[counts.ActivityId] = faults.GetValueOrDefault(counts.ActivityId) + counts.Faults;
            var node = state.Workflow.Nodes.GetValueOrDefault(counts.ActivityId);
            for (var around = node is null ? state.Workflow.Root : node.Parent; around is not null; around = around.Parent)
            {
                faults[around.Id] = faults.GetValueOrDefault(around.Id) + counts.Faults;
            }
        }

        return faults;
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
