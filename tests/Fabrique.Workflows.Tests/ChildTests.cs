using System.Text.Json.Nodes;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>Instances that start others, wait for them, and are cancelled with them.</summary>
public sealed class ChildTests
{
    private static string Child(string id = "child") => Draw.Flow(id).Output("Answer")
        .With(Draw.Event("e", "go"), Draw.Node("w", "Test.Effect"), Answer(Draw.Js("getInput('n') + '/' + getCorrelationId()"))).Chain().Json();

    private static JsonObject Answer(JsonObject script) =>
        Draw.Node("s", "Elsa.RunJavaScript", ("script", script["expression"]!["value"]!.DeepClone()), ("result", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "Answer" } }));

    private static JsonObject Start(string type, string child = "child", bool waits = true, params (string Name, JsonNode? Value)[] more) =>
        Draw.Node("d", "Elsa." + type, [("workflowDefinitionId", Draw.Literal(child)), ("waitForCompletion", Draw.Literal(waits)), .. more]);

    [Theory, EngineData]
    public async Task Executed_child_that_ends_at_once_gives_its_result_in_the_same_call(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow("child").Output("Answer").With(Answer(Draw.Js("getInput('n') + '/' + getCorrelationId()"))).Json());
        var parent = await host.StartAsync(
            Draw.Flow().With(Start("ExecuteWorkflow", waits: false, more: [("input", Draw.Input("Object", "{\"n\":8}")), ("correlationId", Draw.Literal("own"))]), Draw.Line("l", Draw.Js("const r = getOutputFrom('d'); r.Status + ' ' + r.SubStatus + ' ' + r.Output.Answer"))).Chain().Json(),
            new StartRequest("flow") { CorrelationId = "c", Input = new Dictionary<string, object?> { ["n"] = 7 } });

        Assert.Equal(WorkflowSubStatus.Finished, parent.SubStatus);
        Assert.Equal("Finished Finished 8/own", await host.WrittenAsync(parent.Id));
    }

    [Theory]
    [InlineData("ExecuteWorkflow")]
    [InlineData("DispatchWorkflow")]
    [InlineData("BulkDispatchWorkflows")]
    public async Task Child_is_handed_only_what_its_parent_was_told_to_hand_over(string type)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await host.PublishAsync(Draw.Flow("child").With(Draw.Line("w", Draw.Js("`${getInput('n')} ${getCorrelationId()} ${getInput('ParentInstanceId').length}`"))).Json());
        var start = Start(type);
        start["items"] = Draw.Input("Object", "[{}]");
        await host.StartAsync(Draw.Flow().With(start).Json(), new StartRequest("flow") { CorrelationId = "c", Input = new Dictionary<string, object?> { ["n"] = 7 } });

        Assert.Equal("null null 32", await host.WrittenAsync(Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" })).Id));
    }

    [Theory, EngineData]
    public async Task Executed_child_that_waits_lets_go_or_holds_its_parent(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Child());
        var free = await host.StartAsync(Draw.Flow("free").With(Start("ExecuteWorkflow", waits: false), Draw.Line("l", Draw.Js("getOutputFrom('d').SubStatus"))).Chain().Json());
        Assert.Equal(("Suspended", WorkflowSubStatus.Finished), (await host.WrittenAsync(free.Id), free.SubStatus));
        var held = await host.StartAsync(Draw.Flow("held").With(Start("ExecuteWorkflow", waits: true, more: ("correlationId", Draw.Literal("own"))), Draw.Line("l", Draw.Js("getOutputFrom('d').Output.Answer"))).Chain().Json());
        Assert.Equal(WorkflowSubStatus.Suspended, held.SubStatus);

        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("null/own", await host.WrittenAsync(held.Id));
        Assert.Equal(2, (await host.BusinessRowsAsync()).Count);
        await AssertNothingLeftAsync(host);
    }

    [Theory, EngineData]
    public async Task Parent_of_a_child_that_fails_knows_it_and_goes_on_once_it_is_repaired(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 1);
        await host.PublishAsync(Child());
        var parent = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow"), Draw.Line("l", Draw.Js("getOutputFrom('d').Answer"))).Chain().Json());
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
        await AssertStoppedByAsync(host, parent.Id, child.Id);

        await host.Runtime.RetryIncidentAsync(child.Id, (await host.Runtime.GetOutlookAsync(child.Id))!.Incidents[0].Id);

        await AssertGoneOnAsync(host, parent.Id);
    }

    [Theory, EngineData]
    public async Task Whole_line_of_ancestors_knows_of_a_fault_and_goes_on_after_it(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 2);
        await host.PublishAsync(Child());
        await host.PublishAsync(Draw.Flow("middle").With(Start("ExecuteWorkflow")).Json());
        var top = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow", "middle"), Draw.Line("l")).Chain().Json());
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
        var middle = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "middle" }));
        await AssertStoppedByAsync(host, middle.Id, child.Id);
        await AssertStoppedByAsync(host, top.Id, middle.Id);

        host.Restart();
        await host.Runtime.RetryIncidentAsync(child.Id, (await host.Runtime.GetOutlookAsync(child.Id))!.Incidents[0].Id);
        await AssertStoppedByAsync(host, middle.Id, child.Id);
        await host.Runtime.RetryIncidentAsync(child.Id, (await host.Runtime.GetOutlookAsync(child.Id))!.Incidents[0].Id);

        await AssertGoneOnAsync(host, middle.Id);
        await AssertGoneOnAsync(host, top.Id);
    }

    [Theory, EngineData]
    public async Task Child_that_was_repaired_and_waits_again_is_waited_for_without_incident(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 1);
        await host.PublishAsync(Draw.Flow("child").With(Draw.Node("w", "Test.Effect"), Draw.Event("e", "go")).Chain().Json());
        var parent = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow"), Draw.Line("l")).Chain().Json());
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
        await AssertStoppedByAsync(host, parent.Id, child.Id);

        await host.Runtime.RetryIncidentAsync(child.Id, (await host.Runtime.GetOutlookAsync(child.Id))!.Incidents[0].Id);
        Assert.Empty((await host.Runtime.GetOutlookAsync(parent.Id))!.Incidents);
        Assert.Equal(WorkflowSubStatus.Suspended, (await host.GetAsync(parent.Id)).SubStatus);
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        await AssertGoneOnAsync(host, parent.Id);
    }

    [Theory, EngineData]
    public async Task Parent_of_a_child_that_goes_on_with_incidents_knows_it_too(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 1);
        await host.PublishAsync(Draw.Flow("child").Option("incidentStrategyType", "ContinueWithIncidentsStrategy").With(Draw.Node("w", "Test.Effect")).Json());
        var parent = await host.StartAsync(Draw.Flow().Option("incidentStrategyType", "ContinueWithIncidentsStrategy").With(Start("DispatchWorkflow"), Draw.Line("l")).Chain().Json());
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
        Assert.Contains(child.Id, Assert.Single((await host.Runtime.GetOutlookAsync(parent.Id))!.Incidents).Message, StringComparison.Ordinal);

        await host.Runtime.RetryIncidentAsync(child.Id, (await host.Runtime.GetOutlookAsync(child.Id))!.Incidents[0].Id);

        await AssertGoneOnAsync(host, parent.Id);
    }

    [Theory, EngineData]
    public async Task Retrying_the_parent_alone_shows_what_its_child_is_by_then(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 1);
        await host.PublishAsync(Child());
        var parent = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow"), Draw.Line("l")).Chain().Json());
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));

        await host.Runtime.RetryIncidentAsync(parent.Id, (await host.Runtime.GetOutlookAsync(parent.Id))!.Incidents[0].Id);
        await AssertStoppedByAsync(host, parent.Id, child.Id);
        await host.Runtime.CancelAsync(child.Id);

        await AssertGoneOnAsync(host, parent.Id);
    }

    [Theory]
    [InlineData("repaired")]
    [InlineData("cancelled")]
    [InlineData("deleted")]
    [InlineData("fails")]
    public async Task What_became_of_a_child_while_another_incident_stopped_its_parent_is_found_by_the_retry(string fate)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("broken", 1);
        host.Script.Fail("w", fate == "fails" ? 1 : 0);
        await host.PublishAsync(Child());
        var parent = await host.StartAsync(Draw.Flow()
            .With(Draw.Fork("f", "A", "B"), Start("DispatchWorkflow"), Draw.Line("l"), Draw.Event("b", "break"), Draw.Node("broken", "Test.Effect"))
            .Link("f.A -> d", "d -> l", "f.B -> b", "b -> broken").Json());
        await host.Runtime.PublishEventAsync(new EventRequest("break"));
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
        await (fate switch
        {
            "cancelled" => host.Runtime.CancelAsync(child.Id),
            "deleted" => host.Runtime.DeleteAsync([child.Id]),
            _ => (Task)host.Runtime.PublishEventAsync(new EventRequest("go")),
        });

        await host.Runtime.RetryIncidentAsync(parent.Id, Assert.Single((await host.Runtime.GetOutlookAsync(parent.Id))!.Incidents).Id);

        if (fate == "fails")
        {
            await AssertStoppedByAsync(host, parent.Id, child.Id);
            await host.Runtime.RetryIncidentAsync(child.Id, (await host.Runtime.GetOutlookAsync(child.Id))!.Incidents[0].Id);
        }

        await AssertGoneOnAsync(host, parent.Id);
    }

    [Theory, EngineData]
    public async Task Cancelling_a_parent_that_its_child_stopped_cancels_both(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 1);
        await host.PublishAsync(Child());
        var parent = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow")).Json());
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        await host.Runtime.CancelAsync(parent.Id);

        Assert.All(await host.Runtime.FindInstancesAsync(new InstanceFilter()), instance => Assert.Equal((WorkflowSubStatus.Cancelled, 0), (instance.SubStatus, instance.IncidentCount)));
        await AssertNothingLeftAsync(host);
    }

    [Theory, EngineData]
    public async Task Child_that_is_cancelled_or_refused_lets_its_parent_go_on(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow("child").Option("activationStrategyType", "Singleton").With(Draw.Event("e", "go")).Json());
        var parent = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow"), Draw.Line("l", Draw.Js("'' + getOutputFrom('d')"))).Chain().Json());
        var refused = await host.Runtime.StartAsync(new StartRequest("flow"));
        Assert.Equal(WorkflowSubStatus.Finished, refused.SubStatus);
        Assert.Contains("d:ChildCancelled", await host.JournalAsync(refused.Id), StringComparison.Ordinal);

        await host.Runtime.CancelAsync(Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" })).Id);

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(parent.Id)).SubStatus);
        await AssertNothingLeftAsync(host);
    }

    [Theory, EngineData]
    public async Task Definition_that_is_not_published_is_an_incident_to_retry_once_it_is(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var parent = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow", waits: false)).Json());
        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(parent.Id))!.Incidents);
        Assert.Contains("child", incident.Message, StringComparison.Ordinal);

        await host.PublishAsync(Child());
        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.RetryIncidentAsync(parent.Id, incident.Id)).SubStatus);
        Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
    }

    [Theory, EngineData]
    public async Task Cancelling_reaches_the_whole_tree_also_what_was_about_to_start(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Child("leaf"));
        await host.PublishAsync(Draw.Flow("child").With(Start("DispatchWorkflow", "leaf", waits: false), Draw.Event("e", "never")).Chain().Json());
        var parent = await host.StartAsync(Draw.Flow().With(Start("DispatchWorkflow", waits: false), Draw.Node("d2", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Draw.Literal("child")), ("waitForCompletion", Draw.Literal(true)))).Chain().Json());
        Assert.Equal(5, (await host.Runtime.FindInstancesAsync(new InstanceFilter { Status = WorkflowStatus.Running })).Count);
        using (var scope = host.Services.CreateScope())
        {
            scope.ServiceProvider.GetRequiredService<IWorkflowSignals>().Start(new StartRequest("leaf") { ParentInstanceId = parent.Id });
            await scope.ServiceProvider.GetRequiredService<Fabrique.Data.FabriqueDbContext>().SaveChangesAsync();
        }

        await host.Runtime.CancelAsync(parent.Id);
        await host.Runtime.CancelAsync(parent.Id);
        await host.SweepAsync();

        var instances = await host.Runtime.FindInstancesAsync(new InstanceFilter());
        Assert.Equal(5, instances.Count);
        Assert.All(instances, instance => Assert.Equal(WorkflowSubStatus.Cancelled, instance.SubStatus));
        await AssertNothingLeftAsync(host);
    }

    [Theory, EngineData]
    public async Task Cancelling_a_parent_while_it_starts_its_children_leaves_none(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Child());
        await host.PublishAsync(Draw.Flow().With(Draw.Event("b", "begin"), Bulk("[1,2,3,4,5,6]"), Draw.Event("never", "never")).Chain().Json());
        var parent = await host.Runtime.StartAsync(new StartRequest("flow"));

        await Task.WhenAll(
            Task.Run(() => host.Runtime.PublishEventAsync(new EventRequest("begin") { InstanceId = parent.Id })),
            Task.Run(async () =>
            {
                for (var attempt = 0; attempt < 1_000 && (await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" })).Count == 0; attempt++)
                {
                    await Task.Yield();
                }

                await host.Runtime.CancelAsync(parent.Id);
            }));
        await host.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter { Status = WorkflowStatus.Running }));
        await AssertNothingLeftAsync(host);
    }

    [Theory, EngineData]
    public async Task Bulk_starts_one_child_per_item_and_runs_its_ports_for_each(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 1);
        await host.PublishAsync(Child());
        var flow = Draw.Flow().With(
                Bulk(
                    "[{\"n\":1},{\"n\":2},{\"n\":3}]",
                    ("correlationIdFunction", Draw.Js("'item-' + getItem().n")),
                    ("childCompleted", Draw.Line("ok", Draw.Js("getChildInstanceId().length + ':' + getChildOutput().Answer"))),
                    ("childFaulted", Draw.Line("ko", Draw.Js("'failed ' + getChildInstanceId().length")))),
                Draw.Line("all"),
                Draw.Line("some"),
                Draw.Line("done"))
            .Link("d.Completed -> all", "d.Canceled -> some", "d.Done -> done");
        var parent = await host.StartAsync(flow.Json());
        Assert.Equal(WorkflowSubStatus.Suspended, parent.SubStatus);

        host.Restart();
        foreach (var item in (string[])["item-1", "item-2", "item-3"])
        {
            await host.Runtime.PublishEventAsync(new EventRequest("go") { CorrelationId = item });
        }

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(parent.Id)).SubStatus);
        Assert.Equal("failed 32 32:2/item-2 32:3/item-3 all done", await host.WrittenAsync(parent.Id));
        var faulted = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { WithIncidents = true }));
        await host.Runtime.RetryIncidentAsync(faulted.Id, (await host.Runtime.GetOutlookAsync(faulted.Id))!.Incidents[0].Id);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(faulted.Id)).SubStatus);
        await AssertNothingLeftAsync(host);
    }

    [Theory, EngineData]
    public async Task Bulk_counts_a_cancelled_child_and_eight_ends_at_once(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Child());
        var parent = await host.StartAsync(Draw.Flow().With(Bulk("[1,2,3,4,5,6,7,8]"), Draw.Line("all"), Draw.Line("some")).Link("d.Completed -> all", "d.Canceled -> some").Json());
        var children = await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" });

        await Task.WhenAll(children.Select((child, index) => Task.Run(() => index == 0
            ? host.Runtime.CancelAsync(child.Id)
            : host.Runtime.ResumeAsync(new ResumeRequest("Elsa.Event", "go") { InstanceId = child.Id })!)));
        await host.AdvanceAsync(TimeSpan.FromMinutes(2));

        Assert.Equal("some", await host.WrittenAsync(parent.Id));
        await AssertNothingLeftAsync(host);
    }

    [Theory, EngineData]
    public async Task Bulk_that_does_not_wait_or_has_no_item_is_done_at_once(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Child());
        var none = await host.StartAsync(Draw.Flow("none").With(Bulk("[]"), Draw.Line("l")).Chain().Json());
        var free = await host.StartAsync(Draw.Flow("free").With(Bulk("[\"a\"]", ("waitForCompletion", Draw.Literal(false)), ("defaultItemInputKey", Draw.Literal("n"))), Draw.Line("l")).Chain().Json());

        Assert.Equal((WorkflowSubStatus.Finished, WorkflowSubStatus.Finished), (none.SubStatus, free.SubStatus));
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        var child = Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "child" }));
        Assert.Equal("a/null", (await host.ValuesAsync(child.Id)).Output["Answer"]!.ToString());
    }

    [Theory, EngineData]
    public async Task Deleted_instances_leave_nothing_and_are_cancelled_first(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow().With(Draw.Node("q", "Test.Ask", ("key", Draw.Js("getCorrelationId()")))).Json());
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add((await host.Runtime.StartAsync(new StartRequest("flow") { CorrelationId = $"k{i}" })).Id);
        }

        await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k0") { Input = "Yes" });
        Assert.Equal(2, await host.Runtime.DeleteAsync([ids[0], ids[1], "unknown", ids[1]]));

        Assert.Equal(["q"], host.Script.Cancelled);
        Assert.Equal(ids[2], Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter())).Id);
        Assert.Equal(1, await host.QueryAsync(db => db.Set<WorkflowBookmarkRow>().CountAsync()));
        Assert.Equal(ids[2], await host.QueryAsync(db => db.Set<WorkflowJournalRow>().Select(row => row.InstanceId).Distinct().SingleAsync()));
    }

    [Theory, EngineData]
    public async Task Bookmarks_never_outlive_their_instance(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        var branches = Enumerable.Range(0, 3).ToArray();
        var flow = Draw.Flow().With(Draw.Fork("f", "A", "B", "C"), Draw.Event("e", "end"), Draw.Delay("t", "1.00:00:00"), Draw.Node("q", "Test.Ask", ("key", Draw.Js("getCorrelationId()"))), Draw.Node("x", "Elsa.Finish"), Draw.Node("w", "Test.Effect"))
            .Link("f.A -> e", "f.B -> t", "f.C -> q", "e -> x", "q.Yes -> x", "q.No -> w");
        await host.PublishAsync(flow.Json());
        var random = new Random(20260105);
        for (var run = 0; run < 24; run++)
        {
            var instance = await host.Runtime.StartAsync(new StartRequest("flow") { CorrelationId = $"k{run}" });
            host.Script.Fail("w", run % 2);
            switch (random.Next(branches.Length + 1))
            {
                case 0:
                    await Task.WhenAll(host.Runtime.PublishEventAsync(new EventRequest("end") { InstanceId = instance.Id }), host.Runtime.CancelAsync(instance.Id));
                    break;
                case 1:
                    await Task.WhenAll(host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", $"k{run}") { Input = "No" }), host.Runtime.PublishEventAsync(new EventRequest("end") { InstanceId = instance.Id }));
                    break;
                case 2:
                    await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", $"k{run}") { Input = "Yes" });
                    break;
                default:
                    await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", $"k{run}") { Input = "No" });
                    await host.Runtime.CancelAsync(instance.Id);
                    break;
            }

            await AssertNothingLeftAsync(host, areAllOver: false);
        }
    }

    private static JsonObject Bulk(string items, params (string Name, JsonNode? Value)[] more) =>
        Draw.Node("d", "Elsa.BulkDispatchWorkflows", [("workflowDefinitionId", Draw.Literal("child")), ("items", Draw.Input("Object", items)), .. more]);

    private static async Task AssertStoppedByAsync(TestHost host, string parentId, string childId)
    {
        Assert.Equal(WorkflowSubStatus.Faulted, (await host.GetAsync(parentId)).SubStatus);
        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(parentId))!.Incidents);
        Assert.Equal("d", incident.ActivityId);
        Assert.Contains(childId, incident.Message, StringComparison.Ordinal);
    }

    private static async Task AssertGoneOnAsync(TestHost host, string parentId)
    {
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(parentId)).SubStatus);
        Assert.Empty((await host.Runtime.GetOutlookAsync(parentId))!.Incidents);
        await AssertNothingLeftAsync(host);
    }

    private static async Task AssertNothingLeftAsync(TestHost host, bool areAllOver = true)
    {
        var left = await host.QueryAsync(async db => await (
            from bookmark in db.Set<WorkflowBookmarkRow>()
            join instance in db.Set<WorkflowInstanceRow>() on bookmark.InstanceId equals instance.Id into instances
            from instance in instances.DefaultIfEmpty()
            where instance == null || instance.Status == 1
            select bookmark.ActivityId).ToListAsync());
        Assert.Empty(left);
        if (areAllOver)
        {
            Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowSignalRow>().CountAsync(signal => signal.Kind != 6)));
        }
    }
}
