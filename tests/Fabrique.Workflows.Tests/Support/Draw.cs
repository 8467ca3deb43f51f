using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>Draws definitions in a few words.</summary>
public sealed class Draw
{
    private readonly JsonArray _activities = [];
    private readonly JsonArray _connections = [];
    private readonly JsonArray _variables = [];
    private readonly JsonObject _options = [];
    private readonly JsonArray _outputs = [];
    private readonly string _id;

    private Draw(string id) => _id = id;

    public static Draw Flow(string id = "flow") => new(id);

    public static JsonObject Input(string type, object? value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = JsonSerializer.SerializeToNode(value) } };

    public static JsonObject Literal(object? value) => Input("Literal", value);

    public static JsonObject Js(string script) => Input("JavaScript", script);

    public static JsonObject Node(string id, string type, params (string Name, JsonNode? Value)[] properties)
    {
        var json = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties)
        {
            json[name] = value;
        }

        return json;
    }

    public static JsonObject Line(string id, JsonObject? text = null) => Node(id, "Elsa.WriteLine", ("text", text ?? Literal(id)));

    public static JsonObject Set(string id, string variable, JsonObject value) => Node(id, "Elsa.SetVariable", ("variable", new JsonObject { ["id"] = variable, ["name"] = variable }), ("value", value));

    public static JsonObject Event(string id, string eventName) => Node(id, "Elsa.Event", ("eventName", Literal(eventName)));

    public static JsonObject Fork(string id, params string[] branches) => Node(id, "Elsa.FlowFork", ("branches", Literal(branches)));

    public static JsonObject Join(string id, string mode) => Node(id, "Elsa.FlowJoin", ("mode", Literal(mode)));

    public static JsonObject Decision(string id, JsonObject condition) => Node(id, "Elsa.FlowDecision", ("condition", condition));

    public static JsonObject Delay(string id, string duration) => Node(id, "Elsa.Delay", ("timeSpan", Literal(duration)));

    /// <summary>Makes an activity start instances when its definition is published.</summary>
    public static JsonObject Trigger(JsonObject activity)
    {
        activity["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return activity;
    }

    public Draw With(params JsonObject[] activities)
    {
        foreach (var activity in activities)
        {
            _activities.Add(activity);
        }

        return this;
    }

    public Draw Variable(string name, string type = "Object", object? value = null)
    {
        _variables.Add(new JsonObject { ["id"] = name, ["name"] = name, ["typeName"] = type, ["value"] = JsonSerializer.SerializeToNode(value), ["storageDriverTypeName"] = "WorkflowInstanceStorageDriver" });
        return this;
    }

    public Draw Output(string name)
    {
        _outputs.Add(new JsonObject { ["name"] = name, ["type"] = "Object" });
        return this;
    }

    public Draw Option(string name, string value)
    {
        _options[name] = value;
        return this;
    }

    /// <summary>Arrows such as "a -> b" or "d.True -> b".</summary>
    public Draw Link(params string[] arrows)
    {
        foreach (var arrow in arrows)
        {
            var ends = arrow.Split("->", StringSplitOptions.TrimEntries);
            var source = ends[0].Split('.');
            _connections.Add(new JsonObject
            {
                ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source.Length > 1 ? source[1] : "Done" },
                ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
            });
        }

        return this;
    }

    /// <summary>Links the activities in the order in which they were added.</summary>
    public Draw Chain()
    {
        var ids = _activities.Select(activity => (string)activity!["id"]!).ToList();
        return Link([.. ids.Zip(ids.Skip(1), (first, second) => $"{first} -> {second}")]);
    }

    public string Json() => Json(new JsonObject { ["id"] = "root", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["activities"] = _activities, ["connections"] = _connections });

    public string Json(JsonObject root) => new JsonObject
    {
        ["definitionId"] = _id,
        ["name"] = _id,
        ["variables"] = _variables,
        ["outputs"] = _outputs,
        ["options"] = _options,
        ["root"] = root,
    }.ToJsonString();
}
