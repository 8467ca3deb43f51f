namespace Fabrique.Workflows;

/// <summary>How much a problem matters.</summary>
public enum ProblemSeverity
{
    /// <summary>Worth knowing; the definition can be published.</summary>
    Warning,

    /// <summary>The definition cannot be published.</summary>
    Error,
}

/// <summary>Something wrong in a definition.</summary>
/// <param name="Severity">Whether it blocks publishing.</param>
/// <param name="Code">What kind of problem it is.</param>
/// <param name="ActivityId">Identifier of the activity; empty when it concerns the whole definition.</param>
/// <param name="ActivityType">Type name of the activity; empty when it concerns the whole definition.</param>
/// <param name="Reason">What is wrong: the code with its arguments, or the words of a rule of the host.</param>
public sealed record DefinitionProblem(ProblemSeverity Severity, ProblemCode Code, string ActivityId, string ActivityType, WorkflowMessage Reason)
{
    /// <summary>The activity as its drawing names it; empty when the problem concerns the whole definition.</summary>
    public string ActivityName { get; init; } = "";

    /// <summary>The problem for logs and for hosts without sentences: the identifier of the activity, and the reason.</summary>
    /// <returns>For example <c>wait: missing-input (EventName)</c>.</returns>
    public override string ToString() => ActivityId.Length == 0 ? Reason.ToString() : $"{ActivityId}: {Reason}";
}

/// <summary>One or more definitions cannot be published; the message has a line for each problem.</summary>
/// <param name="problems">File or definition id, and what is wrong there.</param>
public sealed class InvalidDefinitionException(IReadOnlyList<(string Source, DefinitionProblem Problem)> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(found => $"{found.Source}: {found.Problem}")))
{
    /// <summary>File or definition id, and what is wrong there, in the order of reading.</summary>
    public IReadOnlyList<(string Source, DefinitionProblem Problem)> Problems { get; } = problems;
}
