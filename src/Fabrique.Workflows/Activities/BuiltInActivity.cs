using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>An activity that prepares something of its own when its definition is compiled.</summary>
internal abstract class BuiltInActivity : Activity
{
    internal virtual object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler) => null;

    protected static StepContext Inner(ActivityContext context) => (StepContext)context;
}

/// <summary>An activity that executes others and hears of their completion.</summary>
internal abstract class ContainerActivity : BuiltInActivity
{
    internal abstract ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward);

    internal virtual void WriteProgress(Utf8JsonWriter writer, object progress) => writer.WriteNumberValue((int)progress);

    internal virtual object? ReadProgress(ActivityNode node, JsonElement json) => json.GetInt32();

    /// <summary>Whether the completion of this child ends its container.</summary>
    protected static bool IsTerminal(ActivityNode child) => child.TypeName is "Elsa.End" or "Elsa.Finish";
}
