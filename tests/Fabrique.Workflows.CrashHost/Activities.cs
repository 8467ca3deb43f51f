using System.Collections.Concurrent;
using Fabrique.Data;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.CrashHost;

/// <summary>Which activities are to fail.</summary>
public sealed class Failures
{
    private readonly ConcurrentDictionary<string, bool> _ordered = new(StringComparer.Ordinal);

    /// <summary>The activity fails until that is forgotten; when it fails permanently, an incident is made at once.</summary>
    public void Order(string activityId, bool isPermanent) => _ordered[activityId] = isPermanent;

    public void ThrowIfOrdered(string activityId)
    {
        if (_ordered.TryGetValue(activityId, out var isPermanent))
        {
            throw isPermanent ? new PermanentFailureException($"{activityId} fails") : new TimeoutException($"{activityId} fails");
        }
    }

    public void Forget() => _ordered.Clear();
}

/// <summary>Writes one business row per execution.</summary>
[Activity("Crash.Effect", DisplayName = "Effet")]
public sealed class Effect(Failures failures) : Activity
{
    protected override ValueTask ExecuteAsync(ActivityContext context)
    {
        Write(context);
        failures.ThrowIfOrdered(context.ActivityId);
        return ValueTask.CompletedTask;
    }

    internal static void Write(ActivityContext context) => context.Services.GetRequiredService<FabriqueDbContext>().Add(new BusinessRow
    {
        Id = Guid.CreateVersion7(context.Clock.GetUtcNow()),
        Kind = BusinessRow.Effect,
        About = context.ActivityInstanceId,
    });
}

/// <summary>Waits for an answer, and writes a business row when it comes.</summary>
[Activity("Crash.Ask", DisplayName = "Demande")]
[Input("Key", typeof(string), IsRequired = true)]
public sealed class Ask : Activity
{
    public const string BookmarkName = "Crash.Ask";

    protected override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Wait(new Bookmark(BookmarkName, context.GetInput<string>("Key") ?? ""));
        return ValueTask.CompletedTask;
    }

    protected override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        Effect.Write(context);
        context.Complete();
        return ValueTask.CompletedTask;
    }
}
