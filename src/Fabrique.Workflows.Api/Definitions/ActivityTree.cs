using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>An activity embedded in another: by which port, and where its JSON stands.</summary>
internal sealed record EmbeddedActivity(string Port, JsonObject Activity, Action<JsonObject> Replace);

/// <summary>Walks the activities of a definition's JSON.</summary>
internal static class ActivityTree
{
    public const string Root = "Workflow1";

    /// <summary>The activities directly inside one, by the properties that hold them: embedded ports, lists, and lists of cases.</summary>
    public static IReadOnlyList<EmbeddedActivity> Embedded(JsonObject activity)
    {
        var found = new List<EmbeddedActivity>();
        foreach (var (name, value) in activity.Where(property => property.Key is not ("customProperties" or "metadata")).ToList())
        {
            Collect(name, value, replacement => activity[name] = replacement, found);
        }

        return found;
    }

    /// <summary>All activities from a root down, the root first.</summary>
    public static IEnumerable<JsonObject> All(JsonObject root)
    {
        var open = new Stack<JsonObject>([root]);
        while (open.TryPop(out var activity))
        {
            yield return activity;
            foreach (var embedded in Embedded(activity).Reverse())
            {
                open.Push(embedded.Activity);
            }
        }
    }

    /// <summary>Name of a port as descriptors write it, from the property that holds its activity.</summary>
    public static string PortOf(string property) => property.Length == 0 ? property : char.ToUpperInvariant(property[0]) + property[1..];

    private static void Collect(string port, JsonNode? value, Action<JsonObject> replace, List<EmbeddedActivity> found)
    {
        switch (value)
        {
            case JsonObject json when IsActivity(json):
                found.Add(new EmbeddedActivity(port, json, replace));
                break;
            case JsonArray array:
                for (var index = 0; index < array.Count; index++)
                {
                    var place = index;
                    if (array[index] is JsonObject json && !IsActivity(json) && json["activity"] is JsonObject inner && IsActivity(inner))
                    {
                        found.Add(new EmbeddedActivity(json.Text("label") ?? port, inner, replacement => json["activity"] = replacement));
                    }
                    else
                    {
                        Collect(port, array[index], replacement => array[place] = replacement, found);
                    }
                }

                break;
        }
    }

    private static bool IsActivity(JsonObject json) => json.Text("id") is not null && json.Text("type") is not null;
}
