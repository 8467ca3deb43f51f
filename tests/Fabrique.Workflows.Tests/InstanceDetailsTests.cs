using System.Collections.Concurrent;
using System.Text.Json;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What an instance is between two steps, what people change in it, and who hears of its steps.</summary>
public sealed class InstanceDetailsTests
{
    private static string Question => Draw.Flow("question").Variable("reply", "String", "rien").Variable("count", "Int32", 1).Variable("key", "Secret", "tres-secret")
        .With(
            Draw.Node("q", "Test.Ask", ("key", Draw.Js("'k-' + getCorrelationId()")), ("question", Draw.Js("'clef : ' + getKey()"))),
            Draw.Node("said", "Test.Effect", ("text", Draw.Js("getReply() + getCount()"))))
        .Link("q.Yes -> said").Json();

    [Theory, EngineData]
    public async Task Details_tell_what_it_waits_for_and_what_is_under_way(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Question, new StartRequest("question") { CorrelationId = "7", Input = new Dictionary<string, object?> { ["who"] = "Ann" } });
        host.Restart();

        var details = (await host.Runtime.GetDetailsAsync(instance.Id))!;

        var bookmark = Assert.Single(details.Bookmarks);
        Assert.Equal(("Test.Ask", "k-7", "q", "Workflow1:root:q"), (bookmark.Name, bookmark.Key, bookmark.ActivityId, bookmark.ActivityNodeId));
        Assert.Equal("clef : •••", bookmark.Payload!.Value.GetProperty("question").GetString());
        Assert.Equal(["root", "q"], details.Activities.Select(activity => activity.ActivityId));
        var asked = details.Activities[1];
        Assert.Equal((bookmark.ActivityInstanceId, details.Activities[0].Id, "Workflow1:root", 1, false), (asked.Id, asked.ParentId, asked.ParentNodeId, asked.Depth, asked.IsFaulted));
        Assert.Equal(("k-7", "clef : •••"), (asked.ActivityState["Key"].GetString(), asked.ActivityState["Question"].GetString()));
        Assert.Equal("Ann", details.Data.Input["who"]!.Value.GetString());
        Assert.Equal((await host.Runtime.GetJournalAsync(instance.Id)).Count, details.JournalLength);
        Assert.Equal(["key"], details.Data.Variables.Where(variable => variable.IsSecret).Select(variable => variable.Name));
        Assert.Null(await host.Runtime.GetDetailsAsync("nobody"));
    }

    [Theory, EngineData]
    public async Task An_incident_is_part_of_the_details_with_its_place_in_the_drawing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.RetryLadder = []);
        host.Script.Fail("e", 1);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Node("e", "Test.Effect")).Json());

        var details = (await host.Runtime.GetDetailsAsync(instance.Id))!;

        Assert.Equal(("e", "Workflow1:root:e", "e failed"), Assert.Single(details.Incidents.Select(incident => (incident.ActivityId, incident.ActivityNodeId, incident.Message))));
        Assert.True(details.Activities.Single(activity => activity.ActivityId == "e").IsFaulted);
    }

    [Theory, EngineData]
    public async Task Variables_are_changed_between_two_steps_all_or_none(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Question, new StartRequest("question") { CorrelationId = "7" });

        await Assert.ThrowsAsync<InvalidVariableException>(() => host.Runtime.SetVariablesAsync(instance.Id, new Dictionary<string, object?> { ["reply"] = "perdu", ["count"] = "beaucoup" }));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.SetVariablesAsync(instance.Id, new Dictionary<string, object?> { ["reply"] = "perdu", ["gone"] = 1 }));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.SetVariablesAsync("nobody", new Dictionary<string, object?>()));
        var data = await host.Runtime.SetVariablesAsync(instance.Id, new Dictionary<string, object?> { ["reply"] = "dit", ["count"] = JsonSerializer.SerializeToElement("12") });

        Assert.Equal(12, data.Variables.Single(variable => variable.Id == "count").Value!.Value.GetInt32());
        var line = (await host.Runtime.GetJournalAsync(instance.Id))[^1];
        Assert.Equal(("VariablesChanged", "reply, count"), (line.EventName, line.Message));
        await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-7") { Input = "Yes" });
        Assert.Contains("dit12", (await host.BusinessRowsAsync()).Select(row => row.Value));
        Assert.Equal(Enumerable.Range(1, (await host.Runtime.GetJournalAsync(instance.Id)).Count), (await host.Runtime.GetJournalAsync(instance.Id)).Select(record => record.Sequence));
        await Assert.ThrowsAsync<InstanceOverException>(() => host.Runtime.SetVariablesAsync(instance.Id, new Dictionary<string, object?> { ["reply"] = "trop tard" }));
    }

    [Theory, EngineData]
    public async Task Eight_changes_at_once_are_all_written(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Question, new StartRequest("question") { CorrelationId = "7" });
        var before = (await host.Runtime.GetRevisionsAsync([instance.Id]))[instance.Id];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(() => host.Runtime.SetVariablesAsync(instance.Id, new Dictionary<string, object?> { ["count"] = number }))));

        Assert.Equal(before + 8, (await host.Runtime.GetRevisionsAsync([instance.Id]))[instance.Id]);
        Assert.Equal(8, (await host.Runtime.PageJournalAsync(new JournalQuery(instance.Id) { EventNames = ["VariablesChanged"] })).Total);
    }

    [Theory, EngineData]
    public async Task Observers_hear_of_what_is_durable_and_their_failure_changes_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var heard = new Heard();
        await using var services = host.Build(collection => collection.AddSingleton<IWorkflowObserver, Failing>().AddSingleton<IWorkflowObserver>(heard));
        var runtime = services.GetRequiredService<IWorkflowRuntime>();
        heard.Read = id => host.Runtime.GetRevisionsAsync([id]).GetAwaiter().GetResult().GetValueOrDefault(id);
        await host.PublishAsync(Question);

        var id = (await runtime.StartAsync(new StartRequest("question") { CorrelationId = "7" })).Id;
        await runtime.SetVariablesAsync(id, new Dictionary<string, object?> { ["reply"] = "dit" });
        await runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-7") { Input = "Yes" });
        await runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-7") { Input = "Yes" });
        var steps = (await runtime.GetRevisionsAsync([id]))[id];
        await runtime.DeleteAsync([id]);

        Assert.Equal([.. Enumerable.Range(1, steps).Select(revision => (id, revision)), (id, 0)], heard.Told);
    }

    private sealed class Heard : IWorkflowObserver
    {
        public Func<string, int> Read { get; set; } = _ => 0;

        public ConcurrentQueue<(string, int)> Told { get; } = [];

        public void OnCommitted(string instanceId) => Told.Enqueue((instanceId, Read(instanceId)));
    }

    private sealed class Failing : IWorkflowObserver
    {
        public void OnCommitted(string instanceId) => throw new InvalidOperationException("deaf");
    }
}
