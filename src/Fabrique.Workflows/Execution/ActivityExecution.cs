using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>One open execution of an activity. Completed ones leave the state: the journal remembers them.</summary>
internal sealed class ActivityExecution
{
    public required int Id { get; init; }

    public required ActivityNode Node { get; init; }

    public required ActivityExecution? Parent { get; init; }

    public required DateTime Since { get; init; }

    public bool IsBackward { get; init; }

    public bool IsFaulted { get; set; }

    /// <summary>Children that are open, faulted ones included.</summary>
    public int OpenChildren { get; set; }

    /// <summary>Children that are scheduled.</summary>
    public int ScheduledChildren { get; set; }

    /// <summary>Numbers of the bookmarks that it waits on.</summary>
    public List<int> Bookmarks { get; } = [];

    public Dictionary<string, object?> Memory { get; } = new(StringComparer.Ordinal);

    /// <summary>Values of the inputs as evaluated when the activity began; constants are not repeated here.</summary>
    public Dictionary<string, object?> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Values of the variables that the activity declares, in declared order.</summary>
    public object?[] Variables { get; set; } = [];

    /// <summary>Values of the variables that the loop around it gives to this iteration; null outside the body of a loop.</summary>
    public object?[]? Iteration { get; init; }

    /// <summary>What answers that were offered by an earlier version are called on this one; null when all keep their names.</summary>
    public Dictionary<string, object?>? Answers { get; set; }

    /// <summary>What a container knows of its children's progress.</summary>
    public object? Progress { get; set; }

    /// <summary>The value of an input between two calls.</summary>
    public object? KeptInput(CompiledInput input) => Inputs.TryGetValue(input.Name, out var kept) ? kept : (input.Expression as Expressions.ConstantExpression)?.Value;

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("i", Id);
        writer.WriteString("n", Node.Id);
        if (Parent is not null)
        {
            writer.WriteNumber("p", Parent.Id);
        }

        writer.WriteNumber("t", Since.Ticks / TimeSpan.TicksPerMillisecond);
        if (IsBackward)
        {
            writer.WriteBoolean("b", true);
        }

        if (IsFaulted)
        {
            writer.WriteBoolean("f", true);
        }

        if (Bookmarks.Count > 0)
        {
            writer.WriteStartArray("w");
            Bookmarks.ForEach(writer.WriteNumberValue);
            writer.WriteEndArray();
        }

        StateText.WriteMap(writer, "m", Memory);
        StateText.WriteMap(writer, "e", Inputs);
        StateText.WriteMap(writer, "o", Answers ?? []);
        StateText.WriteValues(writer, "v", Node.Variables, Variables);
        StateText.WriteIteration(writer, Iteration);
        if (Progress is not null)
        {
            writer.WritePropertyName("s");
            ((ContainerActivity)Node.Type!.Activity).WriteProgress(writer, Progress);
        }

        writer.WriteEndObject();
    }

    public static ActivityExecution Read(JsonElement json, CompiledWorkflow workflow, IReadOnlyDictionary<int, ActivityExecution> executions)
    {
        var node = workflow.Node(json.GetProperty("n").GetString()!);
        var execution = new ActivityExecution
        {
            Id = json.GetProperty("i").GetInt32(),
            Node = node,
            Parent = json.TryGetProperty("p", out var parent) ? executions[parent.GetInt32()] : null,
            Since = new DateTime(json.GetProperty("t").GetInt64() * TimeSpan.TicksPerMillisecond, DateTimeKind.Utc),
            IsBackward = json.TryGetProperty("b", out _),
            IsFaulted = json.TryGetProperty("f", out _),
            Variables = StateText.ReadValues(json, "v", node.Variables),
            Iteration = StateText.ReadIteration(json),
            Progress = json.TryGetProperty("s", out var progress) ? ((ContainerActivity)node.Type!.Activity).ReadProgress(node, progress) : null,
        };
        if (json.TryGetProperty("w", out var bookmarks))
        {
            execution.Bookmarks.AddRange(bookmarks.EnumerateArray().Select(number => number.GetInt32()));
        }

        StateText.ReadMap(json, "m", execution.Memory);
        StateText.ReadMap(json, "e", execution.Inputs);
        if (json.TryGetProperty("o", out _))
        {
            StateText.ReadMap(json, "o", execution.Answers = new Dictionary<string, object?>(StringComparer.Ordinal));
        }

        if (execution.Parent is not null)
        {
            execution.Parent.OpenChildren++;
        }

        return execution;
    }
}
