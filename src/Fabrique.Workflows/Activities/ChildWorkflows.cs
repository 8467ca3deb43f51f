using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Activities;

/// <summary>Starts other workflows. The start is a signal of the step, executed right after its commit; a child that is awaited reports by a signal of its own.</summary>
internal static class Children
{
    /// <summary>The definition to start, which must be published by now: otherwise the incident can be retried once it is.</summary>
    public static async ValueTask<string> PublishedAsync(ActivityContext context)
    {
        var definitionId = context.GetInput<string>("WorkflowDefinitionId") ?? "";
        return await DefinitionTable.PublishedIdAsync(((StepContext)context).Burst.Sql!, definitionId, context.CancellationToken) is not null
            ? definitionId
            : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.ChildNotPublished, definitionId));
    }

    public static Dictionary<string, object?> Input(ActivityContext context) => ValueConverter.To<Dictionary<string, object?>>(context.GetInput<object>("Input")) ?? [];

    /// <returns>The identifier of the new instance.</returns>
    public static string Start(StepContext context, StartRequest request)
    {
        var child = context.Burst.NewId();
        var input = new Dictionary<string, object?>(request.Input, StringComparer.Ordinal) { ["ParentInstanceId"] = context.InstanceId };
        var depth = context.Burst.CountLaunch(request.DefinitionId);
        context.Burst.Send(SignalKind.Start, signal => (signal with { InstanceId = child }).WithStart(request with { ParentInstanceId = context.InstanceId, Input = input, Depth = depth }));
        return child;
    }

    /// <summary>Whether bookmarks of this name wait for children.</summary>
    public static bool AreAwaitedBy(string? bookmarkName) => bookmarkName is DispatchWorkflow.BookmarkName or ExecuteWorkflow.BookmarkName or BulkDispatchWorkflows.BookmarkName;

    public static void Cancel(StepContext context, string? child) => context.Burst.Send(SignalKind.Cancel, signal => signal with { InstanceId = child });

    /// <summary>What a child was when it reported; null when it only told of its repair, and is waited for again.</summary>
    /// <exception cref="PermanentFailureException">An incident stops it.</exception>
    public static ChildReport? Report(ActivityContext context, Resumption resumption)
    {
        var report = ChildReport.Read(resumption.Input);
        if (report.IsOnTheWay)
        {
            if (report.SubStatus == WorkflowSubStatus.Faulted)
            {
                throw new PermanentFailureException(new WorkflowMessage(MessageCodes.ChildStopped, report.Name, report.InstanceId));
            }

            context.Wait(new Bookmark(resumption.Name, resumption.Key));
            return null;
        }

        if (report.SubStatus is not (WorkflowSubStatus.Finished or WorkflowSubStatus.Suspended))
        {
            context.Journal(report.SubStatus == WorkflowSubStatus.Faulted ? "ChildFaulted" : "ChildCancelled", report.InstanceId);
        }

        return report;
    }
}

[Activity("Elsa.DispatchWorkflow", DisplayName = "Lancer une procédure", Category = "Procédures", Description = "Lance une autre procédure et, au besoin, attend sa fin.")]
[Input("WorkflowDefinitionId", typeof(string), DisplayName = "Procédure", IsRequired = true, UIHint = "workflow-definition-picker")]
[Input("CorrelationId", typeof(string), DisplayName = "Identifiant de rattachement")]
[Input("Input", typeof(object), DisplayName = "Entrées", UIHint = "dropdown", TypeName = "ObjectDictionary")]
[Input("WaitForCompletion", typeof(bool), DisplayName = "Attendre la fin", UIHint = "checkbox")]
[Input("StartNewTrace", typeof(bool), DisplayName = "Nouvelle trace", Description = "Sans effet ici.", UIHint = "checkbox")]
[Input("ChannelName", typeof(string), DisplayName = "Canal", Description = "Sans effet ici.", UIHint = "dropdown", Options = [""], OptionNames = ["Par défaut"])]
[Output("Result", typeof(object), DisplayName = "Résultat")]
internal sealed class DispatchWorkflow : BuiltInActivity
{
    public const string BookmarkName = "Elsa.DispatchWorkflow";

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var isAwaited = context.GetInput<bool>("WaitForCompletion");
        var child = Children.Start(Inner(context), new StartRequest(await Children.PublishedAsync(context))
        {
            CorrelationId = context.GetInput<string>("CorrelationId"),
            Input = Children.Input(context),
            AwaitedAs = isAwaited ? BookmarkName : null,
        });
        if (isAwaited)
        {
            context.Remember("child", child);
            context.Wait(new Bookmark(BookmarkName, child));
        }
        else
        {
            context.SetOutput("Result", child);
            context.Complete();
        }
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (Children.Report(context, resumption) is { } report)
        {
            context.SetOutput("Result", report.Output);
            context.Complete();
        }

        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask CancelAsync(ActivityContext context)
    {
        Children.Cancel(Inner(context), context.Recall<string>("child"));
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.ExecuteWorkflow", DisplayName = "Exécuter une procédure", Category = "Procédures", Description = "Exécute une autre procédure jusqu’à ce qu’elle attende ou, au besoin, jusqu’à sa fin.", Kind = ActivityKind.Task)]
[Input("WorkflowDefinitionId", typeof(string), DisplayName = "Procédure", IsRequired = true, UIHint = "workflow-definition-picker")]
[Input("CorrelationId", typeof(string), DisplayName = "Identifiant de rattachement")]
[Input("Input", typeof(object), DisplayName = "Entrées", UIHint = "dropdown", TypeName = "ObjectDictionary")]
[Input("WaitForCompletion", typeof(bool), DisplayName = "Attendre la fin", UIHint = "checkbox")]
[Output("Result", typeof(object), DisplayName = "Résultat", TypeName = "ExecuteWorkflowResult")]
internal sealed class ExecuteWorkflow : BuiltInActivity
{
    public const string BookmarkName = "Elsa.ExecuteWorkflow";

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var child = Children.Start(Inner(context), new StartRequest(await Children.PublishedAsync(context))
        {
            CorrelationId = context.GetInput<string>("CorrelationId"),
            Input = Children.Input(context),
            AwaitedAs = BookmarkName,
            IsAwaitedUntilItWaits = !context.GetInput<bool>("WaitForCompletion"),
        });
        context.Remember("child", child);
        context.Wait(new Bookmark(BookmarkName, child));
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (Children.Report(context, resumption) is not null)
        {
            context.SetOutput("Result", resumption.Input);
            context.Complete();
        }

        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask CancelAsync(ActivityContext context)
    {
        Children.Cancel(Inner(context), context.Recall<string>("child"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>What the compiler prepares for a bulk: its two ports, by position, and the expression evaluated for each item.</summary>
internal sealed record BulkParts(ActivityNode? Completed, ActivityNode? Faulted, string ItemName, Expression? CorrelationId);

[Activity("Elsa.BulkDispatchWorkflows", DisplayName = "Lancer une procédure par élément", Category = "Procédures", Description = "Lance une procédure pour chaque élément d’une liste et, au besoin, attend la fin de toutes.", Kind = ActivityKind.Task)]
[Port("ChildCompleted", DisplayName = "Une procédure terminée")]
[Port("ChildFaulted", DisplayName = "Une procédure arrêtée")]
[Input("WorkflowDefinitionId", typeof(string), DisplayName = "Procédure", IsRequired = true, UIHint = "workflow-definition-picker")]
[Input("Items", typeof(object), DisplayName = "Éléments", IsRequired = true)]
[Input("DefaultItemInputKey", typeof(string), DisplayName = "Nom de l’entrée qui reçoit l’élément", DefaultValue = "Item")]
[Input("CorrelationIdFunction", typeof(string), DisplayName = "Identifiant de rattachement", Description = "Évalué pour chaque élément, que l’expression lit par getItem().", AutoEvaluate = false)]
[Input("Input", typeof(object), DisplayName = "Entrées", UIHint = "dropdown", TypeName = "ObjectDictionary")]
[Input("WaitForCompletion", typeof(bool), DisplayName = "Attendre la fin", DefaultValue = "true", UIHint = "checkbox")]
[Input("StartNewTrace", typeof(bool), DisplayName = "Nouvelle trace", Description = "Sans effet ici.", UIHint = "checkbox")]
[Input("ChannelName", typeof(string), DisplayName = "Canal", Description = "Sans effet ici.", UIHint = "dropdown", Options = [""], OptionNames = ["Par défaut"])]
[Outcomes("Completed", "Canceled", "Done", DisplayNames = ["Tous terminés", "Certains annulés", "Fait"])]
internal sealed class BulkDispatchWorkflows : ContainerActivity
{
    public const string BookmarkName = "Elsa.BulkDispatchWorkflows";
    private const string ChildInstanceId = "ChildInstanceId";
    private const string ChildOutput = "ChildOutput";

    internal override object Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        var key = (Array.Find(node.Inputs, input => input.Name == "DefaultItemInputKey")?.Expression as ConstantExpression)?.Value?.ToString() is { Length: > 0 } given ? given : "Item";
        node.Variables = [.. node.Variables, .. ((string[])[key, ChildInstanceId, ChildOutput]).Select(name => new VariableDeclaration(name, name, typeof(object), null))];
        var ports = (Completed: compiler.Port(node, json["childCompleted"], 0), Faulted: compiler.Port(node, json["childFaulted"], 1));
        node.Children = [.. ((ActivityNode?[])[ports.Completed, ports.Faulted]).OfType<ActivityNode>()];
        var correlation = Array.Find(node.Inputs, input => input.Name == "CorrelationIdFunction")?.Expression;
        node.Inputs = [.. node.Inputs.Select(input => input.Name == "CorrelationIdFunction" ? input with { Expression = null } : input)];
        return new BulkParts(ports.Completed, ports.Faulted, key, correlation);
    }

    protected internal override async ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var parts = (BulkParts)step.Node.Prepared!;
        var definitionId = await Children.PublishedAsync(context);
        var isAwaited = context.GetInput<bool>("WaitForCompletion");
        var key = context.GetInput<string>("DefaultItemInputKey") is { Length: > 0 } name ? name : "Item";
        var common = Children.Input(context);
        var children = new List<string>();
        foreach (var item in Items(context.GetInput<object>("Items")))
        {
            var input = new Dictionary<string, object?>(common, StringComparer.Ordinal);
            if (item is JsonElement { ValueKind: JsonValueKind.Object } dictionary)
            {
                foreach (var property in dictionary.EnumerateObject())
                {
                    input[property.Name] = property.Value;
                }
            }
            else
            {
                input[key] = item;
            }

            step.SetVariable(parts.ItemName, item);
            children.Add(Children.Start(step, new StartRequest(definitionId)
            {
                CorrelationId = ValueConverter.To<string>(await step.EvaluateAsync(parts.CorrelationId, "CorrelationIdFunction", typeof(string))),
                Input = input,
                AwaitedAs = isAwaited ? BookmarkName : null,
            }));
        }

        if (!isAwaited || children.Count == 0)
        {
            context.Complete();
            return;
        }

        context.Remember("open", children);
        children.ForEach(child => context.Wait(new Bookmark(BookmarkName, child)));
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        var step = Inner(context);
        var report = Children.Report(context, resumption)!;
        var open = context.Recall<List<string>>("open") ?? [];
        open.Remove(report.InstanceId);
        context.Remember("open", open);
        if (report.SubStatus == WorkflowSubStatus.Cancelled)
        {
            context.Remember("cancelled", true);
        }

        var parts = (BulkParts)step.Node.Prepared!;
        if ((report.SubStatus == WorkflowSubStatus.Faulted ? parts.Faulted : report.SubStatus == WorkflowSubStatus.Finished ? parts.Completed : null) is not null)
        {
            List<JsonElement> reported = [.. context.Recall<List<JsonElement>>("reported") ?? [], resumption.Input!.Value];
            context.Remember("reported", reported);
        }

        Next(step, parts);
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask CancelAsync(ActivityContext context)
    {
        foreach (var child in context.Recall<List<string>>("open") ?? [])
        {
            Children.Cancel(Inner(context), child);
        }

        return ValueTask.CompletedTask;
    }

    internal override ValueTask ChildCompletedAsync(StepContext context, ActivityNode child, IReadOnlyList<string> outcomes, bool isBackward)
    {
        context.Remember("busy", false);
        Next(context, (BulkParts)context.Node.Prepared!);
        return ValueTask.CompletedTask;
    }

    /// <summary>The ports run for one child after the other, so that each sees its own child.</summary>
    private static void Next(StepContext context, BulkParts parts)
    {
        if (context.Recall<bool>("busy"))
        {
            return;
        }

        if (context.Recall<List<JsonElement>>("reported") is [var next, .. var others])
        {
            var report = ChildReport.Read(next);
            context.Remember("reported", others);
            context.Remember("busy", true);
            context.SetVariable(ChildInstanceId, report.InstanceId);
            context.SetVariable(ChildOutput, report.Output);
            context.Schedule(report.SubStatus == WorkflowSubStatus.Faulted ? parts.Faulted! : parts.Completed!);
        }
        else if (context.Recall<List<string>>("open") is not { Count: > 0 })
        {
            context.Complete(context.Recall<bool>("cancelled") ? "Canceled" : "Completed", "Done");
        }
    }

    private static IEnumerable<object?> Items(object? value)
    {
        var list = value is string text && text.TrimStart().StartsWith('[') ? ValueConverter.Convert(text, typeof(JsonElement)) : value;
        return list switch
        {
            null => [],
            JsonElement { ValueKind: JsonValueKind.Array } array => array.EnumerateArray().Select(item => ValueConverter.Unwrap(item)),
            _ => [list],
        };
    }
}
