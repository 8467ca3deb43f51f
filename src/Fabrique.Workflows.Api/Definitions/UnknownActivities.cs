using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>
/// Shows an activity that Studio cannot draw, because nobody knows its kind or it is written otherwise, as the placeholder that it can, which carries the original,
/// and puts the original back when it is saved. What was moved, renamed or connected meanwhile stays so.
/// </summary>
internal static class UnknownActivities
{
    public const string TypeName = "Elsa.NotFoundActivity";

    private static readonly string[] Kept = ["id", "name", "metadata", "customProperties"];

    /// <summary>Replaces those that cannot be drawn, from a root down.</summary>
    /// <returns>The root, or its placeholder.</returns>
    public static JsonObject Hide(JsonObject root, Func<JsonObject, bool> isDrawable) => Replace(root, activity => activity.Text("type") == TypeName || isDrawable(activity) ? null : Placeholder(activity));

    /// <summary>Puts the originals back.</summary>
    /// <returns>The root, or its original.</returns>
    public static JsonObject Restore(JsonObject root) => Replace(root, activity => activity.Text("type") == TypeName ? Original(activity) : null);

    private static JsonObject Replace(JsonObject root, Func<JsonObject, JsonObject?> change)
    {
        var result = root;
        var open = new Stack<(JsonObject Activity, Action<JsonObject> Put)>([(root, replacement => result = replacement)]);
        while (open.TryPop(out var next))
        {
            var activity = next.Activity;
            if (change(activity) is { } replacement)
            {
                next.Put(replacement);
                activity = replacement;
            }

            foreach (var embedded in ActivityTree.Embedded(activity))
            {
                open.Push((embedded.Activity, embedded.Replace));
            }
        }

        return result;
    }

    private static JsonObject Placeholder(JsonObject activity)
    {
        var placeholder = new JsonObject();
        foreach (var name in Kept)
        {
            placeholder[name] = activity[name]?.DeepClone();
        }

        placeholder["type"] = TypeName;
        placeholder["version"] = 1;
        placeholder["missingTypeName"] = activity.Text("type");
        placeholder["missingTypeVersion"] = activity.Number("version") ?? 1;
        placeholder["originalActivityJson"] = activity.ToText();
        return placeholder;
    }

    private static JsonObject? Original(JsonObject placeholder)
    {
        if (placeholder.Text("originalActivityJson") is not { } text)
        {
            return null;
        }

        JsonObject? original;
        try
        {
            original = JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { MaxDepth = 256, AllowDuplicateProperties = false }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }

        if (original is null || original.Text("type") is null or TypeName)
        {
            return null;
        }

        foreach (var name in Kept.Where(name => placeholder[name] is not null))
        {
            original[name] = placeholder[name]!.DeepClone();
        }

        return original;
    }
}
