using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

public sealed class DefinitionTests
{
    private const string Rich = """
        {"model":{"definitionId":"d","id":"v","name":"É","unknown":{"deep":[1,2.50,null]},"variables":[{"id":"x","name":"x","typeName":"Some.Type","odd":true}],
        "root":{"id":"r","type":"Elsa.Flowchart","version":1,"metadata":{"designer":{"position":{"x":-1.5,"y":0}}},
        "activities":[{"id":"a","type":"Custom.Unknown","strange":{"b":[{}]},"customProperties":{"canStartWorkflow":false}}],"connections":[],"extra":1e3}},"publish":true,"more":[]}
        """;

    [Fact]
    public void Reading_and_writing_loses_nothing()
    {
        var document = WorkflowDocument.Parse(Rich);

        Assert.Equal(("d", "v", "É"), (document.DefinitionId, document.Id, document.Name));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Rich), JsonNode.Parse(document.ToJson())));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Rich)!["model"], JsonNode.Parse(document.ToModelJson())));
        Assert.Contains("2.50", document.ToJson(), StringComparison.Ordinal);
        Assert.Contains("É", document.ToJson(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Broken() => new()
    {
        { Draw.Flow().With(Draw.Node("a", "Custom.Unknown")).Json(), "a", "unknown-activity-type (unknown-type (Custom.Unknown))" },
        { Draw.Flow().With(Draw.Line("a"), Draw.Line("a")).Json(), "a", "duplicate-activity-id" },
        { Draw.Flow().With(Draw.Line("a")).Link("a -> gone").Json(), "root", "dangling-connection (" },
        { Draw.Flow().With(Draw.Line("a", Draw.Js("1 +"))).Json(), "a", "unreadable-input (Text" },
        { Draw.Flow().With(Draw.Line("a", Draw.Input("Liquid", "{% if %}"))).Json(), "a", "unreadable-input (Text" },
        { Draw.Flow().With(Draw.Line("a", Draw.Input("Object", "{nope"))).Json(), "a", "not-json (" },
        { Draw.Flow().With(Draw.Line("a", Draw.Input("Brainfuck", "+"))).Json(), "a", "unknown-language (Brainfuck)" },
        { Draw.Flow().With(Draw.Node("a", "Elsa.Event")).Json(), "a", "missing-input (Événement)" },
        { Draw.Flow().With(Draw.Event("a", "")).Json(), "a", "missing-input (Événement)" },
        { Draw.Flow().With(Draw.Delay("a", "soon")).Json(), "a", "unfit-value (soon, TimeSpan)" },
        { Draw.Flow().With(Draw.Set("a", "gone", Draw.Literal(1))).Json(), "a", "unknown-variable (" },
        { Draw.Flow().With(Draw.Line("a", Draw.Input("Variable", new { id = "v", name = "gone" }))).Json(), "a", "unknown-variable (" },
        { Draw.Flow().With(Draw.Line("a"), Draw.Line("b")).Link("a.Maybe -> b").Json(), "a", "unknown-outcome (Maybe)" },
        { Draw.Flow().With(Draw.Fork("a", "X"), Draw.Line("b")).Link("a.Y -> b").Json(), "a", "unknown-outcome (Y)" },
        { Draw.Flow().With(Draw.Node("a", "Elsa.RunJavaScript", ("script", Draw.Literal("let = = 1")))).Json(), "a", "unreadable-input (Script" },
        { Draw.Flow().Variable("n", "Int32", "douze").With(Draw.Line("a")).Json(), "", "unreadable-declaration (the-variable (n), unfit-value (douze, Int32))" },
        { """{"definitionId":"d"}""", "", "missing-root" },
        { """{"root":{"id":"root","type":"Elsa.Sequence"}}""", "", "missing-definition-id" },
    };

    [Theory, MemberData(nameof(Broken))]
    public async Task Broken_definition_is_reported_and_not_published(string json, string activityId, string reason)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var document = WorkflowDocument.Parse(json);

        var problem = Assert.Single(host.Publisher.Check(document), problem => problem.Severity == ProblemSeverity.Error);
        Assert.Equal(activityId, problem.ActivityId);
        Assert.Contains(reason, problem.Reason.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.Publisher.PublishAsync(document));
        Assert.Empty(await host.Definitions.ListAsync());
    }

    [Fact]
    public async Task Unreachable_activity_is_a_warning()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var problem = Assert.Single(host.Publisher.Check(WorkflowDocument.Parse(Draw.Flow().With(Draw.Line("a"), Draw.Line("b")).Json())));

        Assert.Equal((ProblemSeverity.Warning, "b"), (problem.Severity, problem.ActivityId));
    }

    public static TheoryData<string, string?, string> Triggers() => new()
    {
        // Dropped after the first activity, which says nothing of where instances begin: they would begin at the event.
        { Draw.Flow().With(Draw.Line("a"), Draw.Trigger(Draw.Event("e", "go")), Draw.Line("b")).Chain().Json(), "e", MessageCodes.StartsHere },
        { Draw.Flow().With(Draw.Node("start", "Elsa.Start"), Draw.Trigger(Draw.Event("e", "go"))).Chain().Json(), "e", MessageCodes.StartsHereToo },
        { Draw.Flow().Json(Draw.Node("s", "Elsa.Sequence", ("activities", new JsonArray(Draw.Line("a"), Draw.Trigger(Draw.Event("e", "go")))))), "e", MessageCodes.StartsHereToo },
        { Draw.Flow().With(Draw.Node("f", "Elsa.While", ("condition", Draw.Literal(true)), ("body", Draw.Trigger(Draw.Event("e", "go"))))).Json(), "e", MessageCodes.StartsHereToo },
        { Draw.Flow().With(Draw.Trigger(Draw.Event("e", "go")), Draw.Line("b")).Chain().Json(), null, "" },
        { Draw.Flow().With(Draw.Trigger(Draw.Event("e", "go")), Draw.Trigger(Draw.Event("f", "come")), Draw.Line("b")).Link("e -> b").Link("f -> b").Json(), null, "" },
        { Draw.Flow().Json(Draw.Node("s", "Elsa.Sequence", ("activities", new JsonArray(Draw.Trigger(Draw.Event("e", "go")), Draw.Line("a"))))), null, "" },
        { Draw.Flow().With(Draw.Line("a"), Draw.Event("e", "go")).Chain().Json(), null, "" },
    };

    [Theory, MemberData(nameof(Triggers))]
    public async Task A_trigger_in_the_middle_that_starts_instances_is_a_warning_that_says_what_will_come_of_it(string json, string? activityId, string reason)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var found = (await host.Publisher.CheckAsync(WorkflowDocument.Parse(json))).Where(problem => problem.Code == ProblemCodes.TriggerInTheMiddle).ToList();

        Assert.Equal(activityId is null ? [] : [(ProblemSeverity.Warning, activityId)], found.Select(problem => (problem.Severity, problem.ActivityId)));
        Assert.All(found, problem => Assert.Equal($"trigger-in-the-middle ({reason})", problem.Reason.ToString()));
    }

    [Fact]
    public async Task The_rules_of_the_host_are_told_with_the_rest_and_keep_from_publishing()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var document = WorkflowDocument.Parse(Draw.Flow().With(Draw.Line("a", Draw.Literal("gros mot")), Draw.Line("b", Draw.Js("'gros mot'")), Draw.Fork("c", "X", "Y")).Chain().Json());
        var publisher = host.Publisher.HeldTo([new Politeness()]);

        Assert.Equal(["a: « gros mot » ne se dit pas", "c: X, Y"], publisher.Check(document).Select(problem => problem.ToString()));
        Assert.Equal(["Écrire une ligne", "Bifurcation"], publisher.Check(document).Select(problem => problem.ActivityName));
        Assert.All(publisher.Check(document), problem => Assert.Equal(Politeness.Code, problem.Code));
        var refused = await Assert.ThrowsAsync<InvalidDefinitionException>(() => publisher.PublishAsync(document));
        Assert.Equal(["a"], refused.Problems.Select(problem => problem.Problem.ActivityId));
    }

    [Fact]
    public async Task Deep_nesting_is_a_problem_and_not_a_crash()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var inner = Draw.Line("leaf");
        for (var depth = 0; depth < 80; depth++)
        {
            inner = Draw.Node($"s{depth}", "Elsa.Sequence", ("activities", new JsonArray(inner)));
        }

        Assert.Contains(host.Publisher.Check(WorkflowDocument.Parse(Draw.Flow().Json(inner))), problem => problem.Code == ProblemCodes.NestedTooDeep);
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => WorkflowDocument.Parse(string.Concat(Enumerable.Repeat("[", 100_000))));
        Assert.ThrowsAny<System.Text.Json.JsonException>(() => WorkflowDocument.Parse("[]"));
    }

    [Fact]
    public async Task Five_thousand_activities_compile()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var flow = Draw.Flow();
        for (var i = 0; i < 5_000; i++)
        {
            flow.With(Draw.Line($"a{i}"));
        }

        Assert.Empty(host.Publisher.Check(WorkflowDocument.Parse(flow.Chain().Json())));
    }

    [Theory, EngineData]
    public async Task Instances_stay_on_the_version_they_started_with(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var first = await host.StartAsync(Draw.Flow().With(Draw.Event("e", "go"), Draw.Line("old")).Chain().Json());
        var second = await host.StartAsync(Draw.Flow().With(Draw.Event("e", "go"), Draw.Line("new")).Chain().Json());
        host.Restart();
        await host.Runtime.PublishEventAsync(new EventRequest("go"));

        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal("old", await host.WrittenAsync(first.Id));
        Assert.Equal("new", await host.WrittenAsync(second.Id));
        Assert.Equal(2, (await host.Definitions.GetPublishedAsync("flow"))!.Version);
        Assert.Equal(1, (await host.Definitions.GetVersionAsync(first.DefinitionVersionId))!.Version);
        Assert.Single(await host.Definitions.ListAsync());
    }

    [Theory, EngineData]
    public async Task Shipped_definitions_are_published_when_they_change_and_never_over_an_edited_one(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var folder = Directory.CreateTempSubdirectory("fabrique-shipped-");
        var file = Path.Combine(folder.CreateSubdirectory("one").FullName, "definition.json");
        async Task<int> ShipAsync(string text)
        {
            await File.WriteAllTextAsync(file, Draw.Flow("one").With(Draw.Line("a", Draw.Literal(text))).Json());
            return (await host.Publisher.PublishShippedAsync(folder.FullName)).Count;
        }

        Assert.Equal(1, await ShipAsync("x"));
        Assert.Equal(0, await ShipAsync("x"));
        Assert.Equal(1, await ShipAsync("y"));
        Assert.Equal((2, true), ((await host.Definitions.GetPublishedAsync("one"))!.Version, (await host.Definitions.GetPublishedAsync("one"))!.IsShipped));

        await host.PublishAsync(Draw.Flow("one").With(Draw.Line("edited")).Json());
        Assert.Equal(0, await ShipAsync("y"));
        Assert.Equal(1, await ShipAsync("z"));
        Assert.Equal(0, await ShipAsync("z"));
        Assert.Equal((3, false), ((await host.Definitions.GetPublishedAsync("one"))!.Version, (await host.Definitions.GetPublishedAsync("one"))!.IsShipped));
        folder.Delete(recursive: true);
    }

    [Theory, EngineData]
    public async Task Host_of_an_earlier_release_that_starts_again_publishes_nothing(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        using var old = host.Build();
        var releases = new[] { Release("x"), Release("y"), Release("z") };
        foreach (var release in releases)
        {
            Assert.Single(await host.Publisher.PublishShippedAsync(release.FullName));
        }

        foreach (var release in releases)
        {
            Assert.Empty(await old.GetRequiredService<WorkflowPublisher>().PublishShippedAsync(release.FullName));
        }

        Assert.Equal(3, (await host.Definitions.GetPublishedAsync("one"))!.Version);
        Array.ForEach(releases, release => release.Delete(recursive: true));

        static DirectoryInfo Release(string text)
        {
            var folder = Directory.CreateTempSubdirectory("fabrique-shipped-");
            File.WriteAllText(Path.Combine(folder.CreateSubdirectory("one").FullName, "definition.json"), Draw.Flow("one").With(Draw.Line("a", Draw.Literal(text))).Json());
            return folder;
        }
    }

    [Theory, EngineData]
    public async Task Shipped_version_that_waits_for_a_decision_is_not_a_draft_to_rewrite(Engine engine)
    {
        await using var host = await TestHost.CreateAsync(engine);
        var folder = Directory.CreateTempSubdirectory("fabrique-shipped-");
        var file = Path.Combine(folder.CreateSubdirectory("one").FullName, "definition.json");
        await File.WriteAllTextAsync(file, Draw.Flow("one").With(Draw.Line("a")).Json());
        await host.Publisher.PublishShippedAsync(folder.FullName);
        await host.Publisher.RetractAsync("one");
        await File.WriteAllTextAsync(file, Draw.Flow("one").With(Draw.Line("b")).Json());
        var shipped = Assert.Single(await host.Publisher.PublishShippedAsync(folder.FullName));
        Assert.Equal((2, false, true), (shipped.Version, shipped.IsPublished, shipped.IsLatest));

        var draft = await host.Definitions.SaveDraftAsync(WorkflowDocument.Parse(Draw.Flow("one").With(Draw.Line("c")).Json()));

        Assert.Equal((3, false), (draft.Version, draft.IsShipped));
        Assert.Equal(shipped.Json, (await host.Definitions.GetVersionAsync(shipped.Id))!.Json);
        Assert.Empty(await host.Publisher.PublishShippedAsync(folder.FullName));
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Broken_files_are_listed_together_with_file_activity_and_reason()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var folder = Directory.CreateTempSubdirectory("fabrique-shipped-");
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("a").FullName, "a.json"), "{ nope");
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("b").FullName, "b.json"), Draw.Flow("b").With(Draw.Node("x", "Custom.Unknown"), Draw.Delay("y", "soon")).Json());
        await File.WriteAllTextAsync(Path.Combine(folder.CreateSubdirectory("c").FullName, "c.json"), Draw.Flow("c").Json());

        var exception = await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.Publisher.PublishShippedAsync(folder.FullName));

        Assert.Equal(3, exception.Problems.Count);
        Assert.Equal(["a.json", "b.json", "b.json"], exception.Problems.Select(problem => Path.GetFileName(problem.Source)));
        Assert.Contains("b.json: x: unknown-activity-type (unknown-type (Custom.Unknown))", exception.Message, StringComparison.Ordinal);
        Assert.Empty(await host.Definitions.ListAsync());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Outlook_names_what_waits_and_what_follows()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var ask = Draw.Node("q", "Test.Ask", ("key", Draw.Literal("k")));
        ask["metadata"] = new JsonObject { ["displayText"] = "Avis du directeur" };
        var named = Draw.Line("n");
        named["name"] = "Lettre d’accord";
        var generated = Draw.Delay("w", "1.00:00:00");
        generated["name"] = "Delay1";
        var instance = await host.StartAsync(Draw.Flow().With(Draw.Fork("f", "A", "B"), ask, generated, Draw.Decision("d", Draw.Literal(true)), named, Draw.Node("e", "Test.Effect"))
            .Link("f.A -> q", "f.B -> w", "q.Yes -> d", "d.True -> n", "q.No -> e").Json());

        var outlook = await host.Runtime.GetOutlookAsync(instance.Id);

        Assert.Equal(["Avis du directeur", "Délai"], outlook!.Waiting.Select(waiting => waiting.DisplayName));
        Assert.Equal([new NextActivity("Oui", "Lettre d’accord"), new NextActivity("Non", "Effet")], outlook.Waiting[0].Next);
        Assert.Null(outlook.Waiting[0].DueAt);
        Assert.Equal(host.Clock.GetUtcNow().UtcDateTime.AddDays(1), outlook.Waiting[1].DueAt);
        Assert.Equal(host.Clock.GetUtcNow().UtcDateTime, outlook.Waiting[1].Since);
        Assert.Null(await host.Runtime.GetOutlookAsync("nobody"));
    }

    [Fact]
    public async Task Name_and_correlation_are_set_by_activities()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var instance = await host.StartAsync(Draw.Flow().With(
            Draw.Node("n", "Elsa.SetName", ("value", Draw.Literal("Dossier 1"))), Draw.Node("c", "Elsa.Correlate", ("correlationId", Draw.Js("'c' + 1"))),
            Draw.Node("s", "Elsa.StartAt", ("dateTime", Draw.Literal("2026-01-05T07:00:00Z"))), Draw.Node("s2", "Elsa.StartAt", ("dateTime", Draw.Literal("2026-01-05T10:00:00+01:00"))), Draw.Line("l")).Chain().Json());

        Assert.Equal(("Dossier 1", "c1", WorkflowSubStatus.Suspended), (instance.Name, instance.CorrelationId, instance.SubStatus));
        Assert.Equal(new DateTime(2026, 1, 5, 9, 0, 0, DateTimeKind.Utc), await host.Runner.NextDueAsync());
    }

    private sealed class Politeness : DrawingRule
    {
        public static readonly ProblemCode Code = new("impolite");

        public override IEnumerable<DrawingFault> Check(DrawnActivity activity)
        {
            if (activity.TryGetWritten<string>("Text", out var text) && text == "gros mot")
            {
                yield return new DrawingFault(Code, $"« {text} » ne se dit pas");
            }

            if (activity.DrawnPorts is { } ports)
            {
                yield return new DrawingFault(Code, string.Join(", ", ports), ProblemSeverity.Warning);
            }
        }
    }
}
