using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.EndToEnd.Tests.Studio;

/// <summary>Definitions as files hold them, for what would be long to draw.</summary>
internal static class Drawing
{
    public static string Definition(string id, string name, JsonObject root, params JsonObject[] variables) => new JsonObject
    {
        ["definitionId"] = id,
        ["name"] = name,
        ["variables"] = new JsonArray([.. variables]),
        ["root"] = root,
    }.ToJsonString();

    public static JsonObject Variable(string name, string value) => new() { ["id"] = name, ["name"] = name, ["typeName"] = "String", ["value"] = value, ["storageDriverTypeName"] = "WorkflowInstanceStorageDriver" };

    /// <summary>Steps that follow each other from left to right.</summary>
    public static JsonObject Flow(string id, params JsonObject[] steps)
    {
        var connections = new JsonArray();
        foreach (var (from, to) in steps.Zip(steps.Skip(1)))
        {
            connections.Add(new JsonObject { ["source"] = End(from, "Done"), ["target"] = End(to, "In") });
        }

        foreach (var (place, step) in steps.Index())
        {
            step["metadata"] = new JsonObject { ["designer"] = new JsonObject { ["position"] = new JsonObject { ["x"] = 40 + (place * 260), ["y"] = 60 } } };
        }

        return Activity(id, "Elsa.Flowchart", ("activities", new JsonArray([.. steps])), ("connections", connections));
    }

    public static JsonObject Sequence(string id, params JsonObject[] steps) => Activity(id, "Elsa.Sequence", ("activities", new JsonArray([.. steps])));

    public static JsonObject If(string id, JsonObject then) => Activity(id, "Elsa.If", ("condition", Value("Boolean", "JavaScript", "true")), ("then", then));

    public static JsonObject Line(string id, string text, string syntax = "Literal") => Activity(id, "Elsa.WriteLine", ("text", Value("String", syntax, text)));

    public static JsonObject Script(string id, params string[] outcomes) => Activity(id, "Elsa.RunJavaScript", ("possibleOutcomes", Value("String[]", "Object", JsonSerializer.Serialize(outcomes))));

    public static JsonObject Wait(string id) => Activity(id, "Elsa.Event", ("eventName", Value("String", "Literal", "suite")));

    public static JsonObject Activity(string id, string type, params (string Name, JsonNode Value)[] properties)
    {
        var activity = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties)
        {
            activity[name] = value;
        }

        return activity;
    }

    private static JsonObject Value(string type, string syntax, string value) =>
        new() { ["typeName"] = type, ["expression"] = new JsonObject { ["type"] = syntax, ["value"] = value } };

    private static JsonObject End(JsonObject activity, string port) => new() { ["activity"] = activity["id"]!.DeepClone(), ["port"] = port };
}
