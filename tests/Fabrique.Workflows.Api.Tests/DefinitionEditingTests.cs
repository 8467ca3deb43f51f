using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

public sealed class DefinitionEditingTests
{
    [Theory]
    [EngineData]
    public async Task A_definition_goes_from_its_creation_to_its_end(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var created = (await host.PostAsync("workflow-definitions", new { model = Samples.Blank("Neuf"), publish = (bool?)null }))["workflowDefinition"]!;
        var id = (string)created["definitionId"]!;
        Assert.Equal((1, true, false), ((int)created["version"]!, (bool)created["isLatest"]!, (bool)created["isPublished"]!));
        Assert.Empty(created["root"]!["activities"]!.AsArray());

        created["root"]!["activities"] = new JsonArray(Draw.Line("hello"));
        var draft = (await host.PostAsync("workflow-definitions", new { model = created, publish = false }))["workflowDefinition"]!;
        Assert.Equal(((string)created["id"]!, 1), ((string)draft["id"]!, (int)draft["version"]!));

        var published = (await host.PostAsync("workflow-definitions", new { model = draft, publish = true }))["workflowDefinition"]!;
        Assert.True((bool)published["isPublished"]!);
        Assert.True((bool)(await host.PostAsync("workflow-definitions", new { model = published, publish = true }))["alreadyPublished"]!);
        Assert.Single((await host.GetAsync($"workflow-definitions/{id}/versions")).AsArray());

        published["name"] = "Neuf, corrigé";
        var second = (await host.PostAsync("workflow-definitions", new { model = published, publish = true }))["workflowDefinition"]!;
        Assert.Equal((2, "Neuf, corrigé"), ((int)second["version"]!, (string)second["name"]!));

        var reverted = await host.PostAsync($"workflow-definitions/{id}/revert/1", status: 201);
        Shape.Has(reverted, "id:s definitionId:s name:s version:n isLatest:b isPublished:b materializerName:s createdAt:s isReadonly:b");
        Assert.Equal((3, "Neuf", true, false), ((int)reverted["version"]!, (string)reverted["name"]!, (bool)reverted["isLatest"]!, (bool)reverted["isPublished"]!));
        Assert.Equal(2, (int)(await host.GetAsync($"workflow-definitions/by-definition-id/{id}?versionOptions=Published"))["version"]!);
        await host.PostAsync($"workflow-definitions/{id}/revert/9", status: 404);

        Assert.Equal(3, (int)(await host.PostAsync($"workflow-definitions/{id}/publish", new { }))["version"]!);
        Assert.False((bool)(await host.PostAsync($"workflow-definitions/{id}/retract", new { }))["isPublished"]!);
        await host.PostAsync($"workflow-definitions/{id}/retract", new { }, 409);
        await host.PostAsync("workflow-definitions/nothing/retract", new { }, 404);
        await host.PostAsync("workflow-definitions/nothing/publish", new { }, 404);

        await host.SendAsync(HttpMethod.Delete, $"workflow-definitions/{id}/version/2", status: 204);
        await host.SendAsync(HttpMethod.Delete, $"workflow-definitions/{id}/version/2", status: 404);
        await host.SendAsync(HttpMethod.Delete, $"workflow-definition-versions/{reverted["id"]}", status: 204);
        await host.SendAsync(HttpMethod.Delete, $"workflow-definitions/{id}", status: 204);
        await host.SendAsync(HttpMethod.Delete, $"workflow-definitions/{id}", status: 404);
        await host.GetAsync($"workflow-definitions/by-definition-id/{id}", 404);
        Assert.Equal(
            ["definition.saved", "definition.saved", "definition.published", "definition.published", "definition.reverted", "definition.published", "definition.retracted", "definition.deleted", "definition.deleted", "definition.deleted"],
            host.Noted.Actions.Select(action => action.Action));
        Assert.All(host.Noted.Actions, action => Assert.Equal((id, "ada"), (action.DefinitionId!, action.User.Claims.Last().Value)));
    }

    [Theory]
    [EngineData]
    public async Task What_cannot_be_published_is_kept_as_a_draft_and_refused_naming_the_activity(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var model = Samples.Journey();
        model["root"]!["activities"]!.AsArray()[2]!["eventName"] = null;
        model["root"]!["activities"]!.AsArray()[2]!["metadata"] = new JsonObject { ["displayText"] = "Attendre le signal" };
        var refusal = await host.PostAsync("workflow-definitions", new { model, publish = true }, 400);
        var errors = refusal["errors"]!["generalErrors"]!.AsArray();
        Assert.Equal("« Attendre le signal » (Événement) : in the words of the host, missing-input (Événement).", (string)Assert.Single(errors)!);
        var kept = await host.GetAsync("workflow-definitions/by-definition-id/journey");
        Assert.False((bool)kept["isPublished"]!);
        Assert.Equal([(string)errors[0]!], (await host.PostAsync("workflow-definitions", new { model = kept, publish = false }))["validationErrors"]!.AsArray().Select(error => (string)error!));
        await host.PostAsync("workflow-definitions/journey/publish", new { }, 400);
        var together = await host.PostAsync("bulk-actions/publish/workflow-definitions/by-definition-ids", new { definitionIds = new[] { "journey" } }, 400);
        Assert.StartsWith("« Parcours » : ", (string)together["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
    }

    [Theory]
    [EngineData]
    public async Task Nothing_is_deleted_while_instances_run_on_it(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var published = (await host.PostAsync("workflow-definitions", new { model = Samples.Waiting("wait"), publish = true }))["workflowDefinition"]!;
        await host.PostAsync("workflow-definitions", new { model = Samples.Waiting("free", "Libre"), publish = true });
        var instance = await host.Runtime.StartAsync(new StartRequest("wait"));
        foreach (var refusal in new[]
        {
            await host.SendAsync(HttpMethod.Delete, "workflow-definitions/wait", status: 409),
            await host.SendAsync(HttpMethod.Delete, $"workflow-definition-versions/{published["id"]}", status: 409),
            await host.PostAsync("bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { (string)published["id"]! } }, 409),
            await host.PostAsync("bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = new[] { "wait", "free" } }, 409),
        })
        {
            Assert.Equal("in the words of the host, version-in-use (1, Attente)", (string)refusal["errors"]!["generalErrors"]![0]!);
        }

        await host.GetAsync("workflow-definitions/by-definition-id/free", 404);
        await host.Runtime.CancelAsync(instance.Id);
        Assert.Equal(1, (int)(await host.PostAsync("bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = new[] { "wait", "nothing" } }))["deleted"]!);
    }

    [Theory]
    [EngineData]
    public async Task What_came_with_the_application_is_retracted_and_never_deleted(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var folder = Directory.CreateTempSubdirectory("fabrique-shipped-");
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("one").FullName, "definition.json"), Samples.Journey("one", "Livré").ToJsonString());
        var shipped = Assert.Single(await host.Publisher.PublishShippedAsync(folder.FullName));
        var edited = await host.GetAsync("workflow-definitions/by-definition-id/one");
        edited["description"] = "Retouché";
        edited = (await host.PostAsync("workflow-definitions", new { model = edited, publish = true }))["workflowDefinition"]!;
        await host.PostAsync("workflow-definitions", new { model = Samples.Waiting("free", "Libre"), publish = true });

        foreach (var refusal in new[]
        {
            await host.SendAsync(HttpMethod.Delete, "workflow-definitions/one", status: 409),
            await host.SendAsync(HttpMethod.Delete, "workflow-definitions/one/version/1", status: 409),
            await host.SendAsync(HttpMethod.Delete, $"workflow-definition-versions/{shipped.Id}", status: 409),
            await host.PostAsync("bulk-actions/delete/workflow-definitions/by-id", new { ids = new[] { shipped.Id } }, 409),
            await host.PostAsync("bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds = new[] { "one", "free" } }, 409),
        })
        {
            Assert.Equal("in the words of the host, version-shipped (1, Livré)", (string)refusal["errors"]!["generalErrors"]![0]!);
        }

        Assert.Equal([(2, true), (1, false)], (await host.Definitions.GetVersionsAsync("one")).Select(version => (version.Version, version.IsPublished)));
        await host.GetAsync("workflow-definitions/by-definition-id/free", 404);
        await host.PostAsync("workflow-definitions/one/retract", new { });
        await host.SendAsync(HttpMethod.Delete, $"workflow-definition-versions/{edited["id"]}", status: 204);
        Assert.Empty(await host.Publisher.PublishShippedAsync(folder.FullName));
        Assert.Null(await host.Definitions.GetPublishedAsync("one"));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Several_definitions_are_published_and_retracted_together()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = Samples.Journey("one"), publish = false });
        await host.PostAsync("workflow-definitions", new { model = Samples.Journey("two"), publish = true });
        var ids = new { definitionIds = new[] { "one", "two", "three" } };
        var published = await host.PostAsync("bulk-actions/publish/workflow-definitions/by-definition-ids", ids);
        Assert.Equal("""{"published":["one"],"alreadyPublished":["two"],"notFound":["three"]}""", published.ToJsonString());
        await host.PostAsync("workflow-definitions/two/retract", new { });
        var retracted = await host.PostAsync("bulk-actions/retract/workflow-definitions/by-definition-ids", ids);
        Assert.Equal("""{"retracted":["one"],"alreadyRetracted":["two"],"notFound":["three"]}""", retracted.ToJsonString());
    }

    [Fact]
    public async Task An_activity_of_an_unknown_kind_is_shown_by_a_placeholder_and_comes_back_whole()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = Samples.Journey();
        model["root"]!["activities"]!.AsArray().Add(new JsonObject { ["id"] = "x", ["type"] = "Acme.Teleport", ["version"] = 4, ["target"] = "Mars", ["name"] = "Teleport1" });
        model["root"]!["connections"]!.AsArray().Add(JsonNode.Parse("""{"source":{"activity":"gone","port":"Done"},"target":{"activity":"x","port":"In"}}"""));
        var shown = (await host.PostAsync("workflow-definitions", new { model, publish = false }))["workflowDefinition"]!;
        var placeholder = shown["root"]!["activities"]![4]!;
        Assert.Equal(("Elsa.NotFoundActivity", "Acme.Teleport", "x"), ((string)placeholder["type"]!, (string)placeholder["missingTypeName"]!, (string)placeholder["id"]!));
        Assert.Equal("gone", (string)Assert.Single(shown["root"]!["customProperties"]!["notFoundConnections"]!.AsArray())!["source"]!["activity"]!);
        Assert.Equal(3, shown["root"]!["connections"]!.AsArray().Count);

        placeholder["metadata"] = JsonNode.Parse("""{"designer":{"position":{"x":12,"y":7}}}""");
        await host.PostAsync("workflow-definitions", new { model = shown, publish = false });
        var stored = WorkflowDocument.Parse((await host.Definitions.GetLatestAsync("journey"))!.Json).Root!["activities"]![4]!;
        Assert.Equal(("Acme.Teleport", 4, "Mars", 12), ((string)stored["type"]!, (int)stored["version"]!, (string)stored["target"]!, (int)stored["metadata"]!["designer"]!["position"]!["x"]!));
        await host.PostAsync("workflow-definitions", new { model = await host.GetAsync("workflow-definitions/by-definition-id/journey"), publish = true }, 400);
    }

    /// <summary>Each of these was seen to leave Studio with an empty drawing.</summary>
    public static TheoryData<string, string> Undrawable => new()
    {
        { """{"type":"Elsa.RunJavaScript","possibleOutcomes":{"typeName":"String[]","expression":{"type":"Object","value":"[\"Oui\",\"Non\",\"Oui\"]"}}}""", "« Oui » est deux fois dans « Issues possibles »" },
        { """{"type":"Elsa.RunJavaScript","possibleOutcomes":{"typeName":"String[]","expression":{"type":"JavaScript","value":"['Oui']"}}}""", "« Issues possibles » est une liste de textes" },
        { """{"type":"Elsa.RunJavaScript","possibleOutcomes":{"typeName":"String[]","expression":{"type":"Object","value":"[1,2]"}}}""", "« Issues possibles » est une liste de textes" },
        { """{"type":"Elsa.RunJavaScript","possibleOutcomes":"Oui"}""", "« Issues possibles » est une liste de textes" },
        { """{"type":"Elsa.FlowSwitch","cases":[{"label":"A"},{"label":"A"}]}""", "deux cas portent le nom « A »" },
        { """{"type":"Elsa.FlowSwitch","cases":{"a":1}}""", "les cas ne se lisent pas" },
        { """{"type":"Elsa.Switch","cases":"a"}""", "les cas ne se lisent pas" },
        { """{"type":"Elsa.SendHttpRequest","expectedStatusCodes":[{"statusCode":"200"}]}""", "chaque code de réponse est un nombre" },
        { """{"type":"Elsa.FlowSendHttpRequest","expectedStatusCodes":[200]}""", "« Codes de réponse attendus » est une liste de nombres" },
        { """{"type":"Elsa.FlowSendHttpRequest","expectedStatusCodes":{"typeName":"Int32[]","expression":{"type":"Object","value":"[\"Timeout\"]"}}}""", "« Timeout » n’est pas un code de réponse" },
        { """{"type":"Elsa.FlowSendHttpRequest","expectedStatusCodes":{"typeName":"Int32[]","expression":{"type":"Object","value":"[200,200]"}}}""", "« 200 » est deux fois dans « Codes de réponse attendus »" },
    };

    [Theory]
    [MemberData(nameof(Undrawable))]
    public async Task What_Studio_could_not_draw_is_refused_where_it_is_drawn_and_imported_behind_a_placeholder(string activity, string reason)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = Samples.Journey();
        var added = JsonNode.Parse(activity)!.AsObject();
        (added["id"], added["version"]) = ("x", 1);
        model["root"]!["activities"]!.AsArray().Add(added);

        var refusal = await host.PostAsync("workflow-definitions", new { model = model.DeepClone(), publish = false }, 400);
        Assert.Contains(reason, (string)refusal["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
        Assert.Empty(await host.Definitions.ListAsync());

        await host.PostAsync("workflow-definitions/import", model);
        var shown = await host.GetAsync("workflow-definitions/by-definition-id/journey");
        Assert.Equal("Elsa.NotFoundActivity", (string)shown["root"]!["activities"]!.AsArray().Single(one => (string)one!["id"]! == "x")!["type"]!);
        await host.PostAsync("workflow-definitions", new { model = shown, publish = false });
        var stored = WorkflowDocument.Parse((await host.Definitions.GetLatestAsync("journey"))!.Json).Root!["activities"]!.AsArray().Single(one => (string)one!["id"]! == "x")!;
        Assert.All(added, property => Assert.Equal(property.Value!.ToJsonString(), stored[property.Key]!.ToJsonString()));
    }

    [Fact]
    public async Task What_Studio_can_draw_is_shown_as_it_is()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = Samples.Blank("Dessiné");
        model["root"]!["activities"] = JsonNode.Parse(
            """
            [
              {"id":"a","type":"Elsa.RunJavaScript","version":7,"possibleOutcomes":{"typeName":"String[]","expression":{"type":"Object","value":"[\"Oui\",\"Non\"]"}},"metadata":{"displayText":5,"designer":{"position":{"x":"40","y":60}}}},
              {"id":"b","type":"Elsa.RunJavaScript","version":1,"possibleOutcomes":{"typeName":"String[]","expression":{"type":"Object","value":["Oui"]}},"metadata":{"displayText":"Choisir","designer":{"position":{"x":40,"y":60.5}}}},
              {"id":"c","type":"Elsa.FlowSwitch","version":1,"cases":[{"label":"A"},{"label":"B"}]},
              {"id":"d","type":"Elsa.FlowSwitch","version":1,"cases":null},
              {"id":"e","type":"Elsa.Switch","version":1,"cases":[{"label":"A"},{"label":"A"}]},
              {"id":"f","type":"Elsa.SendHttpRequest","version":1,"expectedStatusCodes":[{"statusCode":200},{"statusCode":200}]},
              {"id":"g","type":"Elsa.FlowSendHttpRequest","version":1,"expectedStatusCodes":{"typeName":"Int32[]","expression":{"type":"JavaScript","value":"[200]"}}},
              {"id":"h","type":"Elsa.FlowSendHttpRequest","version":1,"expectedStatusCodes":{"typeName":"Int32[]","expression":{"type":"Object","value":"[\"200\",404]"}}}
            ]
            """);

        var shown = (await host.PostAsync("workflow-definitions", new { model, publish = false }))["workflowDefinition"]!["root"]!["activities"]!.AsArray();

        Assert.DoesNotContain(shown, activity => (string)activity!["type"]! == "Elsa.NotFoundActivity");
        // Neither a version that nobody has, nor a text or a place of the wrong kind.
        Assert.Equal((1, "{}"), ((int)shown[0]!["version"]!, shown[0]!["metadata"]!.ToJsonString()));
        Assert.Equal("""{"displayText":"Choisir","designer":{"position":{"x":40,"y":60.5}}}""", shown[1]!["metadata"]!.ToJsonString());
    }

    [Fact]
    public async Task A_drawing_of_a_kind_that_nothing_executes_is_not_begun()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = Samples.Blank("Automate");
        model["root"]!["type"] = "Elsa.StateMachine";

        var refusal = await host.PostAsync("workflow-definitions", new { model, publish = (bool?)null }, 400);

        Assert.Contains("(Elsa.StateMachine) ne pourrait être ni dessinée ni exécutée ici", (string)refusal["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
        Assert.Empty(await host.Definitions.ListAsync());
    }

    [Fact]
    public async Task A_read_only_definition_can_be_copied_and_deleted_but_not_changed()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = Samples.Journey();
        model["isReadonly"] = true;
        var saved = (await host.PostAsync("workflow-definitions", new { model, publish = false }))["workflowDefinition"]!;
        Assert.DoesNotContain(saved["links"]!.AsArray(), link => (string)link!["rel"]! == "publish");
        await host.PostAsync("workflow-definitions", new { model = saved, publish = false }, 403);
        await host.PostAsync("workflow-definitions/journey/publish", new { }, 403);
        await host.SendAsync(HttpMethod.Delete, "workflow-definitions/journey", status: 204);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"model":{"definitionId":"a","definitionId":"b"}}""", 400)]
    [InlineData("""{"model":{"definitionId":"a","name":"A","root":{"id":"r","type":"Elsa.Flowchart","activities":"none","connections":7}}}""", 200)]
    public async Task A_malformed_definition_is_answered_clearly(string body, int status)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        using var content = new StringContent(body, null, "application/json");
        using var answer = await host.Admin.PostAsync("workflow-definitions", content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, text);
        Assert.Equal(status == 200 ? "application/json" : "application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }
}
