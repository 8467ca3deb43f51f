using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Expressions;

/// <summary>
/// The variable or the workflow input that an expression names. Its value is an object, the JSON text of that object (what Studio's lists write), or an identifier or
/// a name alone.
/// </summary>
/// <param name="Id">Identifier of the variable; null when it is not given.</param>
/// <param name="Name">Name; null when it is not given.</param>
internal readonly record struct ExpressionReference(string? Id, string? Name)
{
    public static ExpressionReference Of(JsonNode? value)
    {
        if ((value as JsonObject ?? Written(value.AsText())) is { } reference)
        {
            return new(reference.Text("id"), reference.Text("name"));
        }

        return value?.ToString() is { Length: > 0 } text ? new(text, text) : default;
    }

    /// <summary>What a person calls it.</summary>
    public override string ToString() => Name ?? Id ?? "";

    private static JsonObject? Written(string? text)
    {
        if (text is not ['{', ..])
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
