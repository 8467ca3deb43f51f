using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Simulation;

/// <summary>Something that may come of an activity.</summary>
/// <param name="Outcome">Port; null when nobody ever answers.</param>
/// <param name="Name">As shown to people.</param>
/// <param name="ComesByItself">Whether there is nothing to do for it.</param>
internal sealed record SimulationOption(string? Outcome, string Name, bool ComesByItself = false);

/// <summary>How what a definition leaves open is named, and found by its names.</summary>
internal static class SimulationVocabulary
{
    private const string Never = "jamais";

    /// <summary>Kinds that wait for another instance: what comes of them is simulated, not chosen.</summary>
    private static readonly string[] Parents = ["Elsa.DispatchWorkflow", "Elsa.BulkDispatchWorkflows", "Elsa.ExecuteWorkflow", "Elsa.WorkflowDefinitionActivity"];

    /// <summary>Kinds that wait for whoever knows their name; what comes with it may be scripted.</summary>
    private static readonly string[] Free = ["Elsa.Event", "Elsa.RunTask", "Elsa.HttpEndpoint"];

    public static bool IsFree(ActivityNode node) => Free.Contains(node.TypeName, StringComparer.Ordinal);

    public static bool IsParent(ActivityNode node) => Parents.Contains(node.TypeName, StringComparer.Ordinal);

    public static IAnsweredByPeople? People(ActivityNode node) => node.Type?.Activity as IAnsweredByPeople;

    /// <summary>What may come of an activity, the usual first; none when only the definition decides.</summary>
    public static IReadOnlyList<SimulationOption> Options(ActivityNode node)
    {
        if (People(node) is { } people)
        {
            return [.. people.AnswersOf(new DrawnActivity(node)).Select(answer => new SimulationOption(answer.Outcome, OutcomeName(node, answer.Outcome), answer.ComesByItself))];
        }

        if (IsFree(node))
        {
            return ByOthers;
        }

        if (node.Type?.Activity is BranchingActivity branching)
        {
            return [.. branching.BranchesOf(node).Select(branch => new SimulationOption(branch.Name, branch.DisplayName))];
        }

        return SimulatedActivity.IsDecision(node.TypeName) || SimulatedActivity.IsOutside(node.TypeName)
            ? [.. Ports(node).Select(port => new SimulationOption(port, OutcomeName(node, port)))]
            : [];
    }

    /// <summary>What may come of a wait for somebody who is not known.</summary>
    public static IReadOnlyList<SimulationOption> ByOthers { get; } = [new("Done", "arrive"), new(null, Never, ComesByItself: true)];

    public static string OutcomeName(ActivityNode node, string outcome)
    {
        if (node.Type?.Activity is BranchingActivity branching && branching.BranchesOf(node).FirstOrDefault(branch => branch.Name == outcome) is { } taken)
        {
            return taken.DisplayName;
        }

        var activity = node.Type?.Activity is SimulatedActivity simulated ? simulated.Replaced : node.Type?.Activity;
        var attribute = activity?.GetType().GetCustomAttributes(typeof(OutcomesAttribute), inherit: false).OfType<OutcomesAttribute>().FirstOrDefault();
        for (var index = 0; index < (attribute?.DisplayNames.Length ?? 0); index++)
        {
            if (attribute!.Names[index] == outcome)
            {
                return attribute.DisplayNames[index];
            }
        }

        return outcome == Execution.Burst.Done[0] ? "Fait" : outcome;
    }

    public static bool IsNamed(ActivityNode node, string name) => node.Id == name || Same(node.DisplayName, name) || Same(node.Name, name);

    /// <summary>Finds the option that a script names.</summary>
    /// <returns>The option and what comes with it; null when there is none.</returns>
    public static (SimulationOption Option, object? Payload)? Find(ActivityNode node, IReadOnlyList<SimulationOption> options, string answer)
    {
        if (options.FirstOrDefault(option => option.Outcome == answer || Same(option.Name, answer)) is { } found)
        {
            return (found, null);
        }

        return IsFree(node) ? (options[0], ReadPayload(answer)) : null;
    }

    private static object ReadPayload(string text)
    {
        try
        {
            return System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(text);
        }
        catch (System.Text.Json.JsonException)
        {
            return text;
        }
    }

    /// <summary>Whether two texts are the same to somebody who types: case, apostrophes and spaces do not matter.</summary>
    private static bool Same(string left, string right) => string.Equals(Plain(left), Plain(right), StringComparison.OrdinalIgnoreCase);

    private static string Plain(string text) => text.Replace('’', '\'').Replace('\u00a0', ' ').Replace('\u202f', ' ').Trim();

    /// <summary>The ports by which the drawing goes on, and those that the kind declares when they are few and fixed.</summary>
    private static IEnumerable<string> Ports(ActivityNode node)
    {
        var drawn = node.Parent?.Prepared is FlowGraph graph ? graph.Outbound[node.Position].Select(index => graph.Connections[index].Port) : [];
        return (node.TypeName == "Elsa.FlowDecision" ? node.Type!.Outcomes.Concat(drawn) : drawn).Distinct(StringComparer.Ordinal);
    }
}
