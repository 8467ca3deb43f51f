using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>A step happens once, entirely or not at all.</summary>
public sealed class DurabilityTests
{
    private static string AskThenWrite => Draw.Flow().Variable("answer")
        .With(Draw.Node("q", "Test.Ask", ("key", Draw.Js("'k-' + getCorrelationId()")), ("question", Draw.Js("'Ça va ?'")), ("answer", Answer())), Draw.Line("yes", Draw.Js("getAnswer()")), Draw.Line("no"))
        .Link("q.Yes -> yes", "q.No -> no").Json();

    [Theory, EngineData]
    public async Task Second_resume_finds_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(AskThenWrite, new StartRequest("flow") { CorrelationId = "1" });
        Assert.Equal(WorkflowSubStatus.Suspended, instance.SubStatus);

        host.Restart();
        var first = await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-1") { Input = "Yes" });
        var second = await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-1") { Input = "Yes" });

        Assert.Equal(WorkflowSubStatus.Finished, first!.SubStatus);
        Assert.Null(second);
        Assert.Equal("Ça va ? Yes 2026", await host.WrittenAsync(instance.Id));
        Assert.Equal(2, (await host.BusinessRowsAsync()).Count);
    }

    [Theory, EngineData]
    public async Task Eight_resumes_at_once_have_one_effect(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.StartAsync(AskThenWrite, new StartRequest("flow") { CorrelationId = "1" });

        var resumed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-1") { Input = "No" }))));

        Assert.Single(resumed, instance => instance is not null);
        Assert.Equal(2, (await host.BusinessRowsAsync()).Count);
    }

    [Theory, EngineData]
    public async Task Two_bookmarks_of_one_instance_resumed_at_once_lose_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var flow = Draw.Flow().With(Draw.Fork("f", [.. Enumerable.Range(0, 8).Select(i => $"B{i}")]), Draw.Join("j", "WaitAll"), Draw.Line("end")).Link("j -> end");
        for (var i = 0; i < 8; i++)
        {
            flow.With(Draw.Node($"q{i}", "Test.Ask", ("key", Draw.Literal($"k{i}")))).Link($"f.B{i} -> q{i}", $"q{i}.No -> j");
        }

        var instance = await host.StartAsync(flow.Json());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", $"k{i}") { Input = "No" }))));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Equal("end", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Start_under_a_known_identifier_does_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow().With(Draw.Node("e", "Test.Effect")).Json());
        var request = new StartRequest("flow") { InstanceId = "the-one" };

        var started = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.Runtime.StartAsync(request))));

        Assert.All(started, instance => Assert.Equal("the-one", instance.Id));
        Assert.Single(await host.BusinessRowsAsync());
        Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
    }

    [Theory, EngineData]
    public async Task Failing_activity_rolls_its_step_back_and_succeeds_later(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Fail("b", 2);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Node("a", "Test.Effect"), Draw.Line("l"), Draw.Node("b", "Test.Effect"), Draw.Line("c")).Chain().Json());

        Assert.Equal(WorkflowSubStatus.Executing, instance.SubStatus);
        Assert.Single(await host.BusinessRowsAsync());
        Assert.Equal("a l", await host.CompletedAsync(instance.Id));
        Assert.Equal(host.Clock.GetUtcNow().UtcDateTime.AddSeconds(10), await host.Runner.NextDueAsync());

        host.Restart();
        await host.AdvanceAsync(TimeSpan.FromSeconds(9));
        Assert.Equal(WorkflowSubStatus.Executing, (await host.GetAsync(instance.Id)).SubStatus);
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal(host.Clock.GetUtcNow().UtcDateTime.AddMinutes(1), await host.Runner.NextDueAsync());
        await host.AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Equal(2, (await host.BusinessRowsAsync()).Count);
        Assert.Equal("a l b c", await host.CompletedAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Activity_that_always_fails_becomes_an_incident_that_can_be_retried(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Fail("b", 6);
        var json = Draw.Flow().With(Draw.Fork("f", "A", "B"), Draw.Node("b", "Test.Effect"), Draw.Delay("d", "10.00:00:00"), Draw.Line("c"))
            .Link("f.A -> d", "f.B -> b", "b -> c").Json();
        var instance = await host.StartAsync(json);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await host.AdvanceAsync(TimeSpan.FromHours(2));
        }

        var outlook = await host.Runtime.GetOutlookAsync(instance.Id);
        Assert.Equal(WorkflowSubStatus.Faulted, outlook!.Instance.SubStatus);
        var incident = Assert.Single(outlook.Incidents);
        Assert.Equal(("b", "Test.Effect", "b failed", typeof(TimeoutException).FullName), (incident.ActivityId, incident.ActivityType, incident.Message, incident.ExceptionType));
        Assert.Equal(1, outlook.Instance.IncidentCount);
        Assert.Empty(outlook.Waiting);
        Assert.Empty(await host.BusinessRowsAsync());
        Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { WithIncidents = true }));

        var retried = await host.Runtime.RetryIncidentAsync(instance.Id, incident.Id);

        Assert.Equal(WorkflowSubStatus.Suspended, retried.SubStatus);
        Assert.Equal(0, retried.IncidentCount);
        Assert.Single(await host.BusinessRowsAsync());
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.RetryIncidentAsync(instance.Id, incident.Id));
        await host.AdvanceAsync(TimeSpan.FromDays(10));
        Assert.Equal("f b c d", await host.CompletedAsync(instance.Id));
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
    }

    [Theory, EngineData]
    public async Task Other_branches_go_on_with_an_incident_when_the_definition_says_so(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("b", 1);
        var json = Draw.Flow().Option("incidentStrategyType", "ContinueWithIncidentsStrategy").With(Draw.Fork("f", "B", "A"), Draw.Node("b", "Test.Effect"), Draw.Line("a"))
            .Link("f.A -> a", "f.B -> b").Json();
        var instance = await host.StartAsync(json);

        Assert.Equal(WorkflowSubStatus.Suspended, instance.SubStatus);
        Assert.Equal("a", await host.WrittenAsync(instance.Id));
        var incident = (await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents[0];
        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.RetryIncidentAsync(instance.Id, incident.Id)).SubStatus);
    }

    [Theory, EngineData]
    public async Task Failing_resumption_keeps_what_was_answered(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(AskThenWrite, new StartRequest("flow") { CorrelationId = "1" });
        host.Script.Fail("q", 1);

        var resumed = await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-1") { Input = "Yes" });
        Assert.Equal(WorkflowSubStatus.Executing, resumed!.SubStatus);
        host.Restart();
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Equal("Ça va ? Yes 2026", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Refused_business_row_rolls_the_step_back(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var json = Draw.Flow().With(Draw.Node("a", "Test.Effect"), Draw.Node("b", "Test.Effect")).Chain().Json();
        await host.QueryAsync(async db =>
        {
            db.Add(new Fabrique.Data.Setting { Name = "x:3/b", Value = "in the way" });
            return await db.SaveChangesAsync();
        });
        var instance = await host.StartAsync(json, new StartRequest("flow") { InstanceId = "x" });

        Assert.Equal(WorkflowSubStatus.Executing, instance.SubStatus);
        Assert.Equal("a", await host.CompletedAsync(instance.Id));
        await host.QueryAsync(db => db.Settings.Where(setting => setting.Name == "x:3/b").ExecuteDeleteAsync());
        await host.AdvanceAsync(TimeSpan.FromSeconds(10));
        Assert.Equal("a b", await host.CompletedAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Delay_of_two_hundred_days_survives_a_restart_and_fires_once(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Delay("d", "200.00:00:00"), Draw.Node("e", "Test.Effect")).Chain().Json());
        Assert.Equal(host.Clock.GetUtcNow().UtcDateTime.AddDays(200), await host.Runner.NextDueAsync());

        host.Restart();
        await host.AdvanceAsync(TimeSpan.FromDays(199));
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(instance.Id)).SubStatus);
        host.Clock.Advance(TimeSpan.FromDays(1));
        using var other = host.Build();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => (i % 2 == 0 ? host.Runner : other.GetRequiredService<WorkflowRunner>()).RunDueTimersAsync())));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Single(await host.BusinessRowsAsync());
    }

    [Theory, EngineData]
    public async Task Restart_after_every_commit_gives_the_same_end(Engine engine)
    {
        var json = Draw.Flow().Variable("n", "Int32", 0).Variable("list")
            .With(
                Draw.Node("e0", "Test.Effect"),
                Draw.Set("i", "n", Draw.Js("variables.n + 1")),
                Draw.Node("s", "Elsa.RunJavaScript", ("script", Draw.Literal("setVariable('list', (getVariable('list') || []).concat([{ n: getN() }])); 'r' + getN()"))),
                Draw.Delay("d", "1.00:00:00"),
                Draw.Node("e", "Test.Effect", ("text", Draw.Js("getOutputFrom('s') + toJson(variables.list)"))),
                Draw.Decision("again", Draw.Js("getN() < 3")),
                Draw.Line("o", Draw.Input("Liquid", "{{ Variables.list | size }}/{{ Variables.list[1].n }}")))
            .Link("e0 -> i", "i -> s", "s -> d", "d -> e", "e -> again", "again.True -> i", "again.False -> o").Json();
        var ends = new List<string>();
        foreach (var restarts in (bool[])[false, true])
        {
            await using var host = await TestHost.CreateAsync(engine);
            var instance = await host.StartAsync(json, new StartRequest("flow") { InstanceId = "same" });
            for (var day = 0; day < 3; day++)
            {
                if (restarts)
                {
                    host.Restart();
                }

                await host.AdvanceAsync(TimeSpan.FromDays(1));
            }

            Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
            var rows = (await host.BusinessRowsAsync()).Select(setting => setting.Name + "=" + setting.Value);
            ends.Add(await host.JournalAsync(instance.Id) + string.Join(' ', rows) + await host.WrittenAsync(instance.Id));
        }

        Assert.Equal(ends[0], ends[1]);
        Assert.EndsWith("3/2", ends[0], StringComparison.Ordinal);
        Assert.Contains("r3[{\"n\":1},{\"n\":2},{\"n\":3}]", ends[0], StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task Activity_that_waits_for_two_things_is_resumed_once_for_each(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Node("r", "Test.Remind"), Draw.Event("e", "go")).Chain().Json());
        for (var day = 0; day < 4; day++)
        {
            host.Clock.Advance(TimeSpan.FromDays(1));
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => host.Runner.RunDueTimersAsync())));
        }

        await host.Runtime.ResumeAsync(new ResumeRequest("Test.Answer", "a"));

        Assert.Equal(
            "r:Started r:Suspended r:Resumed r:Reminded r:Suspended r:Resumed r:Reminded r:Suspended r:Resumed r:Completed e:Started e:Suspended",
            await host.JournalAsync(instance.Id));
        Assert.Equal("Elsa.Event", (await host.QueryAsync(db => db.Set<Fabrique.Data.Workflows.WorkflowBookmarkRow>().SingleAsync())).Name);
    }

    [Theory, EngineData]
    public async Task Work_left_by_a_dead_host_is_taken_over_after_its_lease(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        using var stop = new CancellationTokenSource();
        await host.PublishAsync(Draw.Flow().With(Draw.Node("a", "Test.Effect"), Draw.Node("b", "Test.Effect")).Chain().Json());
        host.Script.Exception = _ =>
        {
            stop.Cancel();
            return new OperationCanceledException(stop.Token);
        };
        host.Script.Fail("b", 1);
        await Assert.ThrowsAsync<OperationCanceledException>(() => host.Runtime.StartAsync(new StartRequest("flow") { InstanceId = "left" }, stop.Token));

        Assert.Equal("a", await host.CompletedAsync("left"));
        await host.AdvanceAsync(TimeSpan.FromSeconds(59));
        Assert.Equal("a", await host.CompletedAsync("left"));
        await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        Assert.Equal("a b", await host.CompletedAsync("left"));
        Assert.Equal(2, (await host.BusinessRowsAsync()).Count);
    }

    [Theory, EngineData]
    public async Task Cancelling_withdraws_what_was_asked(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(AskThenWrite, new StartRequest("flow") { CorrelationId = "1" });

        Assert.Equal(WorkflowSubStatus.Cancelled, (await host.Runtime.CancelAsync(instance.Id)).SubStatus);
        Assert.Equal(WorkflowSubStatus.Cancelled, (await host.Runtime.CancelAsync(instance.Id)).SubStatus);

        Assert.Equal(["q"], host.Script.Cancelled);
        Assert.Null(await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-1")));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.CancelAsync("nobody"));
    }

    private static System.Text.Json.Nodes.JsonObject Answer() => new() { ["typeName"] = "String", ["memoryReference"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "answer" } };
}
