using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>Two people who draw the same definition.</summary>
public sealed class DraftConflictTests
{
    [Theory]
    [EngineData]
    public async Task Nobody_overwrites_what_somebody_else_saved_meanwhile(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        using var ada = host.ClientOf("ada", "*");
        using var grace = host.ClientOf("grace", "*");
        await SavedAsync(ada, Samples.Journey());
        var seenByAda = await ReadAsync(ada);
        var seenByGrace = await ReadAsync(grace);

        seenByGrace["description"] = "de Grace";
        var byGrace = await SavedAsync(grace, seenByGrace);
        seenByAda["description"] = "d’Ada";
        var refusal = await RefusedAsync(ada, seenByAda);
        Assert.Contains("« Parcours » (version 1)", refusal, StringComparison.Ordinal);
        Assert.Equal("de Grace", (string)(await ReadAsync(ada))["description"]!);

        byGrace["description"] = "de Grace, encore";
        await SavedAsync(grace, byGrace);
        var fresh = await ReadAsync(ada);
        fresh["description"] = "d’Ada, relue";
        await SavedAsync(ada, fresh);
        Assert.Equal("d’Ada, relue", (string)(await ReadAsync(grace))["description"]!);
    }

    [Theory]
    [EngineData]
    public async Task A_draft_begun_on_a_version_that_is_no_longer_the_newest_is_refused(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        using var ada = host.ClientOf("ada", "*");
        using var grace = host.ClientOf("grace", "*");
        var published = await SavedAsync(ada, Samples.Journey(), publish: true);
        var seenByGrace = await ReadAsync(grace);
        published["description"] = "d’Ada";
        await SavedAsync(ada, published, publish: true);
        seenByGrace["description"] = "de Grace";
        await RefusedAsync(grace, seenByGrace);
        Assert.Equal((2, "d’Ada"), ((int)(await ReadAsync(grace))["version"]!, (string)(await ReadAsync(grace))["description"]!));
    }

    [Theory]
    [EngineData]
    public async Task One_person_may_save_before_reading_the_answer_to_the_last_save(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        using var ada = host.ClientOf("ada", "*");
        await SavedAsync(ada, Samples.Journey(), publish: true);
        var seen = await ReadAsync(ada);
        for (var edit = 1; edit <= 3; edit++)
        {
            seen["description"] = $"{edit}";
            await SavedAsync(ada, seen.DeepClone());
        }

        Assert.Equal((2, "3"), ((int)(await ReadAsync(ada))["version"]!, (string)(await ReadAsync(ada))["description"]!));
    }

    [Theory]
    [EngineData]
    public async Task Older_window_of_one_person_is_told_before_it_overwrites_the_newer(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        using var older = WindowOf(host, "older");
        using var newer = WindowOf(host, "newer");
        await SavedAsync(older, Samples.Journey());
        var seenByOlder = await ReadAsync(older);
        var seenByNewer = await ReadAsync(newer);

        // The saves of one window overlap, whatever the other has open.
        for (var edit = 1; edit <= 3; edit++)
        {
            seenByNewer["description"] = $"{edit}";
            await SavedAsync(newer, seenByNewer.DeepClone());
        }

        seenByOlder["description"] = "ancien";
        var refusal = await RefusedAsync(older, seenByOlder);
        Assert.Contains("Vous avez enregistré « Parcours » (version 1) dans un autre onglet", refusal, StringComparison.Ordinal);
        Assert.Equal("3", (string)(await ReadAsync(newer))["description"]!);

        var reloaded = await ReadAsync(older);
        reloaded["description"] = "repris";
        await SavedAsync(older, reloaded);
        Assert.Contains("autre onglet", await RefusedAsync(newer, seenByNewer), StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Draft_says_when_it_was_last_saved(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        using var ada = host.ClientOf("ada", "*");
        await SavedAsync(ada, Samples.Journey());
        var created = host.Clock.GetUtcNow().UtcDateTime;
        host.Clock.Advance(TimeSpan.FromHours(3));
        await SavedAsync(ada, await ReadAsync(ada));
        var saved = (await host.Definitions.GetLatestAsync("journey"))!;
        Assert.Equal((created, created.AddHours(3)), (saved.CreatedAt, DraftRevision.SavedAt(saved)));

        host.Clock.Advance(TimeSpan.FromHours(1));
        await host.Definitions.RevertAsync("journey", 1);
        Assert.Equal(created.AddHours(4), DraftRevision.SavedAt((await host.Definitions.GetLatestAsync("journey"))!));
    }

    [Theory]
    [EngineData]
    public async Task Of_eight_people_who_save_at_once_one_does(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        using var ada = host.ClientOf("ada", "*");
        await SavedAsync(ada, Samples.Journey());
        var seen = await ReadAsync(ada);
        var statuses = await Task.WhenAll(Enumerable.Range(0, 8).Select(async person =>
        {
            using var client = host.ClientOf($"person {person}", "*");
            var model = seen.DeepClone();
            model["description"] = $"{person}";
            using var answer = await client.PostAsJsonAsync("workflow-definitions", new { model, publish = false });
            return answer.StatusCode;
        }));
        Assert.Equal(1, statuses.Count(status => status == HttpStatusCode.OK));
        Assert.Equal(7, statuses.Count(status => status == HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task Who_saved_is_told_to_nobody()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        using var ada = host.ClientOf("ada", "*");
        var saved = await SavedAsync(ada, Samples.Journey());
        Assert.Equal("""{"draftRevision":1}""", saved["customProperties"]!.ToJsonString());
        Assert.Equal("{}", JsonNode.Parse(await ada.GetStringAsync("workflow-definitions/journey/export"))!["customProperties"]!.ToJsonString());
    }

    private static HttpClient WindowOf(ApiHost host, string window)
    {
        var client = host.ClientOf("ada", "*");
        client.DefaultRequestHeaders.Add("X-Studio-Window", window);
        return client;
    }

    private static async Task<JsonNode> ReadAsync(HttpClient client) => JsonNode.Parse(await client.GetStringAsync("workflow-definitions/by-definition-id/journey?versionOptions=Latest"))!;

    private static async Task<JsonNode> SavedAsync(HttpClient client, JsonNode model, bool publish = false)
    {
        using var answer = await client.PostAsJsonAsync("workflow-definitions", new { model, publish });
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!["workflowDefinition"]!;
    }

    private static async Task<string> RefusedAsync(HttpClient client, JsonNode model)
    {
        using var answer = await client.PostAsJsonAsync("workflow-definitions", new { model, publish = false });
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!["generalErrors"]![0]!;
    }
}
