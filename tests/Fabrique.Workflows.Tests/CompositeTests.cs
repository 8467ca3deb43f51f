using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

/// <summary>Which version of a workflow used as an activity its users execute.</summary>
public sealed class CompositeTests
{
    private static string Used(string text, bool updatesUsers = false) => new JsonObject
    {
        ["definitionId"] = "used",
        ["name"] = "Say it",
        ["options"] = new JsonObject { ["usableAsActivity"] = true, ["autoUpdateConsumingWorkflows"] = updatesUsers },
        ["root"] = Draw.Node("r", "Elsa.Sequence", ("activities", new JsonArray(Draw.Event("e", "go"), Draw.Line("l", Draw.Literal(text))))),
    }.ToJsonString();

    private static string User(string? version = null) => Draw.Flow("user").With(Draw.Node("c", "SayIt", ("workflowDefinitionVersionId", version))).Json();

    [Theory, EngineData]
    public async Task User_stays_on_the_version_that_it_was_published_with(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Used("first"));
        await host.PublishAsync(User());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.PublishAsync(Used("second"));
        host.Restart();

        var before = await host.Runtime.StartAsync(new StartRequest("user"));
        await host.PublishAsync(User());
        var after = await host.Runtime.StartAsync(new StartRequest("user"));
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("first", await host.WrittenAsync(before.Id));
        Assert.Equal("second", await host.WrittenAsync(after.Id));
    }

    [Theory, EngineData]
    public async Task Pinned_version_is_the_one_executed(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Used("first"));
        var pinned = (await host.Definitions.GetPublishedAsync("used"))!.Id;
        await host.PublishAsync(Used("second"));

        var instance = await host.StartAsync(User(pinned), new StartRequest("user"));
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("first", await host.WrittenAsync(instance.Id));
    }

    [Theory]
    [InlineData("SayIt", null, "gone", "said")]
    [InlineData("SayIt", "gone", "gone", "said")]
    [InlineData("SayIt", "other", null, "said")]
    [InlineData("Renamed", "used", "gone", "said")]
    [InlineData("Renamed", "used", null, "said")]
    [InlineData("SayTwice", "second", null, "second")]
    [InlineData("SayTwice", "first", null, "first")]
    public async Task Version_then_name_then_definition_tell_which_workflow_is_used(string type, string? definitionId, string? version, string written)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await host.PublishAsync(Used("said"));
        foreach (var id in (string[])["first", "second", "other"])
        {
            await host.PublishAsync(Used(id).Replace("\"used\"", $"\"{id}\"", StringComparison.Ordinal).Replace("Say it", id == "other" ? "Say other" : "Say twice", StringComparison.Ordinal));
        }

        var user = Draw.Flow("user").With(Draw.Node("c", type, ("workflowDefinitionId", definitionId), ("workflowDefinitionVersionId", version))).Json();
        var instance = await host.StartAsync(user, new StartRequest("user"));
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal(written, await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Workflow_that_was_deleted_and_came_back_still_serves_its_users(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Used("first"));
        await host.PublishAsync(User());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.Definitions.DeleteAsync("used");
        await host.PublishAsync(Used("again"));
        host.Restart();

        var instance = await host.Runtime.StartAsync(new StartRequest("user"));
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("again", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Workflow_that_updates_its_users_publishes_them_anew(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Used("first"));
        await host.PublishAsync(User((await host.Definitions.GetPublishedAsync("used"))!.Id));
        var running = await host.Runtime.StartAsync(new StartRequest("user"));
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await host.PublishAsync(Used("second", updatesUsers: true));

        var started = await host.Runtime.StartAsync(new StartRequest("user"));
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal((1, 2), (running.Version, started.Version));
        Assert.Equal("first", await host.WrittenAsync(running.Id));
        Assert.Equal("second", await host.WrittenAsync(started.Id));
    }

    [Fact]
    public async Task Shipped_definitions_may_use_one_another_whatever_their_order()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var folder = Directory.CreateTempSubdirectory("fabrique-shipped-");
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("a").FullName, "a.json"), User());
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("b").FullName, "b.json"), Used("said"));

        Assert.Equal(2, (await host.Publisher.PublishShippedAsync(folder.FullName)).Count);
        host.Restart();
        var instance = await host.Runtime.StartAsync(new StartRequest("user"));
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("said", await host.WrittenAsync(instance.Id));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Outlook_looks_out_of_loops_and_composites()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await host.PublishAsync(Used("said"));
        var named = Draw.Line("n");
        named["name"] = "Lettre";
        var loop = Draw.Node("f", "Elsa.ForEach", ("items", Draw.Input("Object", "[1]")), ("body", Draw.Node("q", "Elsa.Sequence", ("activities", new JsonArray(Draw.Event("w", "other"))))));
        var instance = await host.StartAsync(Draw.Flow("user").With(Draw.Fork("k", "A", "B"), Draw.Node("c", "SayIt"), loop, named).Link("k.A -> c", "k.B -> f", "f -> n").Json(), new StartRequest("user"));

        var waiting = (await host.Runtime.GetOutlookAsync(instance.Id))!.Waiting;

        Assert.Equal(["c:e", "w"], waiting.Select(activity => activity.ActivityId).Order(StringComparer.Ordinal));
        Assert.Equal(["Événement", "Lettre"], waiting.Single(activity => activity.ActivityId == "w").Next.Select(next => next.DisplayName));
        Assert.Equal(["Écrire une ligne"], waiting.Single(activity => activity.ActivityId == "c:e").Next.Select(next => next.DisplayName));
    }
}
