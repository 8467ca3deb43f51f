using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>Definitions much larger than people draw.</summary>
public sealed class DefinitionSizeTests
{
    // In milliseconds. Only tells what never ends from what is slow on a busy machine.
    private const int Patience = 900_000;

    [Theory(Timeout = Patience), EngineData]
    public async Task Five_thousand_activities_are_saved_published_and_read_back(Engine engine)
    {
        const int Activities = 5_000;
        await using var host = await ApiHost.StartAsync(engine);
        var flow = Draw.Flow("large");
        for (var index = 0; index < Activities; index++)
        {
            var line = Draw.Line($"a{index}");
            line["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = index, ["y"] = 7 } } };
            flow.With(line);
        }

        var model = JsonNode.Parse(flow.Chain().Json())!;
        model["name"] = "Immense";
        Assert.InRange(model.ToJsonString().Length, 1024 * 1024, 4 * 1024 * 1024);

        var saved = await host.PostAsync("workflow-definitions", new { model, publish = false }).WaitAsync(TestContext.Current.CancellationToken);
        var published = await host.PostAsync("workflow-definitions", new { model = saved["workflowDefinition"], publish = true });
        var read = await host.GetAsync("workflow-definitions/by-definition-id/large");

        Assert.True((bool)published["workflowDefinition"]!["isPublished"]!);
        Assert.Equal((Activities, Activities - 1), (read["root"]!["activities"]!.AsArray().Count, read["root"]!["connections"]!.AsArray().Count));
        var last = read["root"]!["activities"]![Activities - 1]!;
        Assert.Equal(("a4999", "Workflow1:root:a4999", Activities - 1), ((string)last["id"]!, (string)last["nodeId"]!, (int)last["metadata"]!["designer"]!["position"]!["x"]!));
    }

    [Theory, EngineData]
    public async Task A_megabyte_of_text_comes_back_as_it_was_and_more_than_the_limit_stores_nothing(Engine engine)
    {
        const int Limit = 2 * 1024 * 1024;
        await using var host = await ApiHost.StartAsync(engine, options: options => options.MaximumBodyBytes = Limit);
        var text = string.Concat(Enumerable.Repeat("Été à l’abri « été ». ", 1024 * 1024 / 26));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(text), 1024 * 1024, Limit);
        var model = Samples.Journey("text");
        model["root"]!["activities"]![0]!["text"] = Draw.Literal(text);

        // Written as a browser writes it: without escaping every letter that has an accent.
        await SendAsync(model, 200);
        var read = await host.GetAsync("workflow-definitions/by-definition-id/text");
        Assert.Equal(text, (string)read["root"]!["activities"]![0]!["text"]!["expression"]!["value"]!);

        model = Samples.Journey("giant");
        model["root"]!["activities"]![0]!["text"] = Draw.Literal(text + text);
        var refusal = await SendAsync(model, 413);
        Assert.Equal("Ce qui a été envoyé dépasse 2048 ko : c’est trop pour une procédure. Vérifiez le fichier.", (string)refusal["errors"]!["generalErrors"]![0]!);
        Assert.Equal(["text"], (await host.Definitions.ListAsync()).Select(version => version.DefinitionId));

        async Task<JsonNode> SendAsync(JsonNode definition, int status)
        {
            var json = new JsonObject { ["model"] = definition.DeepClone(), ["publish"] = false }.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
            using var answer = await host.Admin.PostAsync("workflow-definitions", content);
            var body = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode == status, body[..Math.Min(body.Length, 500)]);
            return JsonNode.Parse(body)!;
        }
    }
}
