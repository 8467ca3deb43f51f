using System.Collections.Frozen;

namespace Fabrique.Workflows.Graph;

/// <summary>A version of a definition, ready to execute and shared by all its instances.</summary>
internal sealed class CompiledWorkflow
{
    public required string DefinitionId { get; init; }

    public required string VersionId { get; init; }

    public required int Version { get; init; }

    public required string Name { get; init; }

    public required ActivityNode? Root { get; init; }

    public required FrozenDictionary<string, ActivityNode> Nodes { get; init; }

    public required VariableDeclaration[] Variables { get; init; }

    public required ArgumentDeclaration[] Inputs { get; init; }

    public required ArgumentDeclaration[] Outputs { get; init; }

    /// <summary>Whether some variable is forgotten at the end of a run.</summary>
    public required bool HasTransientVariables { get; init; }

    public required ActivationStrategy ActivationStrategy { get; init; }

    public required IncidentStrategy? IncidentStrategy { get; init; }

    /// <summary>Whether some expression reads outputs of other activities; otherwise they need not be remembered.</summary>
    public required bool ReadsOutputs { get; init; }

    /// <summary>Whether some variable is a secret, to be kept out of the journal.</summary>
    public bool HasSecrets { get; init; }

    public required IReadOnlyList<DefinitionProblem> Problems { get; init; }

    public bool HasErrors => Problems.Any(problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>The activities of a known kind that it draws itself, in its order; not those of the workflows that it uses as activities.</summary>
    public IEnumerable<ActivityNode> OwnActivities() => Root is null ? [] : OwnActivities(Root);

    private static IEnumerable<ActivityNode> OwnActivities(ActivityNode node)
    {
        var remaining = new Stack<ActivityNode>([node]);
        while (remaining.TryPop(out var next))
        {
            if (next.Type is not null)
            {
                yield return next;
            }

            for (var index = next.IsComposite ? -1 : next.Children.Length - 1; index >= 0; index--)
            {
                remaining.Push(next.Children[index]);
            }
        }
    }

    public ActivityNode Node(string id) =>
        Nodes.GetValueOrDefault(id) ?? throw new PermanentFailureException(new WorkflowMessage(MessageCodes.ActivityGone, id, Version, DefinitionId));
}
