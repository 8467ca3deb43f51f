using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>What an activity knows while it calls outside, between two steps: its inputs as they were evaluated, and nothing that it could change.</summary>
internal sealed class OutsideCall(string instanceId, ActivityExecution execution, bool isLastAttempt, WorkflowOptions options)
{
    public ActivityNode Node => execution.Node;

    /// <summary>The same at every attempt: what the other side may tell repeats by.</summary>
    public string ActivityInstanceId { get; } = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{instanceId}:{execution.Id}");

    /// <summary>Whether a failure will not be tried again.</summary>
    public bool IsLastAttempt { get; } = isLastAttempt;

    public string Tell(WorkflowMessage message) => options.Tell(message);

    public T? GetInput<T>(string name)
    {
        var input = Array.Find(Node.Inputs, candidate => candidate.Name == name) ?? throw new ArgumentException($"{Node.TypeName} declares no input {name}.", nameof(name));
        return ValueConverter.To<T>(execution.KeptInput(input));
    }
}
