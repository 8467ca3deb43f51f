using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

/// <summary>Checking definitions without running them.</summary>
public sealed class DefinitionFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fabrique-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Every_file_is_checked_whatever_is_wrong_with_the_others()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        Write("a/cut.json", "{\n  \"name\": ");
        Write("a/list.json", "[]");
        Write("b/b.json", Draw.Flow("same").With(Draw.Line("x"), Draw.Node("y", "Custom.Unknown")).Chain().Json());
        Write("b/deep/c.json", Draw.Flow("same").With(Draw.Line("x")).Json());
        Write("b/twice.json", """{"definitionId":"d","definitionId":"e"}""");
        Write("b/wrong.json", """{"definitionId":"w","root":{"id":"r","type":"Elsa.Flowchart","activities":[{"id":"a","type":"Elsa.WriteLine","text":{"expression":{"type":{"a":1},"value":"x"}}}]}}""");
        Write("b/sound.json", Draw.Flow("sound").With(Draw.Line("x")).Json());

        var found = await DefinitionFiles.CheckAsync(host.Publisher, _folder);

        Assert.Equal(["a/cut.json", "a/list.json", "b/b.json", "b/deep/c.json", "b/sound.json", "b/twice.json", "b/wrong.json"], found.Select(file => file.Source.Replace('\\', '/')));
        Assert.StartsWith("invalid-json (json-breaks (2, ", Assert.Single(found[0].Problems).Reason.ToString(), StringComparison.Ordinal);
        Assert.Equal("invalid-json (json-is-no-object)", Assert.Single(found[1].Problems).Reason.ToString());
        Assert.Equal(("y", "Custom.Unknown"), (Assert.Single(found[2].Problems).ActivityId, found[2].Problems[0].ActivityType));
        Assert.Equal("duplicate-definition-id (same, b/b.json)", Assert.Single(found[3].Problems).Reason.ToString().Replace('\\', '/'));
        Assert.Empty(found[4].Problems);
        Assert.Equal("invalid-json (json-repeats-property)", Assert.Single(found[5].Problems).Reason.ToString());
        Assert.NotEmpty(found[6].Problems);
        Assert.All(found.SelectMany(file => file.Problems), problem => Assert.Equal(ProblemSeverity.Error, problem.Severity));

        Assert.Equal("b.json", Assert.Single(await DefinitionFiles.CheckAsync(host.Publisher, Path.Combine(_folder, "b", "b.json"))).Source);
    }

    public static TheoryData<string, string, string> Doubtful() => new()
    {
        { Draw.Flow().With(Draw.Line("a"), Draw.Line("lost")).Json(), "lost", "unreachable-activity" },
        { Draw.Flow().With(Draw.Node("a", "Elsa.Finish"), Draw.Line("b")).Link("a -> b").Json(), "a", "arrow-after-ending" },
        { Draw.Flow().With(Draw.Node("a", "Elsa.End"), Draw.Line("b")).Link("a -> b").Json(), "a", "arrow-after-ending" },
        { Draw.Flow().With(Draw.Line("a"), Draw.Line("b"), Draw.Decision("d", Draw.Literal(true))).Link("a -> b", "b -> d", "d.True -> a").Json(), "a", "restless-loop ([Écrire une ligne, Écrire une ligne, Décision], )" },
        { Draw.Flow().With(Draw.Line("a"), Draw.Line("b")).Link("a -> b", "b -> b").Json(), "b", "restless-loop ([Écrire une ligne], )" },
        { Draw.Flow().With(Draw.Line("a", Draw.Js("variables.absent = 1"))).Json(), "a", "undeclared-variable (absent)" },
        { Draw.Flow().With(Draw.Line("a", Draw.Js("absent('x') + String(1)"))).Json(), "a", "unknown-function (absent)" },
        { Draw.Flow().With(Draw.Line("a", Draw.Js("getAbsent()"))).Json(), "a", "unknown-function (getAbsent)" },
        { Draw.Flow().With(Draw.Line("a", Draw.Js("getResultFromAbsent()"))).Json(), "a", "unknown-function (getResultFromAbsent)" },
        { Draw.Flow().With(Draw.Line("a", Draw.Js("absent + 1"))).Json(), "a", "unknown-name (absent)" },
        { Draw.Flow().Variable("there").With(Draw.Line("a", Draw.Js("there + 1"))).Json(), "a", "bare-variable (there)" },
        { Draw.Flow().With(Draw.Line("a", Draw.Input("Liquid", "{{ absent }}"))).Json(), "a", "unknown-name (absent)" },
        { Draw.Flow().With(Draw.Line("a", Draw.Input("Liquid", "{{ 'x' | absent: 1 }}"))).Json(), "a", "unknown-filter (absent)" },
        { Draw.Flow().With(Draw.Node("a", "Elsa.FlowSwitch", ("cases", new JsonArray(new JsonObject { ["label"] = "one", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "absent()" } })))).Json(), "a", "unknown-function (absent)" },
        { Draw.Flow().With(Draw.Delay("a", "-01:00:00")).Json(), "a", "odd-delay" },
        { Draw.Flow().With(Draw.Delay("a", "7300.00:00:00")).Json(), "a", "odd-delay" },
        { Draw.Flow().Json(), "", "empty-drawing" },
        { Draw.Flow().With(Draw.Line("a"), Draw.Node("ask", "Test.Ask", ("key", Draw.Literal("k"))), Draw.Line("b")).Link("a -> ask", "ask.Yes -> b", "ask.No -> a", "b -> a").Json(), "a", "endless-loop ([Écrire une ligne, Demande, Écrire une ligne], )" },
        { Draw.Flow().With(Draw.Decision("q", Draw.Js("true")), Draw.Line("a"), Draw.Line("b"), Draw.Join("j", "WaitAll")).Link("q.True -> a", "q.False -> b", "a -> j", "b -> j").Json(), "j", "impossible-join" },
        { Draw.Flow().With(Draw.Node("ask", "Test.Ask", ("key", Draw.Literal("k"))), Draw.Line("a"), Draw.Join("j", "WaitAll")).Link("ask.Yes -> a", "ask.No -> j", "a -> j").Json(), "j", "impossible-join" },
        { Draw.Flow().With(Draw.Node("a", "Elsa.RunJavaScript", ("script", Draw.Literal("setVariable(\"absent\", 1)")))).Json(), "a", "absent" },
        { Draw.Flow().With(Draw.Node("a", "Test.Ask", ("key", Draw.Literal("k")), ("answer", new JsonObject { ["memoryReference"] = new JsonObject { ["id"] = "absent" } }))).Json(), "a", "absent" },
    };

    [Theory, MemberData(nameof(Doubtful))]
    public async Task A_doubtful_drawing_is_told_and_may_be_published(string json, string activityId, string reason)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var document = WorkflowDocument.Parse(json);

        var problem = Assert.Single(host.Publisher.Check(document), problem => problem.Reason.ToString().Contains(reason, StringComparison.Ordinal));

        Assert.Equal((ProblemSeverity.Warning, activityId), (problem.Severity, problem.ActivityId));
        await host.Publisher.PublishAsync(document);
    }

    public static TheoryData<string> Wrong() => new()
    {
        Draw.Flow().With(Draw.Line("a", Draw.Js("variables.absent + 1"))).Json(),
        Draw.Flow().With(Draw.Line("a", Draw.Js("getVariable('absent')"))).Json(),
        Draw.Flow().With(Draw.Line("a", Draw.Js("variables['absent']"))).Json(),
        Draw.Flow().With(Draw.Line("a", Draw.Input("Liquid", "{% if Variables.absent %}x{% endif %}"))).Json(),
        Draw.Flow().With(Draw.Node("a", "Elsa.FlowSwitch", ("cases", new JsonArray(new JsonObject { ["label"] = "one", ["condition"] = new JsonObject { ["type"] = "JavaScript", ["value"] = "variables.absent" } })))).Json(),
        Draw.Flow().With(Draw.Node("a", "Elsa.RunJavaScript", ("script", Draw.Literal("variables.absent")))).Json(),
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_reads_a_variable_that_nothing_gives_is_not_published(string json)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var document = WorkflowDocument.Parse(json);

        var problem = Assert.Single(host.Publisher.Check(document), problem => problem.ActivityId == "a" && problem.Code == ProblemCodes.UndeclaredVariable);

        Assert.Equal(ProblemSeverity.Error, problem.Severity);
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.Publisher.PublishAsync(document));
    }

    public static TheoryData<string> Sound() => new()
    {
        Draw.Flow().With(Draw.Line("a"), Draw.Delay("d", "00:00:01"), Draw.Decision("q", Draw.Literal(true))).Link("a -> d", "d -> q", "q.True -> a").Json(),
        Draw.Flow().With(Draw.Line("a"), Draw.Node("ask", "Test.Ask", ("key", Draw.Literal("k")))).Link("a -> ask", "ask.No -> a").Json(),
        Draw.Flow().With(Draw.Line("a"), Draw.Node("box", "Elsa.Sequence", ("activities", new JsonArray(Draw.Event("ev", "go"))))).Link("a -> box", "box -> a").Json(),
        Draw.Flow().With(Draw.Line("a"), Draw.Node("e", "Elsa.End")).Link("a -> e").Json(),
        Draw.Flow().With(Draw.Fork("f", "A", "B"), Draw.Line("a"), Draw.Line("b"), Draw.Join("j", "WaitAll"), Draw.Line("c")).Link("f.A -> a", "f.B -> b", "a -> j", "b -> j", "j -> c").Json(),
        Draw.Flow().Variable("there").Output("out").With(Draw.Line("a", Draw.Js("variables.there + getVariable('there') + getThere()"))).Json(),
        Draw.Flow().With(Draw.Line("a", Draw.Js("const my = { other: 1, getIt() { return this.other; } }; let [x, { y: z = 2 }] = [1, {}]; made = x; [1].map((n, ...rest) => n + made + z + rest.length + my.other + my.getIt())"))).Json(),
        Draw.Flow().With(Draw.Line("a", Draw.Js("try { typeof absent === 'undefined' ? Math.max(1, NaN) : absent() } catch (problem) { problem.message } ; outer: for (const i of [1]) { continue outer; } class Point { x = 1; static of() { return new Point(); } } ; function twice(v) { return v * 2 + arguments.length; } twice(Point.of().x)"))).Json(),
        Draw.Flow().With(Draw.Line("a", Draw.Js("getCorrelationId()")), Draw.Line("b", Draw.Js("isNullOrEmpty(getInput('x')) || newGuid() && toJson(getOutputFrom('a'))"))).Chain().Json(),
        Draw.Flow().Variable("list").With(Draw.Line("a", Draw.Input("Liquid", "{% assign total = 0 %}{% for item in Variables.list %}{{ forloop.index }}{{ item.name | upcase | append: total }}{% endfor %}{% capture text %}{{ list | json }}{% endcapture %}{{ text }}{{ CorrelationId }}{{ Input.x }}"))).Json(),
        Draw.Flow().With(Draw.Delay("a", "00:00:00"), Draw.Delay("b", "365.00:00:00")).Chain().Json(),
        Draw.Flow().With(Draw.Decision("q", Draw.Js("true")), Draw.Line("a"), Draw.Line("b"), Draw.Join("j", "WaitAllActive")).Link("q.True -> a", "q.False -> b", "a -> j", "b -> j").Json(),
        Draw.Flow().With(Draw.Decision("q", Draw.Js("true")), Draw.Fork("f", "A", "B"), Draw.Line("a"), Draw.Line("b"), Draw.Join("j", "WaitAll")).Link("q.True -> f", "q.False -> b", "f.A -> a", "f.B -> b", "a -> j", "b -> j").Json(),
        Draw.Flow().With(Draw.Line("a"), Draw.Node("ask", "Test.Ask", ("key", Draw.Literal("k"))), Draw.Line("b")).Link("a -> ask", "ask.Yes -> b", "ask.No -> a").Json(),
    };

    [Theory, MemberData(nameof(Sound))]
    public async Task A_sound_drawing_is_left_in_peace(string json)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        Assert.Empty(host.Publisher.Check(WorkflowDocument.Parse(json)));
    }

    [Fact]
    public async Task A_drawing_of_five_thousand_activities_in_a_ring_is_checked_without_recursion()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var flow = Draw.Flow();
        for (var index = 0; index < 5_000; index++)
        {
            flow.With(Draw.Line($"n{index}"));
        }

        var problems = host.Publisher.Check(WorkflowDocument.Parse(flow.Chain().Link("n4999 -> n0").Json()));

        Assert.Contains(problems, problem => problem.Code == ProblemCodes.RestlessLoop);
    }

    private void Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
