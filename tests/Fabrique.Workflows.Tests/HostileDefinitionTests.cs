using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Tests;

/// <summary>Whatever a definition holds, it is refused with a reason, or ends as an incident; the host goes on.</summary>
public sealed class HostileDefinitionTests
{
    private const string Sound = """
        {"definitionId":"hostile","name":"hostile","version":1,
         "variables":[{"id":"n","name":"N","typeName":"Int32","value":"0","storageDriverTypeName":"WorkflowInstanceStorageDriver"}],
         "inputs":[{"name":"In","type":"String"}],"outputs":[{"name":"Out","type":"Object"}],"options":{"incidentStrategyType":"FaultStrategy"},"customProperties":{},
         "root":{"id":"root","type":"Elsa.Flowchart","version":1,"name":"root","start":"l","customProperties":{"Flowchart:ExecutionMode":"CounterBased"},"metadata":{},
           "variables":[{"id":"x","name":"X","typeName":"String","value":"x"}],
           "activities":[
             {"id":"l","type":"Elsa.WriteLine","text":{"typeName":"String","expression":{"type":"Literal","value":"l"}}},
             {"id":"s","type":"Elsa.SetVariable","variable":{"id":"n","name":"N","typeName":"Int32"},"value":{"typeName":"Int32","expression":{"type":"JavaScript","value":"getN() + 1"}}},
             {"id":"w","type":"Elsa.Switch","cases":[{"label":"A","condition":{"type":"JavaScript","value":"true"},"activity":{"id":"wa","type":"Elsa.WriteLine"}}],"default":null},
             {"id":"v","type":"Elsa.FlowSwitch","cases":[{"label":"A","condition":{"type":"JavaScript","value":"true"}}]},
             {"id":"e","type":"Elsa.ForEach","items":{"expression":{"type":"Object","value":"[1,2]"}},"currentValue":{"memoryReference":{"id":"n"}},
              "body":{"id":"q","type":"Elsa.Sequence","activities":[{"id":"ql","type":"Elsa.WriteLine","text":{"expression":{"type":"Variable","value":{"id":"x","name":"X"}}}}]}},
             {"id":"f","type":"Elsa.FlowFork","branches":{"expression":{"type":"Object","value":"[\"A\",\"B\"]"}}},
             {"id":"j","type":"Elsa.FlowJoin","mode":{"expression":{"type":"Literal","value":"WaitAll"}}},
             {"id":"i","type":"Elsa.If","condition":{"expression":{"type":"Input","value":{"name":"In"}}},"then":{"id":"it","type":"Elsa.Finish"},"else":null},
             {"id":"r","type":"Elsa.RunJavaScript","script":{"expression":{"type":"JavaScript","value":"1"}},"possibleOutcomes":{"expression":{"type":"Object","value":"[\"Done\"]"}}},
             {"id":"d","type":"Elsa.Delay","timeSpan":{"expression":{"type":"Literal","value":"00:00:01"}}},
             {"id":"o","type":"Elsa.SetOutput","outputName":{"expression":{"type":"Literal","value":"Out"}},"outputValue":{"expression":{"type":"Liquid","value":"{{ X }}"}}}],
           "connections":[
             {"source":{"activity":"l","port":"Done"},"target":{"activity":"s","port":"In"}},{"source":{"activity":"s"},"target":{"activity":"w"}},
             {"source":{"activity":"w"},"target":{"activity":"v"}},{"source":{"activity":"v","port":"A"},"target":{"activity":"e"}},{"source":{"activity":"e"},"target":{"activity":"f"}},
             {"source":{"activity":"f","port":"A"},"target":{"activity":"j"}},{"source":{"activity":"f","port":"B"},"target":{"activity":"j"}},{"source":{"activity":"j"},"target":{"activity":"i"}},
             {"source":{"activity":"i"},"target":{"activity":"r"}},{"source":{"activity":"r"},"target":{"activity":"d"}},{"source":{"activity":"d"},"target":{"activity":"o"}}]}}
        """;

    public static TheoryData<string, string, string, string> WrongKinds() => new()
    {
        { "root", "[]", "", "missing-root" },
        { "variables", "\"x\"", "", "not-a-list-of-objects (variables)" },
        { "variables", "[1]", "", "not-a-list-of-objects (variables)" },
        { "inputs", "{}", "", "not-a-list-of-objects (inputs)" },
        { "outputs", "5", "", "not-a-list-of-objects (outputs)" },
        { "options", "[]", "", "not-an-object (options)" },
        { "customProperties", "true", "", "not-an-object (customProperties)" },
        { "root.id", "12", "root?", "not-a-text (id)" },
        { "root.type", "[]", "root", "not-a-text (type)" },
        { "root.name", "{}", "root", "not-a-text (name)" },
        { "root.activities", "5", "root", "not-a-list-of-objects (activities)" },
        { "root.activities.0", "\"l\"", "root", "not-a-list-of-objects (activities)" },
        { "root.activities.0.id", "null", "root", "dangling-connection (" },
        { "root.activities.0.customProperties", "7", "l", "not-an-object (customProperties)" },
        { "root.activities.0.text.expression", "3", "l", "unreadable-input (Text" },
        { "root.activities.0.text.expression.type", "{}", "l", "unreadable-input (Text" },
        { "root.activities.1.variable", "7", "s", "unknown-variable (7)" },
        { "root.activities.1.variable", "\"gone\"", "s", "unknown-variable (gone)" },
        { "root.activities.1.variable", """ "{\"id\":\"n\",\"id\":\"n\"}" """, "s", "unknown-variable (" },
        { "root.activities.1.variable", """ "{\"id\":" """, "s", "unknown-variable (" },
        { "root.activities.1.variable.id", "[]", "", "" },
        { "root.activities.2.cases", "{}", "w", "not-a-list-of-objects (cases)" },
        { "root.activities.2.cases.0.activity", "4", "w", "not-an-activity (activity)" },
        { "root.activities.3.cases", "\"A\"", "v", "not-a-list-of-objects (cases)" },
        { "root.activities.3.cases.0.label", "{}", "v", "not-a-text (label)" },
        { "root.activities.4.body", "[]", "e", "not-an-activity (body)" },
        { "root.activities.4.currentValue", "\"n\"", "e", "unreadable-output (Élément courant)" },
        { "root.connections", "{}", "root", "not-a-list-of-objects (connections)" },
        { "root.connections.0.source", "null", "root", "dangling-connection (" },
        { "root.connections.0.target", "[]", "root", "dangling-connection (" },
        { "root.connections.0.source.activity", "9", "root", "dangling-connection (" },
        { "root.connections.0.source.port", "\"Nope\"", "l", "unknown-outcome (Nope)" },
        { "root.connections.0.target.activity", "\"gone\"", "root", "gone" },
        { "root.variables.0.id", "{}", "root", "unreadable-declaration (the-variable" },
        { "root.variables.0.isArray", "\"yes\"", "root", "unreadable-declaration (the-variable" },
        { "root.activities.1.id", "\"l\"", "l", "duplicate-activity-id" },
    };

    [Theory, MemberData(nameof(WrongKinds))]
    public async Task Property_of_the_wrong_kind_is_a_problem_with_its_activity(string path, string value, string activityId, string reason)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var tree = JsonNode.Parse(Sound)!;
        Replace(tree, path.Split('.'), JsonNode.Parse(value));

        var errors = host.Publisher.Check(WorkflowDocument.Parse(tree.ToJsonString())).Where(problem => problem.Severity == ProblemSeverity.Error).ToList();

        if (reason.Length == 0)
        {
            // The variable is still found by its name.
            Assert.Empty(errors);
            return;
        }

        Assert.Contains(errors, problem => (problem.ActivityId == activityId || activityId == "root?") && problem.Reason.ToString().Contains(reason, StringComparison.Ordinal));
        await Assert.ThrowsAsync<InvalidDefinitionException>(() => host.PublishAsync(tree.ToJsonString()));
    }

    [Fact]
    public async Task Sound_definition_is_sound()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        Assert.Empty(host.Publisher.Check(WorkflowDocument.Parse(Sound)));

        Assert.Equal(WorkflowSubStatus.Suspended, (await host.StartAsync(Sound, new StartRequest("hostile"))).SubStatus);
    }

    [Fact]
    public void Text_that_is_no_definition_is_a_JSON_error()
    {
        Assert.ThrowsAny<JsonException>(() => WorkflowDocument.Parse("""{"root":{"id":"a","id":"b"}}"""));
        Assert.ThrowsAny<JsonException>(() => WorkflowDocument.Parse(string.Concat(Enumerable.Repeat("{\"root\":", 300)) + "1" + new string('}', 300)));
        Assert.ThrowsAny<JsonException>(() => WorkflowDocument.Parse("12"));
    }

    [Fact]
    public async Task Megabyte_of_definition_runs()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        var flow = Draw.Flow().With(Draw.Line("first"));
        for (var i = 0; i < 5_000; i++)
        {
            flow.With(Draw.Line($"a{i}", Draw.Literal(new string('é', 60))));
        }

        var json = flow.Chain().Json();
        Assert.True(json.Length > 1_000_000);
        var instance = await host.StartAsync(json);

        Assert.Equal(WorkflowSubStatus.Finished, instance.SubStatus);
        Assert.Equal(5_001, (await host.Runtime.GetJournalAsync(instance.Id)).Count(record => record.EventName == "Written"));
    }

    [Theory]
    [InlineData("Elsa.Sequence", "activities", true)]
    [InlineData("Elsa.While", "body", false)]
    [InlineData("Elsa.Workflow", "root", false)]
    public async Task Nesting_beyond_the_limit_is_a_problem(string type, string port, bool isList)
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite);
        string Nested(int depth)
        {
            JsonObject inner = Draw.Line("leaf");
            for (var level = 0; level < depth; level++)
            {
                inner = Draw.Node($"n{level}", type, (port, isList ? new JsonArray(inner) : inner), ("condition", Draw.Literal(false)));
            }

            return Draw.Flow().Json(inner);
        }

        Assert.Empty(host.Publisher.Check(WorkflowDocument.Parse(Nested(64))));
        Assert.Contains(host.Publisher.Check(WorkflowDocument.Parse(Nested(100))), problem => problem.Code == ProblemCodes.NestedTooDeep);
        Assert.ThrowsAny<JsonException>(() => WorkflowDocument.Parse(Nested(300)));
    }

    public static TheoryData<string> Endless() => new()
    {
        Draw.Flow().Json(Draw.Node("w", "Elsa.While", ("condition", Draw.Literal(true)), ("body", Draw.Node("s", "Elsa.Sequence")))),
        Draw.Flow().Json(Draw.Node("f", "Elsa.For", ("start", Draw.Literal(1)), ("end", Draw.Literal(2)), ("step", Draw.Literal(0)), ("body", Draw.Node("s", "Elsa.Start")))),
        Draw.Flow().Json(Draw.Node("f", "Elsa.For", ("start", Draw.Literal(int.MinValue)), ("end", Draw.Literal(int.MaxValue)), ("body", Draw.Node("s", "Elsa.Start")))),
        Draw.Flow().With(Draw.Line("a"), Draw.Line("b"), Draw.Line("c")).Link("a -> b", "b -> c", "c -> b").Json(),
        Draw.Flow().Json(Draw.Line("a", Draw.Js("for (;;) {}"))),
    };

    [Theory, MemberData(nameof(Endless))]
    public async Task Endless_definition_ends_as_an_incident_in_either_mode(string json)
    {
        foreach (var mode in new[] { "CounterBased", "TokenBased" })
        {
            await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.ActivitiesWithoutWait = 2_000);
            var tree = JsonNode.Parse(json)!;
            tree["customProperties"] = new JsonObject { ["Flowchart:ExecutionMode"] = mode };
            var instance = await host.StartAsync(tree.ToJsonString());

            Assert.Equal(WorkflowSubStatus.Faulted, instance.SubStatus);
            Assert.Single((await host.Runtime.GetOutlookAsync(instance.Id))!.Incidents);
        }
    }

    [Fact]
    public async Task Loop_of_light_iterations_neither_recurses_nor_grows()
    {
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => (options.ActivitiesWithoutWait, options.ActivitiesPerStep) = (1_000_000, 20_000));
        var few = await StateBytesAsync(host, 1);

        // Four counters grow by five digits, nothing else does.
        Assert.InRange(await StateBytesAsync(host, 20_000), few, few + 4 * 5);

        static async Task<int> StateBytesAsync(TestHost host, int iterations)
        {
            var loop = Draw.Node("f", "Elsa.For", ("start", Draw.Literal(1)), ("end", Draw.Literal(iterations)), ("body", Draw.Node("s", "Elsa.Start")));
            var instance = await host.StartAsync(Draw.Flow($"loop{iterations}").With(loop, Draw.Event("e", "never")).Chain().Json());
            Assert.Equal(WorkflowSubStatus.Suspended, instance.SubStatus);
            var state = await host.QueryAsync(db => Task.FromResult(db.Set<Fabrique.Data.Workflows.WorkflowInstanceRow>().Where(row => row.Id == instance.Id).Select(row => row.State).Single()));
            return state.Length;
        }
    }

    [Fact]
    public void Ways_through_diamonds_are_never_enumerated()
    {
        const int Diamonds = 200;
        var edges = new CountedEdges();
        for (var i = 0; i < Diamonds; i++)
        {
            var first = 4 * i;
            edges.Items.AddRange([(first, "True", first + 1), (first, "False", first + 2), (first + 1, "Done", first + 3), (first + 2, "Done", first + 3)]);
            if (i > 0)
            {
                edges.Items.Add((first - 1, "Done", first));
            }
        }

        var graph = Graph.FlowGraph.Build(4 * Diamonds, edges, new Graph.JoinMode[4 * Diamonds], 0);
        Assert.Equal(4 * Diamonds - 1, graph.AncestorsOf(4 * Diamonds - 1).Count);

        // Every edge is read a few times, whatever the number of ways from one end to the other.
        Assert.InRange(edges.Reads, edges.Count, 10 * edges.Count);
    }

    [Fact]
    public async Task Mutated_definitions_never_escape_as_exceptions()
    {
        const int Mutations = 1_000;
        const int Seed = 20260105;
        var random = new Random(Seed);
        var sources = Sources().ToList();
        var (refused, ran) = (0, 0);
        await using var host = await TestHost.CreateAsync(Engine.Sqlite, options => options.ActivitiesWithoutWait = 500);
        for (var mutation = 0; mutation < Mutations; mutation++)
        {
            var tree = JsonNode.Parse(sources[random.Next(sources.Count)])!;
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                Mutate(tree, random);
            }

            var json = tree.ToJsonString();
            try
            {
                var document = WorkflowDocument.Parse(json);
                if (host.Publisher.Check(document).Any(problem => problem.Severity == ProblemSeverity.Error))
                {
                    refused++;
                    continue;
                }

                var instance = await host.StartAsync(json, new StartRequest(document.DefinitionId) { Input = new Dictionary<string, object?>(StringComparer.Ordinal) { ["In"] = true } });
                ran += instance.SubStatus == WorkflowSubStatus.Pending ? 0 : 1;
            }
            catch (Exception exception) when (exception is InvalidDefinitionException or WorkflowNotStartedException)
            {
                refused++;
            }
            catch (Exception exception)
            {
                Assert.Fail($"seed {Seed}, mutation {mutation}: {exception}\n{json}");
            }
        }

        Assert.True(refused > Mutations / 10 && ran > Mutations / 10, $"seed {Seed}: {refused} refused, {ran} ran");
    }

    /// <summary>Definitions of the conformance suite, and the one above.</summary>
    private static IEnumerable<string> Sources() => Directory
        .EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "Conformance"), "*.json", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => JsonNode.Parse(File.ReadAllText(file))!["definition"]!.ToJsonString())
        .Concat(Enumerable.Repeat(Sound, 40));

    private static void Replace(JsonNode tree, string[] path, JsonNode? value)
    {
        var parent = path[..^1].Aggregate(tree, (node, name) => node is JsonArray array ? array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)]! : node[name]!);
        Assign(parent, path[^1], value);
    }

    private static void Assign(JsonNode parent, string name, JsonNode? value)
    {
        if (parent is JsonArray array)
        {
            array[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] = value;
        }
        else
        {
            parent[name] = value;
        }
    }

    private static void Mutate(JsonNode tree, Random random)
    {
        var places = Places(tree).ToList();
        var (parent, name) = places[random.Next(places.Count)];
        switch (random.Next(8))
        {
            case 0 when parent is JsonObject json:
                json.Remove(name);
                break;
            case 1:
                Assign(parent, name, null);
                break;
            case 2:
                var (donor, from) = places[random.Next(places.Count)];
                Assign(parent, name, (donor is JsonArray list ? list[int.Parse(from, System.Globalization.CultureInfo.InvariantCulture)] : donor[from])?.DeepClone());
                break;
            default:
                JsonNode?[] values = [12, -1.5e300, true, "", "Done", "\0", new JsonArray(), new JsonArray(null, 1, "x"), new JsonObject(), new JsonObject { ["id"] = 1, ["type"] = "Elsa.Sequence" }];
                Assign(parent, name, values[random.Next(values.Length)]?.DeepClone());
                break;
        }
    }

    private static IEnumerable<(JsonNode Parent, string Name)> Places(JsonNode tree)
    {
        var children = tree switch
        {
            JsonObject json => json.Select(property => (Name: property.Key, Node: property.Value)),
            JsonArray array => array.Select((item, index) => (Name: index.ToString(System.Globalization.CultureInfo.InvariantCulture), Node: item)),
            _ => [],
        };
        foreach (var (name, node) in children.ToList())
        {
            yield return (tree, name);
            foreach (var place in node is null ? [] : Places(node))
            {
                yield return place;
            }
        }
    }

    /// <summary>Edges that count how often each is read.</summary>
    private sealed class CountedEdges : IReadOnlyList<(int Source, string Port, int Target)>
    {
        public List<(int Source, string Port, int Target)> Items { get; } = [];

        public int Reads { get; private set; }

        public int Count => Items.Count;

        public (int Source, string Port, int Target) this[int index]
        {
            get
            {
                Reads++;
                return Items[index];
            }
        }

        public IEnumerator<(int Source, string Port, int Target)> GetEnumerator()
        {
            for (var index = 0; index < Items.Count; index++)
            {
                yield return this[index];
            }
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
