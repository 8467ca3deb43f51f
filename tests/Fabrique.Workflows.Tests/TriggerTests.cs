using System.Text.Json.Nodes;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What starts instances: events and clocks, indexed when a definition is published.</summary>
public sealed class TriggerTests
{
    private static string StartedByGo(string id = "flow") => Draw.Flow(id)
        .With(Draw.Line("a"), Draw.Trigger(Draw.Event("e", "go")), Draw.Node("w", "Test.Effect"), Draw.Line("l", Draw.Js("toJson(getOutputFrom('e'))"))).Chain().Json();

    [Theory, EngineData]
    public async Task Event_starts_every_definition_it_triggers_at_the_trigger_and_resumes_who_waits(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(StartedByGo("one"));
        await host.PublishAsync(StartedByGo("two"));
        await host.PublishAsync(StartedByGo("three").Replace("\"go\"", "\"stay\"", StringComparison.Ordinal));
        var waiting = await host.StartAsync(Draw.Flow("wait").With(Draw.Event("e", "go")).Json());

        Assert.Equal(3, await host.Runtime.PublishEventAsync(new EventRequest("go") { CorrelationId = null, Payload = new { n = 1 } }));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(waiting.Id)).SubStatus);
        foreach (var definition in (string[])["one", "two"])
        {
            var started = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = definition }));
            Assert.Equal(WorkflowSubStatus.Finished, started.SubStatus);
            Assert.Equal("e:Started e:Completed w:Started w:Completed l:Started l:Written l:Completed", await host.JournalAsync(started.Id));
            Assert.Equal("{\"n\":1}", await host.WrittenAsync(started.Id));
        }

        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "three" }));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
    }

    [Theory, EngineData]
    public async Task Event_addressed_to_an_instance_starts_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(StartedByGo());
        var waiting = await host.StartAsync(Draw.Flow("wait").With(Draw.Event("e", "go")).Json());

        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("go") { InstanceId = waiting.Id }));
        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "flow" }));
    }

    [Theory, EngineData]
    public async Task Event_that_only_started_is_kept_for_a_bookmark_and_starts_no_second_time(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(StartedByGo());
        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("go") { CorrelationId = "c" }));
        var late = await host.StartAsync(Draw.Flow("wait").With(Draw.Event("e", "go")).Json(), new StartRequest("wait") { CorrelationId = "c" });

        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(late.Id)).SubStatus);
        var started = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "flow" }));
        Assert.Equal("c", started.CorrelationId);
    }

    [Theory, EngineData]
    public async Task Stimulus_written_as_a_signal_starts_once_however_often_it_is_swept(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(StartedByGo());
        using (var scope = host.Services.CreateScope())
        {
            scope.ServiceProvider.GetRequiredService<IWorkflowSignals>().Publish(new EventRequest("go"));
            await scope.ServiceProvider.GetRequiredService<Fabrique.Data.FabriqueDbContext>().SaveChangesAsync();
        }

        using var other = host.Build();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? host.Runner : other.GetRequiredService<WorkflowRunner>()).RunDueSignalsAsync())));
        for (var minute = 0; minute < 11; minute++)
        {
            await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Single(await host.BusinessRowsAsync());
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
    }

    [Theory, EngineData]
    public async Task New_version_replaces_the_triggers_of_the_former(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(StartedByGo());
        await host.PublishAsync(StartedByGo().Replace("\"go\"", "\"come\"", StringComparison.Ordinal));

        Assert.Equal(0, await host.Runtime.PublishEventAsync(new EventRequest("go")));
        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("come")));
        Assert.Equal(2, Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter())).Version);
    }

    [Theory, EngineData]
    public async Task Two_triggers_that_meet_do_not_wait_for_each_other(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow()
            .With(Draw.Trigger(Draw.Event("a", "A")), Draw.Trigger(Draw.Event("b", "B")), Draw.Line("x"), Draw.Event("w", "more"), Draw.Line("y"), Draw.Line("j"))
            .Link("a -> x", "b -> w", "w -> y", "x -> j", "y -> j").Json());

        await host.Runtime.PublishEventAsync(new EventRequest("B"));
        var instance = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("more"));

        Assert.Equal("b w y j", await host.CompletedAsync(instance.Id));
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
    }

    [Theory, EngineData]
    public async Task Trigger_in_a_loop_waits_the_second_time(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow().With(Draw.Trigger(Draw.Event("e", "go")), Draw.Line("l")).Link("e -> l", "l -> e").Json());

        await host.SendAsync(new StimulusRequest("Elsa.Event", "go"));

        var instance = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
        Assert.Equal("e:Started e:Completed l:Started l:Written l:Completed e:Started e:Suspended", await host.JournalAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Stimulus_tells_what_it_started_and_resumed_and_is_not_kept(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(StartedByGo());
        var waiting = await host.StartAsync(Draw.Flow("wait").With(Draw.Event("e", "go")).Json());

        var outcome = await host.SendAsync(new StimulusRequest("Elsa.Event", "go"));
        Assert.Equal("flow", Assert.Single(outcome.Started).DefinitionId);
        Assert.Equal(waiting.Id, Assert.Single(outcome.Resumed).Id);
        var nothing = await host.SendAsync(new StimulusRequest("Elsa.Event", "go") { MayStart = false });

        Assert.Empty(nothing.Started);
        Assert.Empty(nothing.Resumed);
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
    }

    [Theory, EngineData]
    public async Task Start_names_the_activity_at_which_to_begin(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(StartedByGo(), new StartRequest("flow") { TriggerActivityId = "e", TriggerPayload = "here" });

        Assert.Equal("\"here\"", await host.WrittenAsync(instance.Id));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.StartAsync(new StartRequest("flow") { TriggerActivityId = "nowhere" }));
    }

    [Theory, EngineData]
    public async Task Timer_starts_an_instance_at_each_interval_and_makes_up_for_no_missed_one(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Clocked(Draw.Node("t", "Elsa.Timer", ("interval", Draw.Literal("00:10:00")))));
        var published = host.Clock.GetUtcNow().UtcDateTime;
        Assert.Equal(published.AddMinutes(10), await host.Runner.NextDueAsync());
        await host.SweepAsync();
        Assert.Empty(await host.BusinessRowsAsync());

        await host.AdvanceAsync(TimeSpan.FromMinutes(10));
        Assert.Single(await host.BusinessRowsAsync());
        host.Restart();
        await host.AdvanceAsync(TimeSpan.FromMinutes(35));
        Assert.Equal(2, (await host.BusinessRowsAsync()).Count);
        Assert.Equal(published.AddMinutes(50), await host.Runner.NextDueAsync());
        await host.AdvanceAsync(TimeSpan.FromMinutes(4));
        Assert.Equal(2, (await host.BusinessRowsAsync()).Count);

        await host.PublishAsync(Clocked(Draw.Node("t", "Elsa.Timer", ("interval", Draw.Literal("00:10:00")))));
        Assert.Equal(published.AddMinutes(50), await host.Runner.NextDueAsync());
    }

    [Theory, EngineData]
    public async Task Eight_runners_on_two_hosts_start_one_instance_for_one_occurrence(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Clocked(Draw.Node("t", "Elsa.Timer", ("interval", Draw.Literal("00:10:00")))));
        using var other = host.Build();
        for (var occurrence = 1; occurrence <= 3; occurrence++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(10));
            await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
            {
                var runner = i % 2 == 0 ? host.Runner : other.GetRequiredService<WorkflowRunner>();
                await runner.RunDueTimersAsync();
                await runner.RunDueSignalsAsync();
            })));

            Assert.Equal(occurrence, (await host.BusinessRowsAsync()).Count);
        }
    }

    [Theory, EngineData]
    public async Task Cron_follows_the_clock_of_Paris(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Clocked(Draw.Node("c", "Elsa.Cron", ("cronExpression", Draw.Literal("0 9 * * 1")))));
        Assert.Equal(new DateTime(2026, 1, 12, 8, 0, 0, DateTimeKind.Utc), await host.Runner.NextDueAsync());

        host.Clock.SetUtcNow(new DateTimeOffset(2026, 6, 1, 0, 0, 0, TimeSpan.Zero));
        await host.SweepAsync();
        Assert.Single(await host.BusinessRowsAsync());
        Assert.Equal(new DateTime(2026, 6, 1, 7, 0, 0, DateTimeKind.Utc), await host.Runner.NextDueAsync());
    }

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00Z", "03-29T01:00 03-30T00:30")]
    [InlineData("*/30 2 * * *", "2026-03-28T12:00Z", "03-29T01:00 03-30T00:00 03-30T00:30")]
    [InlineData("0 3 * * *", "2026-03-28T12:00Z", "03-29T01:00 03-30T01:00")]
    [InlineData("0 0 9 * * *", "2026-03-28T12:00Z", "03-29T07:00 03-30T07:00")]
    [InlineData("30 2 * * *", "2026-10-24T12:00Z", "10-25T00:30 10-26T01:30")]
    [InlineData("*/30 2 * * *", "2026-10-24T12:00Z", "10-25T00:00 10-25T00:30 10-26T01:00 10-26T01:30")]
    [InlineData("0 */2 * * *", "2026-10-24T22:30Z", "10-25T00:00 10-25T03:00")]
    [InlineData("0 * * * *", "2026-10-24T23:30Z", "10-25T00:00 10-25T01:00 10-25T02:00")]
    [InlineData("0 * * * *", "2026-03-29T00:30Z", "03-29T01:00 03-29T02:00")]
    [InlineData("@daily", "2026-10-24T12:00Z", "10-24T22:00 10-25T23:00")]
    public async Task Cron_comes_once_for_an_hour_that_the_change_of_clocks_skips_or_repeats(string cron, string published, string expected)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        host.Clock.SetUtcNow(DateTimeOffset.Parse(published, System.Globalization.CultureInfo.InvariantCulture));
        await host.PublishAsync(Clocked(Draw.Node("c", "Elsa.Cron", ("cronExpression", Draw.Literal(cron)))));
        var found = new List<string>();
        while (found.Count < expected.Split(' ').Length)
        {
            var due = (await host.Runner.NextDueAsync())!.Value;
            found.Add(due.ToString("MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
            host.Clock.SetUtcNow(new DateTimeOffset(due, TimeSpan.Zero));
            await host.SweepAsync();
        }

        Assert.Equal(expected, string.Join(' ', found));
    }

    [Theory]
    [InlineData("2026-03-28T09:00", "2026-03-28T08:00")]
    [InlineData("2026-03-29T02:30", "2026-03-29T01:30")]
    [InlineData("2026-03-30 09:00", "2026-03-30T07:00")]
    [InlineData("2026-10-25T02:30:00", "2026-10-25T00:30")]
    [InlineData("2026-10-26", "2026-10-25T23:00")]
    [InlineData("2026-06-01T09:00Z", "2026-06-01T09:00")]
    [InlineData("2026-06-01T09:00-04:00", "2026-06-01T13:00")]
    public async Task Hour_written_in_a_drawing_is_that_of_Paris_unless_it_has_an_offset(string written, string expected)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await host.PublishAsync(Clocked(Draw.Node("s", "Elsa.StartAt", ("dateTime", Draw.Literal(written)))));
        Assert.Equal(expected, (await host.Runner.NextDueAsync())?.ToString("yyyy-MM-dd'T'HH:mm", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory, EngineData]
    public async Task StartAt_starts_once_and_a_past_instant_never(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Clocked(Draw.Node("s", "Elsa.StartAt", ("dateTime", Draw.Literal("2026-03-01T12:00:00Z")))));
        await host.PublishAsync(Clocked(Draw.Node("s", "Elsa.StartAt", ("dateTime", Draw.Literal("2025-03-01T12:00:00Z"))), "past"));
        Assert.Equal(new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc), await host.Runner.NextDueAsync());

        await host.AdvanceAsync(TimeSpan.FromDays(100));
        await host.AdvanceAsync(TimeSpan.FromDays(100));

        Assert.Single(await host.BusinessRowsAsync());
        Assert.Null(await host.Runner.NextDueAsync());
    }

    [Theory, EngineData]
    public async Task Inside_a_flow_timer_and_cron_wait_once_for_the_next_occurrence(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(
            Draw.Node("t", "Elsa.Timer", ("interval", Draw.Js("'00:05:00'"))), Draw.Node("c", "Elsa.Cron", ("cronExpression", Draw.Literal("30 0 9 * * *"))), Draw.Line("l")).Chain().Json());
        Assert.Equal(host.Clock.GetUtcNow().UtcDateTime.AddMinutes(5), await host.Runner.NextDueAsync());

        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(new DateTime(2026, 1, 6, 8, 0, 30, DateTimeKind.Utc), await host.Runner.NextDueAsync());
        await host.AdvanceAsync(TimeSpan.FromDays(1));

        Assert.Equal("t c l", await host.CompletedAsync(instance.Id));
        Assert.Null(await host.Runner.NextDueAsync());
    }

    [Fact]
    public async Task Trigger_that_cannot_be_told_refuses_publishing()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var broken = Draw.Flow().With(Draw.Trigger(Draw.Node("e", "Elsa.Event", ("eventName", Draw.Js("nothing.here")))), Draw.Trigger(Draw.Node("t", "Elsa.Timer", ("interval", Draw.Literal("00:00:00"))))).Json();
        var cron = Draw.Flow().With(Draw.Node("c", "Elsa.Cron", ("cronExpression", Draw.Literal("every day")))).Json();

        var refusal = await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.PublishAsync(broken));
        Assert.Equal(["e", "t"], refusal.Problems.Select(problem => problem.Problem.ActivityId));
        Assert.Contains("every day", (await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.PublishAsync(cron))).Message, StringComparison.Ordinal);
        Assert.Empty(await host.Definitions.ListAsync());
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowTriggerRow>().CountAsync()));
    }

    [Fact]
    public async Task Trigger_reads_the_initial_values_of_variables()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await host.PublishAsync(Draw.Flow().Variable("v", "String", "go").With(Draw.Trigger(Draw.Node("e", "Elsa.Event", ("eventName", Draw.Js("getV() + '!'"))))).Json());

        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("go!")));
    }

    [Fact]
    public async Task Trigger_in_the_middle_of_a_flow_is_warned_of_and_what_follows_another_trigger_is_not()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var problems = host.Publisher.Check(WorkflowDocument.Parse(Draw.Flow()
            .With(Draw.Trigger(Draw.Event("one", "1")), Draw.Trigger(Draw.Event("two", "2")), Draw.Line("a"), Draw.Trigger(Draw.Event("middle", "3")))
            .Link("two -> a", "a -> middle").Json()));

        var problem = Assert.Single(problems);
        Assert.Equal(("middle", ProblemSeverity.Warning), (problem.ActivityId, problem.Severity));
    }

    private static string Clocked(JsonObject trigger, string id = "flow") => Draw.Flow(id).With(Draw.Trigger(trigger), Draw.Node("w", "Test.Effect")).Chain().Json();
}
