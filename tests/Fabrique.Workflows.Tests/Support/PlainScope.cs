using Fabrique.Workflows.Expressions;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>What an expression sees, without an instance.</summary>
internal sealed class PlainScope(TimeProvider clock) : IExpressionScope
{
    public Dictionary<string, object?> Variables { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, object?> Input { get; } = new(StringComparer.Ordinal);

    public string DefinitionId => "definition";

    public string DefinitionVersionId => "version";

    public int DefinitionVersion => 3;

    public string InstanceId => "instance";

    public string? CorrelationId { get; set; }

    public string? InstanceName { get; set; }

    public TimeProvider Clock => clock;

    public IReadOnlyDictionary<string, object?> WorkflowInput => Input;

    public IEnumerable<string> WorkflowInputNames => Input.Keys;

    public IEnumerable<string> VariableNames => Variables.Keys;

    public object? LastResult => null;

    public bool TryGetVariable(string? id, string? name, out object? value) => Variables.TryGetValue(name ?? "", out value);

    public bool TrySetVariable(string? id, string? name, object? value)
    {
        if (!Variables.ContainsKey(name ?? ""))
        {
            return false;
        }

        Variables[name!] = ValueConverter.Normalize(value);
        return true;
    }

    public void AddVariable(string name, object? value) => Variables[name] = ValueConverter.Normalize(value);

    public bool HasActivity(string activity) => false;

    public object? GetOutput(string activity, string? output) => null;

    public string CreateEventLink(string eventName, DateTimeOffset? expiresAt) => $"{eventName} {expiresAt:u}";

    public void SetOutcomes(IReadOnlyList<string> outcomes)
    {
    }
}
