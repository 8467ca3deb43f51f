using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

public sealed class DefinitionTransferTests
{
    [Theory]
    [EngineData]
    public async Task What_is_exported_is_imported_equal(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var model = Samples.Journey();
        model["extension"] = new JsonObject { ["kept"] = true };
        model["description"] = "Tout est gardé.";
        model["inputs"] = JsonNode.Parse("""[{"name":"Montant","type":"Int32","displayName":"Montant","category":"Entrées","uiHint":"singleline","defaultValue":7}]""");
        model["outputs"] = JsonNode.Parse("""[{"name":"Avis","type":"String","displayName":"Avis"}]""");
        model["outcomes"] = new JsonArray("Oui", "Non");
        model["customProperties"] = new JsonObject { ["VariableTestValues"] = new JsonObject { ["Counter"] = 3 } };
        model["options"] = JsonNode.Parse("""{"usableAsActivity":true,"activityCategory":"Parcours","incidentStrategyType":"FaultStrategy","autoUpdateConsumingWorkflows":false}""");
        model["root"]!["activities"]![0]!["metadata"] = JsonNode.Parse("""{"designer":{"position":{"x":-12.5,"y":7}},"displayText":"Saluer"}""");
        model["root"]!["connections"]![0]!["vertices"] = JsonNode.Parse("""[{"x":1,"y":2}]""");
        model["root"]!["activities"]![0]!["unheardOf"] = 7;
        await host.PostAsync("workflow-definitions", new { model, publish = true });
        using var exported = await host.Admin.GetAsync("workflow-definitions/journey/export?versionOptions=Published");
        Assert.Equal(("application/json", "attachment", "parcours-v1.json"), (exported.Content.Headers.ContentType?.MediaType, exported.Content.Headers.ContentDisposition?.DispositionType, exported.Content.Headers.ContentDisposition?.FileName));
        var text = await exported.Content.ReadAsStringAsync();
        var file = JsonNode.Parse(text)!;
        Shape.Has(file, "id:s definitionId:s name:s createdAt:s version:n variables:a inputs:a outputs:a outcomes:a customProperties:o options:o root:o extension:o");
        Assert.False(file.AsObject().ContainsKey("links"));
        AssertKept(model, file, "");

        await using var other = await ApiHost.StartAsync(engine);
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        using var imported = await other.Admin.PostAsync("workflow-definitions/import", content);
        Assert.Equal(HttpStatusCode.OK, imported.StatusCode);
        await other.PostAsync("workflow-definitions/journey/publish", new { });
        var again = JsonNode.Parse(await other.Admin.GetStringAsync("workflow-definitions/journey/export"))!;
        again["id"] = file["id"]!.DeepClone();
        Assert.True(JsonNode.DeepEquals(file, again), again.ToJsonString());
    }

    [Theory]
    [EngineData]
    public async Task Several_definitions_travel_in_a_zip(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var ids = new List<string>();
        foreach (var id in new[] { "one", "two" })
        {
            ids.Add((string)(await host.PostAsync("workflow-definitions", new { model = Samples.Journey(id, "Même nom"), publish = false }))["workflowDefinition"]!["id"]!);
        }

        using var exported = await host.Admin.PostAsJsonAsync("bulk-actions/export/workflow-definitions", new { ids });
        Assert.Equal("application/zip", exported.Content.Headers.ContentType?.MediaType);
        var zip = await exported.Content.ReadAsByteArrayAsync();
        await using var other = await ApiHost.StartAsync(engine);
        var third = Encoding.UTF8.GetBytes(Samples.Journey("three", "Trois").ToJsonString());
        var (status, answer) = await UploadAsync(other, ("circuits.zip", zip), ("trois.json", third));
        Assert.Equal((HttpStatusCode.OK, 3), (status, (int)answer["count"]!));
        Assert.Equal(3, (int)(await other.GetAsync("workflow-definitions?versionOptions=Draft"))["totalCount"]!);
        Assert.Equal(3, other.Noted.Actions.Count(action => action.Action == WorkflowApiActions.DefinitionImported));
    }

    [Fact]
    public async Task Those_who_use_a_definition_are_exported_with_it_when_asked()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = Samples.Usable("inner", "Relecture", "Relectures"), publish = true });
        await host.PostAsync("workflow-definitions", new { model = Samples.User("outer", "Relecture"), publish = true });
        using var exported = await host.Admin.GetAsync("workflow-definitions/inner/export?includeConsumingWorkflows=true");
        await using var zip = new ZipArchive(await exported.Content.ReadAsStreamAsync());
        Assert.Equal(["outer-v1.json", "relecture-v1.json"], zip.Entries.Select(entry => entry.Name).Order());
    }

    [Fact]
    public async Task A_file_replaces_the_definition_that_is_named()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = Samples.Journey(name: "Avant"), publish = false });

        var (status, _) = await UploadAsync(host, "?definitionId=journey", ("autre.json", Bytes(Samples.Journey("elsewhere", "Après").ToJsonString())));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("Après", (await host.Definitions.GetLatestAsync("journey"))!.Name);
        Assert.Null(await host.Definitions.GetLatestAsync("elsewhere"));
    }

    [Theory]
    [EngineData]
    public async Task Of_files_of_which_one_is_bad_nothing_is_imported(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine, options: options => options.MaximumBodyBytes = 64 * 1024);
        var good = ("bon.json", Bytes(Samples.Journey("good").ToJsonString()));
        await RefusedAsync("« cassé.json » ne se lit pas", ("cassé.json", Bytes("{\n\"name\": ")));
        await RefusedAsync("« double.json » ne se lit pas : un objet y donne deux fois", ("double.json", Bytes("""{"name":"a","name":"b"}""")));
        await RefusedAsync("« étranger.json » n’est pas une procédure", ("étranger.json", Bytes("""{"nodes":[],"edges":[]}""")));
        await RefusedAsync("« liste.json » n’est pas une procédure", ("liste.json", Bytes("[1]")));
        await RefusedAsync("« sans-type.json » n’est pas une procédure", ("sans-type.json", Bytes("""{"name":"a","root":{"id":"r"}}""")));
        await RefusedAsync("Plusieurs fichiers portent la même procédure", ("bis.json", Bytes(Samples.Journey("good").ToJsonString())));
        await RefusedAsync("« faux.zip » n’est pas un zip lisible", ("faux.zip", Bytes("not a zip")));
        await RefusedAsync("dépasse 64 ko", ("bombe.zip", Zip(("bombe.json", new byte[1024 * 1024]))), HttpStatusCode.RequestEntityTooLarge);
        await RefusedAsync("dépasse 64 ko", ("géant.json", new byte[65 * 1024]), HttpStatusCode.RequestEntityTooLarge);
        var (empty, _) = await UploadAsync(host, ("vide.zip", Zip(("lisez-moi.txt", Bytes("rien")))));
        Assert.Equal(HttpStatusCode.BadRequest, empty);
        await host.PostAsync("workflow-definitions/import-files", new { }, 400);
        await host.PostAsync("workflow-definitions/import", new { nodes = Array.Empty<int>() }, 400);
        await host.PostAsync("workflow-definitions/import", new { name = new string('a', 65 * 1024) }, 413);
        Assert.Empty(await host.Definitions.ListAsync());
        Assert.Empty(host.Noted.Actions);

        async Task RefusedAsync(string message, (string, byte[]) bad, HttpStatusCode expected = HttpStatusCode.BadRequest)
        {
            var (status, answer) = await UploadAsync(host, good, bad);
            Assert.Equal(expected, status);
            Assert.Contains(message, (string)answer["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
        }
    }

    [Theory]
    [EngineData]
    public async Task An_import_leaves_the_draft_that_somebody_else_was_drawing_in_the_history(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        using var grace = host.ClientOf("grace", "*");
        await host.PostAsync("workflow-definitions", new { model = Samples.Journey(name: "D’Ada"), publish = false });
        foreach (var name in new[] { "De Grace", "De Grace, encore" })
        {
            using var answer = await grace.PutAsJsonAsync("workflow-definitions/journey/import", Samples.Journey("elsewhere", name));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        Assert.Equal("De Grace, encore 2, D’Ada 1", string.Join(", ", (await host.Definitions.GetVersionsAsync("journey")).Select(version => $"{version.Name} {version.Version}")));
        Assert.Null(await host.Definitions.GetLatestAsync("elsewhere"));
    }

    [Fact]
    public async Task Files_of_a_zip_are_taken_from_wherever_they_lie_in_it()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var zip = Zip(
            ("circuits/un.json", Bytes(Samples.Journey("one", "Un").ToJsonString())),
            ("../../../deux.json", Bytes(Samples.Journey("two", "Deux").ToJsonString())),
            ("/etc/trois.JSON", Bytes(Samples.Journey("three", "Trois").ToJsonString())),
            ("circuits/lisez-moi.md", Bytes("rien")),
            ("__MACOSX/circuits/._un.json", [0, 5, 22, 7]));

        var (status, answer) = await UploadAsync(host, ("circuits.zip", zip));

        Assert.Equal((HttpStatusCode.OK, 3), (status, (int)answer["count"]!));
        Assert.Equal(["one", "three", "two"], (await host.Definitions.ListAsync()).Select(version => version.DefinitionId).Order(StringComparer.Ordinal));
    }

    /// <summary>What was posted stands in the file, which may say more.</summary>
    private static void AssertKept(JsonNode? posted, JsonNode? kept, string path)
    {
        switch (posted)
        {
            case JsonObject properties:
                var held = Assert.IsType<JsonObject>(kept);
                Assert.All(properties.Where(property => property.Value is not null), property => AssertKept(property.Value, held[property.Key], $"{path}.{property.Key}"));
                break;
            case JsonArray items:
                Assert.True(kept is JsonArray array && array.Count == items.Count, $"{path}: {kept?.ToJsonString()}");
                Assert.All(Enumerable.Range(0, items.Count), index => AssertKept(items[index], kept![index], $"{path}[{index}]"));
                break;
            default:
                Assert.True(JsonNode.DeepEquals(posted, kept), $"{path}: {kept?.ToJsonString()}");
                break;
        }
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    private static Task<(HttpStatusCode Status, JsonNode Answer)> UploadAsync(ApiHost host, params (string Name, byte[] Content)[] files) => UploadAsync(host, "", files);

    private static async Task<(HttpStatusCode Status, JsonNode Answer)> UploadAsync(ApiHost host, string query, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", name);
        }

        using var answer = await host.Admin.PostAsync($"workflow-definitions/import-files{query}", form);
        return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!);
    }
}
