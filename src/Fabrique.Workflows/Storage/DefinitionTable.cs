using System.Data.Common;

namespace Fabrique.Workflows.Storage;

/// <summary>A version without its text.</summary>
internal sealed record VersionHead(string Id, int Version, string Hash, bool IsShipped, bool IsLatest, bool IsPublished, DateTime CreatedAt, DateTime? PublishedAt);

/// <summary>The statements on <c>workflow_definitions</c>.</summary>
internal static class DefinitionTable
{
    private const string Columns = "id, definition_id, version, name, json, is_shipped, is_latest, is_published, created_at, published_at";

    /// <summary>Reads and locks the versions of a definition, oldest first.</summary>
    public static Task<List<VersionHead>> LockAsync(SqlSession sql, string definitionId, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT id, version, content_hash, is_shipped, is_latest, is_published, created_at, published_at FROM workflow_definitions WHERE definition_id = $1 ORDER BY version{sql.ForUpdate}",
        [definitionId],
        reader => new VersionHead(reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetBoolean(3), reader.GetBoolean(4), reader.GetBoolean(5), reader.Instant(6), reader.InstantOrNull(7)),
        cancellationToken);

    public static Task<List<WorkflowVersionSummary>> SummariseAsync(SqlSession sql, string? definitionId, CancellationToken cancellationToken) => sql.QueryAsync(
        "SELECT id, definition_id, version, name, content_hash, is_shipped, is_latest, is_published, created_at, published_at FROM workflow_definitions"
            + $"{(definitionId is null ? "" : " WHERE definition_id = $1")} ORDER BY definition_id, version DESC",
        definitionId is null ? [] : [definitionId],
        reader => new WorkflowVersionSummary(
            reader.GetString(0), reader.GetString(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), reader.GetBoolean(5), reader.GetBoolean(6), reader.GetBoolean(7), reader.Instant(8), reader.InstantOrNull(9)),
        cancellationToken);

    public static async Task<string?> PublishedIdAsync(SqlSession sql, string definitionId, CancellationToken cancellationToken)
    {
        var ids = await sql.QueryAsync("SELECT id FROM workflow_definitions WHERE definition_id = $1 AND is_published = $2", [definitionId, true], reader => reader.GetString(0), cancellationToken);
        return ids.Count == 0 ? null : ids[0];
    }

    public static async Task<WorkflowVersion?> FindAsync(SqlSession sql, string id, CancellationToken cancellationToken)
    {
        var found = await SelectAsync(sql, "WHERE id = $1", [id], cancellationToken);
        return found.Count == 0 ? null : found[0];
    }

    /// <param name="tail">What follows the table's name, assembled from constants.</param>
    public static Task<List<WorkflowVersion>> SelectAsync(SqlSession sql, string tail, object?[] values, CancellationToken cancellationToken) =>
        sql.QueryAsync($"SELECT {Columns} FROM workflow_definitions {tail}", values, Read, cancellationToken);

    /// <summary>Adds a version. Two that add the same number, or the same identifier, at once leave it to the first.</summary>
    public static async Task<bool> InsertAsync(SqlSession sql, WorkflowVersion version, string hash, CancellationToken cancellationToken) => await sql.ExecuteAsync(
        $"INSERT INTO workflow_definitions ({Columns}, content_hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING",
        [version.Id, version.DefinitionId, version.Version, version.Name, version.Json, version.IsShipped, version.IsLatest, version.IsPublished, version.CreatedAt, version.PublishedAt, hash],
        cancellationToken) == 1;

    /// <summary>Rewrites a draft.</summary>
    public static Task<int> RewriteAsync(SqlSession sql, string id, string name, string json, string hash, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("UPDATE workflow_definitions SET name = $2, json = $3, content_hash = $4 WHERE id = $1", [id, name, json, hash], cancellationToken);

    public static Task<int> RetractAsync(SqlSession sql, string definitionId, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("UPDATE workflow_definitions SET is_published = $2 WHERE definition_id = $1 AND is_published = $3", [definitionId, false, true], cancellationToken);

    public static Task<int> PublishAsync(SqlSession sql, string id, DateTime now, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("UPDATE workflow_definitions SET is_published = $2, published_at = $3 WHERE id = $1", [id, true, now], cancellationToken);

    public static Task<int> SupersedeAsync(SqlSession sql, string definitionId, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("UPDATE workflow_definitions SET is_latest = $2 WHERE definition_id = $1 AND is_latest = $3", [definitionId, false, true], cancellationToken);

    public static Task<int> DeleteAsync(SqlSession sql, string id, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("DELETE FROM workflow_definitions WHERE id = $1", [id], cancellationToken);

    public static Task<int> MakeLatestAsync(SqlSession sql, string id, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("UPDATE workflow_definitions SET is_latest = $2 WHERE id = $1", [id, true], cancellationToken);

    public static async Task<WorkflowPage> PageAsync(SqlSession sql, WorkflowVersionFilter filter, CancellationToken cancellationToken)
    {
        var values = new List<object?>();
        var conditions = new List<string>();
        string Value(object? value)
        {
            values.Add(value);
            return $"${values.Count}";
        }

        void In(string column, IReadOnlyCollection<string>? among)
        {
            if (among is not null)
            {
                conditions.Add(among.Count == 0 ? "1 = 0" : $"{column} IN ({string.Join(", ", among.Select(Value))})");
            }
        }

        In("id", filter.Ids);
        In("definition_id", filter.DefinitionIds);
        if (Condition(filter.Which, Value) is { } which)
        {
            conditions.Add(which);
        }

        if (filter.Version is { } version)
        {
            conditions.Add($"version = {Value(version)}");
        }

        if (filter.Search is { Length: > 0 } search)
        {
            var pattern = Value($"%{search.ToLowerInvariant().Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal)}%");
            conditions.Add($"(LOWER(name) LIKE {pattern} ESCAPE '\\' OR LOWER(definition_id) LIKE {pattern} ESCAPE '\\')");
        }

        var where = conditions.Count == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
        var total = await sql.QueryAsync($"SELECT COUNT(*) FROM workflow_definitions {where}", [.. values], reader => reader.GetInt64(0), cancellationToken);
        var direction = filter.IsDescending ? "DESC" : "ASC";
        var order = filter.OrderBy switch
        {
            WorkflowVersionOrder.Created => $"created_at {direction}",
            WorkflowVersionOrder.Version => $"version {direction}",
            _ => $"LOWER(name) {direction}",
        };
        var items = await SelectAsync(sql, $"{where} ORDER BY {order}, definition_id, version DESC LIMIT {Value(filter.Take)} OFFSET {Value(filter.Skip)}", [.. values], cancellationToken);
        return new WorkflowPage(items, (int)total[0]);
    }

    private static string? Condition(WorkflowVersions which, Func<object?, string> value) => which switch
    {
        WorkflowVersions.Latest => $"is_latest = {value(true)}",
        WorkflowVersions.Published => $"is_published = {value(true)}",
        WorkflowVersions.LatestOrPublished => $"(is_latest = {value(true)} OR is_published = {value(true)})",
        WorkflowVersions.LatestAndPublished => $"is_latest = {value(true)} AND is_published = {value(true)}",
        WorkflowVersions.Draft => $"is_latest = {value(true)} AND is_published = {value(false)}",
        _ => null,
    };

    private static WorkflowVersion Read(DbDataReader reader) => new()
    {
        Id = reader.GetString(0),
        DefinitionId = reader.GetString(1),
        Version = reader.GetInt32(2),
        Name = reader.GetString(3),
        Json = reader.GetString(4),
        IsShipped = reader.GetBoolean(5),
        IsLatest = reader.GetBoolean(6),
        IsPublished = reader.GetBoolean(7),
        CreatedAt = reader.Instant(8),
        PublishedAt = reader.InstantOrNull(9),
    };
}
