using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Tests;

/// <summary>What the journal tells afterwards: who did what, when, with what, and nothing that it should not.</summary>
public sealed class HistoryTests
{
    private static readonly DateTime Start = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    private static string Question => Draw.Flow("question").Variable("reply")
        .With(
            Draw.Node("q", "Test.Ask", ("key", Draw.Js("'k-' + getCorrelationId()")), ("question", Draw.Literal("Ça va ?")), ("answer", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "reply" } })),
            Draw.Line("said", Draw.Js("getReply()")))
        .Link("q.Yes -> said").Json();

    /// <summary>Counts to a limit by an arrow that goes back.</summary>
    private static Draw Loop(int turns) => Draw.Flow("loop").Variable("n", "Int32", 0)
        .With(Draw.Set("add", "n", Draw.Js("getN() + 1")), Draw.Decision("again", Draw.Js($"getN() < {turns}")), Draw.Node("last", "Test.Effect", ("text", Draw.Js("'n=' + getN()"))))
        .Link("add -> again", "again.True -> add", "again.False -> last");

    [Theory, EngineData]
    public async Task An_execution_tells_its_inputs_outputs_outcomes_and_times(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Question, new StartRequest("question") { CorrelationId = "7" });

        var waiting = Assert.Single(await host.Runtime.GetExecutionsAsync(instance.Id, "q"));
        Assert.Equal((ActivityStatus.Running, true, Start, null), (waiting.Status, waiting.HasBookmarks, waiting.StartedAt, waiting.CompletedAt));

        await host.AdvanceAsync(TimeSpan.FromHours(1));
        host.Restart();
        await host.Runtime.ResumeAsync(new ResumeRequest("Test.Ask", "k-7") { Input = "Yes" });

        var executions = await host.Runtime.GetExecutionsAsync(instance.Id);
        Assert.Equal(["root", "q", "said"], executions.Select(execution => execution.ActivityId));
        var asked = executions[1];
        Assert.Equal((ActivityStatus.Completed, false, Start.AddHours(1)), (asked.Status, asked.HasBookmarks, asked.CompletedAt));
        Assert.Equal(["Yes"], asked.Outcomes);
        Assert.Equal(("Test.Ask", "Demande", executions[0].Id, 1), (asked.ActivityType, asked.DisplayName, asked.ParentId, asked.Depth));
        Assert.Equal("k-7", asked.ActivityState["Key"].GetString());
        Assert.Equal("Ça va ?", asked.ActivityState["Question"].GetString());
        Assert.Equal("Ça va ? Yes 2026", asked.Outputs["Answer"].GetString());
        Assert.Equal(asked.Outputs["Answer"].GetString(), executions[2].ActivityState["Text"].GetString());
        Assert.Equal((null, ActivityStatus.Completed), (executions[0].ParentId, executions[0].Status));
        Assert.Empty(await host.Runtime.GetExecutionsAsync("nobody"));
    }

    [Theory, EngineData]
    public async Task A_line_names_its_activity_its_container_and_what_came_in(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var inner = Draw.Node("inner", "Elsa.Sequence", ("activities", new JsonArray(Draw.Line("deep", Draw.Js("'a' + 1")))));
        var instance = await host.StartAsync(Draw.Flow().With(inner).Json());

        var records = await host.Runtime.GetJournalAsync(instance.Id);

        Assert.Equal(Enumerable.Range(1, records.Count), records.Select(record => record.Sequence));
        var started = Assert.Single(records, record => record is { ActivityId: "deep", EventName: "Started" });
        var container = Assert.Single(records, record => record is { ActivityId: "inner", EventName: "Started" });
        Assert.Equal(container.ActivityInstanceId, started.ParentActivityInstanceId);
        Assert.Equal(("deep", "Elsa.WriteLine", "Workflow1:root:inner:deep"), (started.ActivityName, started.ActivityType, started.NodeId));
        Assert.Equal("a1", started.ActivityState!.Value.GetProperty("Text").GetString());
        Assert.All(records.Where(record => record.EventName != "Started"), record => Assert.Null(record.ActivityState));
    }

    [Theory, EngineData]
    public async Task Lines_of_one_commit_are_dated_to_the_millisecond(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Line("before"), Draw.Node("slow", "Test.Call", ("milliseconds", Draw.Literal(42)))).Chain().Json());

        var slow = Assert.Single(await host.Runtime.GetExecutionsAsync(instance.Id, "slow"));

        Assert.Equal(Start, slow.StartedAt);
        Assert.Equal(Start.AddMilliseconds(42), slow.CompletedAt);
        Assert.Equal(1, await host.QueryAsync(db => db.Set<WorkflowJournalRow>().CountAsync(row => row.InstanceId == instance.Id)));
    }

    [Theory, EngineData]
    public async Task Counts_and_states_of_activities_colour_a_drawing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.RetryLadder = []);
        host.Script.Fail("broken", 1);
        var flow = Draw.Flow("stats").Option("incidentStrategyType", "ContinueWithIncidentsStrategy").Variable("n", "Int32", 0)
            .With(Draw.Fork("f", "A", "B", "C"), Draw.Node("ask", "Test.Ask", ("key", Draw.Literal("k"))))
            .With(Draw.Set("add", "n", Draw.Js("getN() + 1")), Draw.Decision("again", Draw.Js("getN() < 3")))
            .With(Draw.Node("box", "Elsa.Sequence", ("activities", new JsonArray(Draw.Node("broken", "Test.Effect")))))
            .Link("f.A -> ask", "f.B -> add", "add -> again", "again.True -> add", "f.C -> box");
        var instance = await host.StartAsync(flow.Json());

        var stats = (await host.Runtime.GetActivityStatsAsync(instance.Id)).ToDictionary(entry => entry.ActivityId, StringComparer.Ordinal);

        Assert.Equal((3, 3, 0), (stats["add"].StartedCount, stats["add"].CompletedCount, stats["add"].UncompletedCount));
        Assert.Equal((1, 0, 1, true, false), (stats["ask"].StartedCount, stats["ask"].CompletedCount, stats["ask"].UncompletedCount, stats["ask"].IsBlocked, stats["ask"].IsFaulted));
        Assert.Equal((1, 0, true, 1), (stats["broken"].StartedCount, stats["broken"].CompletedCount, stats["broken"].IsFaulted, stats["broken"].AggregateFaultCount));
        Assert.Equal((false, 1), (stats["box"].IsFaulted, stats["box"].AggregateFaultCount));
        Assert.Equal(1, stats["root"].AggregateFaultCount);
        Assert.Equal("Workflow1:root:box:broken", stats["broken"].ActivityNodeId);
        Assert.DoesNotContain("gone", stats.Keys);

        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);
        await host.Runtime.RetryIncidentAsync(instance.Id, incident.Id);
        var repaired = (await host.Runtime.GetActivityStatsAsync(instance.Id)).Single(entry => entry.ActivityId == "broken");
        Assert.Equal((2, 1, 0, false), (repaired.StartedCount, repaired.CompletedCount, repaired.UncompletedCount, repaired.IsFaulted));
    }

    [Theory, EngineData]
    public async Task A_failure_shows_what_the_activity_was_given(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => options.RetryLadder = []);
        host.Script.Fail("call", 1);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Node("call", "Test.Call", ("body", Draw.Js("'demande ' + 12")))).Json());

        var failed = Assert.Single(await host.Runtime.GetExecutionsAsync(instance.Id, "call"));

        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
        Assert.Equal((ActivityStatus.Faulted, "call failed", "System.TimeoutException", 1), (failed.Status, failed.FaultMessage, failed.ExceptionType, failed.AggregateFaultCount));
        Assert.Equal("demande 12", failed.ActivityState["Body"].GetString());
        Assert.Empty(failed.Outputs);
    }

    [Theory, EngineData]
    public async Task Secrets_never_reach_the_journal(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        const string Known = "s3cr3t-de-l-instance";
        var flow = Draw.Flow("secrets").Variable("key", "Secret", Known)
            .With(Draw.Node(
                "call",
                "Test.Call",
                ("authorization", Draw.Js("'Basic ' + 'YWJj' + 'ZGVm'")),
                ("pin", Draw.Js("String(12) + 34 + 'pin'")),
                ("headers", Draw.Js("({ Accept: 'text/plain', 'X-Api-Key': 'clef-' + 1, cookie: ['b' + 'iscuit'], list: [{ name: 'Authorization', value: 'val' + 'eur' }, { name: 'Accept', value: 'tout' }] })")),
                ("body", Draw.Js("({ note: 'voici ' + getKey(), reste: 1 })"))))
            .With(Draw.Set("copy", "key", Draw.Js("getKey() + '-suite'")), Draw.Line("told", Draw.Js("'dit : ' + getKey()")), Draw.Line("given", Draw.Input("Variable", """{"id":"key","name":"key"}""")))
            .Chain();
        var instance = await host.StartAsync(flow.Json());
        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);

        var stored = string.Concat(await host.QueryAsync(db => db.Set<WorkflowJournalRow>().Where(row => row.InstanceId == instance.Id).Select(row => row.Lines).ToListAsync()));
        var executions = await host.Runtime.GetExecutionsAsync(instance.Id);
        var told = JsonSerializer.Serialize(executions) + JsonSerializer.Serialize(await host.Runtime.GetJournalAsync(instance.Id));

        Assert.All([Known, "YWJjZGVm", "1234pin", "clef-1", "biscuit", "valeur"], secret =>
        {
            Assert.DoesNotContain(secret, stored, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, told, StringComparison.Ordinal);
        });
        var call = executions.Single(execution => execution.ActivityId == "call");
        Assert.Equal("•••", call.ActivityState["Authorization"].GetString());
        Assert.Equal("•••", call.ActivityState["Pin"].GetString());
        Assert.Equal("•••", call.Outputs["AccessToken"].GetString());
        Assert.Equal("text/plain", call.ActivityState["Headers"].GetProperty("Accept").GetString());
        Assert.Equal("tout", call.ActivityState["Headers"].GetProperty("list")[1].GetProperty("value").GetString());
        Assert.Equal("voici •••", call.ActivityState["Body"].GetProperty("note").GetString());
        Assert.Equal("dit : ••• •••", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Constant_secrets_of_the_definition_are_masked_too(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Node("call", "Test.Call", ("authorization", Draw.Literal("Bearer abc")), ("pin", Draw.Literal("0000")), ("body", Draw.Literal("clair")))).Json());

        var call = Assert.Single(await host.Runtime.GetExecutionsAsync(instance.Id, "call"));

        Assert.Equal(("•••", "•••", "clair"), (call.ActivityState["Authorization"].GetString(), call.ActivityState["Pin"].GetString(), call.ActivityState["Body"].GetString()));
    }

    [Theory, EngineData]
    public async Task Long_values_are_cut_and_tell_their_length(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => (options.Journal.ValueLength, options.Journal.LineLength) = (100, 320));
        var instance = await host.StartAsync(Draw.Flow()
            .With(Draw.Node("call", "Test.Call", ("headers", Draw.Js("'é'.repeat(5000)")), ("body", Draw.Js("Array.from({ length: 50 }, (_, i) => ({ rang: i }))"))))
            .Json());

        var call = Assert.Single(await host.Runtime.GetExecutionsAsync(instance.Id, "call"));

        Assert.Equal(new string('é', 100) + "… value-cut (5000)", call.ActivityState["Headers"].GetString());
        var list = JsonSerializer.Serialize(Enumerable.Range(0, 50).Select(index => new { rang = index }));
        Assert.Equal($"{list[..100]}… value-cut ({list.Length})", call.ActivityState["Body"].GetString());
        Assert.StartsWith("… value-cut (", call.Outputs["Result"].GetString(), StringComparison.Ordinal);
        var row = await host.QueryAsync(db => db.Set<WorkflowJournalRow>().SingleAsync(row => row.InstanceId == instance.Id));
        Assert.InRange(row.Lines.Length, 250, 700);
    }

    public static TheoryData<string, string?, string?, bool, bool, bool> Policies()
    {
        const string Exclude = """{"logPersistenceConfig":{"default":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"}}}""";
        const string Include = """{"logPersistenceConfig":{"default":{"evaluationMode":"Strategy","strategyType":"Elsa.Workflows.LogPersistence.Strategies.Include, Elsa.Workflows.Core"}}}""";
        const string Inherit = """{"logPersistenceConfig":{"default":{"strategyType":"Elsa.Workflows.LogPersistence.Strategies.Inherit, Elsa.Workflows.Core"}}}""";
        const string OneInput = """{"logPersistenceConfig":{"inputs":{"body":{"strategyType":"Elsa.Workflows.LogPersistence.Strategies.Exclude, Elsa.Workflows.Core"}}}}""";
        const string OneOutput = """{"logPersistenceConfig":{"default":{"strategyType":"Exclude"},"outputs":{"result":{"strategyType":"Include"}}}}""";
        const string Computed = """{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"JavaScript","value":"'Include'"}}}}""";
        const string Literal = """{"logPersistenceConfig":{"default":{"evaluationMode":"Expression","expression":{"type":"Literal","value":"Include"}}}}""";
        const string Older = """{"logPersistenceMode":{"default":"Inherit","inputs":{"body":"Exclude"}}}""";
        return new()
        {
            { "nothing said", null, null, true, true, true },
            { "settings", null, null, false, false, false },
            { "definition excludes", Exclude, null, true, false, false },
            { "activity excludes", null, Exclude, true, false, false },
            { "activity includes", Exclude, Include, true, true, true },
            { "activity includes what settings leave out", null, Include, false, true, true },
            { "activity inherits", Exclude, Inherit, true, false, false },
            { "one input", Include, OneInput, true, false, true },
            { "one output", null, OneOutput, true, false, true },
            { "computed", Include, Computed, true, false, false },
            { "literal", Exclude, Literal, true, true, true },
            { "older form", null, Older, true, false, true },
        };
    }

    [Theory, MemberData(nameof(Policies))]
    public async Task Log_persistence_decides_what_is_kept(string name, string? definition, string? activity, bool keepsValues, bool hasInput, bool hasOutput)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.Journal.KeepsValues = keepsValues);
        var call = Draw.Node("call", "Test.Call", ("body", Draw.Js("'va' + 'leur'")), ("headers", Draw.Literal("fixe")), ("customProperties", activity is null ? null : JsonNode.Parse(activity)));
        var json = JsonNode.Parse(Draw.Flow().With(call).Json())!.AsObject();
        json["customProperties"] = definition is null ? null : JsonNode.Parse(definition);
        var instance = await host.StartAsync(json.ToJsonString());

        var execution = Assert.Single(await host.Runtime.GetExecutionsAsync(instance.Id, "call"));
        var stored = (await host.QueryAsync(db => db.Set<WorkflowJournalRow>().SingleAsync())).Lines;

        Assert.True(hasInput == execution.ActivityState.ContainsKey("Body"), name);
        Assert.True(hasOutput == execution.Outputs.ContainsKey("Result"), name);
        Assert.Equal(hasInput || hasOutput, stored.Contains("valeur", StringComparison.Ordinal));
        Assert.True((hasInput || activity?.Contains("body", StringComparison.Ordinal) == true) == execution.ActivityState.ContainsKey("Headers"), name);
    }

    [Theory, EngineData]
    public async Task A_full_journal_says_so_and_counts_go_on(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options =>
        {
            options.RetryLadder = [];
            options.Journal.Lines = 40;
            options.ActivitiesPerStep = 30;
        });
        host.Script.Fail("last", 1);
        var instance = await host.StartAsync(Loop(200).Json());

        var records = await host.Runtime.GetJournalAsync(instance.Id);
        Assert.Equal(Enumerable.Range(1, records.Count), records.Select(record => record.Sequence));
        Assert.Equal(42, records.Count);
        Assert.Equal(["Truncated", "Faulted"], records.Skip(40).Select(record => record.EventName));
        Assert.Contains("40", records[40].Message, StringComparison.Ordinal);
        Assert.Equal("last", records[41].ActivityId);
        var stats = (await host.Runtime.GetActivityStatsAsync(instance.Id)).ToDictionary(entry => entry.ActivityId, StringComparer.Ordinal);
        Assert.Equal((200, 200), (stats["add"].StartedCount, stats["add"].CompletedCount));
        Assert.Equal((200, 200), (stats["again"].StartedCount, stats["again"].CompletedCount));
        Assert.Equal((true, 1, 0, 1, 1), (stats["last"].IsFaulted, stats["last"].StartedCount, stats["last"].CompletedCount, stats["last"].AggregateFaultCount, stats["root"].AggregateFaultCount));

        await host.Runtime.RetryIncidentAsync(instance.Id, Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents).Id);
        Assert.Equal(42, (await host.Runtime.GetJournalAsync(instance.Id)).Count);
        Assert.Equal("n=200", Assert.Single(await host.BusinessRowsAsync()).Value);
        Assert.All(await host.Runtime.GetExecutionsAsync(instance.Id), execution => Assert.NotEqual(ActivityStatus.Running, execution.Status));
    }

    [Theory, EngineData]
    public async Task Later_lines_do_without_values(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine, options => (options.Journal.DetailedLines, options.Journal.ShortMessageLength) = (20, 5));
        var flow = Draw.Flow("loop").Variable("n", "Int32", 0)
            .With(Draw.Set("add", "n", Draw.Js("getN() + 1")), Draw.Line("line", Draw.Js("'bonjour ' + getN()")), Draw.Decision("again", Draw.Js("getN() < 10")))
            .Link("add -> line", "line -> again", "again.True -> add");
        var instance = await host.StartAsync(flow.Json());

        var lines = await host.Runtime.GetExecutionsAsync(instance.Id, "line");

        Assert.Equal(10, lines.Count);
        Assert.Equal("bonjour 1", lines[0].ActivityState["Text"].GetString());
        Assert.Empty(lines[9].ActivityState);
        var written = (await host.Runtime.GetJournalAsync(instance.Id)).Where(record => record.EventName == "Written").ToList();
        Assert.Equal(("bonjour 1", "bonjo"), (written[0].Message, written[9].Message));
    }

    [Fact]
    public async Task A_suspended_instance_stays_small()
    {
        const int Instances = 500;
        const int Budget = 1_400;
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        await host.PublishAsync(Draw.Flow("blockevent").Variable("Counter", "Int32", "0")
            .With(Draw.Set("a0", "Counter", Draw.Literal("1")), Draw.Event("ev", "BenchEvent"), Draw.Set("a1", "Counter", Draw.Literal("2"))).Chain().Json());
        var before = await SizeAsync(host);
        for (var index = 0; index < Instances; index++)
        {
            await host.Runtime.StartAsync(new StartRequest("blockevent"));
        }

        var each = (await SizeAsync(host) - before) / Instances;

        Assert.InRange(each, 1, Budget);
    }

    private static async Task<long> SizeAsync(TestHost host)
    {
        await using var connection = new SqliteConnection($"Data Source={host.Database.Options.Path}");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "VACUUM; SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()";
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
