using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Storage;

/// <summary>Where a bookmark is.</summary>
internal readonly record struct BookmarkAddress(string InstanceId, int Number);

/// <summary>The statements on <c>workflow_bookmarks</c>.</summary>
internal static class BookmarkTable
{
    public const string Columns = "number, activity_id, execution_id, name, key, correlation_id, due_at, payload, created_at";

    public static void Add(SqlSession sql, string instanceId, BookmarkRow row) => sql.Add(
        $"INSERT INTO workflow_bookmarks (instance_id, {Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        instanceId, row.Number, row.ActivityId, row.ExecutionId, row.Name, row.Key, row.CorrelationId, row.DueAt, row.Payload, row.CreatedAt);

    public static void Remove(SqlSession sql, string instanceId, int number) =>
        sql.Add("DELETE FROM workflow_bookmarks WHERE instance_id = $1 AND number = $2", instanceId, number);

    public static void RemoveAll(SqlSession sql, string instanceId) => sql.Add("DELETE FROM workflow_bookmarks WHERE instance_id = $1", instanceId);

    public static Task<List<BookmarkRow>> OfInstanceAsync(SqlSession sql, string instanceId, CancellationToken cancellationToken) =>
        sql.QueryAsync($"SELECT {Columns} FROM workflow_bookmarks WHERE instance_id = $1 ORDER BY number", [instanceId], Read, cancellationToken);

    public static Task<List<BookmarkAddress>> FindAsync(SqlSession sql, string name, string key, string? instanceId, string? correlationId, CancellationToken cancellationToken)
    {
        // Thousands may wait for one event: an instance is found by its own key.
        string Other(string column) => instanceId is null ? column : sql.Unindexed(column);
        var text = $"SELECT instance_id, number FROM workflow_bookmarks WHERE {Other("name")} = $1 AND {Other("key")} = $2";
        var values = new List<object?> { name, key };
        if (instanceId is not null)
        {
            values.Add(instanceId);
            text += $" AND instance_id = ${values.Count}";
        }

        if (correlationId is not null)
        {
            values.Add(correlationId);
            text += $" AND correlation_id = ${values.Count}";
        }

        return sql.QueryAsync(text + " ORDER BY created_at, instance_id, number", [.. values], ReadAddress, cancellationToken);
    }

    public static Task<List<(string InstanceId, string? Payload)>> FindPayloadsAsync(SqlSession sql, string name, string key, string? instanceId, string? correlationId, int take, CancellationToken cancellationToken)
    {
        var text = "SELECT instance_id, payload FROM workflow_bookmarks WHERE name = $1 AND key = $2";
        var values = new List<object?> { name, key, take };
        if (instanceId is not null)
        {
            values.Add(instanceId);
            text += $" AND instance_id = ${values.Count}";
        }

        if (correlationId is not null)
        {
            values.Add(correlationId);
            text += $" AND correlation_id = ${values.Count}";
        }

        return sql.QueryAsync(text + " ORDER BY created_at, instance_id, number LIMIT $3", [.. values], reader => (reader.GetString(0), reader.Text(1)), cancellationToken);
    }

    public static Task<List<BookmarkAddress>> DueAsync(SqlSession sql, DateTime now, int take, CancellationToken cancellationToken) =>
        sql.QueryAsync("SELECT instance_id, number FROM workflow_bookmarks WHERE due_at <= $1 ORDER BY due_at LIMIT $2", [now, take], ReadAddress, cancellationToken);

    /// <summary>Takes a timer away from the sweeper. Only one of those who try succeeds.</summary>
    public static async Task<bool> StopAsync(SqlSession sql, BookmarkAddress address, CancellationToken cancellationToken) => await sql.ExecuteAsync(
        "UPDATE workflow_bookmarks SET due_at = NULL WHERE instance_id = $1 AND number = $2 AND due_at IS NOT NULL", [address.InstanceId, address.Number], cancellationToken) == 1;

    private static BookmarkAddress ReadAddress(System.Data.Common.DbDataReader reader) => new(reader.GetString(0), reader.GetInt32(1));

    /// <param name="first">Position of the first of <see cref="Columns"/>.</param>
    public static BookmarkRow Read(System.Data.Common.DbDataReader reader, int first) => new(
        reader.GetInt32(first),
        reader.GetString(first + 1),
        reader.GetInt32(first + 2),
        reader.GetString(first + 3),
        reader.GetString(first + 4),
        reader.Text(first + 5),
        reader.InstantOrNull(first + 6),
        reader.Text(first + 7),
        reader.Instant(first + 8));

    private static BookmarkRow Read(System.Data.Common.DbDataReader reader) => Read(reader, 0);
}
