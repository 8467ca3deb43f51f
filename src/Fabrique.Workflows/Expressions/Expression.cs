namespace Fabrique.Workflows.Expressions;

/// <summary>An expression of a definition, compiled once and evaluated in the scope of an activity.</summary>
internal abstract class Expression
{
    public virtual bool IsConstant => false;

    /// <summary>What its text names; null for one that names nothing.</summary>
    public virtual ExpressionNames? Names => null;

    public abstract ValueTask<object?> EvaluateAsync(IExpressionScope scope);
}

internal sealed class ConstantExpression(object? value) : Expression
{
    public override bool IsConstant => true;

    public object? Value { get; } = value;

    public override ValueTask<object?> EvaluateAsync(IExpressionScope scope) => new(Value);
}

internal sealed class VariableExpression(ExpressionReference variable) : Expression
{
    public ExpressionReference Variable { get; } = variable;

    public override ValueTask<object?> EvaluateAsync(IExpressionScope scope) =>
        scope.TryGetVariable(Variable.Id, Variable.Name, out var value)
            ? new(value)
            : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.VariableGone, Variable.ToString()));
}

internal sealed class WorkflowInputExpression(string name) : Expression
{
    public override ValueTask<object?> EvaluateAsync(IExpressionScope scope) => new(scope.WorkflowInput.GetValueOrDefault(name));
}

/// <summary>What an expression may see and change.</summary>
internal interface IExpressionScope
{
    string DefinitionId { get; }

    string DefinitionVersionId { get; }

    int DefinitionVersion { get; }

    string InstanceId { get; }

    string? CorrelationId { get; set; }

    string? InstanceName { get; set; }

    TimeProvider Clock { get; }

    IReadOnlyDictionary<string, object?> WorkflowInput { get; }

    /// <summary>Names visible from here, nearest first, each once.</summary>
    IEnumerable<string> VariableNames { get; }

    /// <summary>Names of the inputs that were given or are declared.</summary>
    IEnumerable<string> WorkflowInputNames { get; }

    bool TryGetVariable(string? id, string? name, out object? value);

    /// <exception cref="PermanentFailureException">The value does not convert to the declared type.</exception>
    bool TrySetVariable(string? id, string? name, object? value);

    /// <summary>Adds a variable to the instance that no scope declares.</summary>
    void AddVariable(string name, object? value);

    /// <summary>Whether an activity has this identifier or name, written as part of a function's name.</summary>
    bool HasActivity(string activity);

    object? GetOutput(string activity, string? output);

    object? LastResult { get; }

    /// <summary>An address by which somebody outside sends an event to the instance.</summary>
    /// <exception cref="PermanentFailureException">The host has no such addresses.</exception>
    string CreateEventLink(string eventName, DateTimeOffset? expiresAt);

    void SetOutcomes(IReadOnlyList<string> outcomes);
}
