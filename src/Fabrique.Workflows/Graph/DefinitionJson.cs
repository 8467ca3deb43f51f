using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Graph;

/// <summary>Reads properties of a definition whatever their form: a wrong one is as good as absent, and never an exception.</summary>
internal static class DefinitionJson
{
    /// <summary>The text of a property; null when it is absent or no text.</summary>
    public static string? Text(this JsonObject json, string name) => json[name].AsText();

    public static string? AsText(this JsonNode? json) => json is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static bool Flag(this JsonObject json, string name) => json[name] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static JsonObject? Object(this JsonObject json, string name) => json[name] as JsonObject;
}
