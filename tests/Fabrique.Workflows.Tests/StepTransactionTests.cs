using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What steps share to be quick, they do not share when one of them fails.</summary>
public sealed class StepTransactionTests
{
    [Theory, EngineData]
    public async Task Start_takes_the_version_that_another_host_has_published_since(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.StartAsync(Draw.Flow().With(Draw.Line("first")).Json());
        Assert.Equal(1, (await host.Runtime.StartAsync(new StartRequest("flow"))).Version);
        await using (var other = host.Build())
        {
            await other.GetRequiredService<WorkflowPublisher>().PublishAsync(WorkflowDocument.Parse(Draw.Flow().With(Draw.Line("second")).Json()));
        }

        var started = await host.Runtime.StartAsync(new StartRequest("flow"));

        Assert.Equal(2, started.Version);
        Assert.Equal("second", await host.WrittenAsync(started.Id));
        Assert.Equal(3, (await host.Runtime.FindInstancesAsync(new InstanceFilter())).Count);
    }

    [Theory, EngineData]
    public async Task Steps_at_once_fail_alone(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow().With(Draw.Event("wait", "go"), Draw.Line("gone")).Chain().Json());
        await host.PublishAsync(Draw.Flow("business").With(Draw.Node("effect", "Test.Effect")).Json());
        var calls = Enumerable.Range(0, 60).Select(number => Task.Run(async () =>
        {
            switch (number % 3)
            {
                case 0:
                    return await host.Runtime.StartAsync(new StartRequest("flow"));
                case 1:
                    await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.StartAsync(new StartRequest("unknown")));
                    return null;
                default:
                    return await host.Runtime.StartAsync(new StartRequest("business"));
            }
        }));
        var started = (await Task.WhenAll(calls)).OfType<InstanceSummary>().ToList();

        host.Restart();
        Assert.Equal(40, started.Count);
        Assert.Equal(20, (await host.BusinessRowsAsync()).Count);
        foreach (var instance in started)
        {
            var kept = await host.GetAsync(instance.Id);
            Assert.Equal(instance.DefinitionId == "flow" ? WorkflowSubStatus.Suspended : WorkflowSubStatus.Finished, kept.SubStatus);
            Assert.Equal(instance.DefinitionId == "flow" ? "" : "effect", await host.CompletedAsync(instance.Id));
        }
    }

    [Theory, EngineData]
    public async Task Bookmark_resumed_by_many_at_once_is_consumed_by_one(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var waiting = await host.StartAsync(Draw.Flow().With(Draw.Event("wait", "go"), Draw.Line("gone")).Chain().Json());
        var resumed = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() =>
            host.Runtime.ResumeAsync(new ResumeRequest("Elsa.Event", "go") { InstanceId = number % 2 == 0 ? waiting.Id : null }))));

        Assert.Single(resumed, instance => instance is not null);
        Assert.Equal("gone", await host.WrittenAsync(waiting.Id));
    }
}
