using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

/// <summary>What runs, in which order, for each rule of the drawing.</summary>
public sealed class ControlFlowTests
{
    [Theory, EngineData]
    public async Task Chain_runs_in_order_and_finishes(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Line("a"), Draw.Line("b")).Chain().Json());

        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
        Assert.Equal("a:Started a:Written a:Completed b:Started b:Written b:Completed", await host.JournalAsync(instance.Id));
        var records = await host.Runtime.GetJournalAsync(instance.Id);
        Assert.Equal(Enumerable.Range(1, records.Count), records.Select(record => record.Sequence));
        Assert.Equal("{\"Outcomes\":[\"Done\"]}", records[^1].Payload.ToString());
        Assert.Equal("Elsa.WriteLine", records[1].ActivityType);
    }

    public static TheoryData<string, string, string> Drawings() => new()
    {
        { "decision true", Decision("true"), "d t j" },
        { "decision false", Decision("false"), "d f j" },
        { "fork is breadth first, implicit join runs once", Fork(Draw.Line("j")), "f a b a2 b2 j" },
        { "explicit join waits for all", Fork(Draw.Join("j", "WaitAll")), "f a b a2 b2 j" },
        { "join of active branches", Fork(Draw.Join("j", "WaitAllActive")), "f a b a2 b2 j" },
        { "join of any runs once", Fork(Draw.Join("j", "WaitAny")), "f a b a2 j" },
        { "join of all with a dead branch is skipped", DeadBranch("WaitAll"), "d t" },
        { "join of active branches ignores a dead one", DeadBranch("WaitAllActive"), "d t j k" },
        { "join of any passes a dead one", DeadBranch("WaitAny"), "d t j k" },
        { "two roots, the first runs", Draw.Flow().With(Draw.Line("a"), Draw.Line("b")).Json(), "a" },
        { "start activity wins", Draw.Flow().With(Draw.Line("a"), Draw.Node("s", "Elsa.Start"), Draw.Line("b")).Link("s -> b").Json(), "s b" },
        { "activity without arrow in is the start", Draw.Flow().With(Draw.Line("b"), Draw.Line("a")).Link("a -> b").Json(), "a b" },
        { "unconnected outcome ends the branch", Draw.Flow().With(Draw.Decision("d", Draw.Literal(true)), Draw.Line("f")).Link("d.False -> f").Json(), "d" },
        { "end stops its flowchart", Draw.Flow().With(Draw.Fork("f", "A", "B"), Draw.Node("e", "Elsa.End"), Draw.Line("b"), Draw.Line("c")).Link("f.A -> e", "f.B -> b", "b -> c").Json(), "f e" },
        { "finish stops everything", Draw.Flow().With(Draw.Fork("f", "A", "B"), Draw.Node("e", "Elsa.Finish"), Draw.Event("w", "never")).Link("f.B -> w", "f.A -> e").Json(), "f e" },
        { "loop back", Loop(), "z i d i d i d o" },
        { "switch first", Switch("MatchFirst"), "s b" },
        { "switch any", Switch("MatchAny"), "s b c" },
        { "empty flowchart", Draw.Flow().Json(), "" },
        { "sequence", Draw.Flow().Json(Draw.Node("root", "Elsa.Sequence", ("activities", new JsonArray(Draw.Line("a"), Draw.Line("b"))))), "a b" },
        { "if then", If("true"), "t i n" },
        { "if else", If("false"), "i n" },
        { "nested flowchart", Draw.Flow().With(Draw.Node("in", "Elsa.Flowchart", ("activities", new JsonArray(Draw.Line("a"))), ("connections", new JsonArray())), Draw.Line("b")).Chain().Json(), "a in b" },
        { "script outcomes", Draw.Flow().With(Draw.Node("s", "Elsa.RunJavaScript", ("script", Draw.Literal("setOutcome('Left')")), ("possibleOutcomes", Draw.Literal(new[] { "Left", "Right" }))), Draw.Line("l"), Draw.Line("r")).Link("s.Left -> l", "s.Right -> r").Json(), "s l" },
    };

    [Theory, MemberData(nameof(Drawings))]
    public async Task Drawing_runs_as_Elsa_runs_it(string name, string json, string expected)
    {
        Assert.NotEmpty(name);
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var instance = await host.StartAsync(json);

        Assert.Equal(expected, await host.CompletedAsync(instance.Id));
        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
    }

    [Theory, EngineData]
    public async Task WaitAny_abandons_the_waiting_branch_and_runs_once(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var json = Draw.Flow()
            .With(Draw.Fork("f", "A", "B"), Draw.Event("e", "go"), Draw.Delay("d", "01:00:00"), Draw.Join("j", "WaitAny"), Draw.Line("after"))
            .Link("f.A -> e", "f.B -> d", "e -> j", "d -> j", "j -> after").Json();
        var instance = await host.StartAsync(json);
        Assert.Equal(WorkflowSubStatus.Suspended, instance.SubStatus);

        Assert.Equal(1, await host.Runtime.PublishEventAsync(new EventRequest("go")));
        await host.AdvanceAsync(TimeSpan.FromHours(2));

        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Equal("f e j after", await host.CompletedAsync(instance.Id));
        Assert.Contains("d:Canceled", await host.JournalAsync(instance.Id), StringComparison.Ordinal);
        Assert.Null(await host.Runner.NextDueAsync());
    }

    [Fact]
    public async Task Trigger_dropped_in_the_middle_is_where_the_flow_starts()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var trigger = Draw.Event("e", "go");
        trigger["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Line("a"), trigger).Chain().Json());

        Assert.Equal("e:Started e:Suspended", await host.JournalAsync(instance.Id));
    }

    [Fact]
    public async Task Two_hundred_diamonds_compile_and_run()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var flow = Draw.Flow();
        for (var i = 0; i < 200; i++)
        {
            flow.With(Draw.Decision($"d{i}", Draw.Literal(true)), Draw.Line($"t{i}"), Draw.Line($"f{i}"), Draw.Line($"j{i}"))
                .Link($"d{i}.True -> t{i}", $"d{i}.False -> f{i}", $"t{i} -> j{i}", $"f{i} -> j{i}");
            if (i > 0)
            {
                flow.Link($"j{i - 1} -> d{i}");
            }
        }

        // Enumerating paths would take longer than the universe has.
        var instance = await Patience.AwaitAsync(() => host.StartAsync(flow.Json()));

        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
    }

    [Fact]
    public async Task Loop_without_wait_becomes_an_incident()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.ActivitiesWithoutWait = 500);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Line("a"), Draw.Line("b")).Link("a -> b", "b -> a").Json());

        Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
        Assert.Contains("boucle", (await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents[0].Message, StringComparison.Ordinal);
    }

    private static string Decision(string condition) => Draw.Flow()
        .With(Draw.Decision("d", Draw.Js(condition)), Draw.Line("t"), Draw.Line("f"), Draw.Line("j"))
        .Link("d.True -> t", "d.False -> f", "t -> j", "f -> j").Json();

    private static string Fork(JsonObject join) => Draw.Flow()
        .With(Draw.Fork("f", "A", "B"), Draw.Line("a"), Draw.Line("a2"), Draw.Line("b"), Draw.Line("b2"), join)
        .Link("f.A -> a", "f.B -> b", "a -> a2", "b -> b2", "a2 -> j", "b2 -> j").Json();

    private static string DeadBranch(string mode) => Draw.Flow()
        .With(Draw.Decision("d", Draw.Literal(true)), Draw.Line("t"), Draw.Line("f"), Draw.Join("j", mode), Draw.Line("k"))
        .Link("d.True -> t", "d.False -> f", "t -> j", "f -> j", "j -> k").Json();

    private static string Loop() => Draw.Flow().Variable("n", "Int32", 0)
        .With(Draw.Line("z"), Draw.Set("i", "n", Draw.Js("getN() + 1")), Draw.Decision("d", Draw.Js("variables.n < 3")), Draw.Line("o"))
        .Link("z -> i", "i -> d", "d.True -> i", "d.False -> o").Json();

    private static string Switch(string mode)
    {
        var cases = new JsonArray();
        foreach (var (label, condition) in (ReadOnlySpan<(string, string)>)[("A", "false"), ("B", "true"), ("C", "1 < 2")])
        {
            cases.Add(new JsonObject { ["label"] = label, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = condition } });
        }

        return Draw.Flow().With(Draw.Node("s", "Elsa.FlowSwitch", ("cases", cases), ("mode", Draw.Literal(mode))), Draw.Line("a"), Draw.Line("b"), Draw.Line("c"), Draw.Line("d"))
            .Link("s.A -> a", "s.B -> b", "s.C -> c", "s.Default -> d").Json();
    }

    private static string If(string condition) => Draw.Flow()
        .With(Draw.Node("i", "Elsa.If", ("condition", Draw.Js(condition)), ("then", Draw.Line("t")), ("else", null)), Draw.Line("n")).Chain().Json();
}
