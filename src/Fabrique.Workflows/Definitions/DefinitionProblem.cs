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
/// <param name="Reason">What is wrong, in French.</param>
public sealed record DefinitionProblem(ProblemSeverity Severity, ProblemCode Code, string ActivityId, string ActivityType, string Reason)
{
    /// <summary>The activity as its drawing names it; empty when the problem concerns the whole definition.</summary>
    public string ActivityName { get; init; } = "";

    /// <summary>The same with the identifier of the activity, for whoever has the file rather than the drawing before their eyes.</summary>
    public string Located => ActivityId.Length == 0 ? Reason : $"« {ActivityName} » ({ActivityId}) : {Reason}";

    /// <summary>The problem as people read it: the activity as its drawing names it, and what is wrong there.</summary>
    public override string ToString() => ActivityId.Length == 0 ? Reason : $"« {ActivityName} » : {Reason}";
}

/// <summary>One or more definitions cannot be published; the message has a line for each problem.</summary>
/// <param name="problems">File or definition id, and what is wrong there.</param>
public sealed class InvalidDefinitionException(IReadOnlyList<(string Source, DefinitionProblem Problem)> problems)
    : Exception(string.Join(Environment.NewLine, problems.Select(found => $"{found.Source} : {found.Problem.Located}")))
{
    /// <summary>File or definition id, and what is wrong there, in the order of reading.</summary>
    public IReadOnlyList<(string Source, DefinitionProblem Problem)> Problems { get; } = problems;
}
