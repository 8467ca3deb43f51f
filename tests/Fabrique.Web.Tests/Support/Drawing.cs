using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Web.Tests.Support;

/// <summary>Small procedures drawn by tests.</summary>
internal static class Drawing
{
    public static JsonObject Literal(object? value) => Input("Literal", value);

    public static JsonObject Js(string script) => Input("JavaScript", script);

    public static JsonObject Json(string json) => Input("Object", json);

    public static JsonObject To(string variable) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = variable } };

    public static JsonObject Node(string id, string type, params (string Name, JsonNode? Value)[] properties)
    {
        var json = new JsonObject { ["id"] = id, ["name"] = id, ["type"] = type, ["version"] = 1 };
        foreach (var (name, value) in properties)
        {
            json[name] = value;
        }

        return json;
    }

    public static JsonObject Endpoint(string id, string path, string method, params (string Name, JsonNode? Value)[] properties) =>
        Node(id, "Elsa.HttpEndpoint", [("path", Literal(path)), ("supportedMethods", Json($"[\"{method}\"]")), .. properties]);

    public static JsonObject Starting(JsonObject endpoint)
    {
        endpoint["customProperties"] = new JsonObject { ["canStartWorkflow"] = true };
        return endpoint;
    }

    public static JsonObject Answer(string id, string content, params (string Name, JsonNode? Value)[] properties) =>
        Node(id, "Elsa.WriteHttpResponse", [("content", Js(content)), .. properties]);

    /// <summary>Publishes activities linked one after the other, or by the arrows given.</summary>
    public static async Task PublishAsync(this FabriqueApp app, string id, string[] variables, JsonObject[] activities, params string[] arrows) =>
        await app.Services.GetRequiredService<WorkflowPublisher>().PublishAsync(Document(id, variables, activities, arrows));

    public static WorkflowDocument Document(string id, JsonObject[] activities, params string[] arrows) => Document(id, [], activities, arrows);

    private static WorkflowDocument Document(string id, string[] variables, JsonObject[] activities, string[] arrows)
    {
        var links = arrows.Length > 0 ? arrows : [.. activities.Zip(activities.Skip(1), (first, second) => $"{first["id"]}.Done -> {second["id"]}")];
        var json = new JsonObject
        {
            ["definitionId"] = id,
            ["name"] = id,
            ["variables"] = new JsonArray([.. variables.Select(name => new JsonObject { ["id"] = name, ["name"] = name, ["typeName"] = "Object", ["storageDriverTypeName"] = "WorkflowInstanceStorageDriver" })]),
            ["root"] = new JsonObject
            {
                ["id"] = "root",
                ["type"] = "Elsa.Flowchart",
                ["version"] = 1,
                ["activities"] = new JsonArray([.. activities]),
                ["connections"] = new JsonArray([.. links.Select(Connection)]),
            },
        };
        return WorkflowDocument.Parse(json.ToJsonString());
    }

    private static JsonObject Connection(string arrow)
    {
        var ends = arrow.Split(" -> ");
        var source = ends[0].Split('.');
        return new JsonObject
        {
            ["source"] = new JsonObject { ["activity"] = source[0], ["port"] = source[1] },
            ["target"] = new JsonObject { ["activity"] = ends[1], ["port"] = "In" },
        };
    }

    public static JsonObject Input(string type, object? value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = JsonSerializer.SerializeToNode(value) } };
}
