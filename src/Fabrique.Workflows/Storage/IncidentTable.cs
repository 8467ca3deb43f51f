using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Storage;

/// <summary>The statements on <c>workflow_incidents</c>.</summary>
internal static class IncidentTable
{
    public static void Add(SqlSession sql, string instanceId, IncidentRow row) => sql.Add(
        "INSERT INTO workflow_incidents (id, instance_id, activity_id, activity_type, message, exception_type, at, work_item, attempts) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        row.Id, instanceId, row.ActivityId, row.ActivityType, row.Message, row.ExceptionType, row.At, row.WorkItem, row.Attempts);

    public static async Task<string?> ResolveAsync(SqlSession sql, string instanceId, string incidentId, DateTime now, CancellationToken cancellationToken)
    {
        var items = await sql.QueryAsync(
            "UPDATE workflow_incidents SET resolved_at = $3 WHERE id = $1 AND instance_id = $2 AND resolved_at IS NULL RETURNING work_item",
            [incidentId, instanceId, now], reader => reader.GetString(0), cancellationToken);
        return items.Count == 0 ? null : items[0];
    }

    /// <summary>The open incidents of an instance, oldest first, with what each stopped.</summary>
    public static Task<List<(string Id, string WorkItem)>> WorkItemsAsync(SqlSession sql, string instanceId, CancellationToken cancellationToken) => sql.QueryAsync(
        "SELECT id, work_item FROM workflow_incidents WHERE instance_id = $1 AND resolved_at IS NULL ORDER BY at, id", [instanceId], reader => (reader.GetString(0), reader.GetString(1)), cancellationToken);

    /// <summary>Closes what can no longer be retried.</summary>
    public static void ResolveAll(SqlSession sql, string instanceId, DateTime now) =>
        sql.Add("UPDATE workflow_incidents SET resolved_at = $2 WHERE instance_id = $1 AND resolved_at IS NULL", instanceId, now);

    public static Task<List<IncidentRecord>> OpenAsync(SqlSession sql, string instanceId, CancellationToken cancellationToken) => sql.QueryAsync(
        "SELECT id, activity_id, activity_type, message, exception_type, at FROM workflow_incidents WHERE instance_id = $1 AND resolved_at IS NULL ORDER BY at, id",
        [instanceId],
        reader => new IncidentRecord(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.Text(4), reader.Instant(5)),
        cancellationToken);
}
