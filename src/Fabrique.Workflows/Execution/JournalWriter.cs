using System.Text.Json;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>Writes the lines of one step: dated to the millisecond, with the values that the definition does not tell, within the bounds of the journal.</summary>
internal sealed class JournalWriter(InstanceState state, StepChanges changes, WorkflowOptions options, TimeProvider clock)
{
    public const string Truncated = "Truncated";

    private static readonly List<string> NoSecrets = [];
    private List<JournalValue>? _pending;
    private int _pendingExecution;

    private int NextSequence => state.LastSequence + changes.Journal.Count + 1;

    private bool KeepsDetails => NextSequence <= options.Journal.DetailedLines;

    /// <param name="inputs">What an attempt that failed had evaluated.</param>
    public void Add(ActivityExecution execution, string eventName, string? message = null, JsonElement? payload = null, List<JournalValue>? inputs = null)
    {
        if (NextSequence > options.Journal.Lines && eventName != "Faulted")
        {
            Count(execution, eventName);
            return;
        }

        var text = message is null ? null : Text(message, execution);
        if (text?.Length > options.Journal.ShortMessageLength && !KeepsDetails && eventName != "Faulted")
        {
            text = text[..options.Journal.ShortMessageLength];
        }

        var line = new JournalLine(eventName, execution.Node.Id, execution.Id, Instants.Now(clock), text, payload)
        {
            ParentId = execution.Parent?.Id,
            Inputs = inputs,
        };
        if (_pending is not null && _pendingExecution == execution.Id)
        {
            line.Outputs = _pending;
            _pending = null;
        }

        changes.Journal.Add(line);
    }

    /// <summary>A call was put on the ladder: its execution may not have begun.</summary>
    public void AddRetry(WorkItem item, string message, DateTime nextAt)
    {
        if (NextSequence <= options.Journal.Lines)
        {
            var payload = JsonSerializer.SerializeToElement(new { attempt = item.Attempts, nextAt });
            changes.Journal.Add(new JournalLine("Retrying", item.Node.Id, item.ExecutionId ?? 0, Instants.Now(clock), Text(message, null), payload));
        }
    }

    /// <summary>Adds what the inputs of an execution that has just begun were evaluated to. Constants stand in the definition.</summary>
    public void AddInputs(ActivityExecution execution, object?[] values)
    {
        var node = execution.Node;
        if (node.Journal.IsSilent || !KeepsDetails || changes.Journal is not [.., var line] || line.ExecutionId != execution.Id)
        {
            return;
        }

        List<string>? secrets = null;
        for (var index = 0; index < values.Length; index++)
        {
            if (values[index] is null || node.Inputs[index].Expression is null or { IsConstant: true })
            {
                continue;
            }

            var policy = node.Journal.OfInput(node.Inputs[index].Name);
            if (IsKept(policy))
            {
                Add(line.Inputs ??= [], line, node.Inputs[index].Name, values[index], policy, secrets ??= Secrets(execution));
            }
        }
    }

    /// <summary>Adds an output to the line of its execution, or keeps it for the next one.</summary>
    public void AddOutput(ActivityExecution execution, string name, object? value)
    {
        var policy = execution.Node.Journal.OfOutput(name);
        if (value is null || !IsKept(policy) || !KeepsDetails)
        {
            return;
        }

        var line = changes.Journal.FindLast(line => line.ExecutionId == execution.Id);
        var values = line is not null ? line.Outputs ??= [] : Pending(execution);
        values.RemoveAll(known => known.Name == name);
        Add(values, line, name, value, policy, Secrets(execution));
    }

    /// <summary>What the failing call had evaluated, to be shown beside its fault.</summary>
    public List<JournalValue>? InputsOf(ActivityNode node) =>
        changes.Journal.FindLast(line => line.EventName == "Started" && line.ActivityId == node.Id)?.Inputs;

    /// <summary>A message, bounded, without the values of secret variables.</summary>
    public string Text(string message, ActivityExecution? execution)
    {
        var text = state.Workflow.HasSecrets ? JournalText.Hide(message, Secrets(execution)) : message;
        return text.Length <= options.MaximumMessageLength ? text : text[..options.MaximumMessageLength];
    }

    private List<JournalValue> Pending(ActivityExecution execution)
    {
        if (_pending is null || _pendingExecution != execution.Id)
        {
            _pending = [];
            _pendingExecution = execution.Id;
        }

        return _pending;
    }

    private bool IsKept(ValuePolicy policy) => policy is not ValuePolicy.Exclude && (policy is not ValuePolicy.Inherit || options.Journal.KeepsValues);

    private void Add(List<JournalValue> values, JournalLine? line, string name, object? value, ValuePolicy policy, List<string> secrets)
    {
        var json = policy == ValuePolicy.Mask ? JournalText.Masked : JournalText.Write(value, options, secrets);
        var used = (line is null ? values : (line.Inputs ?? []).Concat(line.Outputs ?? [])).Sum(known => known.Name.Length + known.Json.Length);
        values.Add(new JournalValue(name, used + json.Length <= options.Journal.LineLength ? json : JournalText.Omitted(json.Length, options)));
    }

    /// <summary>The journal is full: it says so once, and what goes on is only counted.</summary>
    private void Count(ActivityExecution execution, string eventName)
    {
        if (state.Unwritten.Count == 0)
        {
            var message = options.Tell(new WorkflowMessage(MessageCodes.JournalFull, options.Journal.Lines));
            changes.Journal.Add(new JournalLine(Truncated, execution.Node.Id, execution.Id, Instants.Now(clock), message, null));
        }

        var counts = state.Unwritten.GetValueOrDefault(execution.Node.Id);
        state.Unwritten[execution.Node.Id] = eventName switch
        {
            "Started" => counts with { Started = counts.Started + 1 },
            "Completed" => counts with { Completed = counts.Completed + 1 },
            _ => counts,
        };
    }

    /// <summary>Values of the secret variables in sight, long enough to be told from ordinary words.</summary>
    private List<string> Secrets(ActivityExecution? execution)
    {
        const int Shortest = 4;
        if (!state.Workflow.HasSecrets)
        {
            return NoSecrets;
        }

        var secrets = new List<string>();
        Collect(state.Workflow.Variables, state.Variables);
        for (var scope = execution; scope is not null; scope = scope.Parent)
        {
            Collect(scope.Node.Variables, scope.Variables);
        }

        return secrets;

        void Collect(VariableDeclaration[] declarations, object?[] values)
        {
            for (var index = 0; index < Math.Min(declarations.Length, values.Length); index++)
            {
                if (declarations[index].IsSecret && values[index] is { } value && ValueConverter.ToText(value) is { Length: >= Shortest } text)
                {
                    secrets.Add(text);
                }
            }
        }
    }
}
