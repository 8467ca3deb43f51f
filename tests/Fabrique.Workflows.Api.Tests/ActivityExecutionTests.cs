using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>What the viewer asks about the activities of an instance, and what reaches instances from outside.</summary>
public sealed class ActivityExecutionTests
{
    private static string Waiting => Draw.Flow("waiting")
        .With(Draw.Line("said", Draw.Js("'bon' + 'jour'")), Draw.Node("box", "Elsa.Sequence", ("activities", new System.Text.Json.Nodes.JsonArray(Draw.Event("event", "MyEvent"))))).Chain().Json();

    [Theory, EngineData]
    public async Task Badges_tell_only_the_activities_asked_for_that_were_reached(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Waiting);

        var answer = await host.PostAsync("activity-executions/report", new { workflowInstanceId = instance.Id, activityNodeIds = new[] { "Workflow1:root:said", "Workflow1:root:box:event", "Workflow1:root:never" } });

        var stats = answer["stats"]!.AsArray();
        Assert.Equal(["said", "event"], stats.Strings("activityId"));
        Sample.AssertShape(Sample.Stats, stats[0]);
        Assert.Equal((1, 1, 0, false), ((int)stats[0]!["startedCount"]!, (int)stats[0]!["completedCount"]!, (int)stats[0]!["uncompletedCount"]!, (bool)stats[0]!["isBlocked"]!));
        Assert.Equal((1, 0, 1, true), ((int)stats[1]!["startedCount"]!, (int)stats[1]!["completedCount"]!, (int)stats[1]!["uncompletedCount"]!, (bool)stats[1]!["isBlocked"]!));
        Assert.Empty((await host.PostAsync("activity-executions/report", new { workflowInstanceId = "nobody", activityNodeIds = Array.Empty<string>() }))["stats"]!.AsArray());
    }

    [Theory, EngineData]
    public async Task Executions_of_an_activity_are_listed_opened_and_placed(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Waiting);
        var query = $"WorkflowInstanceId={instance.Id}&ActivityNodeId=Workflow1%3Aroot%3Asaid";

        var listed = await host.GetAsync($"activity-executions/list?{query}");
        var summary = await host.GetAsync($"activity-execution-summaries/list?{query}");

        Assert.Equal((1, 1), ((int)listed["count"]!, (int)summary["count"]!));
        var said = listed["items"]![0]!;
        Sample.AssertShape(Sample.Execution, said);
        Sample.AssertShape(Sample.ExecutionSummary, summary["items"]![0]);
        Assert.Equal(("Completed", "bonjour", "Done"), ((string)said["status"]!, (string)said["activityState"]!["Text"]!, (string)said["payload"]!["Outcomes"]![0]!));
        Assert.Null(summary["items"]![0]!["activityState"]);
        Assert.Equal(said.ToJsonString(), (await host.GetAsync($"activity-executions/by-id?id={said["id"]}")).ToJsonString());
        Assert.Equal(1, (int)(await host.GetAsync($"activity-executions/list?{query}&completed=True"))["count"]!);
        Assert.Equal(0, (int)(await host.GetAsync($"activity-executions/list?{query}&completed=False"))["count"]!);
        Assert.Equal(0, (int)(await host.GetAsync("activity-executions/list"))["count"]!);
        await host.GetAsync("activity-executions/by-id?id=nobody", status: 404);

        var waiting = (await host.GetAsync($"activity-executions/list?WorkflowInstanceId={instance.Id}&ActivityNodeId=Workflow1:root:box:event"))["items"]![0]!;
        Assert.Equal(("Running", true, 2), ((string)waiting["status"]!, (bool)waiting["hasBookmarks"]!, (int)waiting["callStackDepth"]!));
        var stack = await host.GetAsync($"activity-executions/{waiting["id"]}/call-stack");
        Assert.Equal((4, "root,said,box,event"), ((int)stack["totalCount"]!, string.Join(',', stack["items"].Strings("activityId"))));
        Assert.Equal([0, 1, 2, 3], stack["items"]!.AsArray().Select(item => (int)item!["callStackDepth"]!));
        Assert.Equal((string)stack["items"]![2]!["id"]!, (string)stack["items"]![3]!["schedulingActivityExecutionId"]!);
        Assert.Equal("said", string.Join(',', (await host.GetAsync($"activity-executions/{waiting["id"]}/call-stack?skip=1&take=1"))["items"].Strings("activityId")));
        Assert.Equal("""{"items":[],"totalCount":0,"links":[]}""", (await host.GetAsync($"resilience/retries/{waiting["id"]}")).ToJsonString());
    }

    [Fact]
    public async Task A_call_stack_follows_the_arrows_that_were_taken()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var instance = await host.RunAsync(Draw.Flow("arrows").Variable("n", "Int32", 0)
            .With(Draw.Set("add", "n", Draw.Js("getN() + 1")), Draw.Decision("again", Draw.Js("getN() < 2")), Draw.Fork("fork", "Left", "Right"), Draw.Line("left"), Draw.Line("right"), Draw.Line("join"))
            .With(Draw.Node("box", "Elsa.Sequence", ("activities", new System.Text.Json.Nodes.JsonArray(Draw.Line("one"), Draw.Line("two")))))
            .Link("add -> again", "again.True -> add", "again.False -> fork", "fork.Left -> left", "fork.Right -> right", "left -> join", "right -> join", "join -> box").Json());

        Assert.Equal("root,add,again,add,again,fork,right,join", await StackAsync("join"));
        Assert.Equal("root,add,again,add,again,fork,left", await StackAsync("left"));
        Assert.Equal("root,add,again,add,again,fork,right,join,box,one,two", await StackAsync("two"));
        await host.GetAsync($"activity-executions/{instance.Id}:99/call-stack", 404);
        await host.GetAsync("activity-executions/nobody:1/call-stack", 404);
        await host.GetAsync("activity-executions/nobody/call-stack", 404);

        async Task<string> StackAsync(string activity)
        {
            var execution = (await host.Runtime.GetExecutionsAsync(instance.Id, activity))[^1].Id;
            return string.Join(',', (await host.GetAsync($"activity-executions/{execution}/call-stack"))["items"].Strings("activityId"));
        }
    }

    [Theory, EngineData]
    public async Task An_event_reaches_those_it_is_for(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var first = await host.RunAsync(Waiting, "a");
        var second = await host.RunAsync(Waiting, "b");
        var third = await host.RunAsync(Waiting, "c");

        await host.PostAsync("events/MyEvent/trigger", new { correlationId = "b", workflowExecutionMode = "Synchronous" });
        Assert.Equal(["Suspended", "Finished", "Suspended"], await StatesAsync());
        await host.PostAsync("events/MyEvent/trigger", new { activityInstanceId = $"{third.Id}:3", input = new { ok = true } });
        Assert.Equal(["Suspended", "Finished", "Finished"], await StatesAsync());
        await host.PostAsync("events/MyEvent/trigger", new { workflowExecutionMode = "Tomorrow" }, status: 400);
        await host.PostAsync("events/MyEvent/trigger");
        Assert.Equal(["Finished", "Finished", "Finished"], await StatesAsync());
        Assert.Equal([WorkflowApiActions.EventPublished, WorkflowApiActions.EventPublished, WorkflowApiActions.EventPublished], host.Noted.Actions.Select(action => action.Action));

        async Task<List<string>> StatesAsync()
        {
            var states = new List<string>();
            foreach (var instance in new[] { first, second, third })
            {
                states.Add((string)(await host.GetAsync($"workflow-instances/{instance.Id}"))["subStatus"]!);
            }

            return states;
        }
    }

    [Theory, EngineData]
    public async Task A_task_is_completed_once_and_an_unknown_one_is_said_to_be(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Draw.Flow("asks").Output("answer")
            .With(Draw.Node("task", "Elsa.RunTask", ("taskName", Draw.Literal("Payer"))), Draw.Node("out", "Elsa.SetOutput", ("outputName", Draw.Literal("answer")), ("outputValue", Draw.Js("getOutputFrom('task', 'Result').sum")))).Chain().Json());
        var task = Assert.Single((await host.Runtime.GetDetailsAsync(instance.Id))!.Bookmarks).Key;

        await host.PostAsync($"tasks/{task}/complete", new { result = new { sum = 7 } });
        Assert.Equal(7, (int)(await host.GetAsync($"workflow-instances/{instance.Id}"))["workflowState"]!["output"]!["answer"]!);
        foreach (var gone in new[] { task, "unknown" })
        {
            var refusal = await host.PostAsync($"tasks/{gone}/complete", new { result = 1 }, status: 404);
            Assert.Contains("déjà faite", (string)refusal["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
        }

        Assert.Equal((WorkflowApiActions.TaskCompleted, task, "asks"), Assert.Single(host.Noted.Actions.Select(action => (action.Action, action.SubjectId, action.DefinitionId))));
    }
}
