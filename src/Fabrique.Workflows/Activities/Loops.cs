using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

/// <summary>An activity that executes its body several times. Each iteration goes through the queue, so that none is nested in another.</summary>
internal abstract class LoopActivity : ContainerActivity
{
    private static readonly VariableDeclaration CurrentValue = new("CurrentValue", "CurrentValue", typeof(object), null);
    private static readonly VariableDeclaration CurrentIndex = new("CurrentIndex", "CurrentIndex", typeof(object), null);

    protected static VariableDeclaration[] Value { get; } = [CurrentValue];

    protected static VariableDeclaration[] ValueAndIndex { get; } = [CurrentValue, CurrentIndex];

    /// <summary>Variables that each iteration has of its own.</summary>
    protected abstract VariableDeclaration[] Iteration { get; }

    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        node.Iteration = Iteration;
        node.Children = compiler.Port(node, json["body"], 0) is { } body ? [body] : [];
        return null;
    }
}

[Activity("Elsa.While", DisplayName = "Tant que", Category = "Boucles", Description = "Répète une étape tant qu’une condition est vraie.", IsControlFlow = true)]
[Port("Body", DisplayName = "Corps")]
[Input("Condition", typeof(bool), DisplayName = "Condition", AutoEvaluate = false)]
internal sealed class While : LoopActivity
{
    protected override VariableDeclaration[] Iteration => [];

    protected internal override ValueTask ExecuteAsync(ActivityContext context) => NextAsync(Inner(context));

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward) => NextAsync(context);

    private static async ValueTask NextAsync(StepContext context)
    {
        if (context.Node.Children is [var body] && await context.EvaluateInputAsync("Condition") is true)
        {
            context.Schedule(body);
        }
        else
        {
            context.Complete();
        }
    }
}

[Activity("Elsa.For", DisplayName = "Pour", Category = "Boucles", Description = "Répète une étape d’un nombre à un autre.", IsControlFlow = true)]
[Port("Body", DisplayName = "Corps")]
[Input("Start", typeof(int), DisplayName = "De", DefaultValue = "0")]
[Input("End", typeof(int), DisplayName = "À", DefaultValue = "0")]
[Input("Step", typeof(int), DisplayName = "Pas", DefaultValue = "1")]
[Input("OuterBoundInclusive", typeof(bool), DisplayName = "Dernier nombre compris", DefaultValue = "true", UIHint = "checkbox")]
[Output("CurrentValue", typeof(object), DisplayName = "Nombre courant")]
internal sealed class For : LoopActivity
{
    protected override VariableDeclaration[] Iteration => Value;

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Next(Inner(context), context.GetInput<int>("Start"));
        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        Next(context, (long)context.Execution.Progress! + context.GetInput<int>("Step"));
        return ValueTask.CompletedTask;
    }

    internal override void WriteProgress(Utf8JsonWriter writer, object progress) => writer.WriteNumberValue((long)progress);

    internal override object ReadProgress(ActivityNode node, JsonElement json) => json.GetInt64();

    private static void Next(StepContext context, long value)
    {
        long end = context.GetInput<int>("End");
        var distance = context.GetInput<int>("Step") >= 0 ? end - value : value - end;
        if (context.Node.Children is [var body] && (distance > 0 || (distance == 0 && context.GetInput<bool>("OuterBoundInclusive"))))
        {
            context.Execution.Progress = value;
            context.SetOutput("CurrentValue", value);
            context.Schedule(body, iteration: [value]);
        }
        else
        {
            context.Complete();
        }
    }
}

/// <summary>Where a loop over items stands.</summary>
internal sealed class ItemProgress(int next)
{
    /// <summary>Position of the next item.</summary>
    public int Next { get; set; } = next;

    /// <summary>The items, once unpacked from the input.</summary>
    public List<object?>? Items { get; set; }
}

/// <summary>A loop over the items that its input had when it began.</summary>
internal abstract class ItemLoop : LoopActivity
{
    protected override VariableDeclaration[] Iteration => ValueAndIndex;

    internal override void WriteProgress(Utf8JsonWriter writer, object progress) => writer.WriteNumberValue(((ItemProgress)progress).Next);

    internal override object ReadProgress(ActivityNode node, JsonElement json) => new ItemProgress(json.GetInt32());

    protected static List<object?> Items(StepContext context)
    {
        var items = context.GetInput<object>("Items");
        if (items is string text && text.TrimStart().StartsWith('['))
        {
            try
            {
                items = JsonSerializer.Deserialize<JsonElement>(text);
            }
            catch (JsonException exception)
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NotAListBecause, GraphCompiler.InputLabel(context.Node, "Items"), new WorkflowMessage(MessageCodes.NotJson, (exception.LineNumber ?? 0) + 1, (exception.BytePositionInLine ?? 0) + 1)), exception);
            }
        }

        return items switch
        {
            null or "" => [],
            JsonElement { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(ValueConverter.Unwrap)],
            _ => throw new PermanentFailureException(new WorkflowMessage(MessageCodes.NotAList, GraphCompiler.InputLabel(context.Node, "Items"))),
        };
    }
}

[Activity("Elsa.ForEach", DisplayName = "Pour chaque", Category = "Boucles", Description = "Exécute une étape pour chaque élément d’une liste, l’un après l’autre.", IsControlFlow = true)]
[Port("Body", DisplayName = "Corps")]
[Input("Items", typeof(object), DisplayName = "Éléments", UIHint = "dropdown", TypeName = "List<Object>")]
[Output("CurrentValue", typeof(object), DisplayName = "Élément courant")]
internal sealed class ForEach : ItemLoop
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        step.Execution.Progress = new ItemProgress(0);
        Next(step);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        Next(context);
        return ValueTask.CompletedTask;
    }

    private static void Next(StepContext context)
    {
        var progress = (ItemProgress)context.Execution.Progress!;
        progress.Items ??= Items(context);
        if (context.Node.Children is [var body] && progress.Next < progress.Items.Count)
        {
            var index = progress.Next++;
            context.SetOutput("CurrentValue", progress.Items[index]);
            context.Schedule(body, iteration: [progress.Items[index], index]);
        }
        else
        {
            context.Complete();
        }
    }
}

[Activity("Elsa.ParallelForEach", DisplayName = "Pour chaque, de front", Category = "Boucles", Description = "Exécute une étape pour tous les éléments d’une liste à la fois.", IsControlFlow = true)]
[Port("Body", DisplayName = "Corps")]
[Input("Items", typeof(object), DisplayName = "Éléments")]
internal sealed class ParallelForEach : ItemLoop
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        if (step.Node.Children is [var body])
        {
            var items = Items(step);
            for (var index = 0; index < items.Count; index++)
            {
                step.Schedule(body, iteration: [items[index], index]);
            }
        }

        // Every iteration carries its item; the list itself need not be kept.
        step.ForgetInputs();
        CompleteWhenIdle(step);
        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        CompleteWhenIdle(context);
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.Break", DisplayName = "Sortir de la boucle", Category = "Boucles", Description = "Termine la boucle la plus proche.", IsControlFlow = true, IsTerminal = true)]
internal sealed class Break : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        for (var around = step.Execution.Parent; around is { Node.IsComposite: false }; around = around.Parent)
        {
            if (around.Node.Type!.Activity is LoopActivity)
            {
                step.Burst.Leave(around, Burst.Done);
                break;
            }
        }

        return ValueTask.CompletedTask;
    }
}
