using Fabrique.Data.Connections;
using Fabrique.Data.Workflows;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Tests.Simulation;

/// <summary>A scratch world without a business: the library's activities, the tests' own, and a calendar where every day is worked.</summary>
public sealed class TestWorld : SimulationWorld
{
    private readonly ScratchDatabase _database = new();
    private readonly ServiceProvider _services;

    public TestWorld(SimulationClock clock)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddWorkflowRuntime();
        foreach (var replaced in services.Where(descriptor => IsKind(descriptor.ImplementationType, "Elsa.SendHttpRequest")).ToList())
        {
            services.Remove(replaced);
        }

        services
            .AddFabriqueData(_database.Options)
            .AddWorkflowDatabase()
            .AddWorkflowSimulation(clock)
            .AddSingleton<Script>()
            .AddWorkflowActivity<Effect>()
            .AddWorkflowActivity<Failing>()
            .AddWorkflowActivity<FakeRequest>()
            .AddWorkflowActivity<Question>();
        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public override IServiceProvider Services => _services;

    // Its patience stands still: a busy machine ends no simulation.
    public static WorkflowSimulator Simulator { get; } = new((clock, _) => new(new TestWorld(clock)), new FakeTimeProvider());

    public override ValueTask<StartRequest> BeginAsync(WorkflowDocument document, CancellationToken cancellationToken) => new(new StartRequest(document.DefinitionId));

    public override async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _database.Dispose();
    }

    private static bool IsKind(Type? type, string typeName) =>
        type?.GetCustomAttributes(typeof(ActivityAttribute), inherit: false).OfType<ActivityAttribute>().Any(attribute => attribute.TypeName == typeName) == true;
}

/// <summary>Asks somebody who has ten days to answer.</summary>
[Activity("Test.Question", DisplayName = "Question")]
[Outcomes("Yes", "No", "Late", DisplayNames = ["Oui", "Non", "Trop tard"])]
public sealed class Question : Activity, IAnsweredByPeople
{
    public IReadOnlyList<PossibleAnswer> Answers { get; } = [new("Yes"), new("No"), new("Late") { ComesByItself = true }];

    public async ValueTask<string?> AnswerAsync(SimulatedAnswer answer)
    {
        var asked = answer.Bookmarks.Single(bookmark => bookmark.DueAt is null);
        await answer.Services.GetRequiredService<IWorkflowRuntime>().ResumeAsync(
            new ResumeRequest(asked.Name, asked.Key) { InstanceId = answer.InstanceId, Input = answer.Outcome },
            answer.CancellationToken);
        return null;
    }

    protected internal override ValueTask ExecuteAsync(ActivityContext context)
    {
        context.Wait(new Bookmark("Test.Question", context.ActivityInstanceId));
        context.Wait(new Bookmark("Test.Deadline", context.ActivityInstanceId) { DueAt = context.Clock.GetUtcNow().UtcDateTime.AddDays(10) });
        return ValueTask.CompletedTask;
    }

    protected internal override ValueTask ResumeAsync(ActivityContext context, Resumption resumption)
    {
        context.Complete(resumption.IsTimer ? "Late" : resumption.Input?.GetString() ?? "No");
        return ValueTask.CompletedTask;
    }
}

/// <summary>Fails as a server that does not answer.</summary>
[Activity("Test.Failing", DisplayName = "Panne")]
public sealed class Failing : Activity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context) => throw new TimeoutException("le serveur ne répond pas");
}

/// <summary>Stands for the request that a simulation must not send.</summary>
[Activity("Elsa.SendHttpRequest", DisplayName = "Appeler")]
[Input("Url", typeof(string))]
public sealed class FakeRequest : Activity
{
    protected internal override ValueTask ExecuteAsync(ActivityContext context) => throw new InvalidOperationException("A request was sent.");
}
