using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

public sealed class ScriptingTests
{
    [Fact]
    public async Task An_editor_of_expressions_is_told_what_the_definition_holds()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = Samples.Journey();
        model["variables"]!.AsArray().Add(new JsonObject { ["id"] = "l", ["name"] = "labels", ["typeName"] = "String", ["isArray"] = true });
        model["variables"]!.AsArray().Add(new JsonObject { ["id"] = "b", ["name"] = "bad name", ["typeName"] = "String" });
        model["inputs"] = new JsonArray(new JsonObject { ["name"] = "Applicant", ["type"] = "String" });
        model["root"]!["activities"]![2]!["name"] = "Event1";
        await host.PostAsync("workflow-definitions", new { model, publish = false });
        var (type, text) = await AskAsync(host, "journey");
        Assert.Equal("application/x-typescript", type);
        Assert.All(
            ["declare function getCounter(): number;", "declare function setCounter(value: number): void;", "declare function getLabels(): string[];", "declare function getApplicant(): string;", "declare function getResultFromEvent1(): any;", "  Counter: number;\n  labels: string[];\n", "declare var variables: WorkflowVariables;"],
            expected => Assert.Contains(expected, text, StringComparison.Ordinal));
        Assert.DoesNotContain("bad name", text, StringComparison.Ordinal);
        Assert.Contains("declare function getVariable(name: string): any;", (await AskAsync(host, "nothing")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_function_that_is_declared_exists()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var (_, text) = await AskAsync(host, "nothing");
        var names = text.Split('\n').Where(line => line.StartsWith("declare function ", StringComparison.Ordinal)).Select(line => line["declare function ".Length..line.IndexOf('(', StringComparison.Ordinal)]).ToList();
        Assert.True(names.Count > 30);
        var types = text.Split('\n').Where(line => line.StartsWith("declare const ", StringComparison.Ordinal)).Select(line => line["declare const ".Length..line.IndexOf(':', StringComparison.Ordinal)]).ToList();
        Assert.Equal(["DateTime", "DateTimeOffset", "TimeSpan", "Guid", "Random"], types);
        names.AddRange(types);
        var script = string.Join(" + ", names.Select(name => $"(typeof {name} === 'function' ? '' : '{name} ')"));
        await host.Publisher.PublishAsync(WorkflowDocument.Parse(Draw.Flow("typeof").Variable("missing").With(Draw.Set("set", "missing", Draw.Js(script)), Draw.Event("wait", "Never")).Chain().Json()));
        var instance = await host.Runtime.StartAsync(new StartRequest("typeof"));
        Assert.Equal("", (await host.Runtime.GetDataAsync(instance.Id))!.Variables.Single().Value!.Value.GetString());
    }

    private static async Task<(string? Type, string Text)> AskAsync(ApiHost host, string definitionId)
    {
        using var answer = await host.Admin.PostAsJsonAsync($"scripting/javascript/type-definitions/{definitionId}", new { workflowDefinitionId = definitionId, activityTypeName = "Elsa.WriteLine", propertyName = "Text" });
        return (answer.Content.Headers.ContentType?.MediaType, await answer.Content.ReadAsStringAsync());
    }
}
