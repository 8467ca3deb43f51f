using System.IO.Compression;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Api.Tests.Support;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests;

/// <summary>Instances as Studio lists and opens them, in the shapes that an Elsa server was seen to send.</summary>
public sealed class InstanceTests
{
    private static string Waiting => Draw.Flow("waiting").Variable("counter", "Int32", 3).Variable("key", "Secret", "tres-secret")
        .With(Draw.Line("said", Draw.Js("'n' + getCounter()")), Draw.Event("event", "MyEvent")).Chain().Json();

    private static string Broken => Draw.Flow("broken").With(Draw.Node("fault", "Elsa.Fault", ("message", Draw.Literal("cassé")))).Json();

    [Theory, EngineData]
    public async Task The_list_answers_the_request_that_Studio_makes(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        for (var number = 0; number < 3; number++)
        {
            await host.RunAsync(Waiting, $"order-{number}");
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        var studio = new
        {
            page = 0, pageSize = 2, searchTerm = "", definitionId = (string?)null, definitionIds = Array.Empty<string>(), correlationId = (string?)null, version = (int?)null, hasIncidents = (bool?)null,
            isSystem = false, status = (string?)null, statuses = Array.Empty<string>(), subStatus = (string?)null, subStatuses = Array.Empty<string>(), orderBy = (string?)null, orderDirection = "Descending",
            timestampFilters = Array.Empty<object>(),
        };
        var answer = await host.PostAsync("workflow-instances", studio);

        Assert.Equal(["items", "totalCount"], answer.AsObject().Select(property => property.Key));
        Assert.Equal(3, (int)answer["totalCount"]!);
        Assert.Equal(["order-2", "order-1"], answer["items"].Strings("correlationId"));
        Sample.AssertShape(Sample.InstanceRow, answer["items"]![0]);
        Assert.Equal(("Running", "Suspended"), ((string)answer["items"]![0]!["status"]!, (string)answer["items"]![0]!["subStatus"]!));
        Assert.Equal("2026-01-05T08:02:00+00:00", (string)answer["items"]![0]!["createdAt"]!);
        Assert.Equal(["order-0"], (await host.GetAsync("workflow-instances?Page=1&PageSize=2&IsSystem=False"))["items"].Strings("correlationId"));
        Assert.Equal(["order-0", "order-1", "order-2"], (await host.GetAsync("workflow-instances?orderBy=Created&orderDirection=ascending"))["items"].Strings("correlationId"));
    }

    [Theory, EngineData]
    public async Task Every_filter_of_the_list_reaches_the_database(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var waiting = await host.RunAsync(Waiting, "a");
        host.Clock.Advance(TimeSpan.FromHours(1));
        var broken = await host.RunAsync(Broken, "b");
        Assert.Equal(WorkflowSubStatus.Faulted, broken.SubStatus);
        (object Filter, string Kept)[] filters =
        [
            (new { statuses = new[] { "Running" } }, "a"),
            (new { status = "finished" }, "b"),
            (new { subStatuses = new[] { "Suspended", "Faulted" } }, "b,a"),
            (new { subStatus = "Interrupted" }, ""),
            (new { hasIncidents = true }, "b"),
            (new { hasIncidents = false }, "a"),
            (new { definitionIds = new[] { "waiting" } }, "a"),
            (new { definitionId = "broken" }, "b"),
            (new { correlationId = "a" }, "a"),
            (new { searchTerm = waiting.Id }, "a"),
            (new { version = 1 }, "b,a"),
            (new { version = 2 }, ""),
            (new { isSystem = true }, ""),
            (new { orderBy = "UpdatedAt", orderDirection = "Ascending" }, "a,b"),
            (new { timestampFilters = new[] { new { column = "CreatedAt", @operator = "GreaterThan", timestamp = "2026-01-05T09:30:00+01:00" } } }, "b"),
            (new { timestampFilters = new[] { new { column = "FinishedAt", @operator = "LessThanOrEqual", timestamp = "2027-01-01T00:00:00Z" } } }, "b"),
        ];
        foreach (var (filter, kept) in filters)
        {
            Assert.Equal(kept, string.Join(',', (await host.PostAsync("workflow-instances", filter))["items"].Strings("correlationId")));
        }
    }

    [Fact]
    public async Task A_choice_that_does_not_exist_is_refused_by_its_name()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        object[] wrong =
        [
            new { status = "Courant" }, new { statuses = new[] { "Running", "1" } }, new { subStatus = "x" }, new { orderBy = "Couleur" }, new { orderDirection = "Sideways" },
            new { timestampFilters = new[] { new { column = "BornAt", @operator = "Is", timestamp = "2026-01-01T00:00:00Z" } } },
            new { timestampFilters = new[] { new { column = "CreatedAt", @operator = "Near", timestamp = "2026-01-01T00:00:00Z" } } },
            new { timestampFilters = new[] { new { column = "CreatedAt", @operator = "Is" } } },
            new { version = "un" },
            new { definitionIds = Enumerable.Range(0, 40_000).Select(number => $"{number}") },
            new { timestampFilters = Enumerable.Repeat(new { column = "CreatedAt", @operator = "Is", timestamp = "2026-01-01T00:00:00Z" }, 5_000) },
        ];
        foreach (var body in wrong)
        {
            var answer = await host.PostAsync("workflow-instances", body, status: 400);
            Assert.Equal(400, (int)answer["statusCode"]!);
            Assert.NotEmpty(answer["errors"]!["generalErrors"]!.AsArray());
        }

        Assert.Contains("Courant", (string)(await host.GetAsync("workflow-instances?status=Courant", status: 400))["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
    }

    [Theory, EngineData]
    public async Task An_instance_opens_with_its_whole_state(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Waiting, "order-42");

        var answer = await host.GetAsync($"workflow-instances/{instance.Id}");

        Sample.AssertShape(Sample.Instance, answer);
        var state = answer["workflowState"]!;
        Sample.AssertShape(Sample.State, state);
        var bookmark = Assert.Single(state["bookmarks"]!.AsArray());
        Sample.AssertShape(Sample.Bookmark, bookmark);
        Assert.Equal(("Elsa.Event", "MyEvent", "Workflow1:root:event"), ((string)bookmark!["name"]!, (string)bookmark["payload"]!["eventName"]!, (string)bookmark["activityNodeId"]!));
        var contexts = state["activityExecutionContexts"]!.AsArray();
        Assert.Equal(["Workflow1:root:event", "Workflow1:root"], contexts.Strings("scheduledActivityNodeId"));
        Sample.AssertShape(Sample.Context, contexts[0]);
        Assert.Equal((string)contexts[1]!["id"]!, (string)contexts[0]!["parentContextId"]!);
        Assert.Equal(3, (int)contexts[1]!["properties"]!["Variables"]!["counter"]!);
        Assert.Equal("MyEvent", (string)contexts[0]!["activityState"]!["EventName"]!);
        Sample.AssertShape(Sample.Callback, Assert.Single(state["completionCallbacks"]!.AsArray()));
        Assert.DoesNotContain("tres-secret", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(["status", "subStatus", "updatedAt"], (await host.GetAsync($"workflow-instances/{instance.Id}/execution-state")).AsObject().Select(property => property.Key));
        foreach (var path in new[] { "", "/execution-state", "/variables", "/export" })
        {
            await host.GetAsync($"workflow-instances/nobody{path}", status: 404);
        }
    }

    [Theory, EngineData]
    public async Task An_incident_stands_in_the_state_and_is_retried(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Broken, "b");

        var incident = Assert.Single((await host.GetAsync($"workflow-instances/{instance.Id}"))["workflowState"]!["incidents"]!.AsArray())!;
        Assert.Equal(("fault", "Workflow1:root:fault", "Elsa.Fault"), ((string)incident["activityId"]!, (string)incident["activityNodeId"]!, (string)incident["activityType"]!));
        Assert.Contains("cassé", (string)incident["exception"]!["message"]!, StringComparison.Ordinal);
        Assert.Equal(1, (int)(await host.GetAsync($"workflow-instances/{instance.Id}"))["incidentCount"]!);

        var retried = await host.PostAsync("alterations/workflows/retry", new { workflowInstanceIds = new[] { instance.Id, "nobody" } });
        Assert.Equal([true, false], retried["results"]!.AsArray().Select(result => (bool)result!["isSuccessful"]!));
        Assert.NotEqual((string)incident["id"]!, (string)Assert.Single((await host.GetAsync($"workflow-instances/{instance.Id}"))["workflowState"]!["incidents"]!.AsArray())!["id"]!);
        Assert.Equal([WorkflowApiActions.IncidentRetried], host.Noted.Actions.Select(action => action.Action));
    }

    [Theory, EngineData]
    public async Task The_journal_answers_the_request_that_Studio_makes(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Waiting, "order-42");
        var path = $"workflow-instances/{instance.Id}/journal";

        var answer = await host.PostAsync($"{path}?skip=0&take=110", new
        {
            filter = new
            {
                activityIds = (string[]?)null,
                activityNodeIds = new[] { "Workflow1:root:said", "Workflow1:root:event" },
                excludedActivityTypes = new[] { "Elsa.Workflow", "Elsa.Flowchart" },
                eventNames = (string[]?)null,
            },
        });

        var items = answer["items"]!.AsArray();
        Assert.Equal((int)answer["totalCount"]!, items.Count);
        Sample.AssertShape(Sample.JournalRecord, items[0]);
        Assert.Equal(["said", "event"], items.Strings("activityId").Distinct());
        Assert.Equal(["Started", "Written", "Completed", "Started", "Suspended"], items.Strings("eventName"));
        Assert.Equal(items.Count, items.Select(item => (string)item!["id"]!).Distinct().Count());
        Assert.Equal("n3", (string)items[0]!["activityState"]!["Text"]!);
        Assert.Equal((string)items[0]!["parentActivityInstanceId"]!, (string)items[^1]!["parentActivityInstanceId"]!);

        var page = await host.GetAsync($"{path}?skip=1&take=2&activityIds=said");
        Assert.Equal((3, "Written,Completed"), ((int)page["totalCount"]!, string.Join(',', page["items"].Strings("eventName"))));
        Assert.Equal("Suspended", (await host.GetAsync($"{path}?take=1&orderDirection=Descending"))["items"].Strings("eventName")[0]);
        Assert.Equal(0, (int)(await host.PostAsync("workflow-instances/nobody/journal"))["totalCount"]!);
    }

    [Theory, EngineData]
    public async Task Variables_are_shown_and_changed_but_never_a_secret(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var instance = await host.RunAsync(Waiting);
        var path = $"workflow-instances/{instance.Id}/variables";

        var before = await host.GetAsync(path);
        Assert.Equal(2, (int)before["count"]!);
        Assert.Equal("""{"id":"counter","name":"counter","value":3}""", before["items"]![0]!.ToJsonString());
        Assert.Equal("""{"id":"key","name":"key"}""", before["items"]![1]!.ToJsonString());

        // Studio sends back what it was shown.
        var after = await host.PostAsync(path, new { variables = new object[] { new { id = "counter", value = "12" }, new { id = "key" } } });
        Assert.Equal(12, (int)after["items"]![0]!["value"]!);
        Assert.Equal("tres-secret", (await host.Runtime.GetDataAsync(instance.Id))!.Variables.Single(variable => variable.Id == "key").Value!.Value.GetString());
        Assert.Equal((WorkflowApiActions.InstanceChanged, instance.Id, "waiting"), Assert.Single(host.Noted.Actions.Select(action => (action.Action, action.SubjectId, action.DefinitionId))));

        await host.PostAsync(path, new { variables = new[] { new { id = "counter", value = "beaucoup" } } }, status: 400);
        await host.PostAsync(path, new { variables = new[] { new { id = "gone", value = "1" } } }, status: 404);
        await host.PostAsync("events/MyEvent/trigger");
        await host.PostAsync(path, new { variables = new[] { new { id = "counter", value = "1" } } }, status: 409);
    }

    [Theory, EngineData]
    public async Task Instances_are_cancelled_and_deleted_alone_or_together(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var ids = new List<string>();
        for (var number = 0; number < 7; number++)
        {
            ids.Add((await host.RunAsync(Waiting, $"{number}")).Id);
        }

        await host.PostAsync($"cancel/workflow-instances/{ids[0]}");
        await host.PostAsync($"cancel/workflow-instances/{ids[0]}");
        await host.PostAsync("cancel/workflow-instances/nobody", status: 404);
        Assert.Equal("Cancelled", (string)(await host.GetAsync($"workflow-instances/{ids[0]}"))["subStatus"]!);
        Assert.Equal(1, (int)(await host.PostAsync("bulk-actions/cancel/workflow-instances", new { ids = new[] { ids[0], ids[1], "nobody" } }))["cancelled"]!);
        Assert.Equal(0, (int)(await host.PostAsync("bulk-actions/cancel/workflow-instances", new { definitionId = "waiting", versionOptions = "9" }))["cancelled"]!);
        await host.PostAsync("bulk-actions/cancel/workflow-instances", new { definitionId = "waiting", versionOptions = "demain" }, status: 400);
        await host.PostAsync("bulk-actions/cancel/workflow-instances", new { }, status: 400);

        await host.SendAsync(HttpMethod.Delete, $"workflow-instances/{ids[2]}", status: 204);
        await host.SendAsync(HttpMethod.Delete, $"workflow-instances/{ids[2]}", status: 404);
        Assert.Equal(2, (int)(await host.PostAsync("bulk-actions/delete/workflow-instances/by-id", new { ids = new[] { ids[0], ids[3], ids[3], "nobody" } }))["deleted"]!);
        Assert.Equal(3, (int)(await host.PostAsync("bulk-actions/cancel/workflow-instances", new { definitionId = "waiting" }))["cancelled"]!);
        Assert.Equal(0, (int)(await host.PostAsync("workflow-instances", new { status = "Running" }))["totalCount"]!);

        Assert.Equal(
            ["instance.cancelled 5", "instance.deleted 3"],
            host.Noted.Actions.GroupBy(action => action.Action).Select(group => $"{group.Key} {group.Count()}").Order(StringComparer.Ordinal));
        Assert.Equal([ids[0], ids[1]], host.Noted.Actions.Take(2).Select(action => action.SubjectId));
        Assert.All(host.Noted.Actions, action => Assert.Equal("waiting", action.DefinitionId));
        await host.PostAsync("bulk-actions/delete/workflow-instances/by-id", new { ids = Enumerable.Range(0, 1_001).Select(number => $"{number}") }, status: 400);
    }

    [Theory, EngineData]
    public async Task An_instance_is_exported_with_all_that_it_did_and_none_is_imported(Engine engine)
    {
        await using var host = await ApiHost.StartAsync(engine);
        var first = await host.RunAsync(Waiting, "1");
        var second = await host.RunAsync(Broken, "2");

        using var answer = await host.Admin.GetAsync($"workflow-instances/{first.Id}/export");
        Assert.Equal($"workflow-instance-{first.Id}.json", answer.Content.Headers.ContentDisposition!.FileName);
        var file = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal(["workflowState", "bookmarks", "activityExecutionRecords", "workflowExecutionLogRecords"], file.AsObject().Select(property => property.Key));
        Assert.Equal((await host.Runtime.GetJournalAsync(first.Id)).Count, file["workflowExecutionLogRecords"]!.AsArray().Count);
        Sample.AssertShape(Sample.State, file["workflowState"]);

        using var zip = await host.Admin.PostAsJsonAsync("bulk-actions/export/workflow-instances", new { ids = new[] { first.Id, second.Id, "nobody" } });
        Assert.Equal("application/zip", zip.Content.Headers.ContentType!.MediaType);
        await using var archive = new ZipArchive(await zip.Content.ReadAsStreamAsync());
        Assert.Equal([$"workflow-instance-{first.Id}.json", $"workflow-instance-{second.Id}.json"], archive.Entries.Select(entry => entry.FullName));
        await using var entry = archive.Entries[1].Open();
        Assert.Equal(second.Id, (string)JsonNode.Parse(entry)!["workflowState"]!["id"]!);

        var refusal = await host.PostAsync("bulk-actions/import/workflow-instances", file, status: 400);
        Assert.Contains("ne s’importe pas", (string)refusal["errors"]!["generalErrors"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_only_reads_changes_nothing_and_who_may_do_nothing_reads_nothing()
    {
        await using var host = await ApiHost.StartAsync(Engine.Sqlite);
        var instance = await host.RunAsync(Waiting);
        (HttpMethod Method, string Path)[] changes =
        [
            (HttpMethod.Post, $"cancel/workflow-instances/{instance.Id}"), (HttpMethod.Delete, $"workflow-instances/{instance.Id}"), (HttpMethod.Post, $"workflow-instances/{instance.Id}/variables"),
            (HttpMethod.Post, "bulk-actions/cancel/workflow-instances"), (HttpMethod.Post, "bulk-actions/delete/workflow-instances/by-id"), (HttpMethod.Post, "bulk-actions/import/workflow-instances"),
            (HttpMethod.Post, "events/MyEvent/trigger"), (HttpMethod.Post, "tasks/t/complete"), (HttpMethod.Post, "tests/activities"), (HttpMethod.Post, "alterations/workflows/retry"),
        ];
        (HttpMethod Method, string Path)[] readings =
        [
            (HttpMethod.Get, "workflow-instances"), (HttpMethod.Post, "workflow-instances"), (HttpMethod.Get, $"workflow-instances/{instance.Id}"), (HttpMethod.Post, $"workflow-instances/{instance.Id}/journal"),
            (HttpMethod.Get, $"workflow-instances/{instance.Id}/variables"), (HttpMethod.Get, $"workflow-instances/{instance.Id}/export"), (HttpMethod.Post, "activity-executions/report"),
            (HttpMethod.Get, "activity-executions/list"), (HttpMethod.Get, "resilience/retries/1"),
        ];
        using var auditor = host.Client("read:*");
        using var other = host.Client("exec:something");
        using var nobody = host.Client();
        foreach (var (method, path) in changes.Concat(readings))
        {
            var isReading = readings.Contains((method, path));
            Assert.Equal(isReading ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await StatusAsync(auditor, method, path));
            Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(other, method, path));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(nobody, method, path));
        }

        Assert.Equal(WorkflowSubStatus.Suspended, (await host.Runtime.GetOutlookAsync(instance.Id))!.Instance.SubStatus);
        Assert.Empty(host.Noted.Actions);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path)
    {
        using var request = new HttpRequestMessage(method, path);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
