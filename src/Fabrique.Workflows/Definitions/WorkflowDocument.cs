using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows;

/// <summary>
/// A workflow definition as Elsa 3 writes it. The JSON tree is kept whole: properties that this library does not know survive reading and writing.
/// </summary>
public sealed class WorkflowDocument
{
    private const char ByteOrderMark = '\uFEFF';

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 256, AllowTrailingCommas = true, AllowDuplicateProperties = false, CommentHandling = JsonCommentHandling.Skip };
    private readonly JsonNode _tree;

    private WorkflowDocument(JsonNode tree, JsonObject model)
    {
        _tree = tree;
        Model = model;
    }

    /// <summary>The definition itself, without the envelope that it may have been read in.</summary>
    public JsonObject Model { get; }

    /// <summary>Definition id, the same for all versions; empty when the JSON has none.</summary>
    public string DefinitionId => Text("definitionId") ?? "";

    /// <summary>Identifier of the version; empty when the JSON has none.</summary>
    public string Id => Text("id") ?? "";

    /// <summary>Name shown to people.</summary>
    public string Name => Text("name") ?? "";

    /// <summary>Description shown to people.</summary>
    public string? Description => Text("description");

    /// <summary>The root activity, or null when the JSON has none.</summary>
    public JsonObject? Root => Model["root"] as JsonObject;

    /// <summary>The declared inputs, in order: <c>{name, type, isArray, defaultValue, …}</c> each.</summary>
    public IEnumerable<JsonObject> Inputs => Objects("inputs");

    /// <summary>Reads a definition, bare or in the <c>{model, publish}</c> envelope that Studio posts.</summary>
    /// <param name="json">JSON text.</param>
    /// <returns>The document.</returns>
    /// <exception cref="JsonException">The text is not JSON, not an object, or has an object that names a property twice.</exception>
    public static WorkflowDocument Parse(string json)
    {
        if (JsonNode.Parse(json.TrimStart(ByteOrderMark), documentOptions: Reading) is not JsonObject tree)
        {
            throw new JsonException("A workflow definition is a JSON object.");
        }

        return new WorkflowDocument(tree, tree["model"] as JsonObject ?? tree);
    }

    /// <summary>Names the activities that their definition leaves without identifier after their types, as Elsa does: a root, and below it those of a known kind.</summary>
    /// <param name="root">The root activity.</param>
    /// <param name="isKnown">Whether a type is a kind of activity.</param>
    public static void NameActivities(JsonObject root, Func<string, bool> isKnown)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var nameless = new List<JsonObject>();
        var open = new Stack<JsonNode?>([root]);
        while (open.TryPop(out var node))
        {
            if (node is JsonObject json)
            {
                if (json["id"] is { } id)
                {
                    taken.Add(id.ToString());
                }
                else if (json["type"] is JsonValue type && type.TryGetValue<string>(out var name) && (json == root || isKnown(name)))
                {
                    nameless.Add(json);
                }
            }

            foreach (var inner in (node is JsonObject tree ? tree.Select(property => property.Value) : node as JsonArray ?? []).Reverse())
            {
                open.Push(inner);
            }
        }

        foreach (var activity in nameless)
        {
            var type = activity["type"]!.GetValue<string>();
            var name = type[(type.LastIndexOf('.') + 1)..];
            var number = 1;
            while (!taken.Add(name + number.ToString(CultureInfo.InvariantCulture)))
            {
                number++;
            }

            activity["id"] = name + number.ToString(CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Writes the whole tree, envelope included, as it was read.</summary>
    /// <returns>Compact JSON text.</returns>
    internal string ToJson() => _tree.ToJsonString(JsonText.Compact);

    /// <summary>Writes the definition without its envelope.</summary>
    /// <returns>Compact JSON text.</returns>
    public string ToModelJson() => Model.ToJsonString(JsonText.Compact);

    private IEnumerable<JsonObject> Objects(string name) => (Model[name] as JsonArray ?? []).OfType<JsonObject>();

    private string? Text(string name) => Model[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
