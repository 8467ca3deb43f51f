using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

[Activity("Elsa.Start", DisplayName = "Début", Category = "Schéma", Description = "Marque le début du schéma.", IsControlFlow = true, IsStart = true)]
internal sealed class Start : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context) => ValueTask.CompletedTask;
}

[Activity("Elsa.End", DisplayName = "Fin", Category = "Schéma", Description = "Termine le schéma qui la contient.", IsControlFlow = true, IsTerminal = true)]
internal sealed class End : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context) => ValueTask.CompletedTask;
}

[Activity("Elsa.Finish", DisplayName = "Fin de la procédure", Category = "Base", Description = "Termine toute la procédure.", IsControlFlow = true, IsTerminal = true)]
internal sealed class Finish : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).Burst.FinishAll();
        context.Complete();
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.FlowDecision", DisplayName = "Décision", Category = "Choix et branches", Description = "Choisit entre deux branches.", IsControlFlow = true)]
[Input("Condition", typeof(bool), DisplayName = "Condition")]
[Outcomes("True", "False", DisplayNames = ["Vrai", "Faux"])]
internal sealed class FlowDecision : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Complete(context.GetInput<bool>("Condition") ? "True" : "False");
        return ValueTask.CompletedTask;
    }
}

internal sealed record FlowSwitchCase(string Label, Expression? Condition);

[Activity("Elsa.FlowSwitch", DisplayName = "Aiguillage", Category = "Choix et branches", Description = "Choisit entre plusieurs branches.", IsControlFlow = true)]
[Property("Cases", "FlowSwitchCases", "flow-switch-editor", DisplayName = "Cas")]
[Input("Mode", typeof(string), DisplayName = "Mode", DefaultValue = "MatchFirst", UIHint = "dropdown", Options = ["MatchFirst", "MatchAny"])]
[Outcomes("Default", DisplayNames = ["Sinon"])]
internal sealed class FlowSwitch : BuiltInActivity
{
    internal override object Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler) =>
        compiler.Objects(node, json["cases"])
            .Select(option => new FlowSwitchCase(compiler.Text(node, option, "label") ?? "", compiler.Expression(node, "Cases", option["condition"], typeof(bool))))
            .ToArray();

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var matchAny = string.Equals(context.GetInput<string>("Mode"), "MatchAny", StringComparison.OrdinalIgnoreCase) || context.GetInput<string>("Mode") == "1";
        var labels = new List<string>();
        foreach (var option in (FlowSwitchCase[])step.Node.Prepared!)
        {
            if (ValueConverter.To<bool>(await step.EvaluateAsync(option.Condition, "Cases", typeof(bool))))
            {
                labels.Add(option.Label);
                if (!matchAny)
                {
                    break;
                }
            }
        }

        context.Complete(labels.Count == 0 ? ["Default"] : labels.ToArray());
    }
}

[Activity("Elsa.FlowFork", DisplayName = "Bifurcation", Category = "Choix et branches", Description = "Ouvre plusieurs branches à la fois.", IsControlFlow = true)]
[Input("Branches", typeof(string[]), DisplayName = "Branches", UIHint = InputAttribute.DrawnOutcomes)]
internal sealed class FlowFork : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Complete(context.GetInput<string[]>("Branches") ?? []);
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.FlowJoin", DisplayName = "Jonction", Category = "Choix et branches", Description = "Attend toutes les branches, ou la première.", IsControlFlow = true)]
[Input("Mode", typeof(string), DisplayName = "Mode", DefaultValue = "WaitAny", UIHint = "dropdown", Options = ["WaitAll", "WaitAllActive", "WaitAny"], TypeName = "FlowJoinMode")]
internal sealed class FlowJoin : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context) => ValueTask.CompletedTask;
}

[Activity("Elsa.Sequence", DisplayName = "Séquence", Category = "Blocs", Description = "Exécute des étapes l’une après l’autre.", IsControlFlow = true, IsContainer = true, IsBrowsable = false)]
internal sealed class Sequence : ContainerActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        node.Children = compiler.Children(node, json["activities"]);
        return null;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Next(Inner(context), 0);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        Next(context, IsTerminal(child) ? context.Node.Children.Length : child.Position + 1);
        return ValueTask.CompletedTask;
    }

    private static void Next(StepContext context, int position)
    {
        if (position < context.Node.Children.Length)
        {
            context.Schedule(context.Node.Children[position]);
        }
        else
        {
            context.Complete();
        }
    }
}

[Activity("Elsa.If", DisplayName = "Si", Category = "Choix et branches", Description = "Exécute une étape selon une condition.", IsControlFlow = true)]
[Port("Then", DisplayName = "Alors")]
[Port("Else", DisplayName = "Sinon")]
[Input("Condition", typeof(bool), DisplayName = "Condition")]
[Output("Result", typeof(bool), DisplayName = "Résultat")]
internal sealed class If : BranchingActivity
{
    private const string Then = "Then";
    private const string Else = "Else";

    internal override object Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        Branch[] branches = [new(Then, "Alors", compiler.Port(node, json["then"], 0)), new(Else, "Sinon", compiler.Port(node, json["else"], 1))];
        node.Children = [.. branches.Select(branch => branch.Activity).OfType<ActivityNode>()];
        return branches;
    }

    internal override IReadOnlyList<Branch> BranchesOf(ActivityNode node) => (Branch[])node.Prepared!;

    internal override ValueTask<IReadOnlyList<string>> ChooseAsync(StepContext step) => new([step.GetInput<bool>("Condition") ? Then : Else]);

    internal override void Take(StepContext step, IReadOnlyList<string> names)
    {
        step.SetOutput("Result", names.Contains(Then, StringComparer.Ordinal));
        base.Take(step, names);
    }
}
