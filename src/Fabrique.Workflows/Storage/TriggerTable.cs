using System.Data.Common;

namespace Fabrique.Workflows.Storage;

/// <summary>A trigger as it is stored.</summary>
internal sealed record TriggerRow(string VersionId, int Number, string DefinitionId, string ActivityId, string Name, string Key, string? Payload, DateTime? DueAt);

/// <summary>The statements on <c>workflow_triggers</c>.</summary>
internal static class TriggerTable
{
    private const string Columns = "definition_version_id, number, definition_id, activity_id, name, key, payload, due_at";

    /// <summary>Replaces the triggers of a definition.</summary>
    public static void Replace(SqlSession sql, string definitionId, IEnumerable<TriggerRow> rows)
    {
        sql.Add("DELETE FROM workflow_triggers WHERE definition_id = $1", definitionId);
        foreach (var row in rows)
        {
            sql.Add(
                $"INSERT INTO workflow_triggers ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                row.VersionId, row.Number, row.DefinitionId, row.ActivityId, row.Name, row.Key, row.Payload, row.DueAt);
        }
    }

    public static Task<List<TriggerRow>> OfDefinitionAsync(SqlSession sql, string definitionId, CancellationToken cancellationToken) =>
        sql.QueryAsync($"SELECT {Columns} FROM workflow_triggers WHERE definition_id = $1", [definitionId], Read, cancellationToken);

    public static Task<List<TriggerRow>> FindAsync(SqlSession sql, string name, string key, CancellationToken cancellationToken) => sql.QueryAsync(
        $"SELECT {Columns} FROM workflow_triggers WHERE name = $1 AND key = $2 AND due_at IS NULL ORDER BY definition_id, number", [name, key], Read, cancellationToken);

    public static Task<List<TriggerRow>> DueAsync(SqlSession sql, DateTime now, int take, CancellationToken cancellationToken) =>
        sql.QueryAsync($"SELECT {Columns} FROM workflow_triggers WHERE due_at <= $1 ORDER BY due_at LIMIT $2", [now, take], Read, cancellationToken);

    /// <summary>A trigger that has been stopped, as long as its version is in force.</summary>
    public static async Task<TriggerRow?> StoppedAsync(SqlSession sql, string versionId, int number, CancellationToken cancellationToken) =>
        (await sql.QueryAsync($"SELECT {Columns} FROM workflow_triggers WHERE definition_version_id = $1 AND number = $2 AND due_at IS NULL", [versionId, number], Read, cancellationToken)).SingleOrDefault();

    /// <summary>Moves a trigger from one due instant to the next. Only one of those who try from the same instant succeeds.</summary>
    public static async Task<bool> AdvanceAsync(SqlSession sql, TriggerRow row, DateTime? next, CancellationToken cancellationToken) => await sql.ExecuteAsync(
        "UPDATE workflow_triggers SET due_at = $4 WHERE definition_version_id = $1 AND number = $2 AND due_at IS NOT DISTINCT FROM $3", [row.VersionId, row.Number, row.DueAt, next], cancellationToken) == 1;

    /// <summary>Deletes a trigger that fires no more, from its last due instant.</summary>
    public static async Task<bool> RemoveAsync(SqlSession sql, TriggerRow row, CancellationToken cancellationToken) => await sql.ExecuteAsync(
        "DELETE FROM workflow_triggers WHERE definition_version_id = $1 AND number = $2 AND due_at IS NOT DISTINCT FROM $3", [row.VersionId, row.Number, row.DueAt], cancellationToken) == 1;

    private static TriggerRow Read(DbDataReader reader) => new(
        reader.GetString(0), reader.GetInt32(1), reader.GetString(2), reader.GetString(3), reader.GetString(4), reader.GetString(5), reader.Text(6), reader.InstantOrNull(7));
}
