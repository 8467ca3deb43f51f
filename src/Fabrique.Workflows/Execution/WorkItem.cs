using System.Text.Json;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>A call of an activity that the instance still has to make.</summary>
internal sealed class WorkItem
{
    /// <summary>The activity to execute.</summary>
    public required ActivityNode Node { get; init; }

    /// <summary>The execution that scheduled it; null for the root.</summary>
    public ActivityExecution? Owner { get; init; }

    /// <summary>The execution to call again; null when the activity begins.</summary>
    public int? ExecutionId { get; init; }

    /// <summary>What resumed it; null when the activity begins.</summary>
    public Resumption? Resumption { get; init; }

    /// <summary>Whether a flowchart reached it through a connection that closes a loop.</summary>
    public bool IsBackward { get; init; }

    /// <summary>Values of the variables that a loop gives to this iteration of its body.</summary>
    public object?[]? Iteration { get; init; }

    /// <summary>Attempts that failed.</summary>
    public int Attempts { get; set; }

    /// <summary>Not before this instant, UTC.</summary>
    public DateTime? NotBefore { get; set; }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("n", Node.Id);
        if (Owner is not null)
        {
            writer.WriteNumber("o", Owner.Id);
        }

        if (ExecutionId is { } execution)
        {
            writer.WriteNumber("x", execution);
        }

        if (Resumption is not null)
        {
            writer.WriteStartArray("s");
            writer.WriteStringValue(Resumption.Name);
            writer.WriteStringValue(Resumption.Key);
            writer.WriteBooleanValue(Resumption.IsTimer);
            if (Resumption.Input is { } input)
            {
                input.WriteTo(writer);
            }

            writer.WriteEndArray();
        }

        if (IsBackward)
        {
            writer.WriteBoolean("b", true);
        }

        StateText.WriteIteration(writer, Iteration);
        if (Attempts > 0)
        {
            writer.WriteNumber("a", Attempts);
        }

        if (NotBefore is { } notBefore)
        {
            writer.WriteNumber("d", notBefore.Ticks);
        }

        writer.WriteEndObject();
    }

    public static WorkItem Read(JsonElement json, CompiledWorkflow workflow, IReadOnlyDictionary<int, ActivityExecution> executions) => new()
    {
        Node = workflow.Node(json.GetProperty("n").GetString()!),
        Owner = json.TryGetProperty("o", out var owner) ? executions.GetValueOrDefault(owner.GetInt32()) : null,
        ExecutionId = json.TryGetProperty("x", out var execution) ? execution.GetInt32() : null,
        Resumption = json.TryGetProperty("s", out var resumption)
            ? new Resumption(resumption[0].GetString()!, resumption[1].GetString()!, resumption.GetArrayLength() > 3 ? resumption[3].Clone() : null, resumption[2].GetBoolean())
            : null,
        IsBackward = json.TryGetProperty("b", out _),
        Iteration = StateText.ReadIteration(json),
        Attempts = json.TryGetProperty("a", out var attempts) ? attempts.GetInt32() : 0,
        NotBefore = json.TryGetProperty("d", out var due) ? new DateTime(due.GetInt64(), DateTimeKind.Utc) : null,
    };
}
