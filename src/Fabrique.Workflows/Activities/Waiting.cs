using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cronos;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Activities;

[Activity("Elsa.Delay", DisplayName = "Délai", Category = "Dates", Description = "Attend une durée, de la seconde à l’année.", IsControlFlow = true)]
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

[Activity("Elsa.StartAt", DisplayName = "Attendre un instant", Category = "Dates", Description = "Attend un instant ; continue aussitôt s’il est passé.", Kind = ActivityKind.Trigger, IsControlFlow = true)]
[Input("DateTime", typeof(DateTimeOffset), DisplayName = "Instant", Description = "À l’heure de Paris, sauf décalage écrit (2026-09-01T09:00+00:00).", IsRequired = true)]
internal sealed class StartAt : BuiltInActivity
{
    public const string BookmarkName = "Elsa.StartAt";

    internal override ValueTask<IReadOnlyList<TriggerDeclaration>> DescribeTriggersAsync(StepContext context)
    {
        var due = context.GetInput<DateTimeOffset>("DateTime").UtcDateTime;
        return new(due > context.Burst.Now ? [new TriggerDeclaration(BookmarkName, "", due)] : []);
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        var due = context.GetInput<DateTimeOffset>("DateTime").UtcDateTime;
        if (!step.TryTakeTrigger(out _) && due > step.Burst.Now)
        {
            context.Wait(new Bookmark(BookmarkName, step.Execution.Id.ToString(CultureInfo.InvariantCulture)) { DueAt = due });
        }

        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.Timer", DisplayName = "Minuterie", Category = "Dates", Description = "Lance la procédure à intervalle régulier ; dans une procédure, attend l’intervalle une fois.", Kind = ActivityKind.Trigger, IsControlFlow = true)]
[Input("Interval", typeof(TimeSpan), DisplayName = "Intervalle", DefaultValue = "00:01:00")]
internal sealed class Timer : BuiltInActivity
{
    public const string BookmarkName = "Elsa.Timer";

    internal override ValueTask<IReadOnlyList<TriggerDeclaration>> DescribeTriggersAsync(StepContext context)
    {
        var interval = context.GetInput<TimeSpan>("Interval");
        return interval > TimeSpan.Zero
            ? new([new TriggerDeclaration(BookmarkName, "", context.Burst.Now + interval, new { interval })])
            : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.IntervalNotPositive, interval.ToString("c", CultureInfo.InvariantCulture)));
    }

    internal override DateTime? NextDue(JsonElement payload, DateTime due, DateTime now)
    {
        var interval = ValueConverter.To<TimeSpan>(payload.GetProperty("interval"));
        var missed = now < due ? 0 : (now - due).Ticks / interval.Ticks;
        return due + (interval * (missed + 1));
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        if (!step.TryTakeTrigger(out _))
        {
            context.Wait(new Bookmark(BookmarkName, step.Execution.Id.ToString(CultureInfo.InvariantCulture)) { DueAt = step.Burst.Now + context.GetInput<TimeSpan>("Interval") });
        }

        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.Cron", DisplayName = "Calendrier (cron)", Category = "Dates", Description = "Lance la procédure aux instants d’une expression cron ; dans une procédure, attend le prochain.", Kind = ActivityKind.Trigger, IsControlFlow = true)]
[Input("CronExpression", typeof(string), DisplayName = "Expression cron", Description = "Cinq champs, ou six avec les secondes ; à l’heure de Paris.", IsRequired = true)]
internal sealed class Cron : BuiltInActivity
{
    public const string BookmarkName = "Elsa.Cron";

    internal override object? Prepare(ActivityNode node, JsonObject json, GraphCompiler compiler)
    {
        if (Array.Find(node.Inputs, input => input.Name == "CronExpression")?.Expression is ConstantExpression { Value: string { Length: > 0 } text } && !TryRead(text, out _))
        {
            compiler.Report(node, ProblemCodes.UnreadableCron, text);
        }

        return null;
    }

    internal override ValueTask<IReadOnlyList<TriggerDeclaration>> DescribeTriggersAsync(StepContext context)
    {
        var cron = context.GetInput<string>("CronExpression") ?? "";
        return new([new TriggerDeclaration(BookmarkName, "", Next(cron, context.Burst.Now), new { cron })]);
    }

    internal override DateTime? NextDue(JsonElement payload, DateTime due, DateTime now) =>
        Occurrence(payload.GetProperty("cron").GetString()!, now);

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        var step = Inner(context);
        if (!step.TryTakeTrigger(out _))
        {
            var due = Next(context.GetInput<string>("CronExpression") ?? "", step.Burst.Now);
            context.Wait(new Bookmark(BookmarkName, step.Execution.Id.ToString(CultureInfo.InvariantCulture)) { DueAt = due });
        }

        return ValueTask.CompletedTask;
    }

    private static DateTime Next(string text, DateTime now) => Occurrence(text, now)
        ?? throw new PermanentFailureException(new WorkflowMessage(MessageCodes.CronWithoutFuture, text));

    /// <summary>
    /// An expression for every hour follows elapsed time. One that names hours comes once for each that the clock of the wall shows: when the spring change skips it,
    /// at the change; when the autumn change repeats it, the first time.
    /// </summary>
    private static DateTime? Occurrence(string text, DateTime now)
    {
        var cron = Read(text);
        if (Fields(text) is not [.., var hours, _, _, _] || hours is "*" or "*/1")
        {
            return cron.GetNextOccurrence(now, WallClock.Zone);
        }

        var shown = DateTime.SpecifyKind(WallClock.Show(ValueConverter.AsUtc(now)).DateTime, DateTimeKind.Utc);
        while (cron.GetNextOccurrence(shown, TimeZoneInfo.Utc) is { } next)
        {
            var due = WallClock.Zone.IsInvalidTime(DateTime.SpecifyKind(next, DateTimeKind.Unspecified)) ? WallClock.EndOfGap(next) : WallClock.At(next).UtcDateTime;
            if (due > now)
            {
                return due;
            }

            shown = next;
        }

        return null;
    }

    private static string[] Fields(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static CronExpression Read(string text) => TryRead(text, out var cron) ? cron : throw new PermanentFailureException(ProblemCodes.UnreadableCron.With(text));

    private static bool TryRead(string text, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out CronExpression? cron)
    {
        return CronExpression.TryParse(text, Fields(text).Length == 6 ? CronFormat.IncludeSeconds : CronFormat.Standard, out cron);
    }
}

[Activity("Elsa.Event", DisplayName = "Événement", Category = "Base", Description = "Attend un événement nommé, ou lance la procédure quand il survient.", Kind = ActivityKind.Trigger, IsControlFlow = true)]
[Input("EventName", typeof(string), DisplayName = "Événement", IsRequired = true)]
[Output("Result", typeof(object), DisplayName = "Contenu")]
internal sealed class Event : BuiltInActivity
{
    public const string BookmarkName = "Elsa.Event";

    internal override ValueTask<IReadOnlyList<TriggerDeclaration>> DescribeTriggersAsync(StepContext context) =>
        new([new TriggerDeclaration(BookmarkName, context.GetInput<string>("EventName") ?? "")]);

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        if (Inner(context).TryTakeTrigger(out var payload))
        {
            context.SetOutput("Result", payload);
            return ValueTask.CompletedTask;
        }

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

[Activity("Elsa.PublishEvent", DisplayName = "Publier un événement", Category = "Base", Description = "Publie un événement nommé.")]
[Input("EventName", typeof(string), DisplayName = "Événement", IsRequired = true)]
[Input("CorrelationId", typeof(string), DisplayName = "Identifiant de rattachement")]
[Input("IsLocalEvent", typeof(bool), DisplayName = "Cette exécution seulement", UIHint = "checkbox")]
[Input("Payload", typeof(object), DisplayName = "Contenu")]
internal sealed class PublishEvent : BuiltInActivity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        Inner(context).Burst.Send(SignalKind.Stimulus, signal => signal with
        {
            Name = Event.BookmarkName,
            Key = context.GetInput<string>("EventName"),
            CorrelationId = context.GetInput<string>("CorrelationId"),
            InstanceId = context.GetInput<bool>("IsLocalEvent") ? context.InstanceId : null,
            Payload = Burst.PayloadText(context.GetInput<object>("Payload")),
        });
        return ValueTask.CompletedTask;
    }
}

[Activity("Elsa.RunTask", DisplayName = "Demander une tâche à un programme", Category = "Base", Description = "Demande une tâche à un autre système et attend son résultat.", IsControlFlow = true)]
[Input("TaskName", typeof(string), DisplayName = "Tâche", IsRequired = true)]
[Input("Payload", typeof(object), DisplayName = "Contenu", UIHint = "dropdown", TypeName = "ObjectDictionary")]
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
