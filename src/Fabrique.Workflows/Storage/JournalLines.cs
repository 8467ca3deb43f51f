using System.Text.Json;
using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Storage;

/// <summary>Which lines of a journal; null keeps all.</summary>
internal sealed record LineFilter
{
    /// <summary>Identifiers of activities.</summary>
    public IReadOnlyCollection<string>? Only { get; init; }

    /// <summary>Identifiers of activities.</summary>
    public IReadOnlyCollection<string> Except { get; init; } = [];

    /// <summary>Names of events.</summary>
    public IReadOnlyCollection<string>? Events { get; init; }

    public bool KeepsAll => Only is null && Except.Count == 0 && Events is null;
}

/// <summary>What the lines of a journal tell of one activity.</summary>
/// <param name="ActivityId">Identifier in the definition.</param>
/// <param name="First">Number of its first execution.</param>
/// <param name="Started">Executions begun.</param>
/// <param name="Completed">Executions completed.</param>
/// <param name="Faults">Failures beyond the retries.</param>
internal sealed record LineCounts(string ActivityId, int First, int Started, int Completed, int Faults);

/// <summary>
/// Reads single lines of <c>workflow_journal</c>: the database takes its rows apart, so that a long journal is filtered, counted and paged without being sent.
/// Lists travel as one JSON parameter: the statement stays the same whatever their length.
/// </summary>
internal sealed class JournalLines(SqlSession sql, string instanceId)
{
    private readonly List<object?> _values = [instanceId];

    /// <summary>The lines with the activity that an earlier line of the same row may tell in their place.</summary>
    private string Lines => sql.IsPostgreSql
        ? """
          WITH line AS (
            SELECT j.first_sequence, j.first_sequence + e.position - 1 AS sequence, j.at, e.value ->> 0 AS event,
              CASE WHEN json_typeof(e.value -> 1) = 'string' THEN e.value ->> 1 END AS told, (e.value ->> 2)::int AS execution, e.value::text AS value
            FROM workflow_journal j, json_array_elements(j.lines::json) WITH ORDINALITY AS e(value, position) WHERE j.instance_id = $1),
          named AS (SELECT sequence, at, event, COALESCE(told, MAX(told) OVER (PARTITION BY first_sequence, execution)) AS activity, execution, value FROM line)
          """
        : """
          WITH line AS (
            SELECT j.first_sequence, j.first_sequence + e.key AS sequence, j.at, e.value ->> 0 AS event,
              CASE WHEN json_type(e.value, '$[1]') = 'text' THEN e.value ->> 1 END AS told, e.value ->> 2 AS execution, e.value AS value
            FROM workflow_journal j, json_each(j.lines) e WHERE j.instance_id = $1),
          named AS (SELECT sequence, at, event, COALESCE(told, MAX(told) OVER (PARTITION BY first_sequence, execution)) AS activity, execution, value FROM line)
          """;

    public static async Task<int> CountAsync(SqlSession sql, string instanceId, LineFilter filter, CancellationToken cancellationToken)
    {
        var lines = new JournalLines(sql, instanceId);
        return (int)(await sql.QueryAsync($"{lines.Lines} SELECT COUNT(*) FROM named{lines.Where(filter)}", [.. lines._values], reader => reader.GetInt64(0), cancellationToken))[0];
    }

    public static Task<List<StoredLine>> ReadAsync(SqlSession sql, string instanceId, LineFilter filter, CancellationToken cancellationToken)
    {
        var lines = new JournalLines(sql, instanceId);
        return lines.SelectAsync($"{lines.Where(filter)} ORDER BY sequence", cancellationToken);
    }

    public static Task<List<StoredLine>> PageAsync(SqlSession sql, string instanceId, LineFilter filter, bool isDescending, int skip, int take, CancellationToken cancellationToken)
    {
        var lines = new JournalLines(sql, instanceId);
        return lines.SelectAsync($"{lines.Where(filter)} ORDER BY sequence {(isDescending ? "DESC" : "ASC")} LIMIT {lines.Value(take)} OFFSET {lines.Value(skip)}", cancellationToken);
    }

    /// <summary>The lines that began these executions.</summary>
    public static Task<List<StoredLine>> BeginningsAsync(SqlSession sql, string instanceId, IEnumerable<int> executions, CancellationToken cancellationToken)
    {
        var lines = new JournalLines(sql, instanceId);
        var among = sql.IsPostgreSql ? $"(SELECT (json_array_elements_text({lines.List(executions)}::json))::int)" : $"(SELECT value FROM json_each({lines.List(executions)}))";
        return lines.SelectAsync($" WHERE event = {lines.Value(JournalTable.CodeOf("Started"))} AND execution IN {among}", cancellationToken);
    }

    /// <summary>Counts the lines of each activity: what is sent grows with the drawing and not with the journal.</summary>
    public static Task<List<LineCounts>> TallyAsync(SqlSession sql, string instanceId, CancellationToken cancellationToken)
    {
        var lines = new JournalLines(sql, instanceId);
        string Count(string eventName) => $"SUM(CASE WHEN event = {lines.Value(JournalTable.CodeOf(eventName))} THEN 1 ELSE 0 END)";
        return sql.QueryAsync(
            $"{lines.Lines} SELECT activity, MIN(execution), {Count("Started")}, {Count("Completed")}, {Count("Faulted")} FROM named WHERE execution > 0 AND event <> {lines.Value(JournalWriter.Truncated)} GROUP BY activity",
            [.. lines._values],
            reader => new LineCounts(reader.GetString(0), (int)reader.GetInt64(1), (int)reader.GetInt64(2), (int)reader.GetInt64(3), (int)reader.GetInt64(4)),
            cancellationToken);
    }

    private Task<List<StoredLine>> SelectAsync(string tail, CancellationToken cancellationToken) => sql.QueryAsync(
        $"{Lines} SELECT sequence, at, activity, value FROM named{tail}",
        [.. _values],
        reader => JournalTable.Read((int)reader.GetInt64(0), reader.Instant(1), reader.GetString(2), JsonSerializer.Deserialize<JsonElement>(reader.GetString(3))),
        cancellationToken);

    private string Where(LineFilter filter)
    {
        var conditions = new List<string>();
        if (filter.Only is { } only)
        {
            conditions.Add($"activity IN {Among(only)}");
        }

        if (filter.Except.Count > 0)
        {
            conditions.Add($"activity NOT IN {Among(filter.Except)}");
        }

        if (filter.Events is { } events)
        {
            conditions.Add($"event IN {Among(events.Select(JournalTable.CodeOf))}");
        }

        return conditions.Count == 0 ? "" : " WHERE " + string.Join(" AND ", conditions);
    }

    private string Among(IEnumerable<string> texts) => sql.IsPostgreSql ? $"(SELECT json_array_elements_text({List(texts)}::json))" : $"(SELECT value FROM json_each({List(texts)}))";

    private string List<T>(IEnumerable<T> values) => Value(JsonSerializer.Serialize(values, JsonText.Compact));

    private string Value(object? value)
    {
        _values.Add(value);
        return "$" + _values.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
