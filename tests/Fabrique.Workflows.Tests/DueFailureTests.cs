using System.Text;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What is due and fails outside activities is counted, set aside for somebody to see, goes on once repaired, and never stops the next.</summary>
public sealed class DueFailureTests
{
    private static readonly byte[] Broken = Encoding.UTF8.GetBytes("{");

    private static string Later(string id) => Draw.Flow(id).With(Draw.Delay("d", "01:00:00"), Draw.Line("l")).Chain().Json();

    [Theory, EngineData]
    public async Task A_timer_is_tried_again_then_set_aside_and_goes_on_once_repaired(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var broken = await host.StartAsync(Later("broken"));
        var sound = await host.StartAsync(Later("sound"));
        var state = await BreakAsync(host, broken.Id);

        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(sound.Id)).SubStatus);
        await IsSetAsideAsync(host, broken.Id);

        await RepairAsync(host, broken.Id, state);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(broken.Id)).SubStatus);
        Assert.Equal("d l", await host.CompletedAsync(broken.Id));
        Assert.Empty(await host.QueryAsync(db => db.Set<WorkflowSignalRow>().ToListAsync()));
    }

    [Theory, EngineData]
    public async Task What_an_instance_has_queued_is_tried_again_then_set_aside_and_goes_on_once_repaired(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Fail("w", 1);
        var broken = await host.StartAsync(Draw.Flow("broken").With(Draw.Node("w", "Test.Effect"), Draw.Line("l")).Chain().Json());
        var state = await BreakAsync(host, broken.Id);

        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        await IsSetAsideAsync(host, broken.Id);

        await RepairAsync(host, broken.Id, state);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(broken.Id)).SubStatus);
        Assert.Equal("w l", await host.CompletedAsync(broken.Id));
    }

    [Theory, EngineData]
    public async Task A_cancelled_instance_takes_its_stopped_timer_along(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var broken = await host.StartAsync(Later("broken"));
        var state = await BreakAsync(host, broken.Id);
        await host.AdvanceAsync(TimeSpan.FromHours(1));
        await WriteAsync(host, broken.Id, state);
        await host.Runtime.CancelAsync(broken.Id);
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(WorkflowSubStatus.Cancelled, (await host.GetAsync(broken.Id)).SubStatus);
        Assert.Empty(await host.QueryAsync(db => db.Set<WorkflowSignalRow>().ToListAsync()));
    }

    [Theory, EngineData]
    public async Task Eight_runners_on_two_hosts_make_one_signal_of_one_timer(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        using var other = host.Build();
        var broken = await host.StartAsync(Later("broken"));
        var state = await BreakAsync(host, broken.Id);
        host.Clock.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? host.Runner : other.GetRequiredService<WorkflowRunner>()).RunDueTimersAsync())));

        Assert.Equal(1, (await host.QueryAsync(db => db.Set<WorkflowSignalRow>().SingleAsync())).Attempts);
        await WriteAsync(host, broken.Id, state);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("d l", await host.CompletedAsync(broken.Id));
    }

    [Theory, EngineData]
    public async Task A_trigger_is_tried_again_then_set_aside_and_starts_at_its_hours_once_repaired(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Clocked("broken"));
        await host.PublishAsync(Clocked("sound"));
        var payload = await host.QueryAsync(db => db.Set<WorkflowTriggerRow>().Where(trigger => trigger.DefinitionId == "broken").Select(trigger => trigger.Payload).SingleAsync());
        await WriteTriggerAsync(host, "{");

        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Single(await host.BusinessRowsAsync());
        var signal = await IsSetAsideAsync(host, null);
        Assert.Equal(SignalRow.TriggerKind, signal.Kind);
        Assert.Equal("broken", signal.Name);

        await WriteTriggerAsync(host, payload);
        var before = (await host.BusinessRowsAsync()).Count;
        await RetryAsync(host);
        Assert.Equal(before + 1, (await host.BusinessRowsAsync()).Count);
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Equal(before + 3, (await host.BusinessRowsAsync()).Count);
    }

    [Theory, EngineData]
    public async Task A_version_that_replaces_a_stopped_trigger_starts_at_its_hours(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Clocked("broken"));
        // The payload of a trigger is the same from one version to the next: what is broken is its version's own.
        await host.QueryAsync(db => db.Set<WorkflowTriggerRow>().ExecuteUpdateAsync(set => set.SetProperty(trigger => trigger.DefinitionVersionId, "gone")));
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Empty(await host.BusinessRowsAsync());

        await host.PublishAsync(Clocked("broken"));
        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Single(await host.BusinessRowsAsync());
        Assert.Empty(await host.QueryAsync(db => db.Set<WorkflowSignalRow>().ToListAsync()));
    }

    private static string Clocked(string id) => Draw.Flow(id).With(Draw.Trigger(Draw.Node("t", "Elsa.Timer", ("interval", Draw.Literal("00:10:00")))), Draw.Node("w", "Test.Effect")).Chain().Json();

    /// <summary>Goes through the whole ladder.</summary>
    private static async Task<WorkflowSignalRow> IsSetAsideAsync(TestHost host, string? instanceId)
    {
        var first = await host.QueryAsync(db => db.Set<WorkflowSignalRow>().SingleAsync());
        Assert.Equal((1, instanceId), (first.Attempts, first.InstanceId));
        Assert.NotNull(first.DueAt);
        Assert.NotNull(first.LastError);
        for (var attempt = 0; attempt < 8; attempt++)
        {
            await host.AdvanceAsync(TimeSpan.FromMinutes(2));
        }

        var last = await host.QueryAsync(db => db.Set<WorkflowSignalRow>().SingleAsync());
        Assert.Equal((8, first.Id), (last.Attempts, last.Id));
        Assert.Null(last.DueAt);
        Assert.NotNull(last.SetAsideAt);
        return last;
    }

    private static async Task<byte[]> BreakAsync(TestHost host, string instanceId)
    {
        var state = await host.QueryAsync(db => db.Set<WorkflowInstanceRow>().Where(instance => instance.Id == instanceId).Select(instance => instance.State).SingleAsync());
        await WriteAsync(host, instanceId, Broken);
        return state;
    }

    private static async Task RepairAsync(TestHost host, string instanceId, byte[] state)
    {
        await WriteAsync(host, instanceId, state);
        await RetryAsync(host);
    }

    /// <summary>What an administrator asks of the inbox.</summary>
    private static async Task RetryAsync(TestHost host)
    {
        var now = host.Clock.GetUtcNow().UtcDateTime;
        await host.QueryAsync(db => db.Set<WorkflowSignalRow>().ExecuteUpdateAsync(set => set
            .SetProperty(signal => signal.DueAt, now).SetProperty(signal => signal.Attempts, 0).SetProperty(signal => signal.SetAsideAt, (DateTime?)null)));
        await host.SweepAsync();
    }

    private static Task<int> WriteAsync(TestHost host, string instanceId, byte[] state) => host.QueryAsync(db =>
        db.Set<WorkflowInstanceRow>().Where(instance => instance.Id == instanceId).ExecuteUpdateAsync(set => set.SetProperty(instance => instance.State, state)));

    private static Task<int> WriteTriggerAsync(TestHost host, string? payload) => host.QueryAsync(db =>
        db.Set<WorkflowTriggerRow>().Where(trigger => trigger.DefinitionId == "broken").ExecuteUpdateAsync(set => set.SetProperty(trigger => trigger.Payload, payload)));
}
