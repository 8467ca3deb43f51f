using System.Text.Json.Nodes;
using Fabrique.Workflows;

namespace Fabrique.Web.Features.Procedures.Studio;

/// <summary>A step of a drawing, by its identifier there and the name that its author sees.</summary>
internal sealed record StepOnPath(string Id, string Name);

/// <summary>Where a step stands in a drawing: Studio shows one container at a time.</summary>
internal static class StepPath
{
    /// <returns>The steps to go through from the whole drawing, then the step itself; empty for the drawing itself; null when there is no such step.</returns>
    public static IReadOnlyList<StepOnPath>? Find(WorkflowDocument document, string activityId)
    {
        var path = new List<StepOnPath>();
        if (document.Root is not { } root || !Reach(root, activityId, path))
        {
            return null;
        }

        path.Reverse();
        return path[1..];
    }

    /// <summary>Adds the steps from the one that is looked for up to this one.</summary>
    private static bool Reach(JsonNode? node, string activityId, List<StepOnPath> path)
    {
        switch (node)
        {
            case JsonArray array:
                return array.Any(item => Reach(item, activityId, path));
            case JsonObject json:
                var isActivity = Text(json, "type") is not null && Text(json, "id") is not null && !json.ContainsKey("typeName");
                if (!(isActivity && Text(json, "id") == activityId) && !json.Any(property => property.Key is not ("customProperties" or "metadata") && Reach(property.Value, activityId, path)))
                {
                    return false;
                }

                if (isActivity)
                {
                    path.Add(new StepOnPath(Text(json, "id")!, NameOf(json)));
                }

                return true;
            default:
                return false;
        }
    }

    private static string NameOf(JsonObject json) =>
        new[] { Text(json["metadata"] as JsonObject, "displayText"), Text(json, "name"), Text(json, "id") }.First(text => text is { Length: > 0 })!;

    private static string? Text(JsonObject? json, string name) => json?[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
