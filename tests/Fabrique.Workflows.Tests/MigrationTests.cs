using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>Instances move to another version after a report that tells which can, and go on from where they are.</summary>
public sealed class MigrationTests
{
    [Theory, EngineData]
    public async Task Moved_instance_goes_on_on_the_new_version(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().Variable("kept", "String", "old").Variable("gone").With(Draw.Set("s", "kept", Draw.Literal("value")), Draw.Event("e", "go"), Draw.Line("l", Draw.Literal("old"))).Chain().Json());
        var untouched = await host.Runtime.StartAsync(new StartRequest("flow"));
        var target = await PublishAsync(host, Draw.Flow().Variable("kept", "String", "new").Variable("added", "Int32", 3)
            .With(Draw.Line("before"), Draw.Set("s", "kept", Draw.Literal("value")), Draw.Event("e", "go"), Draw.Line("between"), Draw.Line("l", Draw.Js("getKept() + getAdded()"))).Chain().Json());

        var plan = await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { InstanceIds = [instance.Id, instance.Id, "unknown"] });
        var report = Assert.Single(plan.Instances);
        Assert.True(report.CanMove);
        Assert.Equal(["move-loses-variable (gone)", "move-adds-variable (added)"], report.Notes.Select(note => note.ToString()));
        Assert.Equal(1, (await host.GetAsync(instance.Id)).Version);
        Assert.True(Assert.Single(await host.Runtime.MigrateAsync(plan)).CanMove);
        Assert.Equal((2, target.Id), ((await host.GetAsync(instance.Id)).Version, (await host.GetAsync(instance.Id)).DefinitionVersionId));
        Assert.Equal("e", Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Waiting).ActivityId);

        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal("between value3", await host.WrittenAsync(instance.Id));
        Assert.Equal("old", await host.WrittenAsync(untouched.Id));
        Assert.Contains(await host.Runtime.GetJournalAsync(instance.Id), record => record is { EventName: "Migrated", Message: "1 → 2" });
        Assert.Equal(Enumerable.Range(1, (await host.Runtime.GetJournalAsync(instance.Id)).Count), (await host.Runtime.GetJournalAsync(instance.Id)).Select(record => record.Sequence));
    }

    [Theory, EngineData]
    public async Task Answer_keeps_its_identity_under_a_new_name(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Choice("Yes", "No"));
        var renamed = await PublishAsync(host, Choice("Granted", "No"));
        var again = await PublishAsync(host, Choice("Accepted", "No"));
        Assert.Equal("move-renames-answer (Choix, Yes, Granted)", Assert.Single((await MoveAsync(host, instance, renamed)).Notes).ToString());
        Assert.Equal("move-renames-answer (Choix, Granted, Accepted)", Assert.Single((await MoveAsync(host, instance, again)).Notes).ToString());
        host.Restart();

        // The person still reads the answers of the day when they were asked.
        await AnswerAsync(host, instance, "Yes");

        Assert.Equal("Accepted", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Renaming_an_answer_moves_five_hundred_who_were_asked_and_loses_none(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instances = new List<InstanceSummary> { await host.StartAsync(Choice("Yes", "No")) };
        while (instances.Count < 500)
        {
            instances.Add(await host.Runtime.StartAsync(new StartRequest("flow")));
        }

        var renamed = await PublishAsync(host, Choice("Granted", "No"));
        var plan = await host.Runtime.PlanMigrationAsync(new MigrationRequest(renamed.Id));
        Assert.Equal(500, plan.Instances.Count);
        Assert.All(await host.Runtime.MigrateAsync(plan), moved => Assert.True(moved.CanMove));
        Assert.Empty((await host.Runtime.PlanMigrationAsync(new MigrationRequest(renamed.Id))).Instances);
        host.Restart();

        for (var number = 0; number < instances.Count; number++)
        {
            await AnswerAsync(host, instances[number], number % 3 == 0 ? "No" : "Yes");
        }

        for (var number = 0; number < instances.Count; number++)
        {
            Assert.Equal(number % 3 == 0 ? "No" : "Granted", await host.WrittenAsync(instances[number].Id));
        }
    }

    [Theory, EngineData]
    public async Task Answer_that_is_gone_goes_where_somebody_says(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Choice("Yes", "Later", "No"));
        var target = await PublishAsync(host, Choice("Yes", "No"));

        var refused = await MoveAsync(host, instance, target);
        Assert.Equal("move-without-answer (Choix, Later, ask, [Yes, No])", Assert.Single(refused.Reasons).ToString());
        Assert.Equal(1, (await host.GetAsync(instance.Id)).Version);
        Assert.False((await MoveAsync(host, instance, target, ("Later", "Never"))).CanMove);

        Assert.True((await MoveAsync(host, instance, target, ("Later", "No"))).CanMove);
        await AnswerAsync(host, instance, "Later");
        Assert.Equal("No", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Answer_that_the_drawing_does_not_have_is_an_incident_and_can_be_repaired(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Choice("Yes", "No"));

        await AnswerAsync(host, instance, "Perhaps");

        var summary = await host.GetAsync(instance.Id);
        Assert.Equal((WorkflowSubStatus.Faulted, 1), (summary.SubStatus, summary.IncidentCount));
        var incident = Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);
        Assert.Contains("answer-not-drawn (Perhaps, [Yes, No])", incident.Message, StringComparison.Ordinal);

        var target = await PublishAsync(host, Choice("Yes", "No", "Perhaps"));
        var plan = await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { InstanceIds = [instance.Id], IncludeIncidents = true });
        Assert.True(Assert.Single(await host.Runtime.MigrateAsync(plan)).CanMove);
        await host.Runtime.RetryIncidentAsync(instance.Id, incident.Id);
        Assert.Equal("Perhaps", await host.WrittenAsync(instance.Id));
    }

    private static string Choice(params string[] answers) => Draw.Flow()
        .With([Draw.Node("ask", "Test.Choose", ("answers", Draw.Input("Object", JsonSerializer.Serialize(answers)))), .. answers.Select((answer, index) => Draw.Line($"l{index}", Draw.Literal(answer)))])
        .Link([.. answers.Select((answer, index) => $"ask.{answer} -> l{index}")]).Json();

    private static async Task<InstanceMigration> MoveAsync(TestHost host, InstanceSummary instance, WorkflowVersion target, params (string Answer, string Becomes)[] answers)
    {
        var plan = await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { InstanceIds = [instance.Id], Answers = answers.ToDictionary(answer => ("ask", answer.Answer), answer => answer.Becomes) });
        await host.Runtime.MigrateAsync(plan);
        return Assert.Single(plan.Instances);
    }

    private static Task<InstanceSummary?> AnswerAsync(TestHost host, InstanceSummary instance, string answer) =>
        host.Runtime.ResumeAsync(new ResumeRequest(Choose.Asked, "ask") { InstanceId = instance.Id, Input = answer });

    [Theory, EngineData]
    public async Task Instance_that_goes_by_tokens_stays_on_its_version(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        static string ByTokens(Draw drawing)
        {
            var json = JsonNode.Parse(drawing.Json())!.AsObject();
            json["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = "TokenBased" };
            return json.ToJsonString();
        }

        var instance = await host.StartAsync(ByTokens(Draw.Flow().With(Draw.Event("e", "go"), Draw.Line("old")).Chain()));
        var target = await PublishAsync(host, Draw.Flow().With(Draw.Line("before"), Draw.Event("e", "go"), Draw.Line("new")).Chain().Json());
        var plan = await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { InstanceIds = [instance.Id] });

        var report = Assert.Single(plan.Instances);
        Assert.False(report.CanMove);
        Assert.Equal(MessageCodes.MoveOfTokens, Assert.Single(report.Reasons).Code);
        await host.Runtime.MigrateAsync(plan);
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        Assert.Equal("old", await host.WrittenAsync(instance.Id));
    }

    [Theory, EngineData]
    public async Task Report_tells_why_each_instance_cannot_move(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        host.Script.Exception = id => new PermanentFailureException(id);
        host.Script.Fail("w", 1);
        JsonObject Inner(params JsonObject[] activities) => Draw.Node("in", "Elsa.Flowchart", ("activities", new JsonArray([.. activities])), ("connections", new JsonArray()));
        await host.PublishAsync(Draw.Flow().Variable("number", "String", "1")
            .With(Draw.Node("s", "Elsa.FlowSwitch", ("cases", new JsonArray(Case("inner"), Case("typed"), Case("gone"), Case("bad"), Case("end")))), Inner(Draw.Event("deep", "go")), Draw.Event("typed", "go"), Draw.Event("gone", "go"), Draw.Node("w", "Test.Effect"), Draw.Set("n", "number", Draw.Literal("douze")), Draw.Event("kept", "go"))
            .Link("s.inner -> in", "s.typed -> typed", "s.gone -> gone", "s.bad -> w", "s.Default -> n", "n -> kept").Json());
        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var way in (string[])["inner", "typed", "gone", "bad", "end", "other"])
        {
            ids[way] = (await host.Runtime.StartAsync(new StartRequest("flow") { Input = new Dictionary<string, object?> { ["way"] = way } })).Id;
        }

        var target = await PublishAsync(host, Draw.Flow().Variable("number", "Int32", 1)
            .With(Draw.Event("deep", "go"), Draw.Delay("typed", "01:00:00"), Draw.Node("w", "Test.Effect"), Draw.Event("kept", "go")).Chain().Json());
        var other = await host.StartAsync(Draw.Flow("another").With(Draw.Event("e", "go")).Json());
        var fresh = await host.Runtime.StartAsync(new StartRequest("flow"));
        var plan = await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { InstanceIds = [.. ids.Values, other.Id, fresh.Id] });

        string Reasons(string id) => string.Join(" ; ", plan.Instances.Single(instance => instance.InstanceId == id).Reasons);
        Assert.Equal("move-without-block (Schéma, in) ; move-to-other-block (Événement, deep)", Reasons(ids["inner"]));
        Assert.Equal("move-to-other-type (Événement, typed)", Reasons(ids["typed"]));
        Assert.Equal("move-without-activity (Événement, gone)", Reasons(ids["gone"]));
        Assert.StartsWith("move-with-incident", Reasons(ids["bad"]), StringComparison.Ordinal);
        Assert.Equal("move-of-finished", Reasons(ids["end"]));
        Assert.StartsWith("move-to-unfit-variable (number, unfit-value (", Reasons(ids["other"]), StringComparison.Ordinal);
        Assert.Equal("move-to-other-definition", Reasons(other.Id));
        Assert.Equal("move-to-same-version", Reasons(fresh.Id));
        Assert.Empty(await host.Runtime.MigrateAsync(plan));
        Assert.Equal(1, (await host.GetAsync(ids["gone"])).Version);

        var draft = await host.Definitions.SaveDraftAsync(WorkflowDocument.Parse(Draw.Flow().Json()));
        Assert.Equal(MessageCodes.MoveToDraft, (await host.Runtime.PlanMigrationAsync(new MigrationRequest(draft.Id))).Instances[0].Reasons[0].Code);
        await Assert.ThrowsAsync<WorkflowNotFoundException>(() => host.Runtime.PlanMigrationAsync(new MigrationRequest("nowhere")));
    }

    [Theory, EngineData]
    public async Task Instance_with_an_incident_is_retried_on_the_repaired_version(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Event("e", "go"), Draw.Line("l", Draw.Js("nothing.here")), Draw.Line("m")).Chain().Json());
        await host.Runtime.PublishEventAsync(new EventRequest("go"));
        var target = await PublishAsync(host, Draw.Flow().With(Draw.Event("e", "go"), Draw.Line("l", Draw.Literal("repaired")), Draw.Line("new"), Draw.Line("m")).Chain().Json());

        Assert.False(Assert.Single((await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id))).Instances).CanMove);
        await host.Runtime.MigrateAsync(await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id) { IncludeIncidents = true }));
        var outlook = (await host.Runtime.GetOutlookAsync(instance.Id))!;
        Assert.Equal((2, WorkflowSubStatus.Faulted), (outlook.Instance.Version, outlook.Instance.SubStatus));
        var retried = await host.Runtime.RetryIncidentAsync(instance.Id, outlook.Incidents[0].Id);

        Assert.Equal(WorkflowSubStatus.Finished, retried.SubStatus);
        Assert.Equal("repaired new m", await host.WrittenAsync(instance.Id));
    }

    public static TheoryData<string, string, string, string> Drawings() => new()
    {
        // Two branches a and b join at j; a has ended, b waits.
        { "same drawing in another order", "f.B -> b, f.A -> a, b -> j, a -> j", "b j f a", "b j" },
        { "new activity after the wait", "f.A -> a, f.B -> b, a -> j, b -> x, x -> j", "f a b x j", "b x j" },
        { "new activity on the branch that has ended", "f.A -> a, f.B -> b, a -> x, x -> j, b -> j", "f x a b j", "b j" },
        { "new branch of the fork passed by", "f.A -> a, f.B -> b, f.C -> x, x -> j, a -> j, b -> j", "x f a b j", "b j" },
        { "new activity before the fork", "x -> f, f.A -> a, f.B -> b, a -> j, b -> j", "x f a b j", "b j" },
        { "branch that has ended no longer joins", "f.A -> a, f.B -> b, b -> j", "f a b j", "b j" },
        { "branch that waits no longer joins", "f.A -> a, f.B -> b, a -> j", "f a b j", "j b" },
        { "join and what follows it replaced", "f.A -> a, f.B -> b, a -> x, b -> x, x -> y", "f a b x y", "b x y" },
        { "loop added round the wait", "f.A -> a, f.B -> b, a -> j, b -> j, j -> f", "f a b j", "b j f a b:again" },
    };

    [Theory, MemberData(nameof(Drawings))]
    public async Task Progress_of_a_flowchart_is_carried_over_to_its_new_drawing(string name, string arrows, string order, string expected)
    {
        Assert.NotEmpty(name);
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        JsonObject Activity(string id) => id switch
        {
            "f" => Draw.Fork("f", "A", "B", "C"),
            "b" => Draw.Event("b", "go"),
            _ => Draw.Line(id),
        };
        var instance = await host.StartAsync(Draw.Flow().With([.. "f a b j".Split(' ').Select(Activity)]).Link("f.A -> a", "f.B -> b", "a -> j", "b -> j").Json());
        Assert.Equal("f a", await host.CompletedAsync(instance.Id));
        var target = await PublishAsync(host, Draw.Flow().With([.. order.Split(' ').Select(Activity)]).Link(arrows.Split(", ")).Json());

        await host.Runtime.MigrateAsync(await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id)));
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        var completed = (await host.CompletedAsync(instance.Id)).Split(' ')[2..];
        Assert.Equal(expected.Split(' ').Where(step => !step.Contains(':', StringComparison.Ordinal)), completed);
        var isLooping = expected.Contains("again", StringComparison.Ordinal);
        Assert.Equal(isLooping ? WorkflowSubStatus.Suspended : WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
    }

    [Theory, EngineData]
    public async Task Eight_migrations_and_resumptions_at_once_move_once_and_lose_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Event("e", "go"), Draw.Node("w", "Test.Effect")).Chain().Json());
        var target = await PublishAsync(host, Draw.Flow().With(Draw.Event("e", "go"), Draw.Node("w", "Test.Effect", ("text", Draw.Literal("new")))).Chain().Json());
        var plan = await host.Runtime.PlanMigrationAsync(new MigrationRequest(target.Id));
        using var other = host.Build();

        var moved = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var runtime = i % 2 == 0 ? host.Runtime : other.GetRequiredService<IWorkflowRuntime>();
            if (i == 5)
            {
                await runtime.ResumeAsync(new ResumeRequest("Elsa.Event", "go"));
                return [];
            }

            return await runtime.MigrateAsync(plan);
        })));

        Assert.InRange(moved.SelectMany(results => results).Count(result => result.CanMove), 0, 1);
        Assert.Equal(WorkflowSubStatus.Finished, (await host.GetAsync(instance.Id)).SubStatus);
        Assert.Single(await host.BusinessRowsAsync());
    }

    private static JsonObject Case(string way) => new() { ["label"] = way, ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = $"getInput('way') == '{way}'" } };

    private static Task<WorkflowVersion> PublishAsync(TestHost host, string json) => host.Publisher.PublishAsync(WorkflowDocument.Parse(json));
}
