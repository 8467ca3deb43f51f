using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

[Activity("Elsa.Parallel", DisplayName = "En parallèle", Category = "Blocs", Description = "Exécute des étapes de front et attend qu’elles soient toutes terminées.", IsControlFlow = true, IsContainer = true, IsBrowsable = false)]
internal sealed class Parallel : ContainerActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        node.Children = compiler.Children(node, json["activities"]);
        return null;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        foreach (var child in step.Node.Children)
        {
            step.Schedule(child);
        }

        CompleteWhenIdle(step);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        CompleteWhenIdle(context);
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.Fork", DisplayName = "Branches", Category = "Choix et branches", Description = "Ouvre des branches de front et attend la première ou toutes.", IsControlFlow = true, IsBrowsable = false)]
[Input("JoinMode", typeof(string), DisplayName = "Attendre", DefaultValue = "WaitAll", UIHint = "dropdown", Options = ["WaitAll", "WaitAny"], IsWrapped = false)]
internal sealed class Fork : ContainerActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        node.Children = compiler.Children(node, json["branches"]);
        return null;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        foreach (var branch in step.Node.Children)
        {
            step.Schedule(branch);
        }

        CompleteWhenIdle(step);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        if (context.GetInput<string>("JoinMode") is "WaitAny" or "1")
        {
            context.Complete();
        }
        else
        {
            CompleteWhenIdle(context);
        }

        return ValueTask.CompletedTask;
    }
}

internal sealed record SwitchCase(Expression? Condition, Branch Branch);

internal sealed record SwitchCases(SwitchCase[] Cases, Branch Default);

[Activity("Elsa.Switch", DisplayName = "Selon le cas", Category = "Choix et branches", Description = "Exécute l’étape du premier cas vérifié, ou de tous.", IsControlFlow = true)]
[Port("Default", DisplayName = "Sinon")]
[Property("Cases", "SwitchCases", "switch-editor", DisplayName = "Cas")]
[Input("Mode", typeof(string), DisplayName = "Mode", DefaultValue = "MatchFirst", UIHint = "dropdown", Options = ["MatchFirst", "MatchAny"])]
[Output("Output", typeof(object), DisplayName = "Résultat")]
internal sealed class Switch : BranchingActivity
{
    internal override object Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var position = 0;
        var cases = compiler.Objects(node, json["cases"])
            .Select(option => new SwitchCase(
                compiler.Expression(node, "Cases", option["condition"], typeof(bool)),
                new Branch($"Case{position}", compiler.Text(node, option, "label") is { Length: > 0 } label ? label : $"Cas {position + 1}", compiler.Port(node, option["activity"], position++))))
            .ToArray();
        var otherwise = new Branch("Default", "Sinon", compiler.Port(node, json["default"], position));
        node.Children = [.. cases.Select(option => option.Branch).Append(otherwise).Select(branch => branch.Activity).OfType<ActivityNode>()];
        return new SwitchCases(cases, otherwise);
    }

    internal override IReadOnlyList<Branch> BranchesOf(ActivityNode node) => node.Prepared is SwitchCases options ? [.. options.Cases.Select(option => option.Branch), options.Default] : [];

    internal override async ValueTask<IReadOnlyList<string>> ChooseAsync(StepContext step)
    {
        var options = (SwitchCases)step.Node.Prepared!;
        var matchAny = step.GetInput<string>("Mode") is "MatchAny" or "1";
        var chosen = new List<string>();
        foreach (var option in options.Cases)
        {
            if (await step.EvaluateAsync(option.Condition, "Cases", typeof(bool)) is not true)
            {
                continue;
            }

            chosen.Add(option.Branch.Name);
            if (!matchAny)
            {
                break;
            }
        }

        return chosen.Count == 0 ? [options.Default.Name] : chosen;
    }
}

[Activity("Elsa.FlowNode", DisplayName = "Nœud", Category = "Schéma", Description = "Contient une étape.", IsControlFlow = true)]
[Port("Body", DisplayName = "Contenu")]
internal sealed class FlowNode() : WrapperActivity("body");

[Activity("Elsa.Container", DisplayName = "Bloc", Category = "Blocs", Description = "Contient une étape, avec ses variables.", IsControlFlow = true, IsBrowsable = false)]
[Port("Body", DisplayName = "Contenu")]
internal sealed class Container() : WrapperActivity("body");

[Activity("Elsa.Workflow", DisplayName = "Procédure", Category = "Blocs", Description = "Contient l’étape racine d’une procédure.", IsControlFlow = true, IsBrowsable = false)]
[Port("Root", DisplayName = "Racine", IsBrowsable = false)]
[Output("Result", typeof(object), DisplayName = "Résultat")]
internal sealed class Workflow() : WrapperActivity("root");

[Activity("Elsa.Complete", DisplayName = "Terminer avec une issue", Category = "Procédures", Description = "Termine la procédure, ou l’étape faite d’une procédure, par les issues données.", IsControlFlow = true, IsTerminal = true)]
[Input("Outcomes", typeof(object), DisplayName = "Issues", UIHint = "outcome-picker", DefaultSyntax = "Object")]
internal sealed class Complete : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var given = context.GetInput<object>("Outcomes");
        try
        {
            var outcomes = given is string text && !text.TrimStart().StartsWith('[') ? [text] : ValueConverter.To<string[]>(given);
            step.Burst.Leave(Around(step.Execution), outcomes is null or [""] or [] ? Burst.Done : outcomes);
        }
        catch (InvalidCastException exception)
        {
            throw new PermanentFailureException(WorkflowMessage.Of(exception), exception);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>The nearest workflow around an execution; null for the whole instance.</summary>
    private static ActivityExecution? Around(ActivityExecution execution)
    {
        var around = execution.Parent;
        while (around is not null && !around.Node.IsComposite && around.Node.Type!.Activity is not Workflow)
        {
            around = around.Parent;
        }

        return around;
    }
}

[Activity("Elsa.SetOutput", DisplayName = "Donner un résultat", Category = "Procédures", Description = "Donne sa valeur à un résultat de la procédure.", IsControlFlow = true)]
[Input("OutputName", typeof(string), DisplayName = "Résultat", IsRequired = true, UIHint = "output-picker")]
[Input("OutputValue", typeof(object), DisplayName = "Valeur")]
internal sealed class SetOutput : BuiltInActivity
{
    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        if (node.Inputs[0].Expression is ConstantExpression { Value: string { Length: > 0 } name } && !compiler.DeclaresOutput(name))
        {
            compiler.Warn(node, ProblemCodes.UndeclaredResult, name);
        }

        return null;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).SetWorkflowOutput(context.GetInput<string>("OutputName") ?? "", context.GetInput<object>("OutputValue"), isDeclared: false);
        return ValueTask.CompletedTask;
    }
}

/// <summary>A workflow used as an activity: it executes the root of its definition within the instance of who uses it.</summary>
internal sealed class Composite : ContainerActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        foreach (var root in step.Node.Children)
        {
            step.Schedule(root);
        }

        CompleteWhenIdle(step);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        context.Complete();
        return ValueTask.CompletedTask;
    }
}
