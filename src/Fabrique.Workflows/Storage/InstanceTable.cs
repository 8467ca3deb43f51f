using System.Data.Common;
using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Storage;

/// <summary>The row of an instance, before its state is read.</summary>
internal sealed record InstanceRow(InstanceSummary Summary, string? ParentInstanceId, int Revision, DateTime? WakeAt, byte[] State);

/// <summary>An instance that ended long ago.</summary>
internal sealed record ExpiredInstance(string Id, string? CorrelationId, DateTime FinishedAt);

/// <summary>The statements on <c>workflow_instances</c>.</summary>
internal static class InstanceTable
{
    private const string SummaryColumns =
        "id, definition_id, definition_version_id, version, name, correlation_id, status, sub_status, incident_count, created_at, updated_at, finished_at";

    private const string Columns = SummaryColumns + ", parent_instance_id, revision, wake_at, state";

    private const int ColumnCount = 16;

    // Apart, so that PostgreSQL takes the plan of any value for as good as that of this one, and does not make a new one each time.
    private const string LongestWaiting = "SELECT instance_id, number FROM workflow_bookmarks WHERE name = $1 AND key = $2 ORDER BY created_at, instance_id, number LIMIT 1";

    private static readonly string ColumnsWithBookmark = Prefixed("i", Columns) + ", " + Prefixed("b", BookmarkTable.Columns);

    public static async Task<InstanceRow?> FindAsync(SqlSession sql, string id, bool isLocked, CancellationToken cancellationToken)
    {
        var rows = await sql.QueryAsync($"SELECT {Columns} FROM workflow_instances WHERE id = $1{(isLocked ? sql.ForUpdate : "")}", [id], ReadRow, cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>
    /// Locks the instance that waits on a bookmark, and reads both. Who had to wait for the lock reads the instance as it is now but the bookmark as it was:
    /// only the instance's state tells whether it still waits.
    /// </summary>
    public static Task<(InstanceRow Instance, BookmarkRow Bookmark)?> FindWaitingAsync(SqlSession sql, BookmarkAddress address, CancellationToken cancellationToken) =>
        FindWaitingAsync(sql, "b.instance_id = $1 AND b.number = $2", [address.InstanceId, address.Number], cancellationToken);

    /// <summary>The same, for the bookmark of a name and a key that has waited longest.</summary>
    public static Task<(InstanceRow Instance, BookmarkRow Bookmark)?> FindWaitingAsync(SqlSession sql, string name, string key, string? instanceId, CancellationToken cancellationToken) =>
        instanceId is null
            ? FindWaitingAsync(sql, $"(b.instance_id, b.number) = ({LongestWaiting})", [name, key], cancellationToken)
            : FindWaitingAsync(sql, $"b.instance_id = $1 AND {sql.Unindexed("b.name")} = $2 AND {sql.Unindexed("b.key")} = $3 ORDER BY b.created_at, b.number LIMIT 1", [instanceId, name, key], cancellationToken);

    public static async Task<IReadOnlyList<InstanceSummary>> ListAsync(SqlSession sql, InstanceFilter filter, CancellationToken cancellationToken)
    {
        var conditions = new InstanceConditions(filter);
        var direction = filter.IsAscending ? "ASC" : "DESC";
        var order = filter.OrderBy switch
        {
            InstanceOrder.Updated => $"updated_at {direction}",
            InstanceOrder.Finished => $"CASE WHEN finished_at IS NULL THEN 1 ELSE 0 END, finished_at {direction}",
            InstanceOrder.Incidents => $"CASE WHEN incident_count > 0 THEN 0 ELSE 1 END, created_at {direction}",
            InstanceOrder.Name => $"CASE WHEN name IS NULL THEN 1 ELSE 0 END, LOWER(name) {direction}",
            _ => $"created_at {direction}",
        };
        return await sql.QueryAsync(
            $"SELECT {SummaryColumns} FROM workflow_instances{conditions.Where} ORDER BY {order}, id {direction} LIMIT {conditions.Value(filter.Take)} OFFSET {conditions.Value(filter.Skip)}",
            conditions.Values, ReadSummary, cancellationToken);
    }

    public static async Task<int> CountAsync(SqlSession sql, InstanceFilter filter, CancellationToken cancellationToken)
    {
        var conditions = new InstanceConditions(filter);
        return (int)(await sql.QueryAsync($"SELECT COUNT(*) FROM workflow_instances{conditions.Where}", conditions.Values, reader => reader.GetInt64(0), cancellationToken))[0];
    }

    public static Task<List<(string Id, int Revision)>> RevisionsAsync(SqlSession sql, string[] ids, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT id, revision FROM workflow_instances WHERE id IN ({string.Join(", ", ids.Select((_, index) => $"${index + 1}"))})",
        [.. ids], reader => (reader.GetString(0), reader.GetInt32(1)), cancellationToken);

    /// <summary>Counts the instances that are not over, by version.</summary>
    public static Task<List<InstanceCount>> CountUnfinishedAsync(SqlSession sql, string? definitionId, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT definition_id, definition_version_id, version, SUM(CASE WHEN status = {(int)WorkflowStatus.Running} THEN 1 ELSE 0 END), SUM(CASE WHEN incident_count > 0 THEN 1 ELSE 0 END) FROM workflow_instances "
            + $"WHERE (status = {(int)WorkflowStatus.Running} OR incident_count > 0){(definitionId is null ? "" : " AND definition_id = $1")} GROUP BY definition_id, definition_version_id, version ORDER BY definition_id, version DESC",
        definitionId is null ? [] : [definitionId],
        reader => new InstanceCount(reader.GetString(0), reader.GetString(1), reader.GetInt32(2), (int)reader.GetInt64(3), (int)reader.GetInt64(4)),
        cancellationToken);

    public static void Save(SqlSession sql, InstanceState state, byte[] body, DateTime? wakeAt)
    {
        if (state.Revision == 0)
        {
            // No version is no row: when an assumed version is not the published one any more the statement fails, and the step with it.
            var version = state.IsVersionAssumed ? "(SELECT id FROM workflow_definitions WHERE id = $3 AND is_published)" : "$3";
            sql.Add(
                $"INSERT INTO workflow_instances ({Columns}) VALUES ($1, $2, {version}, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT (id) DO NOTHING",
                state.Id, state.Workflow.DefinitionId, state.Workflow.VersionId, state.Workflow.Version, state.Name, state.CorrelationId, (int)state.Status,
                (int)state.SubStatus, state.IncidentCount, state.CreatedAt, state.UpdatedAt, state.FinishedAt, state.ParentInstanceId, 1, wakeAt, body);
        }
        else
        {
            // No revision is no row: a state that is not the one we read makes the statement fail, and the step with it.
            sql.Add(
                "UPDATE workflow_instances SET name = $2, correlation_id = $3, status = $4, sub_status = $5, incident_count = $6, updated_at = $7, finished_at = $8, revision = CASE WHEN revision = $11 THEN revision + 1 END, wake_at = $9, state = $10 WHERE id = $1",
                state.Id, state.Name, state.CorrelationId, (int)state.Status, (int)state.SubStatus, state.IncidentCount, state.UpdatedAt, state.FinishedAt, wakeAt, body, state.Revision);
        }

        state.Revision++;
    }

    /// <summary>Whether instances still need a version: they run, or could go on once an incident is resolved. One that was moved to it may be older than it is.</summary>
    public static async Task<bool> IsUsedAsync(SqlSession sql, string definitionId, string versionId, CancellationToken cancellationToken) => (await sql.QueryAsync(
        $"SELECT id FROM workflow_instances WHERE definition_id = $1 AND definition_version_id = $2 AND (status = {(int)WorkflowStatus.Running} OR incident_count > 0) LIMIT 1",
        [definitionId, versionId], reader => reader.GetString(0), cancellationToken)).Count > 0;

    public static Task<List<string>> OfVersionAsync(SqlSession sql, string definitionId, string versionId, int take, CancellationToken cancellationToken) => sql.QueryAsync(
        "SELECT id FROM workflow_instances WHERE definition_id = $1 AND definition_version_id = $2 LIMIT $3",
        [definitionId, versionId, take], reader => reader.GetString(0), cancellationToken);

    /// <summary>Whether an instance of the definition, of any when null, runs under the correlation id, under any when not restricted.</summary>
    public static async Task<bool> IsRunningAsync(SqlSession sql, string? definitionId, string? correlationId, bool isCorrelated, CancellationToken cancellationToken)
    {
        var text = $"SELECT id FROM workflow_instances WHERE status = {(int)WorkflowStatus.Running}";
        var values = new List<object?>();
        if (definitionId is not null)
        {
            values.Add(definitionId);
            text += $" AND definition_id = ${values.Count}";
        }

        if (isCorrelated && correlationId is null)
        {
            text += " AND correlation_id IS NULL";
        }
        else if (isCorrelated)
        {
            values.Add(correlationId);
            text += $" AND correlation_id = ${values.Count}";
        }

        return (await sql.QueryAsync(text + " LIMIT 1", [.. values], reader => reader.GetString(0), cancellationToken)).Count > 0;
    }

    /// <summary>Whether the parent of a child to be started was cancelled; on PostgreSQL it cannot be until the child's transaction ends.</summary>
    public static async Task<bool> IsCancelledAsync(SqlSession sql, string id, CancellationToken cancellationToken) => (await sql.QueryAsync(
        $"SELECT sub_status FROM workflow_instances WHERE id = $1{sql.ForShare}", [id], reader => (WorkflowSubStatus)reader.GetInt32(0), cancellationToken)) is [WorkflowSubStatus.Cancelled];

    /// <summary>Instances of a definition that are not over and not on a version, by identifier.</summary>
    public static Task<List<InstanceRow>> UnfinishedAsync(SqlSession sql, string definitionId, string exceptVersionId, string? after, int take, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT {Columns} FROM workflow_instances WHERE definition_id = $1 AND definition_version_id <> $2 AND id > $3 AND (status = {(int)WorkflowStatus.Running} OR incident_count > 0) ORDER BY id LIMIT $4",
        [definitionId, exceptVersionId, after ?? "", take], ReadRow, cancellationToken);

    /// <summary>The instances of these identifiers that exist; at most as many at once as a statement takes values.</summary>
    public static Task<List<InstanceRow>> ListAsync(SqlSession sql, IReadOnlyCollection<string> ids, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT {Columns} FROM workflow_instances WHERE id IN ({string.Join(", ", ids.Select((_, index) => $"${index + 1}"))}) ORDER BY id", [.. ids], ReadRow, cancellationToken);

    /// <summary>Puts an instance on another version.</summary>
    public static void Move(SqlSession sql, InstanceState state, byte[] body, DateTime? wakeAt) => sql.Add(
        "UPDATE workflow_instances SET definition_version_id = $2, version = $3, sub_status = $4, updated_at = $5, wake_at = $6, state = $7, revision = revision + 1 WHERE id = $1",
        state.Id, state.Workflow.VersionId, state.Workflow.Version, (int)state.SubStatus, state.UpdatedAt, wakeAt, body);

    public static Task<List<string>> RunningChildrenAsync(SqlSession sql, string parentId, string? after, int take, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT id FROM workflow_instances WHERE parent_instance_id = $1 AND id > $2 AND (status = {(int)WorkflowStatus.Running} OR sub_status = {(int)WorkflowSubStatus.Faulted}) ORDER BY id LIMIT $3",
        [parentId, after ?? "", take], reader => reader.GetString(0), cancellationToken);

    public static Task<List<string>> RunningOfDefinitionAsync(SqlSession sql, string definitionId, string? after, int take, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT id FROM workflow_instances WHERE definition_id = $1 AND id > $2 AND (status = {(int)WorkflowStatus.Running} OR sub_status = {(int)WorkflowSubStatus.Faulted}) ORDER BY id LIMIT $3",
        [definitionId, after ?? "", take], reader => reader.GetString(0), cancellationToken);

    /// <summary>Statements that <see cref="Delete"/> adds; the last one tells whether the instance existed.</summary>
    public const int DeleteStatements = 4;

    /// <summary>Deletes an instance with all that belongs to it.</summary>
    public static void Delete(SqlSession sql, string id)
    {
        sql.Add("DELETE FROM workflow_bookmarks WHERE instance_id = $1", id);
        sql.Add("DELETE FROM workflow_incidents WHERE instance_id = $1", id);
        sql.Add("DELETE FROM workflow_journal WHERE instance_id = $1", id);
        sql.Add("DELETE FROM workflow_instances WHERE id = $1", id);
    }

    public static Task<List<string>> DueAsync(SqlSession sql, DateTime now, int take, CancellationToken cancellationToken) =>
        sql.QueryAsync("SELECT id FROM workflow_instances WHERE wake_at <= $1 ORDER BY wake_at LIMIT $2", [now, take], reader => reader.GetString(0), cancellationToken);

    /// <summary>Takes what an instance has queued away from the sweeper, unless it went on meanwhile. Only one of those who try succeeds.</summary>
    public static async Task<bool> StopAsync(SqlSession sql, string id, DateTime now, CancellationToken cancellationToken) =>
        await sql.ExecuteAsync("UPDATE workflow_instances SET wake_at = NULL WHERE id = $1 AND wake_at <= $2", [id, now], cancellationToken) == 1;

    /// <summary>
    /// Instances that ended before an instant, after those already seen, have no open incident, and were not started by one that still lives. On PostgreSQL they
    /// are locked.
    /// </summary>
    public static Task<List<ExpiredInstance>> ExpiredAsync(SqlSession sql, WorkflowSubStatus subStatus, DateTime before, ExpiredInstance? seen, int take, CancellationToken cancellationToken) => sql.QueryAsync(
        "SELECT id, correlation_id, finished_at FROM workflow_instances AS expired WHERE finished_at < $1 AND status = $2 AND sub_status = $3 AND incident_count = 0 "
        + "AND (finished_at > $5 OR (finished_at = $5 AND id > $6)) "
        + "AND NOT EXISTS (SELECT 1 FROM workflow_instances AS parent WHERE parent.id = expired.parent_instance_id AND parent.status <> $2) "
        + $"ORDER BY finished_at, id LIMIT $4{(sql.ForUpdateSkipLocked.Length == 0 ? "" : " FOR UPDATE OF expired SKIP LOCKED")}",
        [before, (int)WorkflowStatus.Finished, (int)subStatus, take, seen?.FinishedAt ?? DateTime.UnixEpoch, seen?.Id ?? ""],
        reader => new ExpiredInstance(reader.GetString(0), reader.Text(1), reader.Instant(2)),
        cancellationToken);

    private static async Task<(InstanceRow Instance, BookmarkRow Bookmark)?> FindWaitingAsync(SqlSession sql, string where, object?[] values, CancellationToken cancellationToken)
    {
        var rows = await sql.QueryAsync(
            $"SELECT {ColumnsWithBookmark} FROM workflow_bookmarks b JOIN workflow_instances i ON i.id = b.instance_id WHERE {where}{(sql.IsPostgreSql ? " FOR UPDATE OF i" : "")}",
            values,
            reader => (ReadRow(reader), BookmarkTable.Read(reader, ColumnCount)),
            cancellationToken);
        return rows.Count == 0 ? null : rows[0];
    }

    private static string Prefixed(string alias, string columns) => string.Join(", ", columns.Split(", ").Select(column => $"{alias}.{column}"));

    private static InstanceRow ReadRow(DbDataReader reader) =>
        new(ReadSummary(reader), reader.Text(12), reader.GetInt32(13), reader.InstantOrNull(14), (byte[])reader.GetValue(15));

    private static InstanceSummary ReadSummary(DbDataReader reader) => new()
    {
        Id = reader.GetString(0),
        DefinitionId = reader.GetString(1),
        DefinitionVersionId = reader.GetString(2),
        Version = reader.GetInt32(3),
        Name = reader.Text(4),
        CorrelationId = reader.Text(5),
        Status = (WorkflowStatus)reader.GetInt32(6),
        SubStatus = (WorkflowSubStatus)reader.GetInt32(7),
        IncidentCount = reader.GetInt32(8),
        CreatedAt = reader.Instant(9),
        UpdatedAt = reader.Instant(10),
        FinishedAt = reader.InstantOrNull(11),
    };
}
