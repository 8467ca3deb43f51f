using System.Globalization;
using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Activities;

[Activity("Elsa.Delay", DisplayName = "Délai", Category = "Scheduling", Description = "Attend une durée, de la seconde à l’année.", IsControlFlow = true)]
[Input("TimeSpan", typeof(TimeSpan), DisplayName = "Durée", DefaultValue = "00:01:00")]
internal sealed class Delay : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var due = step.Burst.Now + context.GetInput<TimeSpan>("TimeSpan");
        context.Wait(new Bookmark("Elsa.Delay", step.Execution.Id.ToString(CultureInfo.InvariantCulture)) { DueAt = due });
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.StartAt", DisplayName = "Attendre une date", Category = "Scheduling", Description = "Attend un instant ; continue aussitôt s’il est passé.", IsControlFlow = true)]
[Input("DateTime", typeof(DateTimeOffset), DisplayName = "Instant", IsRequired = true)]
internal sealed class StartAt : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var due = context.GetInput<DateTimeOffset>("DateTime").UtcDateTime;
        if (due > step.Burst.Now)
        {
            context.Wait(new Bookmark("Elsa.StartAt", step.Execution.Id.ToString(CultureInfo.InvariantCulture)) { DueAt = due });
        }

        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.Event", DisplayName = "Événement", Category = "Primitives", Description = "Attend un événement nommé.", IsControlFlow = true)]
[Input("EventName", typeof(string), DisplayName = "Événement", IsRequired = true)]
[Output("Result", typeof(object), DisplayName = "Contenu")]
internal sealed class Event : BuiltInActivity
{
    public const string BookmarkName = "Elsa.Event";

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Wait(new Bookmark(BookmarkName, context.GetInput<string>("EventName") ?? ""));
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.SetOutput("Result", resumption.Input);
        context.Complete();
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.PublishEvent", DisplayName = "Publier un événement", Category = "Primitives", Description = "Publie un événement nommé.")]
[Input("EventName", typeof(string), DisplayName = "Événement", IsRequired = true)]
[Input("CorrelationId", typeof(string), DisplayName = "Identifiant de rattachement")]
[Input("IsLocalEvent", typeof(bool), DisplayName = "Cette instance seulement", UIHint = "checkbox")]
[Input("Payload", typeof(object), DisplayName = "Contenu")]
internal sealed class PublishEvent : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).Burst.Send(SignalKind.Publish, signal => signal with
        {
            Name = context.GetInput<string>("EventName"),
            CorrelationId = context.GetInput<string>("CorrelationId"),
            InstanceId = context.GetInput<bool>("IsLocalEvent") ? context.InstanceId : null,
            Payload = Burst.PayloadText(context.GetInput<object>("Payload")),
        });
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.RunTask", DisplayName = "Demander une tâche", Category = "Primitives", Description = "Demande une tâche à un autre système et attend son résultat.", IsControlFlow = true)]
[Input("TaskName", typeof(string), DisplayName = "Tâche", IsRequired = true)]
[Input("Payload", typeof(object), DisplayName = "Contenu")]
[Output("TaskId", typeof(string), DisplayName = "Identifiant de la tâche")]
[Output("Result", typeof(object), DisplayName = "Résultat")]
internal sealed class RunTask : BuiltInActivity
{
    public const string BookmarkName = "Elsa.RunTask";

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var taskId = context.ActivityInstanceId;
        context.SetOutput("TaskId", taskId);
        context.Wait(new Bookmark(BookmarkName, taskId) { Payload = new { taskId, taskName = context.GetInput<string>("TaskName"), payload = context.GetInput<object>("Payload") } });
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.SetOutput("Result", resumption.Input);
        context.Complete();
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.DispatchWorkflow", DisplayName = "Lancer un circuit", Category = "Composition", Description = "Lance un autre circuit et, au besoin, attend sa fin.")]
[Input("WorkflowDefinitionId", typeof(string), DisplayName = "Circuit", IsRequired = true, UIHint = "workflow-definition-picker")]
[Input("CorrelationId", typeof(string), DisplayName = "Identifiant de rattachement")]
[Input("Input", typeof(object), DisplayName = "Entrées")]
[Input("WaitForCompletion", typeof(bool), DisplayName = "Attendre la fin", UIHint = "checkbox")]
[Output("Result", typeof(object), DisplayName = "Résultat")]
internal sealed class DispatchWorkflow : BuiltInActivity
{
    public const string BookmarkName = "Elsa.DispatchWorkflow";

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var burst = Inner(context).Burst;
        var child = burst.NewId();
        var input = Expressions.ValueConverter.To<Dictionary<string, object?>>(context.GetInput<object>("Input")) ?? [];
        input["ParentInstanceId"] = context.InstanceId;
        burst.Send(SignalKind.Start, signal => signal with
        {
            Name = context.GetInput<string>("WorkflowDefinitionId"),
            InstanceId = child,
            CorrelationId = context.GetInput<string>("CorrelationId"),
            ParentInstanceId = context.GetInput<bool>("WaitForCompletion") ? context.InstanceId : null,
            Payload = Burst.PayloadText(input),
        });
        if (context.GetInput<bool>("WaitForCompletion"))
        {
            context.Remember("child", child);
            context.Wait(new Bookmark(BookmarkName, child));
        }
        else
        {
            context.SetOutput("Result", child);
        }

        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.SetOutput("Result", resumption.Input);
        context.Complete();
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask CancelAsync(ActivityContext context)
    {
        Inner(context).Burst.Send(SignalKind.Cancel, signal => signal with { InstanceId = context.Recall<string>("child") });
        return ValueTask.CompletedTask;
    }
}
