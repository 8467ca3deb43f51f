using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows;

/// <summary>
/// A rule of the host's own that drawings are held to when they are checked and published, for example that a message named there exists. It sees what is
/// written in the drawing; what an expression computes is the business of the activity when it executes. Registered in the container as a singleton.
/// </summary>
public abstract class DrawingRule
{
    /// <summary>Tells what an activity has wrong. Called for each activity of a known kind, with sound expressions or not.</summary>
    /// <param name="activity">The activity as it is drawn.</param>
    /// <returns>The faults; none when it is sound.</returns>
    public abstract IEnumerable<DrawingFault> Check(DrawnActivity activity);
}

/// <summary>Something that a rule has against an activity.</summary>
/// <param name="Code">What kind of fault it is.</param>
/// <param name="Reason">What is wrong and what to do, in the words of the host, as it follows the name of the activity.</param>
/// <param name="Severity">Whether it blocks publishing.</param>
public sealed record DrawingFault(ProblemCode Code, string Reason, ProblemSeverity Severity = ProblemSeverity.Error);

/// <summary>An activity as its definition draws it.</summary>
public sealed class DrawnActivity
{
    private readonly ActivityNode _node;

    internal DrawnActivity(ActivityNode node) => _node = node;

    /// <summary>The kind of activity.</summary>
    public ActivityType Type => _node.Type!;

    /// <summary>
    /// The ports that the drawing gives it, when its kind has no fixed ones (<see cref="InputAttribute.DrawnOutcomes"/>): those written, or else those from which an
    /// arrow leaves. Null for a kind with fixed ports.
    /// </summary>
    public IReadOnlyList<string>? DrawnPorts => FlowPorts.Drawn(_node);

    /// <summary>Reads an input whose value is written in the drawing; the default value of the kind counts as written.</summary>
    /// <typeparam name="T">The type to convert to.</typeparam>
    /// <param name="input">Name of the input, as in its <see cref="InputAttribute"/>.</param>
    /// <param name="value">The value; null when the input is not set.</param>
    /// <returns>False when only an expression tells, or when the kind has no such input.</returns>
    /// <exception cref="InvalidCastException">The value does not convert to <typeparamref name="T"/>.</exception>
    public bool TryGetWritten<T>(string input, out T? value)
    {
        value = default;
        if (Array.Find(_node.Inputs, candidate => candidate.Name == input) is not { Expression: null or ConstantExpression } found)
        {
            return false;
        }

        value = ValueConverter.To<T>((found.Expression as ConstantExpression)?.Value);
        return true;
    }
}
