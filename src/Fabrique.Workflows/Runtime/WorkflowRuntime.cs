using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>The runtime behind the seam.</summary>
internal sealed class WorkflowRuntime(IWorkflowDatabase database, CompiledWorkflows workflows, StepRunner steps, SignalProcessor signals, InstanceMigrator migrator, InstanceEditor editor, WorkflowObservers observers, WorkflowOptions options, TimeProvider clock) : IWorkflowRuntime
{
    public async Task<InstanceSummary> StartAsync(StartRequest request, CancellationToken cancellationToken = default)
    {
        var id = request.InstanceId ?? Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
        var started = await RunAsync(new StartSource(id, request), cancellationToken);
        return started ?? await GetAsync(id, cancellationToken);
    }

    public Task<InstanceSummary?> ResumeAsync(ResumeRequest request, CancellationToken cancellationToken = default) =>
        RunAsync(new FindSource(request.BookmarkName, request.BookmarkKey, request.InstanceId, ToElement(request.Input)), cancellationToken);

    public async Task<int> PublishEventAsync(EventRequest request, CancellationToken cancellationToken = default)
    {
        var outcome = await signals.SendAsync(
            new StimulusRequest(Event.BookmarkName, request.EventName) { CorrelationId = request.CorrelationId, InstanceId = request.InstanceId, Payload = request.Payload, Retention = options.EventRetention },
            cancellationToken);
        return outcome.Started.Count + outcome.Resumed.Count;
    }

    public async Task<InstanceSummary> CompleteTaskAsync(string taskId, object? result, CancellationToken cancellationToken = default) =>
        await ResumeAsync(new ResumeRequest(RunTask.BookmarkName, taskId) { Input = result }, cancellationToken)
            ?? throw new WorkflowNotFoundException($"The task {taskId} is unknown or finished.");

    public async Task<InstanceSummary> CancelAsync(string instanceId, CancellationToken cancellationToken = default) =>
        await RunAsync(new CancelSource(instanceId), cancellationToken) ?? await GetAsync(instanceId, cancellationToken);

    public async Task<int> DeleteAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellationToken = default)
    {
        const int AtOnce = 100;
        var deleted = 0;
        foreach (var ids in instanceIds.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            foreach (var id in ids)
            {
                cancellationToken.ThrowIfCancellationRequested();
                await RunAsync(new CancelSource(id), cancellationToken);
            }

            await using var step = await database.BeginStepAsync(cancellationToken);
            var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
            foreach (var id in ids)
            {
                InstanceTable.Delete(sql, id);
            }

            var affected = await sql.FlushAsync(cancellationToken);
            await step.CommitAsync(cancellationToken);
            Array.ForEach(ids, observers.Tell);
            deleted += ids.Select((_, index) => affected[(index * InstanceTable.DeleteStatements) + InstanceTable.DeleteStatements - 1]).Sum();
        }

        return deleted;
    }

    public async Task<InstanceSummary> RetryIncidentAsync(string instanceId, string incidentId, CancellationToken cancellationToken = default) =>
        await RunAsync(new RetrySource(instanceId, incidentId), cancellationToken)
            ?? throw new WorkflowNotFoundException($"The instance {instanceId} has no open incident {incidentId}.");

    public Task<MigrationPlan> PlanMigrationAsync(MigrationRequest request, CancellationToken cancellationToken = default) => migrator.PlanAsync(request, cancellationToken);

    public async Task<IReadOnlyList<InstanceMigration>> MigrateAsync(MigrationPlan plan, CancellationToken cancellationToken = default)
    {
        var results = new List<InstanceMigration>();
        foreach (var instance in plan.Instances.Where(instance => instance.CanMove))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (result, isDue) = await migrator.MoveAsync(instance.InstanceId, plan, cancellationToken);
            results.Add(result);
            observers.Tell(instance.InstanceId);
            if (isDue)
            {
                await RunAsync(new ContinueSource(instance.InstanceId, IsTakeOver: false), cancellationToken);
            }
        }

        return results;
    }

    public async Task<IReadOnlyList<InstanceSummary>> FindInstancesAsync(InstanceFilter filter, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await InstanceTable.ListAsync(Sql(session), filter, cancellationToken);
    }

    public async Task<InstancePage> PageInstancesAsync(InstanceFilter filter, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        var total = await InstanceTable.CountAsync(sql, filter, cancellationToken);
        return new InstancePage(total > filter.Skip ? await InstanceTable.ListAsync(sql, filter, cancellationToken) : [], total);
    }

    public async Task<IReadOnlyDictionary<string, int>> GetRevisionsAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancellationToken = default)
    {
        const int AtOnce = 200;
        var revisions = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var session = await database.BeginReadAsync(cancellationToken);
        foreach (var ids in instanceIds.Distinct(StringComparer.Ordinal).Chunk(AtOnce))
        {
            foreach (var (id, revision) in await InstanceTable.RevisionsAsync(Sql(session), ids, cancellationToken))
            {
                revisions[id] = revision;
            }
        }

        return revisions;
    }

    public async Task<InstanceDetails?> GetDetailsAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        if (await InstanceTable.FindAsync(sql, instanceId, isLocked: false, cancellationToken) is not { } row)
        {
            return null;
        }

        var state = await LoadAsync(sql, row, cancellationToken);
        var bookmarks = await BookmarkTable.OfInstanceAsync(sql, instanceId, cancellationToken);
        return DetailsBuilder.Build(row, state, bookmarks, await IncidentTable.OpenAsync(sql, instanceId, cancellationToken), options);
    }

    public async Task<InstanceData> SetVariablesAsync(string instanceId, IReadOnlyDictionary<string, object?> values, CancellationToken cancellationToken = default)
    {
        var data = await editor.SetVariablesAsync(instanceId, values, cancellationToken);
        observers.Tell(instanceId);
        return data;
    }

    public async Task<IReadOnlyList<InstanceCount>> CountInstancesAsync(string? definitionId = null, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await InstanceTable.CountUnfinishedAsync(Sql(session), definitionId, cancellationToken);
    }

    public async Task<InstanceOutlook?> GetOutlookAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        if (await InstanceTable.FindAsync(sql, instanceId, isLocked: false, cancellationToken) is not { } row)
        {
            return null;
        }

        var workflow = await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken);
        var bookmarks = await BookmarkTable.OfInstanceAsync(sql, instanceId, cancellationToken);
        var incidents = row.Summary.IncidentCount == 0 ? [] : await IncidentTable.OpenAsync(sql, instanceId, cancellationToken);
        return new InstanceOutlook(row.Summary, OutlookBuilder.Waiting(workflow, bookmarks), incidents) { DefinitionName = workflow.Name };
    }

    public async Task<IReadOnlyList<JournalRecord>> GetJournalAsync(string instanceId, CancellationToken cancellationToken = default) =>
        (await ReadHistoryAsync(instanceId, cancellationToken))?.Records() ?? [];

    public async Task<JournalPage> PageJournalAsync(JournalQuery query, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        return await InstanceTable.FindAsync(sql, query.InstanceId, isLocked: false, cancellationToken) is { } row
            ? await new JournalPager(await LoadAsync(sql, row, cancellationToken), options).ReadAsync(sql, query, cancellationToken)
            : new JournalPage([], 0);
    }

    public async Task<IReadOnlyList<ActivityExecutionRecord>> GetExecutionsAsync(string instanceId, string? activityId = null, CancellationToken cancellationToken = default)
    {
        if (activityId is null)
        {
            return (await ReadHistoryAsync(instanceId, cancellationToken))?.Executions(null) ?? [];
        }

        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        return await InstanceTable.FindAsync(sql, instanceId, isLocked: false, cancellationToken) is { } row
            ? await new JournalPager(await LoadAsync(sql, row, cancellationToken), options).ExecutionsAsync(sql, activityId, cancellationToken)
            : [];
    }

    public async Task<ActivityExecutionRecord?> FindExecutionAsync(string executionId, CancellationToken cancellationToken = default)
    {
        var end = executionId.LastIndexOf(':');
        if (end < 0 || !int.TryParse(executionId.AsSpan(end + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        return await InstanceTable.FindAsync(sql, executionId[..end], isLocked: false, cancellationToken) is { } row
            ? await new JournalPager(await LoadAsync(sql, row, cancellationToken), options).ExecutionAsync(sql, executionId, number, cancellationToken)
            : null;
    }

    public async Task<IReadOnlyList<ActivityStats>> GetActivityStatsAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        return await InstanceTable.FindAsync(sql, instanceId, isLocked: false, cancellationToken) is { } row
            ? await new JournalPager(await LoadAsync(sql, row, cancellationToken), options).StatsAsync(sql, cancellationToken)
            : [];
    }

    public async Task<InstanceData?> GetDataAsync(string instanceId, CancellationToken cancellationToken = default)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        return await InstanceTable.FindAsync(sql, instanceId, isLocked: false, cancellationToken) is { } row
            ? (await LoadAsync(sql, row, cancellationToken)).ToData()
            : null;
    }

    private static JsonElement? ToElement(object? value) => Expressions.ValueConverter.ToElement(value);

    private async Task<History?> ReadHistoryAsync(string instanceId, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = Sql(session);
        if (await InstanceTable.FindAsync(sql, instanceId, isLocked: false, cancellationToken) is not { } row)
        {
            return null;
        }

        return new History(await LoadAsync(sql, row, cancellationToken), await JournalTable.ReadAsync(sql, instanceId, cancellationToken), options);
    }

    private async Task<InstanceState> LoadAsync(SqlSession sql, InstanceRow row, CancellationToken cancellationToken) =>
        StepRunner.Load(row, await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken));

    private SqlSession Sql(IReadSession session) => new(session.Connection, null, database.Engine);

    private async Task<InstanceSummary?> RunAsync(StepSource source, CancellationToken cancellationToken)
    {
        var outcome = await steps.RunAsync(source, cancellationToken);
        if (outcome.Signals.Count == 0)
        {
            return outcome.Instance;
        }

        await signals.DrainAsync(outcome.Signals, cancellationToken);
        return outcome.Instance is { } instance ? await GetAsync(instance.Id, cancellationToken) : null;
    }

    private async Task<InstanceSummary> GetAsync(string instanceId, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var row = await InstanceTable.FindAsync(Sql(session), instanceId, isLocked: false, cancellationToken);
        return row?.Summary ?? throw new WorkflowNotFoundException($"The instance {instanceId} is unknown.");
    }
}
