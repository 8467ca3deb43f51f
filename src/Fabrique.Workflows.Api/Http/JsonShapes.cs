using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>Reads properties of JSON that people may have written, whatever their form: a wrong one is as good as absent.</summary>
internal static class JsonShapes
{
    public static string? Text(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static int? Number(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static IEnumerable<JsonObject> Objects(this JsonNode? json) => (json as JsonArray ?? []).OfType<JsonObject>();

    public static string ToText(this JsonNode json) => json.ToJsonString(ApiJson.Options);
}
