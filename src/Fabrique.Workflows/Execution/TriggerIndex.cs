using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Execution;

/// <summary>Finds what starts instances of a definition.</summary>
internal static class TriggerIndex
{
    /// <summary>Asks every activity that may start the workflow, anywhere in it, what does.</summary>
    /// <returns>The triggers, and why some cannot be told.</returns>
    public static async Task<(List<TriggerRow> Rows, List<DefinitionProblem> Problems)> BuildAsync(CompiledWorkflow workflow, WorkflowOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var rows = new List<TriggerRow>();
        var problems = new List<DefinitionProblem>();
        foreach (var node in workflow.Nodes.Values.Where(node => node.CanStartWorkflow && node.Composite is null && node.Type?.Activity is BuiltInActivity).OrderBy(node => node.NodeId, StringComparer.Ordinal))
        {
            try
            {
                foreach (var declaration in await DescribeAsync(workflow, node, options, clock, cancellationToken))
                {
                    rows.Add(new TriggerRow(workflow.VersionId, rows.Count + 1, workflow.DefinitionId, node.Id, declaration.Name, Checked(declaration.Key), Burst.PayloadText(declaration.Payload), declaration.DueAt));
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                problems.Add(new DefinitionProblem(ProblemSeverity.Error, ProblemCodes.UnreadableTrigger, node.Id, node.TypeName, ProblemCodes.UnreadableTrigger.With(WorkflowMessage.Of(exception))) { ActivityName = node.DisplayName });
            }
        }

        return (rows, problems);
    }

    private static async ValueTask<IReadOnlyList<TriggerDeclaration>> DescribeAsync(CompiledWorkflow workflow, ActivityNode node, WorkflowOptions options, TimeProvider clock, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        var state = InstanceState.Create("", workflow, new StartRequest(workflow.DefinitionId), now);
        var burst = new Burst(state, new StepChanges(), options, clock, step: null, now, cancellationToken);
        var context = new StepContext(burst, Scope(node, now));
        await context.EvaluateInputsAsync();
        return await ((BuiltInActivity)node.Type!.Activity).DescribeTriggersAsync(context);
    }

    /// <summary>The variables that surround an activity have their initial values.</summary>
    private static ActivityExecution Scope(ActivityNode node, DateTime now) => new()
    {
        Id = 0,
        Node = node,
        Parent = node.Parent is null ? null : Scope(node.Parent, now),
        Since = now,
        Variables = StateText.Defaults(node.Variables),
    };

    private static string Checked(string key)
    {
        const int Longest = 200;
        return key.Length <= Longest ? key : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.KeyTooLong, key[..50], Longest));
    }
}
