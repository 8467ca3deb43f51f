using System.Globalization;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>What the flowchart must know of its nodes at compile time.</summary>
internal static class FlowPorts
{
    /// <summary>Whether an activity can be left by a port, as far as its definition tells.</summary>
    public static bool Exists(ActivityNode node, string port) => node.Type is null || node.TypeName switch
    {
        "Elsa.FlowSwitch" => port == "Default" || ((FlowSwitchCase[])node.Prepared!).Any(option => option.Label == port),
        "Elsa.RunJavaScript" when port == "Done" => true,
        "Elsa.FlowSendHttpRequest" when IsCode(port) => Constant(node, "ExpectedStatusCodes") is not { } codes || (ValueConverter.To<int[]>(codes) ?? []).Contains(int.Parse(port, CultureInfo.InvariantCulture)),
        _ when DrawnInputOf(node.Type) is { } input => Names(node, input.Name) is not { } drawn || drawn.Contains(port, StringComparer.Ordinal),
        _ => node.Type.Outcomes.Contains(port, StringComparer.Ordinal),
    };

    /// <summary>
    /// The ports that an activity has of its own drawing, in the input that <see cref="InputAttribute.DrawnOutcomes"/> edits: those written there, or else those from which
    /// an arrow leaves.
    /// </summary>
    /// <returns>Null when the kind of activity has the ports that it declares.</returns>
    public static IReadOnlyList<string>? Drawn(ActivityNode node) => node.Type is { } type && DrawnInputOf(type) is { } input
        ? Names(node, input.Name) ?? (node.Parent?.Prepared is FlowGraph graph ? [.. graph.Outbound[node.Position].Select(connection => graph.Connections[connection].Port).Distinct(StringComparer.Ordinal)] : [])
        : null;

    /// <summary>The answers among which people choose, as they are written in the drawing of an activity of the host; null when it has none, or when only an expression tells.</summary>
    public static IReadOnlyList<string>? WrittenAnswers(ActivityNode node) =>
        node.Type is { Activity: not BuiltInActivity } type && DrawnInputOf(type) is { } input ? Names(node, input.Name) : null;

    /// <summary>Whether the flowchart around an activity says what follows when it is left by a port.</summary>
    public static bool IsConnected(ActivityNode node, string port) =>
        node.Parent?.Prepared is FlowGraph graph && Array.Exists(graph.Outbound[node.Position], connection => graph.Connections[connection].Port == port);

    public static JoinMode JoinModeOf(ActivityNode node)
    {
        if (node.TypeName != "Elsa.FlowJoin")
        {
            return JoinMode.WaitAllActive;
        }

        return Constant(node, "Mode") is string text && Enum.TryParse<JoinMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? mode : JoinMode.WaitAny;
    }

    /// <summary>How a node treats tokens: a FlowJoin by its mode, any other by the custom property that Studio writes.</summary>
    public static MergeMode MergeModeOf(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        if (node.TypeName == "Elsa.FlowJoin")
        {
            return JoinModeOf(node) == JoinMode.WaitAny ? MergeMode.Race : MergeMode.Merge;
        }

        if (json.Object("customProperties")?["mergeMode"] is not { } written || written.ToString() is "" or "None")
        {
            return MergeMode.Stream;
        }

        if (written.AsText() is { } text && Enum.TryParse<MergeMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode))
        {
            return mode;
        }

        compiler.Report(node, ProblemCodes.UnknownMergeMode, written.ToString());
        return MergeMode.Stream;
    }

    private static bool IsCode(string port) => port.Length == 3 && port.All(char.IsAsciiDigit);

    private static InputAttribute? DrawnInputOf(ActivityType type) => type.Inputs.FirstOrDefault(input => input.UIHint == InputAttribute.DrawnOutcomes);

    private static string[]? Names(ActivityNode node, string input) => Constant(node, input) is { } value ? ValueConverter.To<string[]>(value) : null;

    private static object? Constant(ActivityNode node, string input) =>
        (Array.Find(node.Inputs, candidate => candidate.Name == input)?.Expression as ConstantExpression)?.Value;
}
