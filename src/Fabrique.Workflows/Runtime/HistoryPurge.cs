using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>Deletes what retention no longer keeps, in transactions of bounded size. Several hosts may do it at once: each takes rows that nobody else holds.</summary>
internal sealed class HistoryPurge(IWorkflowDatabase database, RetentionOptions retention)
{
    public async Task<int> RunAsync(DateTime now, int batchSize, CancellationToken cancellationToken)
    {
        var deleted = 0;
        foreach (var (subStatus, age) in ((WorkflowSubStatus SubStatus, TimeSpan? Age)[])
            [
                (WorkflowSubStatus.Finished, retention.Finished),
                (WorkflowSubStatus.Cancelled, retention.Cancelled),
                (WorkflowSubStatus.Faulted, retention.Faulted),
            ])
        {
            if (age is { } kept)
            {
                deleted += await RepeatAsync(sql => DeleteInstancesAsync(sql, subStatus, now - kept, batchSize, cancellationToken), batchSize, cancellationToken);
            }
        }

        if (retention.SetAsideSignals is { } keptSignals)
        {
            await RepeatAsync(sql => SignalTable.PurgeAsync(sql, now - keptSignals, batchSize, cancellationToken), batchSize, cancellationToken);
        }

        return deleted;
    }

    private async Task<int> RepeatAsync(Func<SqlSession, Task<int>> delete, int batchSize, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var step = await database.BeginStepAsync(cancellationToken);
            step.SetUseCase("workflow:retention");
            var deleted = await delete(new SqlSession(step.Connection, step.Transaction, database.Engine));
            await step.CommitAsync(cancellationToken);
            total += deleted;
            if (deleted < batchSize)
            {
                return total;
            }
        }
    }

    private static async Task<int> DeleteInstancesAsync(SqlSession sql, WorkflowSubStatus subStatus, DateTime before, int take, CancellationToken cancellationToken)
    {
        var ids = await InstanceTable.ExpiredAsync(sql, subStatus, before, take, cancellationToken);
        if (ids.Count > 0)
        {
            string[] tables = ["workflow_journal", "workflow_incidents", "workflow_bookmarks"];
            var list = string.Join(", ", ids.Select((_, index) => $"${index + 1}"));
            foreach (var table in tables)
            {
                sql.Add($"DELETE FROM {table} WHERE instance_id IN ({list})", [.. ids]);
            }

            sql.Add($"DELETE FROM workflow_instances WHERE id IN ({list})", [.. ids]);
            await sql.FlushAsync(cancellationToken);
        }

        return ids.Count;
    }
}
