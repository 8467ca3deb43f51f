using System.Collections.Concurrent;
using Fabrique.Data;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>What the test's activities are told to do, and what they were asked.</summary>
public sealed class Script
{
    private readonly ConcurrentDictionary<string, int> _failures = new(StringComparer.Ordinal);

    public Func<string, Exception> Exception { get; set; } = id => new TimeoutException($"{id} failed");

    public ConcurrentQueue<string> Cancelled { get; } = [];

    public void Fail(string id, int times) => _failures[id] = times;

    public void ThrowIfAsked(string id)
    {
        while (_failures.TryGetValue(id, out var left) && left > 0)
        {
            if (_failures.TryUpdate(id, left - 1, left))
            {
                throw Exception(id);
            }
        }
    }
}

/// <summary>Writes one business row per execution, then fails if asked to: the row must go with the failure.</summary>
[Activity("Test.Effect", DisplayName = "Effet")]
[Input("Text", typeof(string))]
[Outcomes("Done", "Other")]
public sealed class Effect(Script script) : Activity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Services.GetRequiredService<FabriqueDbContext>().Add(new Setting { Name = $"{context.ActivityInstanceId}/{context.ActivityId}", Value = context.GetInput<string>("Text") ?? "" });
        script.ThrowIfAsked(context.ActivityId);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Opens a task and waits for it; knows how to withdraw it.</summary>
[Activity("Test.Ask", DisplayName = "Demande")]
[Input("Key", typeof(string), IsRequired = true)]
[Input("Question", typeof(string))]
[Output("Answer", typeof(string))]
[Outcomes("Yes", "No", DisplayNames = ["Oui", "Non"])]
public sealed class Ask(Script script) : Activity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Services.GetRequiredService<FabriqueDbContext>().Add(new Setting { Name = context.ActivityInstanceId, Value = "open" });
        context.Remember("asked", context.Clock.GetUtcNow().Year);
        context.Wait(new Bookmark("Test.Ask", context.GetInput<string>("Key")!) { Payload = new { question = context.GetInput<string>("Question") } });
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        script.ThrowIfAsked(context.ActivityId);
        var answer = resumption.Input?.GetString() ?? "No";
        context.SetOutput("Answer", $"{context.GetInput<string>("Question")} {answer} {context.Recall<int>("asked")}");
        context.Services.GetRequiredService<FabriqueDbContext>().Add(new Setting { Name = context.ActivityInstanceId + "/answer", Value = answer });
        context.Complete(answer);
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask CancelAsync(ActivityContext context)
    {
        script.Cancelled.Enqueue(context.ActivityId);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Asks for one of the answers that are drawn, and leaves by it.</summary>
[Activity("Test.Choose", DisplayName = "Choix")]
[Input("Answers", typeof(string[]), IsRequired = true, UIHint = InputAttribute.DrawnOutcomes)]
public sealed class Choose : Activity
{
    public const string Asked = "Test.Choose";

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Wait(new Bookmark(Asked, context.ActivityId));
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.Complete(resumption.Input!.Value.GetString()!);
        return ValueTask.CompletedTask;
    }
}

/// <summary>Waits for an answer, and says once a day, twice, that it still does.</summary>
[Activity("Test.Remind", DisplayName = "Rappel")]
public sealed class Remind : Activity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Wait(new Bookmark("Test.Answer", "a"));
        WaitADay(context);
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        if (!resumption.IsTimer)
        {
            context.Complete();
            return ValueTask.CompletedTask;
        }

        context.Journal("Reminded", resumption.Name);
        context.Remember("reminders", context.Recall<int>("reminders") + 1);
        if (context.Recall<int>("reminders") < 2)
        {
            WaitADay(context);
        }

        return ValueTask.CompletedTask;
    }

    private static void WaitADay(ActivityContext context) =>
        context.Wait(new Bookmark("Test.Reminder", context.ActivityInstanceId) { DueAt = context.Clock.GetUtcNow().UtcDateTime.AddDays(1) });
}

/// <summary>Takes some milliseconds, has inputs worth hiding, and gives back what it was given.</summary>
[Activity("Test.Call", DisplayName = "Appel")]
[Input("Authorization", typeof(string))]
[Input("Pin", typeof(string), IsSensitive = true)]
[Input("Headers", typeof(object))]
[Input("Body", typeof(object))]
[Input("Milliseconds", typeof(int))]
[Output("Result", typeof(object))]
[Output("AccessToken", typeof(string))]
public sealed class Call(Script script) : Activity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        ((FakeTimeProvider)context.Clock).Advance(TimeSpan.FromMilliseconds(context.GetInput<int>("Milliseconds")));
        script.ThrowIfAsked(context.ActivityId);
        context.SetOutput("Result", context.GetInput<object>("Body"));
        context.SetOutput("AccessToken", context.GetInput<string>("Authorization"));
        return ValueTask.CompletedTask;
    }
}

/// <summary>Writes a mail as a business row of the step; an address without an at sign cannot be written to.</summary>
public sealed class TestMailer(FabriqueDbContext db) : IWorkflowMailer
{
    public ValueTask<string?> WriteAsync(WorkflowMail mail, ActivityContext context)
    {
        if (mail.To.Concat(mail.Cc).Concat(mail.Bcc).Any(address => !address.Contains('@', StringComparison.Ordinal)))
        {
            return new("Une adresse ne se lit pas.");
        }

        db.Add(new Setting { Name = $"mail/{context.ActivityInstanceId}", Value = $"{string.Join(' ', mail.To.Concat(mail.Cc).Concat(mail.Bcc))}: {mail.Subject}: {mail.Body}" });
        return new((string?)null);
    }
}
