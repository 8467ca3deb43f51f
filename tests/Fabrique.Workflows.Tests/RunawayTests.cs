using System.Text.Json.Nodes;
using Fabrique.Data;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What goes on without end is stopped by an incident that says so, and nothing of the step that went too far remains.</summary>
public sealed class RunawayTests
{
    [Theory]
    [InlineData(Engine.Sqlite, "DispatchWorkflow", false)]
    [InlineData(Engine.PostgreSql, "DispatchWorkflow", false)]
    [InlineData(Engine.Sqlite, "DispatchWorkflow", true)]
    [InlineData(Engine.Sqlite, "ExecuteWorkflow", false)]
    [InlineData(Engine.Sqlite, "BulkDispatchWorkflows", false)]
    public async Task Two_that_launch_each_other_are_stopped_by_depth(Engine engine, string type, bool waits)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.Limits.LaunchDepth = 7);
        await host.PublishAsync(Draw.Flow("b").With(Launch("a", type, waits)).Json());
        await host.StartAsync(Draw.Flow("a").With(Launch("b", type, waits)).Json());
        await host.SweepAsync();
        await host.SweepAsync();

        var instances = await host.Runtime.FindInstancesAsync(new InstanceFilter { Take = 100 });
        Assert.Equal(8, instances.Count);
        var incidents = new List<string>();
        foreach (var instance in instances)
        {
            incidents.AddRange((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents.Select(incident => incident.Message));
        }

        // Those that wait for it know of its fault.
        Assert.Single(incidents, message => message == "launch-too-deep (7)");
        Assert.Equal(waits ? 8 : 1, incidents.Count);
    }

    [Fact]
    public async Task Procedure_that_follows_itself_months_apart_is_no_runaway()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.Limits.LaunchDepth = 2);
        await host.StartAsync(Draw.Flow("a").With(Draw.Delay("d", "30.00:00:00"), Launch("a")).Chain().Json());
        for (var month = 1; month <= 6; month++)
        {
            await host.AdvanceAsync(TimeSpan.FromDays(30));
        }

        var instances = await host.Runtime.FindInstancesAsync(new InstanceFilter { Take = 100 });
        Assert.Equal(7, instances.Count);
        Assert.DoesNotContain(instances, instance => instance.SubStatus == WorkflowSubStatus.Faulted);
    }

    [Theory, EngineData]
    public async Task Bulk_beyond_the_limit_launches_nothing_at_all(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.Limits.LaunchesPerInstance = 3);
        await host.PublishAsync(Draw.Flow("child").With(Draw.Line("l")).Json());
        var parent = await host.StartAsync(Draw.Flow("parent").With(Draw.Node(
            "bulk", "Elsa.BulkDispatchWorkflows", ("workflowDefinitionId", Draw.Literal("child")), ("items", Draw.Js("[1, 2, 3, 4]")))).Json());
        await host.SweepAsync();

        Assert.Equal("instance-limit (3, launches)", Assert.Single((await host.Runtime.GetOutlookAsync(parent.Id))!.Incidents).Message);
        Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter { Take = 100 }));
    }

    [Theory, EngineData]
    public async Task Launches_of_a_procedure_are_counted_by_the_hour(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.Limits.LaunchesPerHour = 3);
        await host.PublishAsync(Draw.Flow("child").With(Draw.Line("l")).Json());
        var ids = new List<string>();
        for (var parent = 1; parent <= 4; parent++)
        {
            ids.Add((await host.StartAsync(Draw.Flow($"parent{parent}").With(Launch("child")).Json())).Id);
            await host.SweepAsync();
        }

        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(ids[3]))!.Incidents);
        Assert.Equal("procedure-limit (child, 3, launches)", incident.Message);

        await host.AdvanceAsync(TimeSpan.FromHours(1));
        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.RetryIncidentAsync(ids[3], incident.Id)).SubStatus);
    }

    [Fact]
    public async Task Event_that_starts_who_publishes_it_is_stopped_by_the_hour()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.Limits.LaunchesPerHour = 5);
        await host.PublishAsync(Draw.Flow("echo").With(Draw.Trigger(Draw.Event("e", "ping")), Draw.Node("p", "Elsa.PublishEvent", ("eventName", Draw.Literal("ping")))).Chain().Json());
        await host.Runtime.PublishEventAsync(new EventRequest("ping"));
        for (var sweep = 0; sweep < 10; sweep++)
        {
            await host.SweepAsync();
        }

        Assert.Equal(5, (await host.Runtime.FindInstancesAsync(new InstanceFilter { Take = 100 })).Count);
    }

    [Fact]
    public async Task Steps_are_bounded_for_an_instance_and_for_a_procedure()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => (options.Limits.StepsPerInstance, options.Limits.StepsPerHour) = (8, 12));
        var loop = Draw.Flow("loop").With(Draw.Node("d", "Elsa.Delay", ("timeSpan", Draw.Literal("00:00:01"))), Draw.Node("e", "Elsa.WriteLine", ("text", Draw.Literal("x"))))
            .Link("d.Done -> e", "e.Done -> d").Json();
        var first = await host.StartAsync(loop);
        for (var second = 0; second < 10; second++)
        {
            await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("instance-limit (8, steps)", Assert.Single((await host.Runtime.GetOutlookAsync(first.Id))!.Incidents).Message);
        var other = await host.Runtime.StartAsync(new StartRequest("loop"));
        for (var second = 0; second < 10; second++)
        {
            await host.AdvanceAsync(TimeSpan.FromSeconds(1));
        }

        Assert.Equal("procedure-limit (loop, 12, steps)", Assert.Single((await host.Runtime.GetOutlookAsync(other.Id))!.Incidents).Message);
    }

    [Theory, EngineData]
    public async Task All_instances_of_a_definition_are_cancelled_and_no_other(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow("many").With(Draw.Event("e", "never")).Json());
        var spared = await host.StartAsync(Draw.Flow("other").With(Draw.Event("e", "never")).Json());
        for (var count = 0; count < 230; count++)
        {
            await host.Runtime.StartAsync(new StartRequest("many"));
        }

        await using (var scope = host.Services.CreateAsyncScope())
        {
            scope.ServiceProvider.GetRequiredService<IWorkflowSignals>().CancelAll("many");
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().SaveChangesAsync();
        }

        for (var sweep = 0; sweep < 10; sweep++)
        {
            await host.SweepAsync();
        }

        var counts = (await host.Runtime.FindInstancesAsync(new InstanceFilter { DefinitionId = "many", Take = 1_000 })).CountBy(instance => instance.SubStatus).ToDictionary();
        Assert.Equal(new Dictionary<WorkflowSubStatus, int> { [WorkflowSubStatus.Cancelled] = 230 }, counts);
        Assert.Equal(WorkflowStatus.Running, (await host.Runtime.GetOutlookAsync(spared.Id))!.Instance.Status);
    }

    [Fact]
    public async Task Ring_of_definitions_that_launch_each_other_is_named()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await host.PublishAsync(Draw.Flow("b").With(Launch("c")).Json());
        await host.PublishAsync(Draw.Flow("c").With(Launch("a")).Json());
        await host.PublishAsync(Draw.Flow("side").With(Launch("side")).Json());
        async Task<IEnumerable<string>> FoundAsync(string json) =>
            (await host.Publisher.CheckAsync(WorkflowDocument.Parse(json))).Select(problem => $"{problem.Severity} {problem}");

        Assert.Equal(["Warning x: launch-ring (a → b → c → a)"], await FoundAsync(Draw.Flow("a").With(Launch("b")).Json()));
        Assert.Equal(["Warning x: launch-ring (a → a)"], await FoundAsync(Draw.Flow("a").With(Launch("a")).Json()));
        Assert.Empty(await FoundAsync(Draw.Flow("z").With(Launch("side")).Json()));
        Assert.Empty(await FoundAsync(Draw.Flow("z").With(Launch("b")).Json()));
    }

    private static JsonObject Launch(string definitionId, string type = "DispatchWorkflow", bool waits = false) => Draw.Node(
        "x", $"Elsa.{type}", ("workflowDefinitionId", Draw.Literal(definitionId)), ("waitForCompletion", Draw.Literal(waits)), ("items", Draw.Js("[1]")));
}
