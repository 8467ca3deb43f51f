using System.Text.Json.Nodes;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>The message that a procedure sends after an answer.</summary>
/// <param name="Key">Of the message.</param>
/// <param name="Step">Identifier of the activity that writes it.</param>
public sealed record DrawnMessage(string Key, string Step);

/// <summary>What the drawings of procedures send after answers.</summary>
public sealed class DrawnMessages(PublishedDrawings drawings, ActivityRegistry registry)
{
    private const string SendMessage = "Fabrique.SendMessage";

    /// <summary>Follows the arrows from an answer, until something is asked of people again.</summary>
    /// <param name="versionId">Of the definition.</param>
    /// <param name="step">Identifier of the activity that is answered.</param>
    /// <param name="outcome">The answer.</param>
    /// <param name="recipients">Code of those to whom it is written.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The first message to them on the way; null when there is none, or which it is only shows when it is written.</returns>
    public async Task<DrawnMessage?> FindAsync(string versionId, string step, string outcome, string recipients, CancellationToken cancellationToken)
    {
        if (await drawings.FindAsync(versionId, cancellationToken) is not { } document || Holding(document.Root, step) is not { } flow)
        {
            return null;
        }

        var activities = Objects(flow["activities"]).Where(activity => Text(activity["id"]) is not null).ToDictionary(activity => Text(activity["id"])!, StringComparer.Ordinal);
        var arrows = Objects(flow["connections"]).Select(arrow => (From: Text(arrow["source"]?["activity"]), Port: Text(arrow["source"]?["port"]), To: Text(arrow["target"]?["activity"]))).ToList();
        var seen = new HashSet<string>(StringComparer.Ordinal) { step };
        var open = new Queue<string>(arrows.Where(arrow => arrow.From == step && arrow.Port == outcome).Select(arrow => arrow.To).OfType<string>());
        while (open.TryDequeue(out var next))
        {
            if (!seen.Add(next) || !activities.TryGetValue(next, out var activity))
            {
                continue;
            }

            var type = Text(activity["type"]);
            if (type == SendMessage && Literal(activity["recipients"]) == recipients && Literal(activity["message"]) is { } key)
            {
                return new DrawnMessage(key, next);
            }

            if (type is not null && registry.Find(type)?.Activity is IAnsweredByPeople)
            {
                continue;
            }

            foreach (var target in arrows.Where(arrow => arrow.From == next).Select(arrow => arrow.To).OfType<string>())
            {
                open.Enqueue(target);
            }
        }

        return null;
    }

    // The drawing in which a step stands: the root, or a part of it.
    private static JsonObject? Holding(JsonNode? node, string step)
    {
        switch (node)
        {
            case JsonObject json when Objects(json["activities"]).Any(activity => Text(activity["id"]) == step):
                return json;
            case JsonObject json:
                return json.Select(property => Holding(property.Value, step)).FirstOrDefault(found => found is not null);
            case JsonArray array:
                return array.Select(one => Holding(one, step)).FirstOrDefault(found => found is not null);
            default:
                return null;
        }
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => (node as JsonArray ?? []).OfType<JsonObject>();

    private static string? Literal(JsonNode? input) => input?["expression"] is JsonObject expression && Text(expression["type"]) == "Literal" ? Text(expression["value"]) : null;

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
