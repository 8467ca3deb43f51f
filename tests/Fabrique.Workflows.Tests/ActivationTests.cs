using Fabrique.Data;
using Fabrique.Testing;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>Strategies that refuse a second instance hold under races.</summary>
public sealed class ActivationTests
{
    private const string Elsa = "Elsa.Workflows.Runtime.ActivationValidators.";

    private static string Waiting(string strategy, string id = "flow") =>
        Draw.Flow(id).Option("activationStrategyType", strategy).With(Draw.Event("e", "go"), Draw.Node("w", "Test.Effect")).Chain().Json();

    [Theory, EngineData]
    public async Task Eight_starts_of_a_singleton_at_once_make_one_instance(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Waiting(Elsa + "SingletonStrategy, Elsa.Workflows.Runtime"));
        using var other = host.Build();

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() =>
            IsStartedAsync(i % 2 == 0 ? host.Runtime : other.GetRequiredService<IWorkflowRuntime>(), new StartRequest("flow") { CorrelationId = $"c{i}" }))));

        Assert.Single(started, isStarted => isStarted);
        Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        Assert.True(await IsStartedAsync(host.Runtime, new StartRequest("flow")));
    }

    [Theory, EngineData]
    public async Task Eight_starts_of_a_correlated_singleton_make_one_for_each_correlation(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Waiting("CorrelatedSingletonStrategy"));
        await host.PublishAsync(Waiting("AllowAlwaysStrategy", "other"));
        await host.Runtime.StartAsync(new StartRequest("other") { CorrelationId = "c0" });

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => IsStartedAsync(host.Runtime, new StartRequest("flow") { CorrelationId = i < 6 ? $"c{i % 2}" : null }))));

        Assert.Equal(3, started.Count(isStarted => isStarted));
    }

    [Theory, EngineData]
    public async Task Eight_starts_under_one_correlation_make_one_among_all_definitions(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Waiting(Elsa + "CorrelationStrategy, Elsa.Workflows.Runtime", "one"));
        await host.PublishAsync(Waiting("Correlation", "two"));

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => IsStartedAsync(host.Runtime, new StartRequest(i % 2 == 0 ? "one" : "two") { CorrelationId = "c" }))));

        Assert.Single(started, isStarted => isStarted);
        Assert.True(await IsStartedAsync(host.Runtime, new StartRequest("one") { CorrelationId = "d" }));
        Assert.True(await IsStartedAsync(host.Runtime, new StartRequest("one")));
        Assert.True(await IsStartedAsync(host.Runtime, new StartRequest("one")));
    }

    [Theory, EngineData]
    public async Task Refused_start_by_a_signal_or_a_stimulus_is_dropped(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow().Option("activationStrategyType", "Singleton").With(Draw.Trigger(Draw.Event("e", "go")), Draw.Event("never", "never")).Chain().Json());
        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("go")));
        Assert.Equal(0, await host.Runtime.PublishEventAsync(new EventRequest("go") { CorrelationId = "x" }));
        using (var scope = host.Services.CreateScope())
        {
            scope.ServiceProvider.GetRequiredService<IWorkflowSignals>().Start(new StartRequest("flow"));
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        }

        Assert.Equal(1, await host.Runner.RunDueSignalsAsync());
        Assert.Empty((await host.SendAsync(new StimulusRequest("Elsa.Event", "go"))).Started);

        Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
    }

    [Theory]
    [InlineData("Elsa.Workflows.ActivationValidators.AllowAlwaysStrategy, Elsa.Workflows.Core", nameof(ActivationStrategy.Always))]
    [InlineData(Elsa + "SingletonStrategy, Elsa.Workflows.Runtime", nameof(ActivationStrategy.Singleton))]
    [InlineData(Elsa + "CorrelatedSingletonStrategy, Elsa.Workflows.Runtime", nameof(ActivationStrategy.CorrelatedSingleton))]
    [InlineData(Elsa + "CorrelationStrategy, Elsa.Workflows.Runtime", nameof(ActivationStrategy.Correlation))]
    [InlineData("SingletonStrategy", nameof(ActivationStrategy.Singleton))]
    [InlineData("singleton", nameof(ActivationStrategy.Singleton))]
    [InlineData("Always", nameof(ActivationStrategy.Always))]
    [InlineData(null, nameof(ActivationStrategy.Always))]
    [InlineData("", nameof(ActivationStrategy.Always))]
    public void Name_of_a_strategy_is_read_in_every_form(string? name, string expected)
    {
        Assert.True(ActivationStrategies.TryRead(name, out var strategy));
        Assert.Equal(expected, strategy.ToString());
    }

    [Theory]
    [InlineData("1")]
    [InlineData("Strategy")]
    [InlineData("Somebody.SometimesStrategy, Somewhere")]
    [InlineData(",")]
    public async Task Unknown_strategy_refuses_publishing(string name)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        Assert.Contains(name, (await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.PublishAsync(Waiting(name)))).Message, StringComparison.Ordinal);
    }

    private static async Task<bool> IsStartedAsync(IWorkflowRuntime runtime, StartRequest request)
    {
        try
        {
            await runtime.StartAsync(request);
            return true;
        }
        catch (WorkflowNotStartedException refusal)
        {
            Assert.Equal(request.DefinitionId, refusal.DefinitionId);
            return false;
        }
    }
}
