using System.Text.Json.Nodes;
using Fabrique.Workflows.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Tests;

/// <summary>What changed between two versions, told in French; what nobody decided is no change.</summary>
public sealed class DefinitionDifferenceTests
{
    private static readonly ActivityRegistry Registry = CreateRegistry();

    [Fact]
    public void Same_definition_has_no_difference_however_tools_write_it()
    {
        var before = Named(Draw.Flow().Variable("n", "Int32", 1).With(Draw.Line("a"), Draw.Decision("d", Draw.Js("getN() > 1")), Draw.Line("b")).Link("a -> d", "d.True -> b"));
        var after = before.DeepClone().AsObject();
        after["id"] = "another-version";
        after["version"] = 7;
        after["isPublished"] = true;
        after["links"] = new JsonArray();
        after["outcomes"] = new JsonArray();
        after["description"] = "";
        after["customProperties"] = new JsonObject { ["VariableTestValues"] = new JsonObject(), ["draftRevision"] = 3 };
        after["options"] = new JsonObject { ["autoUpdateConsumingWorkflows"] = false, ["usableAsActivity"] = null };
        after["root"]!["id"] = "another-root";
        after["root"]!["nodeId"] = "Workflow1:another-root";
        after["root"]!["variables"] = new JsonArray();
        foreach (var activity in after["root"]!["activities"]!.AsArray())
        {
            activity!["nodeId"] = "Workflow1:x";
            activity["result"] = null;
            activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = false, ["runAsynchronously"] = false, ["notFoundConnections"] = new JsonArray() };
        }

        foreach (var connection in after["root"]!["connections"]!.AsArray())
        {
            connection!["vertices"] = new JsonArray();
        }

        Assert.Empty(Sentences(before, after));
        Assert.Empty(Between(before, after).Marks);
    }

    [Fact]
    public void Values_are_told_by_the_names_that_people_read()
    {
        var before = Named(Draw.Flow().With(Draw.Node("ask", "Test.Named", ("workingDays", Draw.Literal("10")), ("text", Draw.Js("a + b")), ("result", To("n")))).Variable("n").Variable("m"));
        var after = before.DeepClone().AsObject();
        var ask = after["root"]!["activities"]![0]!.AsObject();
        ask["workingDays"] = Draw.Literal(15);
        ask["text"] = Draw.Input("Variable", """{"id":"m-id","name":"m"}""");
        ask["result"] = To("m");
        ask["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        ask["vendor"] = new JsonObject { ["deep"] = 1 };

        Assert.Equal(
            [
                "step-changed (Avis, Délai en jours ouvrés, 10 → 15)",
                "step-changed (Avis, Texte, value-of-script (JavaScript, a + b) → value-of-variable (m))",
                "step-changed (Avis, Résultat, value-of-variable (n) → value-of-variable (m))",
                "step-changed (Avis, vendor, unset → {\"deep\":1})",
                "step-changed (Avis, setting-starts, unset → yes)",
            ],
            Sentences(before, after));
        Assert.Equal(DefinitionChangeKind.Changed, Assert.Single(Between(before, after).Marks).Value);
        Assert.Contains("step-changed (Avis, setting-starts, yes → unset)", Sentences(after, before));
    }

    [Fact]
    public void Value_left_out_is_its_default()
    {
        var before = Named(Draw.Flow().With(Draw.Node("ask", "Test.Named")));
        var after = Named(Draw.Flow().With(Draw.Node("ask", "Test.Named", ("workingDays", Draw.Literal("5")))));
        Assert.Empty(Sentences(before, after));
        after["root"]!["activities"]![0]!["workingDays"] = Draw.Literal("6");
        Assert.Equal(["step-changed (Avis, Délai en jours ouvrés, 5 → 6)"], Sentences(before, after));
    }

    [Fact]
    public void Steps_come_go_and_change_their_names_types_and_blocks()
    {
        var inner = Draw.Node("inner", "Elsa.Sequence", ("activities", new JsonArray(Draw.Line("deep"))));
        var before = Named(Draw.Flow().With(Shown(Draw.Line("a"), "Relire"), Draw.Line("gone"), Shown(inner, "Groupe"), Draw.Line("t")));
        var after = Named(Draw.Flow().With(Shown(Draw.Line("a"), "Relire deux fois"), Shown(Draw.Node("inner", "Elsa.Sequence", ("activities", new JsonArray(Shown(Draw.Line("new"), "Nouvelle")))), "Groupe"), Draw.Event("t", "x"), Draw.Line("deep")));

        Assert.Equal(
            [
                "step-renamed (Relire, Relire deux fois)",
                "step-added-in (Nouvelle, Groupe)",
                $"step-retyped ({Name("Elsa.Event")}, {Name("Elsa.WriteLine")}, {Name("Elsa.Event")})",
                $"step-changed ({Name("Elsa.Event")}, {InputName("Elsa.Event", "EventName")}, unset → x)",
                $"step-changed ({Name("Elsa.Event")}, {InputName("Elsa.WriteLine", "Text")}, t → unset)",
                $"step-rehoused ({Name("Elsa.WriteLine")})",
                $"step-removed ({Name("Elsa.WriteLine")})",
            ],
            Sentences(before, after));
        var marks = Between(before, after).Marks;
        Assert.Equal((DefinitionChangeKind.Changed, DefinitionChangeKind.Added, DefinitionChangeKind.Removed, DefinitionChangeKind.Changed), (marks["a"], marks["new"], marks["gone"], marks["deep"]));
        Assert.False(marks.ContainsKey("inner"));
    }

    [Fact]
    public void Moving_boxes_is_no_difference()
    {
        static JsonObject Flow(double x, string label) => Named(Draw.Flow().With(At(Shown(Draw.Line("a"), label), x), At(Shown(Draw.Line("b"), "B"), 0)));

        Assert.Empty(Sentences(Flow(0, "A"), Flow(40.5, "A")));
        Assert.Empty(Between(Flow(0, "A"), Flow(40.5, "A")).Marks);
        Assert.Equal(["step-renamed (A, autre)"], Sentences(Flow(0, "A"), Flow(40.5, "autre")));
    }

    [Theory]
    [InlineData("""{"b":1,"a":{"d":"x","c":[1,{"f":2,"e":3}]}}""", """{"a":{"c":[1,{"e":3,"f":2}],"d":"x"},"b":1}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":null,"c":"","d":[],"e":{},"f":{"g":null}}""")]
    [InlineData("""{}""", """{"a":{"b":[]}}""")]
    [InlineData("\"{\\\"b\\\": 1,\\n \\\"a\\\": []}\"", """{"b":1}""")]
    [InlineData("\"l1\\r\\nl2 \"", "\"l1\\nl2\"")]
    [InlineData("1", "\"1\"")]
    [InlineData("null", "\"\"")]
    public void The_way_in_which_a_value_is_written_is_no_difference(string was, string now)
    {
        static JsonObject Flow(string value) => Named(Draw.Flow().With(Draw.Line("a", new JsonObject { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = "Object", ["value"] = JsonNode.Parse(value) } })));

        Assert.Empty(Sentences(Flow(was), Flow(now)));
        Assert.NotEmpty(Sentences(Flow(was), Flow("\"autre\"")));
    }

    [Fact]
    public void What_calls_a_step_that_nobody_named_is_told_once()
    {
        static JsonObject Flow(string title) => Named(Draw.Flow().With(Draw.Node("ask", "Test.Called", ("title", Draw.Literal(title)))));

        Assert.Equal(["step-changed (Vérifier le plan, Intitulé, Vérifier le budget → Vérifier le plan)"], Sentences(Flow("Vérifier le budget"), Flow("Vérifier le plan")));
    }

    [Fact]
    public void Arrows_name_both_ends_and_the_outcome_when_there_is_a_choice()
    {
        var before = Named(Draw.Flow().With(Shown(Draw.Line("a"), "A"), Shown(Draw.Decision("d", Draw.Literal(true)), "Choix"), Shown(Draw.Line("b"), "B")).Link("a -> d", "d.True -> b"));
        var after = Named(Draw.Flow().With(Shown(Draw.Line("a"), "A"), Shown(Draw.Decision("d", Draw.Literal(true)), "Choix"), Shown(Draw.Line("b"), "B")).Link("d.False -> b", "a -> d", "a -> b"));

        Assert.Equal(
            [
                "connection-removed (arrow-of-outcome (Choix, Vrai, B))",
                "connection-added (arrow-of-outcome (Choix, Faux, B))",
                "connection-added (arrow (A, B))",
            ],
            Sentences(before, after));
        Assert.Empty(Between(before, after).Marks);
        Assert.Equal(
            new Dictionary<DefinitionArrow, DefinitionChangeKind>
            {
                [new("d", "True", "b")] = DefinitionChangeKind.Removed,
                [new("d", "False", "b")] = DefinitionChangeKind.Added,
                [new("a", "Done", "b")] = DefinitionChangeKind.Added,
            },
            Between(before, after).ArrowMarks);
    }

    [Fact]
    public void Declarations_and_settings_are_told()
    {
        var before = Named(Draw.Flow().Variable("kept", "Int32", 1).Variable("old").Output("sum").Option("activationStrategyType", "SingletonStrategy"));
        var after = Named(Draw.Flow().Variable("kept", "Int32", 2).Variable("fresh", "String").Option("incidentStrategyType", "FaultStrategy"));
        after["name"] = "autre";
        after["description"] = "Pour rien";
        after["inputs"] = new JsonArray(new JsonObject { ["name"] = "who", ["type"] = "String", ["isArray"] = true });

        Assert.Equal(
            [
                "part-changed (setting-name, flow → autre)",
                "part-changed (setting-description, unset → Pour rien)",
                "part-changed (setting-incidents, unset → FaultStrategy)",
                "part-changed (setting-activation, SingletonStrategy → unset)",
                "part-changed (variable-title (kept), type-with-value (Int32, 1) → type-with-value (Int32, 2))",
                "declaration-added (variable-title (fresh), String)",
                "declaration-added (input-title (who), String[])",
                "declaration-removed (variable-title (old))",
                "declaration-removed (output-title (sum))",
            ],
            Sentences(before, after));
    }

    [Fact]
    public void Activities_inside_of_values_are_compared_on_their_own()
    {
        static JsonObject Flow(string text, string label) => Named(Draw.Flow().With(Draw.Node("s", "Elsa.Switch", ("cases", new JsonArray(new JsonObject { ["label"] = label, ["condition"] = Draw.Js("true"), ["activity"] = Shown(Draw.Line("in", Draw.Literal(text)), "Dedans") })))));

        Assert.Equal([$"step-changed (Dedans, {InputName("Elsa.WriteLine", "Text")}, x → y)"], Sentences(Flow("x", "l"), Flow("y", "l")));
        Assert.StartsWith($"step-changed ({Name("Elsa.Switch")}, cases, ", Assert.Single(Sentences(Flow("x", "l"), Flow("x", "m"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Long_values_are_shown_where_they_differ()
    {
        var text = new string('x', 500);
        var sentence = Assert.Single(Sentences(Named(Draw.Flow().With(Draw.Line("a", Draw.Literal(text + "avant")))), Named(Draw.Flow().With(Draw.Line("a", Draw.Literal(text + "après"))))));
        var lead = new string('x', 19) + "a";
        Assert.EndsWith($", …{lead}vant → …{lead}près)", sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"root":7,"variables":3,"options":[],"inputs":[1,null]}""")]
    [InlineData("""{"root":{"activities":[{"id":"a"},3,{"id":"b","type":"X"},{"id":"b","type":"Y"}],"connections":[{"source":"b"},null,{"target":{"activity":4}}]}}""")]
    public void Whatever_is_json_is_compared(string json)
    {
        var sound = Named(Draw.Flow().With(Draw.Line("a")));
        var broken = JsonNode.Parse(json)!.AsObject();
        Assert.NotEmpty(Sentences(sound, broken));
        Assert.NotEmpty(Sentences(broken, sound));
        Assert.Empty(Sentences(broken, broken.DeepClone().AsObject()));
    }

    private static string Name(string type) => Registry.Find(type)!.Metadata.DisplayName;

    private static string InputName(string type, string input) => Registry.Find(type)!.Inputs.Single(candidate => candidate.Name == input).DisplayName;

    private static JsonObject Named(Draw drawing) => JsonNode.Parse(drawing.Json())!.AsObject();

    private static JsonObject To(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    private static JsonObject Shown(JsonObject activity, string text)
    {
        activity["metadata"] = new JsonObject { ["displayText"] = text };
        return activity;
    }

    private static JsonObject At(JsonObject activity, double x)
    {
        activity["metadata"]!["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = x, ["y"] = 0 } };
        return activity;
    }

    private static DefinitionDifference Between(JsonObject before, JsonObject after) =>
        DefinitionDifference.Between(WorkflowDocument.Parse(before.ToJsonString()), WorkflowDocument.Parse(after.ToJsonString()), Registry, message => message.ToString());

    private static List<string> Sentences(JsonObject before, JsonObject after) =>
        [.. Between(before, after).Changes.Select(change => change.Sentence)];

    private static ActivityRegistry CreateRegistry()
    {
        using var services = new ServiceCollection().AddLogging().AddWorkflowRuntime().AddWorkflowActivity<NamedActivity>().AddWorkflowActivity<CalledActivity>().BuildServiceProvider();
        return new ActivityRegistry(services.GetServices<Activity>());
    }

    [Activity("Test.Named", DisplayName = "Avis")]
    [Input("WorkingDays", typeof(int), DisplayName = "Délai en jours ouvrés", DefaultValue = "5")]
    [Input("Text", typeof(string), DisplayName = "Texte")]
    [Output("Result", typeof(object), DisplayName = "Résultat")]
    private sealed class NamedActivity : Activity
    {
        protected internal override ValueTask ExecuteAsync(ActivityContext context) => ValueTask.CompletedTask;
    }

    [Activity("Test.Called", DisplayName = "Tâche", StepName = "{Title}")]
    [Input("Title", typeof(string), DisplayName = "Intitulé")]
    private sealed class CalledActivity : Activity
    {
        protected internal override ValueTask ExecuteAsync(ActivityContext context) => ValueTask.CompletedTask;
    }
}
