using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

public sealed class DefinitionRunTests
{
    [Theory]
    [EngineData]
    public async Task Studio_runs_the_draft_on_the_screen(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var model = Samples.Journey();
        model["inputs"] = new JsonArray(new JsonObject { ["name"] = "Amount", ["type"] = "Int32" });
        var published = (await host.PostAsync("workflow-definitions", new { model, publish = true }))["workflowDefinition"]!;
        await host.PostAsync("workflow-definitions", new { model = published, publish = false });
        using var answer = await host.Admin.PostAsJsonAsync("workflow-definitions/journey/execute", new { correlationId = (string?)null, triggerActivityId = (string?)null, versionOptions = "Latest", input = (object?)null });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(("true", "False"), (Header(answer, "x-elsa-response"), Header(answer, "x-elsa-workflow-cannot-start")));
        var state = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["workflowState"]!;
        Shape.Has(state, "id:s definitionId:s definitionVersionId:s definitionVersion:n status:s subStatus:s isExecuting:b bookmarks:a incidents:a isSystem:b completionCallbacks:a activityExecutionContexts:a input:o output:o properties:o createdAt:s updatedAt:s");
        Assert.Equal((2, "Running", "Suspended", Header(answer, "x-elsa-workflow-instance-id")), ((int)state["definitionVersion"]!, (string)state["status"]!, (string)state["subStatus"]!, (string)state["id"]!));
        Assert.Equal(WorkflowApiActions.InstanceStarted, host.Noted.Actions.Last().Action);

        var byNumber = await host.PostAsync("workflow-definitions/journey/execute", new { versionOptions = 1, correlationId = "c1", input = new JsonObject { ["Amount"] = 12 } });
        Assert.Equal((1, "c1", 12), ((int)byNumber["workflowState"]!["definitionVersion"]!, (string)byNumber["workflowState"]!["correlationId"]!, (int)byNumber["workflowState"]!["input"]!["Amount"]!));
        Assert.Equal(1, (int)(await host.PostAsync("workflow-definitions/journey/execute"))["workflowState"]!["definitionVersion"]!);
        await host.PostAsync("workflow-definitions/nothing/execute", status: 404);
        await host.PostAsync("workflow-definitions/journey/execute", new { versionOptions = "Latest", triggerActivityId = "nothing" }, 404);
        await host.PostAsync("workflow-definitions/journey/execute", new { input = new JsonObject { ["Amount"] = "beaucoup" } }, 400);
        var fromTrigger = await host.PostAsync("workflow-definitions/journey/execute", new { triggerActivityId = "wait" });
        Assert.Equal("Finished", (string)fromTrigger["workflowState"]!["status"]!);
    }

    [Theory]
    [EngineData]
    public async Task An_instance_begins_with_the_name_the_variables_and_the_activity_asked_for(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        await host.PostAsync("workflow-definitions", new { model = Samples.Journey(), publish = true });

        var named = (await host.PostAsync("workflow-definitions/journey/execute", new { name = "Le mien", variables = new JsonObject { ["Counter"] = "5" } }))["workflowState"]!;
        Assert.Equal(("Le mien", "Finished"), ((string)named["name"]!, (string)named["status"]!));
        Assert.Equal("Le mien", (string)(await host.GetAsync($"workflow-instances/{named["id"]}"))["name"]!);
        var unknown = await host.PostAsync("workflow-definitions/journey/execute", new { variables = new JsonObject { ["Couleur"] = "bleu" } }, 400);
        Assert.Equal("in the words of the host, unfit-variable (Couleur, undeclared-by-workflow)", (string)unknown["errors"]!["generalErrors"]![0]!);
        await host.PostAsync("workflow-definitions/journey/execute", new { variables = new JsonObject { ["Counter"] = "beaucoup" } }, 400);

        foreach (var handle in new object[] { new { activityId = "bye" }, new { activityNodeId = "Workflow1:root:bye" } })
        {
            var begun = (await host.PostAsync("workflow-definitions/journey/execute", new { activityHandle = handle }))["workflowState"]!;
            Assert.Equal(["root", "bye"], (await host.Runtime.GetExecutionsAsync((string)begun["id"]!)).Select(execution => execution.ActivityId));
        }

        await host.PostAsync("workflow-definitions/journey/execute", new { activityHandle = new { activityId = "nothing" } }, 404);
        await host.PostAsync("workflow-definitions/journey/execute", new { activityHandle = new { activityHash = "x" } }, 400);
        var got = (await host.GetAsync("workflow-definitions/journey/execute?Name=Par%20un%20GET&correlationId=c9&triggerActivityId=bye&versionOptions=1"))["workflowState"]!;
        Assert.Equal(("Par un GET", "c9", "Finished"), ((string)got["name"]!, (string)got["correlationId"]!, (string)got["status"]!));
        Assert.Equal(4, (await host.Runtime.FindInstancesAsync(new InstanceFilter())).Count);
    }

    [Theory]
    [EngineData]
    public async Task A_start_that_the_strategy_refuses_is_told_by_a_header_alone(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var model = Samples.Waiting("wait");
        model["options"] = new JsonObject { ["activationStrategyType"] = "Elsa.Workflows.Runtime.ActivationValidators.SingletonStrategy, Elsa.Workflows.Runtime" };
        await host.PostAsync("workflow-definitions", new { model, publish = true });
        await host.PostAsync("workflow-definitions/wait/execute");
        foreach (var path in new[] { "execute", "dispatch" })
        {
            using var refused = await host.Admin.PostAsync($"workflow-definitions/wait/{path}", null);
            Assert.Equal((HttpStatusCode.OK, "True", ""), (refused.StatusCode, Header(refused, "x-elsa-workflow-cannot-start"), await refused.Content.ReadAsStringAsync()));
        }

        Assert.Empty((await host.PostAsync("workflow-definitions/wait/bulk-dispatch", new { count = 3 }))["workflowInstanceIds"]!.AsArray());
    }

    [Theory]
    [EngineData]
    public async Task A_fault_is_answered_with_the_state(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        await host.PostAsync("workflow-definitions", new { model = JsonNode.Parse(Draw.Flow("broken").With(Draw.Line("a", Draw.Js("nobody.knows"))).Json()), publish = true });
        var state = (await host.PostAsync("workflow-definitions/broken/execute", status: 500))["workflowState"]!;
        Assert.Equal(("Faulted", "a"), ((string)state["subStatus"]!, (string)state["incidents"]![0]!["activityId"]!));
    }

    [Fact]
    public async Task A_draft_with_errors_is_not_run()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = JsonNode.Parse(Draw.Flow("broken").With(Draw.Node("a", "Elsa.Event")).Json()), publish = false });
        var refusal = await host.PostAsync("workflow-definitions/broken/execute", new { versionOptions = "Latest" }, 400);
        Assert.Contains("« a » (Événement)", (string)refusal["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_are_dispatched_one_or_many_at_a_time()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = Samples.Waiting("wait"), publish = true });
        var one = (string)(await host.PostAsync("workflow-definitions/wait/dispatch", new { }))["workflowInstanceId"]!;
        Assert.NotNull(await host.Runtime.GetOutlookAsync(one));
        Assert.Equal("chosen", (string)(await host.PostAsync("workflow-definitions/wait/dispatch", new { instanceId = "chosen" }))["workflowInstanceId"]!);
        await host.PostAsync("workflow-definitions/wait/dispatch", new { instanceId = "chosen" }, 409);
        await host.PostAsync("workflow-definitions/wait/dispatch", new { instanceId = "not:one" }, 400);
        Assert.Equal(3, (await host.PostAsync("workflow-definitions/wait/bulk-dispatch", new { count = 3 }))["workflowInstanceIds"]!.AsArray().Count);
        await host.PostAsync("workflow-definitions/wait/bulk-dispatch", new { count = 1_000_000 }, 400);
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;
}
