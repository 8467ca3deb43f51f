using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>Studio's tab that tries one activity.</summary>
public sealed class ActivityTrialTests
{
    private static JsonNode Model
    {
        get
        {
            var model = JsonNode.Parse(Draw.Flow("trial").Variable("Counter", "Int32", 3).Variable("Key", "Secret", "tres-secret")
                .With(Draw.Line("said", Draw.Js("'n' + getCounter() + ' ' + getCorrelationId()")), Draw.Decision("choice", Draw.Js("getCounter() > 5")), Draw.Event("wait", "Signal"), Draw.Delay("month", "30.00:00:00"))
                .With(Draw.Line("broken", Draw.Js("nobody.knows")), Draw.Line("told", Draw.Js("getKey()")), Draw.Node("mail", "Elsa.SendEmail", ("to", Draw.Literal("ici@example.org")), ("subject", Draw.Literal("Bonjour"))))
                .With(Draw.Node("box", "Elsa.Sequence", ("variables", new JsonArray(new JsonObject { ["id"] = "inner", ["name"] = "Inner", ["typeName"] = "String", ["value"] = "dedans" })), ("activities", new JsonArray(Draw.Line("deep", Draw.Js("getInner() + getCounter()"))))))
                .With(Draw.Node("unset", "Elsa.Event"))
                .Chain().Json())!;
            model["name"] = "Essai";
            return model;
        }
    }

    [Theory]
    [InlineData("said", "Completed", """{"Text":"n3 Essai, 9 activités"}""", """["Done"]""", null)]
    [InlineData("choice", "Completed", """{"Condition":false}""", """["False"]""", null)]
    [InlineData("wait", "Running", """{"EventName":"Signal"}""", null, null)]
    [InlineData("month", "Running", """{"TimeSpan":"30.00:00:00"}""", null, null)]
    [InlineData("broken", "Faulted", "{}", null, "nobody")]
    [InlineData("told", "Completed", """{"Text":"•••"}""", """["Done"]""", null)]
    [InlineData("mail", "Completed", """{"To":"ici@example.org","Subject":"Bonjour"}""", """["Done"]""", null)]
    [InlineData("deep", "Completed", """{"Text":"dedans3"}""", """["Done"]""", null)]
    [InlineData("unset", "Faulted", "{}", null, "« unset » (Événement) : in the words of the host, missing-input (Événement).")]
    public async Task An_activity_is_executed_alone_and_nothing_comes_of_it(string activity, string status, string state, string? outcomes, string? message)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        await host.PostAsync("workflow-definitions", new { model = Model, publish = false });

        var answer = await TryAsync(host, new { activityId = activity });

        Assert.Equal(status, (string)answer["status"]!);
        Assert.Equal(state, answer["activityState"]!.ToJsonString(Relaxed));
        Assert.Equal(outcomes, answer["payload"]!["Outcomes"]?.ToJsonString());
        Assert.Equal(message is null, answer["exception"] is null);
        Assert.Contains(message ?? "", (string?)answer["exception"]?["message"] ?? "", StringComparison.Ordinal);
        Assert.NotNull(answer["outputs"]);
        Assert.Equal(0, (int)(await host.GetAsync("workflow-instances"))["totalCount"]!);
        Assert.Equal((1, false), ((await host.Definitions.GetVersionsAsync("trial")).Count, (await host.Definitions.GetLatestAsync("trial"))!.IsPublished));
        Assert.Equal([WorkflowApiActions.DefinitionSaved], host.Noted.Actions.Select(action => action.Action));
    }

    [Fact]
    public async Task Variables_have_the_values_that_were_given_for_the_trial()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = Model;
        model["customProperties"] = new JsonObject { ["VariableTestValues"] = new JsonObject { ["Counter"] = "7", ["inner"] = "essayé" } };
        await host.PostAsync("workflow-definitions", new { model, publish = false });

        Assert.Equal("""["True"]""", (await TryAsync(host, new { activityId = "choice" }))["payload"]!["Outcomes"]!.ToJsonString());
        Assert.Equal("essayé7", (string)(await TryAsync(host, new { activityNodeId = "Workflow1:root:box:deep" }))["activityState"]!["Text"]!);
    }

    [Fact]
    public async Task What_is_not_there_is_not_tried()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var saved = (await host.PostAsync("workflow-definitions", new { model = Model, publish = false }))["workflowDefinition"]!;

        var gone = await host.PostAsync("tests/activities", new { workflowDefinitionHandle = new { definitionVersionId = (string)saved["id"]! }, activityHandle = new { activityId = "gone" } }, 404);
        Assert.Contains("n’est pas dans « Essai »", (string)gone["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
        await host.PostAsync("tests/activities", new { workflowDefinitionHandle = new { definitionId = "trial", versionOptions = "Published" }, activityHandle = new { activityId = "said" } }, 404);
        await host.PostAsync("tests/activities", new { }, 404);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Task<JsonNode> TryAsync(ApiHost host, object activity) =>
        host.PostAsync("tests/activities", new { workflowDefinitionHandle = new { definitionId = "trial", versionOptions = "Latest" }, activityHandle = activity });
}
