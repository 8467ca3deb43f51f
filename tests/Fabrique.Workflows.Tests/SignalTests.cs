using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>Events, children and signals: kept in the inbox, executed once.</summary>
public sealed class SignalTests
{
    private static string WaitForGo(string id = "flow") => Draw.Flow(id).Variable("got").Output("Answer")
        .With(Draw.Event("e", "go"), Draw.Node("w", "Test.Effect"), Draw.Line("l", Draw.Js("toJson(getOutputFrom('e'))"))).Chain().Json();

    [Theory, EngineData]
    public async Task Event_resumes_every_instance_that_waits_and_matches(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(WaitForGo());
        foreach (var correlation in (string[])["c1", "c2", "c1"])
        {
            await host.Runtime.StartAsync(new StartRequest("flow") { CorrelationId = correlation });
        }

        Assert.Equal(2, await host.Runtime.PublishEventAsync(new EventRequest("go") { CorrelationId = "c1", Payload = new { n = 1 } }));
        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("go")));
        Assert.Equal(3, (await host.BusinessRowsAsync()).Count);
        var instances = await host.Runtime.FindInstancesAsync(new InstanceFilter { CorrelationId = "c1", Status = WorkflowStatus.Finished });
        Assert.Equal(2, instances.Count);
        Assert.Equal("{\"n\":1}", await host.WrittenAsync(instances[0].Id));
    }

    [Theory, EngineData]
    public async Task Event_published_too_early_reaches_an_instance_that_soon_waits(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        Assert.Equal(0, await host.Runtime.PublishEventAsync(new EventRequest("go") { Payload = "early" }));
        var instance = await host.StartAsync(WaitForGo());
        await host.SweepAsync();
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(instance.Id)).SubStatus);

        await host.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Equal("\"early\"", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Event_that_nobody_awaits_is_forgotten_after_ten_minutes(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        for (var minute = 0; minute < 11; minute++)
        {
            await host.AdvanceAsync(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
        var instance = await host.StartAsync(WaitForGo());
        await host.AdvanceAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(instance.Id)).SubStatus);
    }

    [Theory, EngineData]
    public async Task Signals_commit_with_the_caller_and_the_sweeper_finds_them(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(WaitForGo());
        string id;
        using (var scope = host.Services.CreateScope())
        {
            var signals = scope.ServiceProvider.GetRequiredService<IWorkflowSignals>();
            id = signals.Start(new StartRequest("flow") { CorrelationId = "c" });
            signals.Publish(new EventRequest("go") { Payload = "later" });
            Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        }

        host.Restart();
        Assert.NotNull(await host.Runner.NextDueAsync());
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.Runner.RunDueSignalsAsync())));
        await host.AdvanceAsync(TimeSpan.FromSeconds(5));
        await host.AdvanceAsync(TimeSpan.FromSeconds(60));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(id)).SubStatus);
        Assert.Single(await host.BusinessRowsAsync());
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync()));
    }

    [Theory, EngineData]
    public async Task A_start_by_signal_brings_its_name_and_variables_along(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow("flow").Variable("n", "Int32", 1).With(Draw.Line("l", Draw.Js("getN() + 1"))).Json());
        await using var scope = host.Services.CreateAsyncScope();
        var signals = scope.ServiceProvider.GetRequiredService<IWorkflowSignals>();
        var id = signals.Start(new StartRequest("flow") { Name = "Le mien", Variables = new Dictionary<string, object?> { ["n"] = "41" } });
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        await signals.KickAsync();

        Assert.Equal(("Le mien", "42"), ((await host.GetAsync(id)).Name, await host.WrittenAsync(id)));
    }

    [Theory, EngineData]
    public async Task Kick_executes_saved_signals_at_once_and_unsaved_ones_never(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(WaitForGo());
        using var scope = host.Services.CreateScope();
        var signals = scope.ServiceProvider.GetRequiredService<IWorkflowSignals>();
        var id = signals.Start(new StartRequest("flow"));
        await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        await signals.KickAsync();
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(id)).SubStatus);

        signals.Cancel(id);
        await signals.KickAsync();
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(id)).SubStatus);
    }

    [Theory, EngineData]
    public async Task Signal_that_cannot_succeed_is_set_aside_and_holds_up_nobody(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(WaitForGo());
        string good;
        using (var scope = host.Services.CreateScope())
        {
            var signals = scope.ServiceProvider.GetRequiredService<IWorkflowSignals>();
            signals.Start(new StartRequest("nowhere"));
            good = signals.Start(new StartRequest("flow"));
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        }

        await host.SweepAsync();
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(good)).SubStatus);
        for (var attempt = 0; attempt < 8; attempt++)
        {
            await host.AdvanceAsync(TimeSpan.FromMinutes(2));
        }

        var row = await host.QueryAsync(db => db.Set<WorkflowSignalRow>().SingleAsync());
        Assert.Null(row.DueAt);
        Assert.Contains("nowhere", row.LastError, StringComparison.Ordinal);
        Assert.Null(await host.Runner.NextDueAsync());
    }

    [Theory, EngineData]
    public async Task Parent_waits_for_its_child_and_reads_its_output(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow("child").Output("Answer").With(
            Draw.Event("e", "go"),
            Draw.Node("s", "Elsa.RunJavaScript", ("script", Draw.Literal("getInput('question') + ' ' + toJson(getInput('ParentInstanceId') != null)")), ("result", new System.Text.Json.Nodes.JsonObject { ["memoryReference"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "Answer" } }))).Chain().Json());
        var parent = await host.StartAsync(Draw.Flow("parent").With(
            Draw.Node("d", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Draw.Literal("child")), ("waitForCompletion", Draw.Literal(true)), ("input", Draw.Input("Object", "{\"question\":\"ok\"}")), ("correlationId", Draw.Literal("c"))),
            Draw.Line("l", Draw.Js("getOutputFrom('d').Answer"))).Chain().Json());
        Assert.Equal(WorkflowSubStatus.Suspended, parent.SubStatus);
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
        Assert.Equal((WorkflowSubStatus.Suspended, "c"), (child.SubStatus, child.CorrelationId));

        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(parent.Id)).SubStatus);
        Assert.Equal("ok true", await host.WrittenAsync(parent.Id));
    }

    [Theory, EngineData]
    public async Task Cancelled_parent_cancels_its_child(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(WaitForGo("child"));
        var parent = await host.StartAsync(Draw.Flow("parent").With(
            Draw.Node("d", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Draw.Literal("child")), ("waitForCompletion", Draw.Literal(true)))).Json());

        await host.Runtime.CancelAsync(parent.Id);

        Assert.Equal(WorkflowSubStatus.Cancelled, Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" })).SubStatus);
    }

    [Theory, EngineData]
    public async Task Published_event_of_one_instance_reaches_another(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var waiting = await host.StartAsync(WaitForGo());
        await host.StartAsync(Draw.Flow("other").With(Draw.Node("p", "Elsa.PublishEvent", ("eventName", Draw.Literal("go")), ("payload", Draw.Input("Object", "{\"a\":[1,2]}")))).Json());

        Assert.Equal("{\"a\":[1,2]}", await host.WrittenAsync(waiting.Id));
    }

    [Theory, EngineData]
    public async Task Task_completes_once_and_an_unknown_one_is_an_error(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(
            Draw.Node("t", "Elsa.RunTask", ("taskName", Draw.Literal("sign")), ("payload", Draw.Input("Object", "{\"page\":2}"))), Draw.Line("l", Draw.Js("getOutputFrom('t', 'Result').ok"))).Chain().Json());
        var bookmark = await host.QueryAsync(db => db.Set<WorkflowBookmarkRow>().SingleAsync());
        Assert.Equal("{\"taskId\":\"" + bookmark.Key + "\",\"taskName\":\"sign\",\"payload\":{\"page\":2}}", bookmark.Payload);

        await host.Runtime.CompleteTaskAsync(bookmark.Key, new { ok = "yes" });

        Assert.Equal("yes", await host.WrittenAsync(instance.Id));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.CompleteTaskAsync(bookmark.Key, null));
    }
}
