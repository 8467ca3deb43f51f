using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>
/// Deletes what retention no longer keeps, in transactions of bounded size. Several hosts may do it at once: each takes rows that nobody else holds. What is about
/// something that the host has not settled stays.
/// </summary>
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
                deleted += await DeleteAsync(subStatus, now - kept, batchSize, cancellationToken);
            }
        }

        return deleted;
    }

    private async Task<int> DeleteAsync(WorkflowSubStatus subStatus, DateTime before, int batchSize, CancellationToken cancellationToken)
    {
        var total = 0;
        ExpiredInstance? seen = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var step = await database.BeginStepAsync(cancellationToken);
            step.SetUseCase("workflow:retention");
            var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
            var expired = await InstanceTable.ExpiredAsync(sql, subStatus, before, seen, batchSize, cancellationToken);
            var ids = await FindSettledAsync(expired, step.Services, cancellationToken);
            await DeleteAsync(sql, ids, cancellationToken);
            await step.CommitAsync(cancellationToken);
            total += ids.Count;
            if (expired.Count < batchSize)
            {
                return total;
            }

            seen = expired[^1];
        }
    }

    private async Task<List<string>> FindSettledAsync(List<ExpiredInstance> expired, IServiceProvider services, CancellationToken cancellationToken)
    {
        string[] about = [.. expired.Select(instance => instance.CorrelationId).OfType<string>().Distinct(StringComparer.Ordinal)];
        IReadOnlySet<string>? unsettled = retention.FindUnsettled is { } find && about.Length > 0 ? await find(services, about, cancellationToken) : null;
        return [.. expired.Where(instance => instance.CorrelationId is null || unsettled?.Contains(instance.CorrelationId) != true).Select(instance => instance.Id)];
    }

    private static async Task DeleteAsync(SqlSession sql, List<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return;
        }

        string[] tables = ["workflow_journal", "workflow_incidents", "workflow_bookmarks"];
        var list = string.Join(", ", ids.Select((_, index) => $"${index + 1}"));
        foreach (var table in tables)
        {
            sql.Add($"DELETE FROM {table} WHERE instance_id IN ({list})", [.. ids]);
        }

        sql.Add($"DELETE FROM workflow_instances WHERE id IN ({list})", [.. ids]);
        await sql.FlushAsync(cancellationToken);
    }
}
