using System.Buffers;
using System.Text;
using System.Text.Json;
using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Storage;

/// <summary>A line as it was read. <see cref="ParentId"/> is known on the line that begins an execution.</summary>
internal sealed record StoredLine(int Sequence, DateTime At, string EventName, string ActivityId, int ExecutionId)
{
    public int? ParentId { get; init; }

    public string? Message { get; init; }

    public JsonElement? Payload { get; init; }

    public JsonElement? Inputs { get; init; }

    public JsonElement? Outputs { get; init; }
}

/// <summary>
/// The statements on <c>workflow_journal</c>: one row per commit, its lines as compact JSON. A line is <c>[event, activity, execution, milliseconds after the row's instant?, details?]</c>;
/// the activity is 0 when an earlier line of the row tells it for this execution, and details are <c>{m: message, d: outcomes or payload, p: parent, i: inputs, o: outputs}</c>.
/// </summary>
internal static class JournalTable
{
    private const int RootExecution = 1;

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

    public static async Task<List<StoredLine>> ReadAsync(SqlSession sql, string instanceId, CancellationToken cancellationToken)
    {
        var rows = await sql.QueryAsync(
            "SELECT first_sequence, at, lines FROM workflow_journal WHERE instance_id = $1 ORDER BY first_sequence",
            [instanceId],
            reader => (First: reader.GetInt32(0), At: reader.Instant(1), Lines: reader.GetString(2)),
            cancellationToken);
        return [.. rows.SelectMany(row => Read(row.First, row.At, row.Lines))];
    }

    /// <summary>Reads the lines numbered from one to another, both included, and no row besides theirs.</summary>
    public static async Task<List<StoredLine>> ReadAsync(SqlSession sql, string instanceId, int first, int last, CancellationToken cancellationToken)
    {
        var rows = await sql.QueryAsync(
            "SELECT first_sequence, at, lines FROM workflow_journal WHERE instance_id = $1 AND first_sequence <= $3 AND first_sequence >= "
            + "COALESCE((SELECT MAX(first_sequence) FROM workflow_journal WHERE instance_id = $1 AND first_sequence <= $2), 0) ORDER BY first_sequence",
            [instanceId, first, last],
            reader => (First: reader.GetInt32(0), At: reader.Instant(1), Lines: reader.GetString(2)),
            cancellationToken);
        return [.. rows.SelectMany(row => Read(row.First, row.At, row.Lines)).Where(line => line.Sequence >= first && line.Sequence <= last)];
    }

    private static string Write(List<JournalLine> lines)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        var told = new HashSet<int>();
        using (var writer = new Utf8JsonWriter(buffer, JsonText.Writing))
        {
            writer.WriteStartArray();
            foreach (var line in lines)
            {
                writer.WriteStartArray();
                writer.WriteStringValue(CodeOf(line.EventName));
                if (line.ExecutionId == 0 || told.Add(line.ExecutionId))
                {
                    writer.WriteStringValue(line.ActivityId);
                }
                else
                {
                    writer.WriteNumberValue(0);
                }

                writer.WriteNumberValue(line.ExecutionId);
                if ((line.At - lines[0].At).Ticks / TimeSpan.TicksPerMillisecond is not 0 and var offset)
                {
                    writer.WriteNumberValue(offset);
                }

                WriteDetails(writer, line);
                writer.WriteEndArray();
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteDetails(Utf8JsonWriter writer, JournalLine line)
    {
        var hasParent = line.EventName == "Started" && (line.ParentId ?? 0) != UsualParent(line.ExecutionId);
        var hasPayload = line.Payload is { } outcomes && !(line.EventName == "Completed" && IsDone(outcomes));
        if (line.Message is null && !hasPayload && !hasParent && line.Inputs is not { Count: > 0 } && line.Outputs is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartObject();
        if (line.Message is not null)
        {
            writer.WriteString("m", line.Message);
        }

        if (hasPayload)
        {
            writer.WritePropertyName("d");
            line.Payload!.Value.WriteTo(writer);
        }

        if (hasParent)
        {
            writer.WriteNumber("p", line.ParentId ?? 0);
        }

        WriteValues(writer, "i", line.Inputs);
        WriteValues(writer, "o", line.Outputs);
        writer.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter writer, string name, List<JournalValue>? values)
    {
        if (values is not { Count: > 0 })
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var value in values)
        {
            writer.WritePropertyName(value.Name);
            writer.WriteRawValue(value.Json, skipInputValidation: true);
        }

        writer.WriteEndObject();
    }

    private static IEnumerable<StoredLine> Read(int first, DateTime at, string lines)
    {
        var told = new Dictionary<int, string>();
        foreach (var line in JsonSerializer.Deserialize<JsonElement>(lines).EnumerateArray())
        {
            var execution = line[2].GetInt32();
            if (line[1].ValueKind == JsonValueKind.String)
            {
                told[execution] = line[1].GetString()!;
            }

            yield return Read(first++, at, told[execution], line);
        }
    }

    /// <param name="at">Instant of the row.</param>
    /// <param name="activityId">What the line, or an earlier one of its row, tells.</param>
    public static StoredLine Read(int sequence, DateTime at, string activityId, JsonElement line)
    {
        var eventName = NameOf(line[0].GetString()!);
        var execution = line[2].GetInt32();
        var last = line[line.GetArrayLength() - 1];
        var details = last.ValueKind == JsonValueKind.Object ? last : default;
        var offset = line.GetArrayLength() > 3 && line[3].ValueKind == JsonValueKind.Number ? line[3].GetInt64() : 0;
        return new StoredLine(sequence, at.AddMilliseconds(offset), eventName, activityId, execution)
        {
            ParentId = eventName != "Started" ? null : (Detail(details, "p")?.GetInt32() ?? UsualParent(execution)) is not 0 and var parent ? parent : null,
            Message = Detail(details, "m")?.GetString(),
            Payload = Detail(details, "d"),
            Inputs = Detail(details, "i"),
            Outputs = Detail(details, "o"),
        };
    }

    private static JsonElement? Detail(JsonElement details, string name) =>
        details.ValueKind == JsonValueKind.Object && details.TryGetProperty(name, out var value) ? value : null;

    /// <summary>Most activities stand in the root, which is executed first.</summary>
    private static int UsualParent(int execution) => execution == RootExecution ? 0 : RootExecution;

    private static bool IsDone(JsonElement outcomes) => outcomes.ValueKind == JsonValueKind.Array && outcomes.GetArrayLength() == 1 && outcomes[0].ValueEquals("Done");

    public static string CodeOf(string name)
    {
        foreach (var known in Codes)
        {
            if (known.Name == name)
            {
                return known.Code;
            }
        }

        return name;
    }

    private static string NameOf(string code) => Array.Find(Codes, known => known.Code == code).Name ?? code;
}
