using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Graph;

/// <summary>What the steps of a drawing are called: by the text that somebody chose, by what is written in them, or else by their type.</summary>
internal static class StepNames
{
    public static string Of(JsonObject json, ActivityType? type) =>
        Chosen(json) ?? Written(json, type) ?? (type?.Metadata.DisplayName is { Length: > 0 } displayName ? displayName : json.Text("type") ?? "");

    /// <summary>The name that somebody gave to the step itself; null when nobody did.</summary>
    public static string? Chosen(JsonObject json)
    {
        if (json.Object("metadata")?.Text("displayText") is { } shown && !string.IsNullOrWhiteSpace(shown))
        {
            return shown.Trim();
        }

        var name = json.Text("name")?.Trim() ?? "";
        return name.Length > 0 && name != json.Text("id") && !IsGenerated(name, json.Text("type") ?? "") ? name : null;
    }

    /// <summary>Studio names an activity after its type and a number; nobody chose that name.</summary>
    private static bool IsGenerated(string name, string typeName) =>
        name.StartsWith(typeName[(typeName.LastIndexOf('.') + 1)..], StringComparison.Ordinal) && char.IsAsciiDigit(name[^1]);

    private static string? Written(JsonObject json, ActivityType? type)
    {
        if (type?.Metadata.StepName is not { Length: > 0 } pattern)
        {
            return null;
        }

        var name = pattern;
        foreach (var input in type.Inputs.Where(input => pattern.Contains($"{{{input.Name}}}", StringComparison.Ordinal)))
        {
            if (LiteralOf(json[JsonNamingPolicy.CamelCase.ConvertName(input.Name)]) is not { } text || string.IsNullOrWhiteSpace(text))
            {
                return null;
            }

            name = name.Replace($"{{{input.Name}}}", text.Trim(), StringComparison.Ordinal);
        }

        return name;
    }

    private static string? LiteralOf(JsonNode? json) => json is JsonObject wrapped && wrapped.Object("expression") is { } expression
        ? (expression.Text("type") ?? "Literal") == "Literal" ? expression.Text("value") : null
        : json.AsText();
}
