using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>An activity that prepares something of its own when its definition is compiled.</summary>
internal abstract class BuiltInActivity : Activity
{
    internal virtual object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler) => null;

    /// <summary>
    /// Tells what starts instances at this activity. Called when a definition is published, for each activity with <c>canStartWorkflow</c>; the inputs are
    /// evaluated without an instance. An exception is a problem of the definition.
    /// </summary>
    internal virtual ValueTask<IReadOnlyList<TriggerDeclaration>> DescribeTriggersAsync(StepContext context) => new([]);

    /// <summary>Tells when a trigger with a due instant is due again after it fired.</summary>
    /// <param name="payload">What the declaration carried.</param>
    /// <param name="due">The instant at which it fired, UTC.</param>
    /// <param name="now">Now, UTC; occurrences that were missed are not made up for.</param>
    /// <returns>An instant after now, or null when it fires no more.</returns>
    internal virtual DateTime? NextDue(JsonElement payload, DateTime due, DateTime now) => null;

    /// <summary>Whether the activity waits for something that is done between two steps.</summary>
    internal virtual bool CallsOutside => false;

    /// <summary>
    /// Does what would hold a transaction too long: called without one, after the step that asked for it has committed; at least once, by any host.
    /// The activity is then resumed with what it returns, or with <c>{"error": "…"}</c> when it failed for good.
    /// </summary>
    /// <exception cref="PermanentFailureException">No later attempt will mend it. After any other exception it is attempted again, on the ladder of signals.</exception>
    internal virtual Task<JsonElement> CallOutsideAsync(OutsideCall call, CancellationToken cancellationToken) => throw new InvalidOperationException($"{GetType()} calls nobody.");

    protected static StepContext Inner(ActivityContext context) => (StepContext)context;
}

/// <summary>What starts instances at an activity.</summary>
/// <param name="Name">Kind of stimulus, as in <see cref="Bookmark"/>.</param>
/// <param name="Key">Which one of that kind. At most 200 characters.</param>
/// <param name="DueAt">When set, it starts an instance by itself at this UTC instant.</param>
/// <param name="Payload">A small value that serialises to JSON.</param>
internal sealed record TriggerDeclaration(string Name, string Key, DateTime? DueAt = null, object? Payload = null);

/// <summary>An activity that executes others and hears of their completion.</summary>
internal abstract class ContainerActivity : BuiltInActivity
{
    internal abstract ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward);

    internal virtual void WriteProgress(Utf8JsonWriter writer, object progress) => writer.WriteNumberValue((int)progress);

    internal virtual object? ReadProgress(ActivityNode node, JsonElement json) => json.GetInt32();

    /// <summary>Carries what it knows of its children's progress over to another version of the definition.</summary>
    /// <param name="open">Identifiers of the children that are open or scheduled.</param>
    /// <param name="ready">Receives the children that the change makes due.</param>
    internal virtual object MoveProgress(ActivityNode from, ActivityNode to, object progress, IReadOnlySet<string> open, ICollection<ActivityNode> ready) => progress;

    /// <summary>Whether the completion of this child ends its container.</summary>
    protected static bool IsTerminal(ActivityNode child) => child.TypeName is "Elsa.End" or "Elsa.Finish" or "Elsa.Complete" or "Elsa.Break";

    /// <summary>Completes when nothing runs nor is scheduled below.</summary>
    protected static void CompleteWhenIdle(StepContext context)
    {
        if (context.Execution is { OpenChildren: 0, ScheduledChildren: 0 })
        {
            context.Complete();
        }
    }
}

/// <summary>A side of an activity that chooses what it executes.</summary>
/// <param name="Name">Unique in the activity; it never changes.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Activity">What is executed; null when nothing is.</param>
internal sealed record Branch(string Name, string DisplayName, ActivityNode? Activity);

/// <summary>Executes some of the activities that stand in it, and completes after them.</summary>
internal abstract class BranchingActivity : ContainerActivity
{
    /// <summary>The sides that it may take.</summary>
    internal abstract IReadOnlyList<Branch> BranchesOf(ActivityNode node);

    /// <summary>Decides which sides are taken, by name.</summary>
    internal abstract ValueTask<IReadOnlyList<string>> ChooseAsync(StepContext step);

    /// <summary>Takes them.</summary>
    internal virtual void Take(StepContext step, IReadOnlyList<string> names)
    {
        foreach (var branch in BranchesOf(step.Node))
        {
            if (branch.Activity is not null && names.Contains(branch.Name, StringComparer.Ordinal))
            {
                step.Schedule(branch.Activity);
            }
        }

        CompleteWhenIdle(step);
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        CompleteWhenIdle(context);
        return ValueTask.CompletedTask;
    }

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        Take(step, await ChooseAsync(step));
    }
}

/// <summary>Executes one activity that is embedded in it, and completes after it.</summary>
internal abstract class WrapperActivity(string port) : ContainerActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        node.Children = compiler.Port(node, json[port], 0) is { } child ? [child] : [];
        return null;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        if (step.Node.Children is [var child])
        {
            step.Schedule(child);
        }
        else
        {
            context.Complete();
        }

        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }
}
