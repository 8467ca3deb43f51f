using System.Text.Json.Nodes;
using Fabrique.Workflows.Simulation;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests.Simulation;

public sealed class SimulationTests
{
    private static readonly DateTime Start = new(2026, 1, 5, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Months_pass_at_once_and_each_instant_is_exact()
    {
        var path = await RunAsync(Draw.Flow().With(Draw.Delay("month", "30.00:00:00"), Draw.Line("between"), Draw.Delay("half-year", "183.00:00:00"), Draw.Line("end")).Chain().Json());
        Assert.Equal(SimulationEnd.Finished, path.End);
        Assert.Equal(
            [
                (Start, SimulationEventKind.Started, ""),
                (Start, SimulationEventKind.Wait, "month"),
                (Start.AddDays(30), SimulationEventKind.Note, "between"),
                (Start.AddDays(30), SimulationEventKind.Wait, "half-year"),
                (Start.AddDays(213), SimulationEventKind.Note, "end"),
                (Start.AddDays(213), SimulationEventKind.Finished, ""),
            ],
            path.Events.Select(happened => (happened.At, happened.Kind, happened.ActivityId ?? "")));
        Assert.Equal(Start.AddDays(213), path.Events[3].DueAt);
        Assert.Equal(Start.AddDays(213), path.EndedAt);
    }

    [Fact]
    public async Task Hours_are_those_of_Paris_on_both_sides_of_a_change_of_clocks()
    {
        var path = await RunAsync(Draw.Flow().With(
            Draw.Node("winter", "Elsa.Cron", ("cronExpression", Draw.Literal("0 10 28 3 *"))),
            Draw.Node("summer", "Elsa.Cron", ("cronExpression", Draw.Literal("0 10 29 3 *"))),
            Draw.Node("written", "Elsa.StartAt", ("dateTime", Draw.Js("new Date(2026, 9, 25, 10)")))).Chain().Json());
        Assert.Equal(
            [new DateTime(2026, 3, 28, 9, 0, 0, DateTimeKind.Utc), new(2026, 3, 29, 8, 0, 0, DateTimeKind.Utc), new(2026, 10, 25, 9, 0, 0, DateTimeKind.Utc)],
            path.Events.Where(happened => happened.Kind == SimulationEventKind.Wait).Select(happened => happened.DueAt!.Value));
        Assert.Equal(SimulationEnd.Finished, path.End);
    }

    [Fact]
    public async Task Asked_again_people_give_their_next_answer_so_that_a_loop_is_left()
    {
        var path = await RunAsync(Loop());
        Assert.Equal("question = Oui, question = Non", Choices(path));
        Assert.Equal(Start.AddDays(3 + 1 + 3), path.EndedAt);
    }

    [Fact]
    public async Task Scripted_answers_come_in_their_order_and_after_their_delay()
    {
        var path = await RunAsync(Loop(), new SimulationScenario
        {
            AnswerAfterWorkingDays = 2,
            Answers = [new("question", "Oui") { AfterWorkingDays = 5 }, new("QUESTION", "oui"), new("question", "Late")],
        });
        Assert.Equal("question = Oui, question = Oui, question = Trop tard", Choices(path));
        var answered = path.Events.Where(happened => happened.Kind == SimulationEventKind.Answered).Select(happened => happened.At);
        Assert.Equal([Start.AddDays(5), Start.AddDays(5 + 1 + 2)], answered);
        Assert.Equal(Start.AddDays(8 + 1 + 10), path.EndedAt);
    }

    [Fact]
    public async Task Every_answer_is_explored_and_loops_are_cut()
    {
        var report = await SimulateAsync(Loop(), new SimulationScenario { Explores = true });
        Assert.Null(report.LeftOut);
        Assert.Equal(
            [
                "question = Non",
                "question = Oui, question = Non",
                "question = Oui, question = Oui, question = Non",
                "question = Oui, question = Oui, question = Trop tard",
                "question = Oui, question = Trop tard",
                "question = Trop tard",
            ],
            report.Paths.Select(Choices).Order(StringComparer.Ordinal));
        Assert.All(report.Paths, path => Assert.Equal(SimulationEnd.Finished, path.End));
    }

    [Fact]
    public async Task An_exploration_says_what_it_left_out()
    {
        var few = await SimulateAsync(Loop(), new SimulationScenario { Explores = true }, limits: new SimulationLimits { Paths = 2 });
        Assert.Equal(2, few.Paths.Count);
        Assert.Equal("more-paths (2)", few.LeftOut!.ToString());

        var shallow = await SimulateAsync(Loop(), new SimulationScenario { Explores = true }, limits: new SimulationLimits { Choices = 1 });
        Assert.Equal(3, shallow.Paths.Count);
        Assert.Equal("more-choices (1)", shallow.LeftOut!.ToString());
    }

    [Fact]
    public async Task Both_sides_of_a_decision_are_explored_and_the_one_that_would_not_be_taken_is_marked()
    {
        var json = Draw.Flow().With(Draw.Decision("big", Draw.Js("1 > 2")), Draw.Line("yes"), Draw.Line("no")).Link("big.True -> yes", "big.False -> no").Json();
        var alone = await RunAsync(json);
        Assert.Equal("no", Notes(alone));
        Assert.Empty(alone.Choices);

        var report = await SimulateAsync(json, new SimulationScenario { Explores = true });
        Assert.Equal(["no", "yes"], report.Paths.Select(Notes));
        Assert.Equal([false, true], report.Paths.Select(path => path.Choices.Single().IsForced));

        var scripted = await RunAsync(json, new SimulationScenario { Answers = [new("big", "Vrai")] });
        Assert.Equal("yes", Notes(scripted));
    }

    [Fact]
    public async Task Both_sides_of_a_condition_are_explored_wherever_it_stands()
    {
        var condition = Draw.Node("if", "Elsa.If", ("condition", Draw.Js("1 > 2")), ("result", new JsonObject { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = "big" } }), ("then", Draw.Line("yes")), ("else", Draw.Line("no")));
        var json = Draw.Flow().Variable("big").With(condition, Draw.Line("told", Draw.Js("getVariable('big')"))).Chain().Json();
        var alone = await RunAsync(json);
        Assert.Equal(("no told", ""), (Notes(alone), Choices(alone)));
        Assert.Equal(("if", "Sinon"), Branch(alone));

        var report = await SimulateAsync(json, new SimulationScenario { Explores = true });
        Assert.Equal(["no told", "yes told"], report.Paths.Select(Notes));
        Assert.Equal(["if = Sinon", "if = Alors"], report.Paths.Select(Choices));
        Assert.Equal([false, true], report.Paths.Select(path => path.Choices.Single().IsForced));
        Assert.Equal(["false", "true"], report.Paths.Select(path => path.Events.Last(happened => happened.Kind == SimulationEventKind.Note).Text));
        Assert.Equal(["Alors", "Sinon"], Assert.Single(report.Questions).Answers);

        var scripted = await RunAsync(json, new SimulationScenario { Answers = [new("if", "Alors")] });
        Assert.Equal("yes told", Notes(scripted));

        // A side where nothing stands is a side too.
        condition["else"] = null;
        report = await SimulateAsync(Draw.Flow().Variable("big").With(condition.DeepClone().AsObject()).Json(), new SimulationScenario { Explores = true });
        Assert.Equal(["", "yes"], report.Paths.Select(Notes));
    }

    [Theory]
    [InlineData("MatchFirst", "b, a, c, default", "second, Cas 1, third, Sinon")]
    [InlineData("MatchAny", "b c, a, b, c, default", "second, third, Cas 1, second, third, Sinon")]
    public async Task Every_case_of_a_switch_is_explored_after_the_one_that_is_met(string mode, string notes, string answers)
    {
        static JsonObject Case(string? label, bool met, string line) => new() { ["label"] = label, ["condition"] = Draw.Literal(met)["expression"]!.DeepClone(), ["activity"] = Draw.Line(line) };
        var json = Draw.Flow().With(Draw.Node(
            "switch", "Elsa.Switch", ("mode", Draw.Literal(mode)), ("cases", new JsonArray(Case(null, false, "a"), Case("second", true, "b"), Case("third", true, "c"))), ("default", Draw.Line("default")))).Json();
        Assert.Equal(notes.Split(", ")[0], Notes(await RunAsync(json)));

        var report = await SimulateAsync(json, new SimulationScenario { Explores = true });
        Assert.Equal(notes, string.Join(", ", report.Paths.Select(Notes)));
        Assert.Equal(answers, string.Join(", ", report.Paths.Select(path => Assert.Single(path.Choices).Answer)));
    }

    [Fact]
    public async Task An_event_brings_the_scripted_payload()
    {
        var json = Draw.Flow().Variable("answer")
            .With(
                Draw.Node("event", "Elsa.Event", ("eventName", Draw.Literal("Arrived")), ("result", new System.Text.Json.Nodes.JsonObject { ["typeName"] = "Object", ["memoryReference"] = new System.Text.Json.Nodes.JsonObject { ["id"] = "answer" } })),
                Draw.Line("told", Draw.Js("getVariable('answer').count")))
            .Chain().Json();
        var path = await RunAsync(json, new SimulationScenario { Answers = [new("event", """{"count": 41}""")] });
        Assert.Equal("41", path.Events.Single(happened => happened.Kind == SimulationEventKind.Note).Text);
        Assert.Equal("Arrived", path.Events.Single(happened => happened.Kind == SimulationEventKind.Awaited).Text);
        Assert.Equal(Start.AddDays(3), path.EndedAt);
    }

    [Fact]
    public async Task What_never_comes_is_said()
    {
        var path = await RunAsync(Draw.Flow().With(Draw.Event("letter", "Letter"), Draw.Line("after")).Chain().Json(), new SimulationScenario { Answers = [new("letter", "jamais")] });
        Assert.Equal(SimulationEnd.Blocked, path.End);
        Assert.Equal("simulation-blocked ([Événement])", path.Reason!.ToString());
        Assert.DoesNotContain(path.Events, happened => happened.Kind == SimulationEventKind.Note);
    }

    [Theory]
    [InlineData("2.00:00:00", "late", 2)]
    [InlineData("4.00:00:00", "soon", 3)]
    public async Task The_first_of_an_event_and_a_delay_wins(string delay, string expected, int days)
    {
        var json = Draw.Flow()
            .With(Draw.Fork("fork", "a", "b"), Draw.Event("event", "E"), Draw.Line("soon"), Draw.Delay("delay", delay), Draw.Line("late"), Draw.Join("join", "WaitAny"))
            .Link("fork.a -> event", "event -> soon", "soon -> join", "fork.b -> delay", "delay -> late", "late -> join")
            .Json();
        var path = await RunAsync(json);
        Assert.Equal(expected, Notes(path));
        Assert.Equal(Start.AddDays(days), path.EndedAt);
        Assert.Single(path.Events, happened => happened.Kind == SimulationEventKind.Abandoned);
    }

    [Fact]
    public async Task A_child_that_is_waited_for_is_simulated_too()
    {
        var child = Draw.Flow("child").With(Draw.Delay("sleep", "5.00:00:00"), Draw.Line("in-child")).Chain().Json();
        var unrelated = Draw.Flow("unrelated").With(Draw.Event("other", "Other")).Json();
        var report = await SimulateAsync(Parent(), others: [child, unrelated]);
        var path = Assert.Single(report.Paths);
        Assert.Equal("in-child after", Notes(path));
        Assert.Equal(["flow", "child", "child", "flow"], path.Events.Where(happened => happened.Kind is SimulationEventKind.Started or SimulationEventKind.Finished).Select(happened => happened.DefinitionId));
        Assert.Equal(Start.AddDays(5), path.EndedAt);
        Assert.Empty(report.Questions);
    }

    [Fact]
    public async Task A_child_that_does_not_exist_is_an_incident()
    {
        var path = await RunAsync(Parent());
        Assert.Equal(SimulationEnd.Incident, path.End);
        Assert.Contains("child-not-published (child)", path.Events[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_is_an_incident_at_its_date_and_the_other_branch_goes_on()
    {
        var json = Draw.Flow().Option("incidentStrategyType", "ContinueWithIncidentsStrategy")
            .With(Draw.Fork("fork", "a", "b"), Draw.Delay("wait", "1.00:00:00"), Draw.Node("broken", "Test.Failing"), Draw.Delay("longer", "2.00:00:00"), Draw.Line("other"))
            .Link("fork.a -> wait", "wait -> broken", "fork.b -> longer", "longer -> other")
            .Json();
        var path = await RunAsync(json);
        var incident = path.Events.Single(happened => happened.Kind == SimulationEventKind.Incident);
        Assert.Equal((Start.AddDays(1), "broken", "le serveur ne répond pas"), (incident.At, incident.ActivityId, incident.Text));
        Assert.Equal("other", Notes(path));
        Assert.Equal(SimulationEnd.Incident, path.End);
    }

    [Fact]
    public async Task A_definition_that_sleeps_for_ever_ends_by_its_limits()
    {
        var json = Draw.Flow().With(Draw.Delay("sleep", "1.00:00:00"), Draw.Line("again")).Link("sleep -> again", "again -> sleep").Json();
        var endless = await RunAsync(json, limits: new SimulationLimits { Duration = TimeSpan.FromDays(40) });
        Assert.Equal((SimulationEnd.LimitReached, 40), (endless.End, endless.Events.Count(happened => happened.Kind == SimulationEventKind.Note)));
        Assert.Equal("simulation-too-far (days (40))", endless.Reason!.ToString());

        var many = await RunAsync(json, limits: new SimulationLimits { Steps = 50 });
        Assert.Equal(SimulationEnd.LimitReached, many.End);
        Assert.Equal("simulation-too-long (50)", many.Reason!.ToString());
    }

    [Fact]
    public async Task A_definition_that_never_waits_ends_too()
    {
        var json = Draw.Flow().With(Draw.Line("again"), Draw.Node("effect", "Test.Effect")).Link("again -> effect", "effect -> again").Json();
        var path = await RunAsync(json, limits: new SimulationLimits { Steps = 100 });
        Assert.Equal(SimulationEnd.LimitReached, path.End);
    }

    [Fact]
    public async Task A_definition_with_errors_is_not_run()
    {
        var report = await SimulateAsync(Draw.Flow().With(Draw.Node("what", "Test.Unheard")).Json());
        Assert.True(report.HasErrors);
        Assert.Empty(report.Paths);
        Assert.Contains(report.Problems, problem => problem.ActivityId == "what");
    }

    [Fact]
    public async Task An_unknown_activity_or_answer_is_told_with_those_that_exist()
    {
        var activity = await Assert.ThrowsAsync<UnknownAnswerException>(() => RunAsync(Loop(), new SimulationScenario { Answers = [new("demande", "Oui")] }));
        Assert.Equal("unknown-question (demande, [question (Question, Oui, Non, Trop tard)])", activity.Message);
        var answer = await Assert.ThrowsAsync<UnknownAnswerException>(() => RunAsync(Loop(), new SimulationScenario { Answers = [new("question", "Peut-être")] }));
        Assert.Equal("unknown-answer (Peut-être, question, [Oui, Non, Trop tard])", answer.Message);
    }

    [Fact]
    public async Task Nothing_outside_is_called()
    {
        var json = Draw.Flow().With(Draw.Node("call", "Elsa.SendHttpRequest", ("url", Draw.Literal("https://exemple.invalid/depot"))), Draw.Line("after")).Chain().Json();
        var path = await RunAsync(json);
        Assert.Equal("https://exemple.invalid/depot", path.Events.Single(happened => happened.Kind == SimulationEventKind.Call).Text);
        Assert.Equal("after", Notes(path));
    }

    [Theory]
    [InlineData(2, 3)]
    [InlineData(1, 1, 4)]
    [InlineData(2, 2, 2, 2)]
    public void Choices_are_walked_depth_first_each_combination_once(params int[] counts)
    {
        var choices = new SimulationChoices(deepest: 10);
        var walked = new List<string>();
        do
        {
            walked.Add(string.Join(' ', counts.Select(choices.Next)));
        }
        while (choices.MoveOn());

        Assert.Equal(counts.Aggregate(1, (product, count) => product * count), walked.Count);
        Assert.Equal(walked.Order(StringComparer.Ordinal).Distinct(), walked);
    }

    private static string Loop() => Draw.Flow().With(Draw.Node("question", "Test.Question"), Draw.Delay("pause", "1.00:00:00"), Draw.Line("end"))
        .Link("question.Yes -> pause", "pause -> question", "question.No -> end", "question.Late -> end")
        .Json();

    private static string Parent() => Draw.Flow().With(
        Draw.Node("dispatch", "Elsa.DispatchWorkflow", ("workflowDefinitionId", Draw.Literal("child")), ("waitForCompletion", Draw.Literal(true))),
        Draw.Line("after")).Chain().Json();

    private static (string? Activity, string? Answer) Branch(SimulationPath path)
    {
        var told = path.Events.Single(happened => happened.Kind == SimulationEventKind.Branch);
        return (told.ActivityId, told.Answer);
    }

    private static string Choices(SimulationPath path) => string.Join(", ", path.Choices.Select(choice => $"{choice.ActivityId} = {choice.Answer}"));

    private static string Notes(SimulationPath path) => string.Join(' ', path.Events.Where(happened => happened.Kind == SimulationEventKind.Note).Select(happened => happened.ActivityId));

    private static async Task<SimulationPath> RunAsync(string json, SimulationScenario? scenario = null, SimulationLimits? limits = null) =>
        Assert.Single((await SimulateAsync(json, scenario, [], limits)).Paths);

    private static Task<SimulationReport> SimulateAsync(string json, SimulationScenario? scenario = null, string[]? others = null, SimulationLimits? limits = null) =>
        TestWorld.Simulator.SimulateAsync(new SimulationRequest(WorkflowDocument.Parse(json), Start)
        {
            Others = [.. (others ?? []).Select(WorkflowDocument.Parse)],
            Scenario = scenario ?? new SimulationScenario(),
            Limits = limits ?? new SimulationLimits(),
        });
}
