using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Execution;

/// <summary>Moves instances to another version of their definition, each in a transaction of its own.</summary>
internal sealed class InstanceMigrator(IWorkflowDatabase database, CompiledWorkflows workflows, TimeProvider clock)
{
    private const int BatchSize = 200;

    public async Task<MigrationPlan> PlanAsync(MigrationRequest request, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, database.Engine);
        var target = await DefinitionTable.FindAsync(sql, request.TargetVersionId, cancellationToken)
            ?? throw new WorkflowNotFoundException($"No version {request.TargetVersionId} of any definition.");
        var instances = new List<InstanceMigration>();
        await foreach (var row in InstancesAsync(request, target, sql, cancellationToken))
        {
            var (move, refusal) = await TryAsync(row, target, request.IncludeIncidents, request.Answers, sql, cancellationToken);
            instances.Add(Report(row, refusal is null ? move!.Reasons : [refusal], refusal is null ? move!.Notes : []));
        }

        return new MigrationPlan(target.Id, target.Version, request.IncludeIncidents, instances) { Answers = request.Answers };
    }

    /// <returns>What became of the instance, and whether it has something to do at once.</returns>
    public async Task<(InstanceMigration Result, bool IsDue)> MoveAsync(string instanceId, MigrationPlan plan, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        var target = await DefinitionTable.FindAsync(sql, plan.TargetVersionId, cancellationToken)
            ?? throw new WorkflowNotFoundException($"No version {plan.TargetVersionId} of any definition.");
        if (await InstanceTable.FindAsync(sql, instanceId, isLocked: true, cancellationToken) is not { } row)
        {
            return (new InstanceMigration(instanceId, 0, [new WorkflowMessage(MessageCodes.MoveOfGone)], []), false);
        }

        var (move, refusal) = await TryAsync(row, target, plan.IncludesIncidents, plan.Answers, sql, cancellationToken);
        if (move?.Moved is not { } moved)
        {
            return (Report(row, refusal is null ? move!.Reasons : [refusal], []), false);
        }

        step.SetUseCase("workflow:migrate");
        var now = Instants.Now(clock);
        var isDue = moved.NextDue(now) is not null && moved.Status == WorkflowStatus.Running;
        var root = moved.Executions.Values.FirstOrDefault();
        JournalTable.Add(sql, moved.Id, moved.LastSequence + 1, [new JournalLine("Migrated", root?.Node.Id ?? "", root?.Id ?? 0, now, $"{row.Summary.Version} → {target.Version}", null)]);
        moved.LastSequence++;
        moved.UpdatedAt = now;
        InstanceTable.Move(sql, moved, moved.Serialize(), isDue ? now : row.WakeAt);
        await sql.FlushAsync(cancellationToken);
        await step.CommitAsync(cancellationToken);
        return (Report(row, [], move.Notes), isDue);
    }

    private static InstanceMigration Report(InstanceRow row, IReadOnlyList<WorkflowMessage> reasons, IReadOnlyList<WorkflowMessage> notes) =>
        new(row.Summary.Id, row.Summary.Version, reasons, notes) { Name = row.Summary.Name, CorrelationId = row.Summary.CorrelationId };

    private async Task<(InstanceMove? Move, WorkflowMessage? Refusal)> TryAsync(
        InstanceRow row, WorkflowVersion target, bool includeIncidents, IReadOnlyDictionary<(string ActivityId, string Answer), string> answers, SqlSession sql, CancellationToken cancellationToken)
    {
        if (target.PublishedAt is null)
        {
            return (null, new WorkflowMessage(MessageCodes.MoveToDraft));
        }

        try
        {
            var state = StepRunner.Load(row, await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken));
            return (InstanceMove.Prepare(state, await workflows.OfVersionAsync(sql, target.Id, cancellationToken), includeIncidents, answers), null);
        }
        catch (PermanentFailureException exception)
        {
            return (null, new WorkflowMessage(MessageCodes.MoveOfUnreadable, WorkflowMessage.Of(exception)));
        }
    }

    private static async IAsyncEnumerable<InstanceRow> InstancesAsync(
        MigrationRequest request, WorkflowVersion target, SqlSession sql, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (request.InstanceIds is { } ids)
        {
            foreach (var asked in ids.Distinct(StringComparer.Ordinal).Chunk(BatchSize))
            {
                var rows = (await InstanceTable.ListAsync(sql, asked, cancellationToken)).ToDictionary(row => row.Summary.Id, StringComparer.Ordinal);
                foreach (var id in asked.Where(rows.ContainsKey))
                {
                    yield return rows[id];
                }
            }

            yield break;
        }

        string? last = null;
        while (await InstanceTable.UnfinishedAsync(sql, target.DefinitionId, target.Id, last, BatchSize, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var row in page)
            {
                yield return row;
            }

            last = page[^1].Summary.Id;
        }
    }
}
