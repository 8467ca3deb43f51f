using System.Text.Json.Nodes;

namespace Fabrique.Benchmarks;

/// <summary>The definitions that are measured: the same activities as those on which Elsa's figures were taken.</summary>
internal static class Workloads
{
    public const string EventName = "BenchEvent";

    /// <summary>A flowchart of ten assignments of a literal, one after the other.</summary>
    public static string Flow10 { get; } = Flow("flow10", [.. Enumerable.Range(0, 10).Select(number => Set($"a{number}", Expression("Literal", "1")))]);

    /// <summary>The same, each adding one to the variable by a script.</summary>
    public static string Flow10Js { get; } = Flow("flow10js", [.. Enumerable.Range(0, 10).Select(number => Set($"a{number}", Expression("JavaScript", "getVariable('Counter') + 1")))]);

    /// <summary>The same as <see cref="Flow10"/>, as a sequence.</summary>
    public static string Seq10 { get; } = Definition("seq10", new JsonObject
    {
        ["id"] = "root",
        ["name"] = "Sequence1",
        ["type"] = "Elsa.Sequence",
        ["version"] = 1,
        ["activities"] = new JsonArray([.. Enumerable.Range(0, 10).Select(number => Set($"a{number}", Expression("Literal", "1")))]),
    });

    public static string BlockEvent { get; } = Flow("blockevent", Set("a0", Expression("Literal", "1")), Node("ev", "Elsa.Event", ("eventName", Expression("Literal", EventName))), Set("a1", Expression("Literal", "2")));

    public static string BlockTask { get; } = Flow(
        "blocktask",
        Set("a0", Expression("Literal", "1")),
        Node("rt", "Elsa.RunTask", ("taskName", Expression("Literal", "BenchTask")), ("payload", Expression("Object", "{\"amount\": 42}"))),
        Set("a1", Expression("Literal", "2")));

    public static string Delay1h { get; } = Flow("delay1h", Set("a0", Expression("Literal", "1")), Node("delay", "Elsa.Delay", ("timeSpan", Expression("Literal", "01:00:00"))), Set("a1", Expression("Literal", "2")));

    public static string Delay1s { get; } = Flow("delay1s", Set("a0", Expression("Literal", "1")), Node("delay", "Elsa.Delay", ("timeSpan", Expression("Literal", "00:00:01"))), Set("a1", Expression("Literal", "2")));

    /// <summary>Decisions in a row, whose two branches meet again before the next.</summary>
    public static string Diamonds(int count)
    {
        var activities = new List<JsonObject>();
        var connections = new JsonArray();
        for (var number = 0; number < count; number++)
        {
            activities.Add(Node($"d{number}", "Elsa.FlowDecision", ("condition", Expression("Literal", number % 2 == 0 ? "true" : "false"))));
            activities.Add(Set($"t{number}", Expression("Literal", "1")));
            activities.Add(Set($"f{number}", Expression("Literal", "2")));
            connections.Add(Connection($"d{number}", "True", $"t{number}"));
            connections.Add(Connection($"d{number}", "False", $"f{number}"));
            if (number + 1 < count)
            {
                connections.Add(Connection($"t{number}", "Done", $"d{number + 1}"));
                connections.Add(Connection($"f{number}", "Done", $"d{number + 1}"));
            }
        }

        return Flow($"diamonds{count}", activities, connections);
    }

    public static string Chain(int count) => Flow($"chain{count}", [.. Enumerable.Range(0, count).Select(number => Set($"a{number}", Expression("Literal", "1")))]);

    private static string Flow(string id, params JsonObject[] chain) =>
        Flow(id, chain, new JsonArray([.. chain.Zip(chain.Skip(1), (first, second) => Connection((string)first["id"]!, "Done", (string)second["id"]!))]));

    private static string Flow(string id, IEnumerable<JsonObject> activities, JsonArray connections) => Definition(id, new JsonObject
    {
        ["id"] = "root",
        ["name"] = "Flowchart1",
        ["type"] = "Elsa.Flowchart",
        ["version"] = 1,
        ["activities"] = new JsonArray([.. activities]),
        ["connections"] = connections,
    });

    private static string Definition(string id, JsonObject root) => new JsonObject
    {
        ["definitionId"] = id,
        ["name"] = id,
        ["variables"] = new JsonArray(new JsonObject { ["id"] = "v1", ["name"] = "Counter", ["typeName"] = "Int32", ["value"] = "0", ["storageDriverTypeName"] = "WorkflowInstanceStorageDriver" }),
        ["inputs"] = new JsonArray(),
        ["outputs"] = new JsonArray(),
        ["options"] = new JsonObject(),
        ["root"] = root,
    }.ToJsonString();

    private static JsonObject Node(string id, string type, params ReadOnlySpan<(string Name, JsonObject Value)> properties)
    {
        var node = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties)
        {
            node[name] = value;
        }

        return node;
    }

    private static JsonObject Set(string id, JsonObject value) => Node(id, "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = "v1", ["name"] = "Counter", ["typeName"] = "Int32" }), ("value", value));

    private static JsonObject Expression(string type, string value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    private static JsonObject Connection(string source, string port, string target) => new()
    {
        ["source"] = new JsonObject { ["activity"] = source, ["port"] = port },
        ["target"] = new JsonObject { ["activity"] = target, ["port"] = "In" },
    };
}
