using System.Text;
using System.Text.Json;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Storage;

/// <summary>The statements on <c>workflow_journal</c>: one row per commit, its lines as compact JSON.</summary>
internal static class JournalTable
{
    private static readonly (string Name, string Code)[] Codes =
        [("Started", "S"), ("Completed", "C"), ("Suspended", "W"), ("Resumed", "R"), ("Faulted", "F"), ("Canceled", "X")];

    public static void Add(SqlSession sql, string instanceId, int firstSequence, List<JournalLine> lines)
    {
        if (lines.Count == 0)
        {
            return;
        }

        sql.Add(
            "INSERT INTO workflow_journal (instance_id, first_sequence, at, lines) VALUES ($1, $2, $3, $4)",
            instanceId, firstSequence, lines[0].At, Write(lines));
    }

    public static async Task<IReadOnlyList<JournalRecord>> ReadAsync(SqlSession sql, string instanceId, CompiledWorkflow workflow, CancellationToken cancellationToken)
    {
        var rows = await sql.QueryAsync(
            "SELECT first_sequence, at, lines FROM workflow_journal WHERE instance_id = $1 ORDER BY first_sequence",
            [instanceId],
            reader => (First: reader.GetInt32(0), At: reader.Instant(1), Lines: reader.GetString(2)),
            cancellationToken);
        return [.. rows.SelectMany(row => Read(instanceId, workflow, row.First, row.At, row.Lines))];
    }

    /// <summary>Each line: [event, activity, execution, message?, payload?].</summary>
    private static string Write(List<JournalLine> lines)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonText.Writing))
        {
            writer.WriteStartArray();
            foreach (var line in lines)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(Array.Find(Codes, code => code.Name == line.EventName).Code ?? line.EventName);
                writer.WriteStringValue(line.ActivityId);
                writer.WriteNumberValue(line.ExecutionId);
                var isDone = line.Payload is { ValueKind: JsonValueKind.Array } outcomes && outcomes.GetArrayLength() == 1 && outcomes[0].ValueEquals("Done");
                if (line.Message is not null || (line.Payload is not null && !isDone))
                {
                    writer.WriteStringValue(line.Message);
                }

                if (line.Payload is { } payload && !isDone)
                {
                    payload.WriteTo(writer);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static IEnumerable<JournalRecord> Read(string instanceId, CompiledWorkflow workflow, int first, DateTime at, string lines)
    {
        foreach (var line in JsonSerializer.Deserialize<JsonElement>(lines).EnumerateArray())
        {
            var code = line[0].GetString()!;
            var eventName = Array.Find(Codes, known => known.Code == code).Name ?? code;
            var activityId = line[1].GetString()!;
            var count = line.GetArrayLength();
            JsonElement? payload = count > 4 ? line[4] : null;
            if (eventName == "Completed")
            {
                payload = JsonSerializer.SerializeToElement(new { Outcomes = payload ?? JsonSerializer.SerializeToElement(Burst.Done) });
            }

            yield return new JournalRecord(
                first++, at, activityId, $"{instanceId}:{line[2].GetInt32()}", workflow.Nodes.GetValueOrDefault(activityId)?.TypeName ?? "", eventName, count > 3 ? line[3].GetString() : null, payload);
        }
    }
}
