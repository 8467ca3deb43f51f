namespace Fabrique.Workflows.Expressions;

/// <summary>What the text of an expression names, as far as it can be told without executing it. What cannot be told is not listed.</summary>
internal sealed class ExpressionNames
{
    /// <summary>Whether a variable is found under its name alone.</summary>
    public bool FindsVariablesByName { get; init; }

    /// <summary>Variables of the workflow that it reads by name.</summary>
    public SortedSet<string> Read { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables of the workflow that it gives a value, which may make them.</summary>
    public SortedSet<string> Written { get; } = new(StringComparer.Ordinal);

    /// <summary>Functions that it calls and does not define itself.</summary>
    public SortedSet<string> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>Other names that it uses and does not define itself.</summary>
    public SortedSet<string> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>Filters of a template.</summary>
    public SortedSet<string> Filters { get; } = new(StringComparer.Ordinal);
}
