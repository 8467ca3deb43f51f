using System.Text.Json.Nodes;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>Drafts, published versions, copies of former ones; what instances run on never changes under them.</summary>
public sealed class VersionTests
{
    private static WorkflowDocument Flow(string text, string id = "flow") => WorkflowDocument.Parse(Draw.Flow(id).With(Draw.Trigger(Draw.Event("e", "go")), Draw.Line("l", Draw.Literal(text))).Chain().Json());

    [Theory, EngineData]
    public async Task Draft_is_one_and_publishing_keeps_its_number(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var first = await host.Definitions.SaveDraftAsync(Flow("a"));
        var second = await host.Definitions.SaveDraftAsync(Flow("b"));
        Assert.Equal((first.Id, 1, true, false), (second.Id, second.Version, second.IsLatest, second.IsPublished));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.StartAsync(new StartRequest("flow")));

        var published = await host.Publisher.PublishLatestAsync("flow");
        Assert.Equal((first.Id, 1, true, true), (published.Id, published.Version, published.IsLatest, published.IsPublished));
        Assert.Equal("b", await StartAsync(host));
        var draft = await host.Definitions.SaveDraftAsync(Flow("c"));
        Assert.Equal((2, true, false), (draft.Version, draft.IsLatest, draft.IsPublished));
        Assert.Equal("b", await StartAsync(host));
        Assert.Equal("c", await StartAsync(host, draft.Id));

        var other = await host.Publisher.PublishAsync(Flow("d"));
        Assert.Equal((2, draft.Id), (other.Version, other.Id));
        Assert.Equal("d", await StartAsync(host));
        Assert.Equal([(2, true, true), (1, false, false)], (await host.Definitions.GetVersionsAsync("flow")).Select(version => (version.Version, version.IsLatest, version.IsPublished)));
    }

    [Theory, EngineData]
    public async Task Draft_on_which_an_instance_waits_is_left_to_it(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var draft = await host.Definitions.SaveDraftAsync(Flow("a"));
        var instance = await host.Runtime.StartAsync(new StartRequest("flow") { VersionId = draft.Id });
        var next = await host.Definitions.SaveDraftAsync(Flow("b"));
        Assert.Equal(2, next.Version);

        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        Assert.Equal("a", await host.WrittenAsync(instance.Id));
        Assert.Equal("a", WorkflowDocument.Parse((await host.Definitions.GetVersionAsync(draft.Id))!.Json).Root!["activities"]![1]!["text"]!["expression"]!["value"]!.ToString());
    }

    [Theory, EngineData]
    public async Task What_changed_since_it_was_read_is_neither_withdrawn_nor_deleted(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var first = await host.Publisher.PublishAsync(Flow("a"));
        var draft = await host.Definitions.SaveDraftAsync(Flow("b"));
        var read = draft.ContentHash;
        await host.Definitions.SaveDraftAsync(Flow("c"));
        await Assert.ThrowsAsync<WorkflowChangedException>(() => host.Definitions.DeleteVersionAsync(draft.Id, read));
        await host.Publisher.PublishLatestAsync("flow");
        await Assert.ThrowsAsync<WorkflowChangedException>(() => host.Definitions.DeleteVersionAsync(draft.Id, Hash("c")));
        await Assert.ThrowsAsync<WorkflowChangedException>(() => host.Publisher.RetractAsync("flow", first.Id));
        Assert.Equal("c", await StartAsync(host));

        Assert.True(await host.Publisher.RetractAsync("flow", draft.Id));
        Assert.False(await host.Publisher.RetractAsync("flow", first.Id));
        Assert.True(await host.Definitions.DeleteVersionAsync(draft.Id, Hash("c")));
        Assert.False(await host.Definitions.DeleteVersionAsync(draft.Id, Hash("c")));

        static string Hash(string text) => WorkflowDefinitionStore.Hash(Flow(text).ToModelJson());
    }

    [Theory, EngineData]
    public async Task Version_published_by_another_host_is_noticed(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        using var other = host.Build();
        await host.Publisher.PublishAsync(Flow("a"));
        Assert.Equal("a", await StartAsync(host));
        await other.GetRequiredService<WorkflowPublisher>().PublishAsync(Flow("b"));

        Assert.Equal("b", await StartAsync(host));
    }

    [Theory, EngineData]
    public async Task Eight_savings_at_once_make_one_draft(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => host.Definitions.SaveDraftAsync(Flow($"{i}")))));
        Assert.Equal(1, Assert.Single(await host.Definitions.GetVersionsAsync("flow")).Version);

        await host.Publisher.PublishLatestAsync("flow");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => i % 2 == 0 ? host.Definitions.SaveDraftAsync(Flow($"{i}")) : host.Publisher.PublishAsync(Flow($"{i}")))));

        var versions = await host.Definitions.GetVersionsAsync("flow");
        Assert.Single(versions, version => version.IsLatest);
        Assert.Single(versions, version => version.IsPublished);
        Assert.Equal(versions[0].Version, versions.Single(version => version.IsLatest).Version);
        Assert.Equal(Enumerable.Range(1, versions.Count).Reverse(), versions.Select(version => version.Version));
    }

    [Theory, EngineData]
    public async Task Retracted_definition_starts_nothing_and_comes_back(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var published = await host.Publisher.PublishAsync(Flow("a"));
        var waiting = await host.Runtime.StartAsync(new StartRequest("flow"));

        Assert.True(await host.Publisher.RetractAsync("flow"));
        Assert.False(await host.Publisher.RetractAsync("flow"));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.StartAsync(new StartRequest("flow")));
        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("go")));
        Assert.Equal("a", await host.WrittenAsync(waiting.Id));

        Assert.Equal(2, (await host.Definitions.SaveDraftAsync(Flow("b"))).Version);
        Assert.Equal("b", await StartAsync(host, (await host.Publisher.PublishLatestAsync("flow")).Id));
        Assert.NotNull(await host.Definitions.GetVersionAsync(published.Id));
    }

    [Theory, EngineData]
    public async Task Version_retracted_by_another_host_starts_nothing_and_leaves_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        using var other = host.Build();
        await host.Publisher.PublishAsync(WorkflowDocument.Parse(Draw.Flow("writing").With(Draw.Node("w", "Test.Effect", ("text", Draw.Literal("kept")))).Json()));
        await host.Runtime.StartAsync(new StartRequest("writing"));
        await other.GetRequiredService<WorkflowPublisher>().RetractAsync("writing");

        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.StartAsync(new StartRequest("writing")));

        Assert.Single(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
        Assert.Single(await host.BusinessRowsAsync());
    }

    [Theory, EngineData]
    public async Task Version_is_published_as_it_was_read_or_not_at_all(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var first = await host.Publisher.PublishAsync(Flow("a"));
        var read = await host.Definitions.SaveDraftAsync(Flow("b"));
        await host.Definitions.SaveDraftAsync(Flow("c"));

        await Assert.ThrowsAsync<WorkflowChangedException>(() => host.Publisher.PublishVersionAsync(read, first.Id));
        Assert.Equal("a", await StartAsync(host));

        var draft = (await host.Definitions.GetLatestAsync("flow"))!;
        await Assert.ThrowsAsync<WorkflowChangedException>(() => host.Publisher.PublishVersionAsync(draft, null));
        var published = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => host.Publisher.PublishVersionAsync(draft, first.Id))));
        Assert.Single(published, isNew => isNew);
        Assert.Equal("c", await StartAsync(host));

        // An earlier version comes back, and becomes what is edited next; a draft that somebody works on stays what is edited.
        Assert.True(await host.Publisher.PublishVersionAsync(first, draft.Id));
        Assert.Equal((1, 1), ((await host.Definitions.GetLatestAsync("flow"))!.Version, (await host.Definitions.GetPublishedAsync("flow"))!.Version));
        await host.Definitions.SaveDraftAsync(Flow("d"));
        Assert.True(await host.Publisher.PublishVersionAsync((await host.Definitions.GetVersionAsync(draft.Id))!, first.Id));
        Assert.Equal((3, 2), ((await host.Definitions.GetLatestAsync("flow"))!.Version, (await host.Definitions.GetPublishedAsync("flow"))!.Version));
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.Publisher.PublishVersionAsync(draft with { Json = """{"definitionId":"flow"}""" }, null));

        var summaries = await host.Definitions.SummariseAsync("flow");
        Assert.Equal([(3, true, false), (2, false, true), (1, false, false)], summaries.Select(version => (version.Version, version.IsLatest, version.IsPublished)));
        Assert.Equal(draft.ContentHash, summaries[1].ContentHash);
        Assert.Empty(await host.Definitions.SummariseAsync("other"));
        Assert.Equal(3, (await host.Definitions.SummariseAsync()).Count);
    }

    [Theory, EngineData]
    public async Task Instances_that_are_not_over_are_counted_by_version(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.PublishAsync(Draw.Flow("broken").With(Draw.Node("x", "Elsa.RunJavaScript", ("script", Draw.Literal("null.rien")))).Json());
        await host.PublishAsync(Draw.Flow().With(Draw.Event("e", "go")).Json());
        await host.Runtime.StartAsync(new StartRequest("flow"));
        await host.Runtime.CancelAsync((await host.Runtime.StartAsync(new StartRequest("flow"))).Id);
        await host.PublishAsync(Draw.Flow().With(Draw.Event("e", "go"), Draw.Line("more")).Json());
        await host.Runtime.StartAsync(new StartRequest("flow"));
        await host.Runtime.StartAsync(new StartRequest("flow"));
        await host.Runtime.StartAsync(new StartRequest("broken"));
        for (var attempt = 0; attempt < 10; attempt++)
        {
            await host.AdvanceAsync(TimeSpan.FromDays(1));
        }

        Assert.Equal([(2, 2, 0), (1, 1, 0)], (await host.Runtime.CountInstancesAsync("flow")).Select(count => (count.Version, count.Running, count.WithIncidents)));
        Assert.Equal(1, (await host.Runtime.CountInstancesAsync()).Single(count => count.DefinitionId == "broken").WithIncidents);
        Assert.Empty(await host.Runtime.CountInstancesAsync("none"));
    }

    [Theory, EngineData]
    public async Task Reverting_copies_a_version_as_a_draft(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.Publisher.PublishAsync(Flow("a"));
        await host.Publisher.PublishAsync(Flow("b"));

        var draft = await host.Definitions.RevertAsync("flow", 1);

        Assert.Equal((3, true, false), (draft.Version, draft.IsLatest, draft.IsPublished));
        Assert.Equal("b", await StartAsync(host));
        await host.Publisher.PublishLatestAsync("flow");
        Assert.Equal("a", await StartAsync(host));
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Definitions.RevertAsync("flow", 9));
    }

    [Theory, EngineData]
    public async Task Version_to_which_an_older_instance_was_moved_cannot_be_deleted(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.Publisher.PublishAsync(Flow("a"));
        var moved = await host.Runtime.StartAsync(new StartRequest("flow"));
        host.Clock.Advance(TimeSpan.FromDays(1));
        var second = await host.Publisher.PublishAsync(Flow("b"));
        await host.Runtime.MigrateAsync(await host.Runtime.PlanMigrationAsync(new MigrationRequest(second.Id)));

        await Assert.ThrowsAsync<WorkflowInUseException>(() => host.Definitions.DeleteVersionAsync(second.Id));
        await Assert.ThrowsAsync<WorkflowInUseException>(() => host.Definitions.DeleteAsync("flow"));

        await host.Runtime.CancelAsync(moved.Id);
        Assert.Equal(2, await host.Definitions.DeleteAsync("flow"));
        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
    }

    [Theory, EngineData]
    public async Task Version_in_use_cannot_be_deleted_and_takes_its_finished_instances_with_it(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        await host.Publisher.PublishAsync(Flow("a"));
        await StartAsync(host);
        var waiting = await host.Runtime.StartAsync(new StartRequest("flow"));
        var second = await host.Publisher.PublishAsync(Flow("b"));
        var first = (await host.Definitions.GetVersionsAsync("flow"))[^1];

        Assert.Equal("version-in-use (1, flow)", (await Assert.ThrowsAsync<WorkflowInUseException>(() => host.Definitions.DeleteVersionAsync(first.Id))).Message);
        await Assert.ThrowsAsync<WorkflowInUseException>(() => host.Definitions.DeleteAsync("flow"));
        Assert.True((await host.Definitions.GetVersionAsync(second.Id))!.IsPublished);
        Assert.Equal(2, (await host.Runtime.FindInstancesAsync(new InstanceFilter())).Count);

        Assert.True(await host.Definitions.DeleteVersionAsync(second.Id));
        Assert.True((await host.Definitions.GetLatestAsync("flow"))!.Id == first.Id);
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowTriggerRow>().CountAsync()));
        await host.Runtime.CancelAsync(waiting.Id);
        Assert.Equal(1, await host.Definitions.DeleteAsync("flow"));
        Assert.Equal(0, await host.Definitions.DeleteAsync("flow"));

        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowJournalRow>().CountAsync()));
        Assert.Equal(0, await host.QueryAsync(db => db.Set<WorkflowDefinitionRow>().CountAsync()));
    }

    [Theory, EngineData]
    public async Task Exported_version_names_itself_and_comes_back_whole(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var sample = JsonNode.Parse(Flow("a").ToJson())!.AsObject();
        sample["somethingElse"] = new JsonObject { ["kept"] = true };
        sample["root"]!["activities"]![0]!["vendorProperty"] = "kept";
        var version = await host.Publisher.PublishAsync(WorkflowDocument.Parse(sample.ToJsonString()));

        var exported = version.ToDocument();
        Assert.Equal((version.Id, "flow", "1", "true", "true"), (exported.Id, exported.DefinitionId, exported.Model["version"]!.ToString(), exported.Model["isLatest"]!.ToString(), exported.Model["isPublished"]!.ToString()));
        Assert.Equal(host.Clock.GetUtcNow(), exported.Model["createdAt"]!.GetValue<DateTimeOffset>());
        exported.Model.Remove("definitionId");
        var imported = await host.Definitions.SaveDraftAsync(WorkflowDocument.Parse(exported.ToJson()));

        Assert.Equal((1, false, true), (imported.Version, imported.IsPublished, imported.DefinitionId.Length > 0));
        var back = imported.ToDocument();
        Assert.Equal((imported.Id, imported.DefinitionId), (back.Id, back.DefinitionId));
        Assert.True(JsonNode.DeepEquals(sample["somethingElse"], back.Model["somethingElse"]));
        Assert.True(JsonNode.DeepEquals(sample["root"], back.Model["root"]));
    }

    [Theory, EngineData]
    public async Task Unknown_type_of_activity_is_saved_and_shown_but_neither_published_nor_started(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var draft = await host.Definitions.SaveDraftAsync(WorkflowDocument.Parse(Draw.Flow().With(Draw.Node("x", "Vendor.Unknown", ("setting", 3))).Json()));

        Assert.Contains("Vendor.Unknown", (await host.Definitions.GetLatestAsync("flow"))!.Json, StringComparison.Ordinal);
        Assert.Equal("x", Assert.Single((await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.Publisher.PublishLatestAsync("flow"))).Problems).Problem.ActivityId);
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.Runtime.StartAsync(new StartRequest("flow") { VersionId = draft.Id }));
        Assert.Null(await host.Definitions.GetPublishedAsync("flow"));
    }

    [Theory, EngineData]
    public async Task List_is_searched_ordered_and_paged(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        foreach (var id in (string[])["beta", "Alpha", "gamma_1", "gammaX1"])
        {
            await host.Publisher.PublishAsync(Flow("a", id));
        }

        await host.Definitions.SaveDraftAsync(Flow("b", "beta"));
        await host.Definitions.SaveDraftAsync(Flow("b", "delta"));
        async Task<string> ListAsync(WorkflowVersionFilter filter)
        {
            var page = await host.Definitions.FindAsync(filter);
            return string.Join(' ', page.Items.Select(version => $"{version.Name}{version.Version}")) + "/" + page.Total;
        }

        Assert.Equal("Alpha1 beta2 delta1 gamma_11 gammaX11/5", await ListAsync(new WorkflowVersionFilter()));
        Assert.Equal("delta1 gamma_11/5", await ListAsync(new WorkflowVersionFilter { Skip = 2, Take = 2 }));
        Assert.Equal("gammaX11 gamma_11 delta1 beta2 Alpha1/5", await ListAsync(new WorkflowVersionFilter { IsDescending = true }));
        Assert.Equal("Alpha1 beta1 gamma_11 gammaX11/4", await ListAsync(new WorkflowVersionFilter { Which = WorkflowVersions.Published }));
        Assert.Equal("Alpha1 beta2 beta1 delta1 gamma_11 gammaX11/6", await ListAsync(new WorkflowVersionFilter { Which = WorkflowVersions.LatestOrPublished }));
        Assert.Equal("Alpha1 gamma_11 gammaX11/3", await ListAsync(new WorkflowVersionFilter { Which = WorkflowVersions.LatestAndPublished }));
        Assert.Equal("beta2 delta1/2", await ListAsync(new WorkflowVersionFilter { Which = WorkflowVersions.Draft }));
        Assert.Equal("gamma_11/1", await ListAsync(new WorkflowVersionFilter { Search = "MMA_" }));
        Assert.Equal("beta2 beta1/2", await ListAsync(new WorkflowVersionFilter { Which = WorkflowVersions.All, DefinitionIds = ["beta"], OrderBy = WorkflowVersionOrder.Version, IsDescending = true }));
        Assert.Equal("beta1/1", await ListAsync(new WorkflowVersionFilter { Which = WorkflowVersions.All, DefinitionIds = ["beta"], Version = 1 }));
        Assert.Equal("/0", await ListAsync(new WorkflowVersionFilter { DefinitionIds = [] }));
        Assert.False(await host.Definitions.IsNameFreeAsync("beta", null));
        Assert.True(await host.Definitions.IsNameFreeAsync("beta", "beta"));
        Assert.True(await host.Definitions.IsNameFreeAsync("omega", null));
    }

    private static async Task<string> StartAsync(TestHost host, string? versionId = null) =>
        await host.WrittenAsync((await host.Runtime.StartAsync(new StartRequest("flow") { VersionId = versionId, TriggerActivityId = "e" })).Id);
}
