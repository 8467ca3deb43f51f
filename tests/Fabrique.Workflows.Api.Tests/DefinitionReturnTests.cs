using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>What left as files comes back as it was: it is published, refers to the same definitions, and runs the same.</summary>
public sealed class DefinitionReturnTests
{
    private const string Child = """
        {"id":"01a2228d944b791280e281c000b9ab66","definitionId":"rt-child","name":"rt-child","options":{"usableAsActivity":true},
         "root":{"id":"c","name":"c","type":"Elsa.Sequence","version":1,"activities":[{"id":"hello","name":"hello","type":"Elsa.WriteLine","version":1,"text":{"typeName":"String","expression":{"type":"Literal","value":"hello"}}}]}}
        """;

    private const string Parent = """
        {"id":"01a2228d961d7a12ad6062c739b0162e","definitionId":"rt-parent","name":"rt-parent",
         "root":{"id":"root","name":"root","type":"Elsa.Sequence","version":1,"activities":[{"id":"k","name":"k","type":"RtChild","version":1,"workflowDefinitionId":"rt-child","workflowDefinitionVersionId":"01a2228d944b791280e281c000b9ab66"}]}}
        """;

    [Theory]
    [EngineData]
    public async Task Every_definition_of_the_conformance_cases_comes_back(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var failures = new List<string>();
        var folder = Path.Combine(AppContext.BaseDirectory, "Conformance");
        foreach (var file in Directory.EnumerateFiles(folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            var conformance = JsonNode.Parse(await File.ReadAllTextAsync(file), documentOptions: new() { MaxDepth = 256 })!;
            if (conformance["expect"]!["problems"] is not null)
            {
                continue;
            }

            List<WorkflowDocument> documents = [.. (conformance["definitions"] as JsonArray ?? []).Append(conformance["definition"]).Select(json => WorkflowDocument.Parse(json!.ToJsonString()))];
            var before = await PublishAndRunAsync(host, conformance, documents, document => host.Publisher.PublishAsync(document));
            await ReturnAsync(host, documents.ConvertAll(document => document.DefinitionId));
            var after = await PublishAndRunAsync(host, conformance, documents, document => host.PostAsync($"workflow-definitions/{document.DefinitionId}/publish", new { }));
            if (before != after)
            {
                failures.Add($"{Path.GetRelativePath(folder, file)}\n  before {before}\n  after  {after}");
            }

            foreach (var document in documents)
            {
                await host.Definitions.DeleteAsync(document.DefinitionId);
            }
        }

        Assert.Empty(failures);
    }

    [Theory]
    [EngineData]
    public async Task Who_uses_a_version_finds_it_again_under_its_identifier(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        await UploadAsync(host, ("rt-parent.json", Parent), ("rt-child.json", Child));
        await host.PostAsync("workflow-definitions/rt-child/publish", new { });
        await host.PostAsync("workflow-definitions/rt-parent/publish", new { });
        await ReturnAsync(host, ["rt-child", "rt-parent"]);
        await host.PostAsync("workflow-definitions/rt-child/publish", new { });
        await host.PostAsync("workflow-definitions/rt-parent/publish", new { });

        Assert.Equal("01a2228d944b791280e281c000b9ab66", (await host.Definitions.GetPublishedAsync("rt-child"))!.Id);
        Assert.Equal("01a2228d961d7a12ad6062c739b0162e", (await host.Definitions.GetPublishedAsync("rt-parent"))!.Id);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.Runtime.StartAsync(new StartRequest("rt-parent"))).SubStatus);
    }

    [Theory]
    [EngineData]
    public async Task Where_the_identifier_is_taken_the_version_has_one_of_its_own(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        await UploadAsync(host, ("rt-child.json", Child));
        await UploadAsync(host, ("copie.json", Child.Replace("\"rt-child\"", "\"copie\"", StringComparison.Ordinal)));
        await UploadAsync(host, ("long.json", Child.Replace("\"rt-child\"", "\"long\"", StringComparison.Ordinal).Replace("01a2228d944b791280e281c000b9ab66", new string('a', 500), StringComparison.Ordinal)));

        Assert.Equal("rt-child", (await host.Definitions.GetVersionAsync("01a2228d944b791280e281c000b9ab66"))!.DefinitionId);
        Assert.Equal(32, (await host.Definitions.GetLatestAsync("copie"))!.Id.Length);
        Assert.Equal(32, (await host.Definitions.GetLatestAsync("long"))!.Id.Length);
    }

    [Theory]
    [InlineData("""{"definitionId":"m1","name":"m1","root":{"type":"Elsa.WriteLine","text":"Hello"}}""", 200, "m1", "WriteLine1")]
    [InlineData("""{"definitionId":"m2","root":{"type":"Elsa.WriteLine","id":"w","text":"Hello"}}""", 200, "m2", "w")]
    [InlineData("""{"name":"m4","root":{"type":"Elsa.WriteLine","id":"w","text":"Hello"}}""", 201, "m4", "w")]
    [InlineData("""{"root":{"type":"Elsa.WriteLine"}}""", 201, "Sans nom", "WriteLine1")]
    [InlineData("""{"definitionId":"m5","root":{"type":"Elsa.Sequence","id":"WriteLine1","activities":[{"type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Literal","value":"a"}}}]}}""", 200, "m5", "WriteLine1")]
    public async Task A_definition_may_lack_the_identifiers_and_the_name_that_Elsa_does_without(string body, int status, string name, string rootId)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");

        using var answer = await host.Admin.PostAsync("workflow-definitions/import", content);

        Assert.Equal(status, (int)answer.StatusCode);
        var definition = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((name, rootId), ((string)definition["name"]!, (string)definition["root"]!["id"]!));
        Assert.NotNull(await host.Definitions.GetLatestAsync((string)definition["definitionId"]!));
        Assert.Equal(status == 201, answer.Headers.Location is not null);
        if (definition["root"]!["activities"] is { } inner)
        {
            Assert.Equal("WriteLine2", (string)inner[0]!["id"]!);
        }
    }

    [Fact]
    public async Task A_file_without_a_name_is_called_after_itself()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);

        await UploadAsync(host, ("Ma procédure.json", """{"definitionId":"f","root":{"type":"Elsa.WriteLine"}}"""));

        Assert.Equal("Ma procédure", (await host.Definitions.GetLatestAsync("f"))!.Name);
    }

    [Theory]
    [InlineData("""{"type":"Loop","id":"k","workflowDefinitionId":"loop"}""")]
    [InlineData("""{"type":"Loop","id":"k"}""")]
    [InlineData("""{"type":"Renamed","id":"k","workflowDefinitionId":"loop","workflowDefinitionVersionId":"gone"}""")]
    public async Task A_definition_that_uses_itself_is_kept_and_says_so(string activity)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = JsonNode.Parse("""{"definitionId":"loop","name":"Loop","options":{"usableAsActivity":true},"root":{"type":"Elsa.Sequence","id":"s"}}""")!;
        model["root"]!["activities"] = new JsonArray(JsonNode.Parse(activity));

        var answer = await host.PostAsync("workflow-definitions/import", model);

        Assert.Contains("self-using-composite", (string)Assert.Single(answer["validationErrors"]!.AsArray())!, StringComparison.Ordinal);
        Assert.Contains("self-using-composite", (await host.PostAsync("workflow-definitions/loop/publish", new { }, 400)).ToJsonString(), StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(activity)!["type"], JsonNode.Parse((await host.Definitions.GetLatestAsync("loop"))!.Json)!["root"]!["activities"]![0]!["type"]));
    }

    [Theory]
    [InlineData("""{"type":"Elsa.StateMachine","id":"x","states":[{"name":"Draft","entry":{"type":"Elsa.WriteLine","id":"y"}}],"initialState":"Draft"}""", "not-run-here (Elsa.StateMachine, instead-of-state-machine)")]
    [InlineData("""{"type":"Elsa.ReadLine","id":"x","result":{"typeName":"String","memoryReference":{"id":"v"}}}""", "not-run-here (Elsa.ReadLine, instead-of-read-line)")]
    [InlineData("""{"type":"Elsa.DownloadHttpFile","id":"x","url":{"typeName":"Uri","expression":{"type":"Literal","value":"https://a.example"}}}""", "not-run-here (Elsa.DownloadHttpFile, instead-of-download)")]
    [InlineData("""{"type":"Elsa.WriteFileHttpResponse","id":"x","enableResumableDownloads":{"typeName":"Boolean","expression":{"type":"Literal","value":true}}}""", "not-run-here (Elsa.WriteFileHttpResponse, instead-of-file-response)")]
    [InlineData("""{"type":"Elsa.Alterations.SubmitAlterationPlan","id":"x"}""", "not-run-here (Elsa.Alterations.SubmitAlterationPlan, instead-of-alteration)")]
    [InlineData("""{"type":"Elsa.Agents.Reviewer","id":"x","question":{"typeName":"String"}}""", "not-run-here (Elsa.Agents.Reviewer, instead-of-agent)")]
    [InlineData("""{"type":"Elsa.RunCSharp","id":"x","script":{"typeName":"String","expression":{"type":"CSharp","value":"1"}}}""", "not-run-here (Elsa.RunCSharp, instead-of-other-script)")]
    [InlineData("""{"type":"Elsa.RunPython","id":"x"}""", "not-run-here (Elsa.RunPython, instead-of-other-script)")]
    [InlineData("""{"type":"Elsa.WriteLine","id":"x","text":{"typeName":"String","expression":{"type":"CSharp","value":"Variables.A.ToString()"}}}""", "language-not-run-here (CSharp)")]
    [InlineData("""{"type":"Elsa.WriteLine","id":"x","text":{"typeName":"String","expression":{"type":"Python","value":"str(a)"}}}""", "language-not-run-here (Python)")]
    [InlineData("""{"type":"Acme.Unheard","id":"x"}""", "unknown-type (Acme.Unheard)")]
    public async Task What_is_not_run_here_is_kept_whole_and_told_by_name(string activity, string told)
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = JsonNode.Parse("""{"definitionId":"theirs","name":"Theirs","root":{"type":"Elsa.Sequence","id":"s"}}""")!;
        model["root"]!["activities"] = new JsonArray(JsonNode.Parse(activity));

        var answer = await host.PostAsync("workflow-definitions/import", model);
        var files = await UploadAsync(host, ("theirs.json", model.ToJsonString()));

        var problem = (string)Assert.Single(answer["validationErrors"]!.AsArray())!;
        Assert.Contains(told, problem, StringComparison.Ordinal);
        Assert.Equal($"« Theirs » : {problem}", (string)Assert.Single(files["validationErrors"]!.AsArray())!);
        Assert.Contains(told, (string)(await host.PostAsync("workflow-definitions/theirs/publish", new { }, 400))["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
        var kept = JsonNode.Parse(await host.Admin.GetStringAsync("workflow-definitions/theirs/export"))!["root"]!["activities"]![0]!.AsObject();
        Assert.All(JsonNode.Parse(activity)!.AsObject().Where(property => property.Key != "states"), property => Assert.True(JsonNode.DeepEquals(property.Value, kept[property.Key]), kept.ToJsonString()));
        Assert.Equal(activity.Contains("states", StringComparison.Ordinal) ? "Elsa.WriteLine" : null, (string?)kept["states"]?[0]!["entry"]!["type"]);
    }

    [Fact]
    public async Task A_definition_that_launches_itself_is_imported_whole()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var model = JsonNode.Parse("""{"definitionId":"again","name":"Again","root":{"type":"Elsa.DispatchWorkflow","id":"d","workflowDefinitionId":{"typeName":"String","expression":{"type":"Literal","value":"again"}}}}""")!;

        var answer = await host.PostAsync("workflow-definitions/import", model);

        Assert.Equal("again", (string)answer["root"]!["workflowDefinitionId"]!["expression"]!["value"]!);
        Assert.False((bool)answer["isPublished"]!);
        Assert.Empty(await host.Runtime.FindInstancesAsync(new InstanceFilter()));
    }

    private static async Task<string> PublishAndRunAsync(ApiHost host, JsonNode conformance, List<WorkflowDocument> documents, Func<WorkflowDocument, Task> publish)
    {
        foreach (var document in documents)
        {
            await publish(document);
        }

        if ((bool?)conformance["start"] ?? true)
        {
            await host.Runtime.StartAsync(new StartRequest(documents[^1].DefinitionId)
            {
                CorrelationId = (string?)conformance["correlationId"],
                Input = (conformance["input"] as JsonObject ?? []).ToDictionary(input => input.Key, input => (object?)input.Value, StringComparer.Ordinal),
            });
        }

        var told = new List<string>();
        var instances = await host.Runtime.FindInstancesAsync(new InstanceFilter());
        foreach (var instance in instances)
        {
            var lines = (await host.Runtime.GetJournalAsync(instance.Id)).Select(record => $"{record.ActivityId}:{record.EventName}");
            told.Add($"{instance.DefinitionId} {instance.SubStatus} {string.Join(' ', lines)}");
        }

        await host.Runtime.DeleteAsync([.. instances.Select(instance => instance.Id)]);
        return string.Join('\n', told.Order(StringComparer.Ordinal));
    }

    /// <summary>Exports, deletes, imports.</summary>
    private static async Task ReturnAsync(ApiHost host, List<string> definitionIds)
    {
        var ids = new List<string>();
        foreach (var id in definitionIds)
        {
            ids.Add((await host.Definitions.GetPublishedAsync(id))!.Id);
        }

        using var exported = await host.Admin.PostAsJsonAsync("bulk-actions/export/workflow-definitions", new { ids });
        Assert.Equal(HttpStatusCode.OK, exported.StatusCode);
        var file = await exported.Content.ReadAsByteArrayAsync();
        await host.PostAsync("bulk-actions/delete/workflow-definitions/by-definition-id", new { definitionIds });
        Assert.All(await Task.WhenAll(definitionIds.Select(id => host.Definitions.GetLatestAsync(id))), Assert.Null);
        await UploadAsync(host, (definitionIds.Count == 1 ? "circuit.json" : "circuits.zip", file));
        Assert.Equal(ids, await Task.WhenAll(definitionIds.Select(async id => (await host.Definitions.GetLatestAsync(id))?.Id)));
    }

    private static Task<JsonNode> UploadAsync(ApiHost host, params (string Name, string Text)[] files) => UploadAsync(host, [.. files.Select(file => (file.Name, Encoding.UTF8.GetBytes(file.Text)))]);

    private static async Task<JsonNode> UploadAsync(ApiHost host, params (string Name, byte[] Content)[] files)
    {
        using var form = new MultipartFormDataContent();
        foreach (var (name, content) in files)
        {
            var part = new ByteArrayContent(content);
            part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            form.Add(part, "files", name);
        }

        using var answer = await host.Admin.PostAsync("workflow-definitions/import-files", form);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!;
    }
}
