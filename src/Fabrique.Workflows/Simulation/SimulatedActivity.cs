using System.Text.Json.Nodes;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Simulation;

/// <summary>Stands for an activity whose outcome a simulation may choose, or which would reach outside: that one is not executed.</summary>
internal sealed class SimulatedActivity(Activity replaced, SimulationSession session) : BuiltInActivity
{
    private static readonly string[] Outside = ["Elsa.SendHttpRequest", "Elsa.FlowSendHttpRequest", "Elsa.SendEmail"];
    private static readonly string[] Decisions = ["Elsa.FlowDecision", "Elsa.FlowSwitch"];
    private static readonly string[] Told = ["Method", "Url", "To", "Subject"];

    public Activity Replaced { get; } = replaced;

    public static ActivityType Replace(ActivityType type, SimulationSession session) => type.Activity is BranchingActivity branching
        ? type with { Activity = new SimulatedBranching(branching, session) }
        : IsOutside(type.TypeName) || IsDecision(type.TypeName) ? type with { Activity = new SimulatedActivity(type.Activity, session) } : type;

    public static bool IsDecision(string typeName) => Decisions.Contains(typeName, StringComparer.Ordinal);

    public static bool IsOutside(string typeName) => Outside.Contains(typeName, StringComparer.Ordinal);

    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler) => (Replaced as BuiltInActivity)?.Prepare(node, json, compiler);

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        if (IsOutside(step.Node.TypeName))
        {
            var told = Told.Where(name => step.Node.Inputs.Any(input => input.Name == name)).Select(name => context.GetInput<object>(name)?.ToString()).Where(text => !string.IsNullOrEmpty(text));
            session.Run.Tell(step, string.Join(' ', told));
            context.Complete(session.Run.Choose(step, []));
            return;
        }

        await Replaced.ExecuteAsync(context);
        context.Complete(session.Run.Choose(step, step.Outcomes ?? Execution.Burst.Done));
    }
}

/// <summary>Stands for an activity that chooses among those that stand in it: a simulation may choose otherwise.</summary>
internal sealed class SimulatedBranching(BranchingActivity replaced, SimulationSession session) : BranchingActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler) => replaced.Prepare(node, json, compiler);

    internal override IReadOnlyList<Branch> BranchesOf(ActivityNode node) => replaced.BranchesOf(node);

    internal override async ValueTask<IReadOnlyList<string>> ChooseAsync(StepContext step) => session.Run.Choose(step, await replaced.ChooseAsync(step));

    internal override void Take(StepContext step, IReadOnlyList<string> names) => replaced.Take(step, names);
}

/// <summary>The path that a scratch container runs.</summary>
internal sealed class SimulationSession
{
    private SimulationRun? _run;

    public SimulationRun Run
    {
        get => _run ?? throw new InvalidOperationException("This container runs simulations only.");
        set => _run = value;
    }
}
