using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

public sealed class DefinitionGraphTests
{
    [Theory]
    [EngineData]
    public async Task What_is_inside_an_activity_is_shown_also_when_it_is_another_definition(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        await host.PostAsync("workflow-definitions", new { model = Samples.Usable("inner", "Relecture", "Relectures"), publish = true });
        var body = new JsonObject { ["id"] = "inside", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = new JsonArray(Draw.Node("use", "Relecture")), ["connections"] = new JsonArray() };
        var loop = Draw.Node("loop", "Elsa.ForEach", ("items", Draw.Js("[1]")), ("body", body));
        var versionId = (string)(await host.PostAsync("workflow-definitions", new { model = JsonNode.Parse(Draw.Flow("outer").With(loop).Json()), publish = true }))["workflowDefinition"]!["id"]!;

        var whole = await host.GetAsync($"workflow-definitions/subgraph/{versionId}");
        Assert.Equal("root(loop(inside(use(root(inside)))))", Tree(whole));
        var part = await host.GetAsync($"workflow-definitions/subgraph/{versionId}?parentNodeId=Workflow1:root:loop:inside:use");
        Shape.Has(part, "nodeId:s activity:o port:s children:a");
        Assert.Equal(("Workflow1:root:loop:inside:use:root", "Root"), ((string)part["children"]![0]!["nodeId"]!, (string)part["children"]![0]!["port"]!));

        var segments = await host.GetAsync($"workflow-definitions/subgraph/segments/{versionId}?childNodeId=Workflow1:root:loop:inside:use:root:inside");
        Shape.Has(segments, "childNode:o container:o pathSegments:a");
        Assert.Equal(("Workflow1:root:loop:inside:use:root:inside", "Workflow1:root:loop:inside:use:root"), ((string)segments["childNode"]!["nodeId"]!, (string)segments["container"]!["nodeId"]!));
        Assert.Equal("loop.Body use.Root", string.Join(' ', segments["pathSegments"]!.AsArray().Select(segment => $"{segment!["activityId"]}.{segment["portName"]}")));
        await host.GetAsync($"workflow-definitions/subgraph/{versionId}?parentNodeId=Workflow1:root:nothing", 404);
        await host.GetAsync("workflow-definitions/subgraph/nothing", 404);

        static string Tree(JsonNode node)
        {
            var children = string.Join(',', node["children"]!.AsArray().Select(child => Tree(child!)));
            return (string)node["activity"]!["id"]! + (children.Length > 0 ? $"({children})" : "");
        }
    }

    [Theory]
    [EngineData]
    public async Task Those_who_use_a_definition_are_known_counted_and_brought_up_to_date(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var inner = (await host.PostAsync("workflow-definitions", new { model = Samples.Usable("inner", "Relecture", "Relectures"), publish = true }))["workflowDefinition"]!;
        await host.PostAsync("workflow-definitions", new { model = Samples.User("outer", "Relecture"), publish = true });
        Assert.Equal("""{"consumingWorkflowDefinitionIds":["outer"]}""", (await host.GetAsync("workflow-definitions/inner/consumers")).ToJsonString());
        Assert.Empty((await host.GetAsync("workflow-definitions/nothing/consumers"))["consumingWorkflowDefinitionIds"]!.AsArray());
        inner["description"] = "relue";
        var saved = await host.PostAsync("workflow-definitions", new { model = inner, publish = true });
        Assert.Equal(1, (int)saved["consumingWorkflowCount"]!);
        Assert.Equal("""{"affectedWorkflows":["outer"]}""", (await host.PostAsync("workflow-definitions/inner/update-references", new { })).ToJsonString());
        var user = await host.GetAsync("workflow-definitions/by-definition-id/outer?versionOptions=Published");
        Assert.Equal((2, (string)saved["workflowDefinition"]!["id"]!), ((int)user["version"]!, (string)user["root"]!["activities"]![1]!["workflowDefinitionVersionId"]!));
        await host.PostAsync("workflow-definitions/nothing/update-references", new { }, 404);
    }
}
