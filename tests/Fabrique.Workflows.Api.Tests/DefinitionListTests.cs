using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

public sealed class DefinitionListTests
{
    [Theory]
    [EngineData]
    public async Task The_list_filters_searches_orders_and_pages_as_studio_asks(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        foreach (var name in new[] { "Accueil", "bilan", "Clôture" })
        {
            await host.PostAsync("workflow-definitions", new { model = Samples.Journey(name.ToLowerInvariant(), name), publish = name != "bilan" });
        }

        var draft = await host.GetAsync("workflow-definitions/by-definition-id/accueil?versionOptions=Latest");
        draft["name"] = "Accueil bis";
        await host.PostAsync("workflow-definitions", new { model = draft, publish = false });

        Assert.Equal("Accueil bis 2, bilan 1, Clôture 1", await NamesAsync("versionOptions=Latest&Page=0&PageSize=10&SearchTerm=&IsSystem=False&OrderDirection=Ascending"));
        Assert.Equal("Accueil 1, Clôture 1", await NamesAsync("versionOptions=Published"));
        Assert.Equal("Accueil 1, Accueil bis 2, bilan 1, Clôture 1", await NamesAsync("versionOptions=LatestOrPublished"));
        Assert.Equal("Clôture 1", await NamesAsync("versionOptions=LatestAndPublished"));
        Assert.Equal("Accueil bis 2, bilan 1", await NamesAsync("versionOptions=Draft"));
        Assert.Equal("Accueil bis 2, Accueil 1", await NamesAsync("versionOptions=AllVersions&Page=0&PageSize=10&DefinitionIds=accueil&OrderBy=Version&OrderDirection=Descending"));
        Assert.Equal("Accueil bis 2", await NamesAsync("versionOptions=2"));
        Assert.Equal("bilan 1", await NamesAsync("versionOptions=Latest&searchTerm=BIL"));
        Assert.Equal("", await NamesAsync("versionOptions=Latest&IsSystem=True"));
        Assert.Equal("Accueil 1, bilan 1", await NamesAsync($"versionOptions=&Ids={await IdAsync("accueil", "Published")}&Ids={await IdAsync("bilan", "Latest")}"));
        Assert.Equal("bilan 1", await NamesAsync("versionOptions=Latest&page=1&pageSize=1", total: 3));
        await host.GetAsync("workflow-definitions?versionOptions=Soon", 400);

        async Task<string> NamesAsync(string query, int? total = null)
        {
            var list = await host.GetAsync("workflow-definitions?" + query);
            var items = list["items"]!.AsArray();
            Assert.Equal(total ?? items.Count, (int)list["totalCount"]!);
            return string.Join(", ", items.Select(item => $"{item!["name"]} {item["version"]}"));
        }

        async Task<string> IdAsync(string id, string version) => (string)(await host.GetAsync($"workflow-definitions/by-definition-id/{id}?versionOptions={version}"))["id"]!;
    }

    [Fact]
    public async Task A_row_and_a_definition_have_the_shape_that_studio_reads()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var saved = await host.PostAsync("workflow-definitions", new { model = Samples.Journey(), publish = false });
        Shape.Has(saved, "workflowDefinition:o alreadyPublished:b consumingWorkflowCount:n validationErrors:a");
        var list = await host.GetAsync("workflow-definitions?versionOptions=Latest");
        Shape.Has(list, "items:a totalCount:n links:a");
        var row = list["items"]![0];
        Shape.Has(row, "id:s definitionId:s name:s version:n isLatest:b isPublished:b materializerName:s isMaterializerAvailable:b createdAt:s isReadonly:b links:a");
        Assert.EndsWith("+00:00", (string)row!["createdAt"]!, StringComparison.Ordinal);
        var versionId = (string)row["id"]!;
        var definition = await host.GetAsync($"workflow-definitions/by-id/{versionId}");
        Shape.Has(definition, "links:a id:s definitionId:s name:s createdAt:s version:n toolVersion:s variables:a inputs:a outputs:a outcomes:a customProperties:o isReadonly:b isSystem:b isLatest:b isPublished:b options:o root:o");
        Shape.Has(definition["root"], "id:s nodeId:s type:s version:n customProperties:o metadata:o activities:a variables:a connections:a");
        Assert.Equal("Workflow1:root", (string)definition["root"]!["nodeId"]!);
        Shape.Has(definition["root"]!["activities"]![1], "id:s nodeId:s name:s type:s version:n customProperties:o metadata:o condition:o");
        Assert.Equal("Workflow1:root:choice", (string)definition["root"]!["activities"]![1]!["nodeId"]!);
        Shape.Has(definition["root"]!["connections"]![0], "source:o target:o vertices:a");

        // Studio finds a storage driver by its full name; a definition keeps the bare one.
        Assert.Equal("Elsa.Workflows.WorkflowInstanceStorageDriver, Elsa.Workflows.Core", (string)definition["variables"]![0]!["storageDriverTypeName"]!);
        definition["inputs"] = new JsonArray(new JsonObject { ["name"] = "who", ["type"] = "String", ["storageDriverType"] = "Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core" });
        await host.PostAsync("workflow-definitions", new { model = definition, publish = false });
        var stored = WorkflowDocument.Parse((await host.Definitions.GetLatestAsync("journey"))!.Json).Model;
        Assert.Equal("WorkflowInstanceStorageDriver", (string)stored["variables"]![0]!["storageDriverTypeName"]!);
        Assert.Equal("MemoryStorageDriver", (string)stored["inputs"]![0]!["storageDriverType"]!);
        Assert.Equal("Elsa.Workflows.MemoryStorageDriver, Elsa.Workflows.Core", (string)(await host.GetAsync($"workflow-definitions/by-id/{versionId}"))["inputs"]![0]!["storageDriverType"]!);

        Assert.Equal(versionId, (string)(await host.GetAsync($"workflow-definitions/many-by-id?ids={versionId}&ids=nothing"))["items"]![0]!["id"]!);
        Assert.Equal(1, (int)(await host.GetAsync("workflow-definitions/query/count"))["count"]!);
        Assert.Single((await host.GetAsync("workflow-definitions/journey/versions")).AsArray());
        Assert.True((bool)(await host.GetAsync("workflow-definitions/validation/is-name-unique?name=Autre"))["isUnique"]!);
        Assert.False((bool)(await host.GetAsync("workflow-definitions/validation/is-name-unique?name=Parcours"))["isUnique"]!);
        Assert.True((bool)(await host.GetAsync("workflow-definitions/validation/is-name-unique?name=Parcours&definitionId=journey"))["isUnique"]!);
        await host.GetAsync("workflow-definitions/by-id/nothing", 404);
        await host.GetAsync("workflow-definitions/by-definition-id/nothing", 404);
    }

    [Fact]
    public async Task Links_tell_studio_what_the_caller_may_do()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = Samples.Journey(), publish = false });
        Assert.Equal(
            "self self versions bulk-dispatch dispatch execute export publish retract delete import update-references",
            Relations(await host.GetAsync("workflow-definitions/by-definition-id/journey")));
        var list = await host.GetAsync("workflow-definitions");
        Assert.Contains("bulk-publish", Relations(list), StringComparison.Ordinal);
        Assert.Contains("publish", Relations(list["items"]![0]!), StringComparison.Ordinal);

        using var auditor = host.Client("read:*");
        var read = JsonNode.Parse(await auditor.GetStringAsync("workflow-definitions"))!;
        Assert.Equal("self is-name-unique count many-by-id bulk-export", Relations(read));
        Assert.Equal("self self versions export", Relations(read["items"]![0]!));

        static string Relations(JsonNode json) => string.Join(' ', json["links"]!.AsArray().Select(link => (string)link!["rel"]!));
    }
}
