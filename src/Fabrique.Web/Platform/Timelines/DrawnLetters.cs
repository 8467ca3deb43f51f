using System.Text.Json.Nodes;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>The letter that a procedure sends after an answer.</summary>
/// <param name="Key">Of the message.</param>
/// <param name="Step">Identifier of the activity that writes it.</param>
public sealed record DrawnLetter(string Key, string Step);

/// <summary>What published procedures would write after an answer.</summary>
public sealed class DrawnLetters(PublishedDrawings drawings, ActivityRegistry registry)
{
    private const string SendMessage = "Fabrique.SendMessage";

    /// <summary>Follows the arrows from each answer, until something is asked of people again.</summary>
    /// <param name="versionId">Of the definition.</param>
    /// <param name="step">Identifier of the activity that is answered.</param>
    /// <param name="recipients">Code of those who are written to.</param>
    /// <param name="outcomes">The answers.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The first letter on the way, by answer; none of an answer without any, or when which it is only shows when it is written.</returns>
    public async Task<IReadOnlyDictionary<string, DrawnLetter>> FindAsync(string versionId, string step, string recipients, IReadOnlyList<string> outcomes, CancellationToken cancellationToken)
    {
        var letters = new Dictionary<string, DrawnLetter>(StringComparer.Ordinal);
        if (await drawings.FindAsync(versionId, cancellationToken) is { } document && Holding(document.Root, step) is { } flow)
        {
            foreach (var outcome in outcomes)
            {
                if (Find(flow, step, recipients, outcome) is { } letter)
                {
                    letters[outcome] = letter;
                }
            }
        }

        return letters;
    }

    /// <summary>The first step of a kind, wherever it stands in the drawing.</summary>
    /// <param name="versionId">Of the definition.</param>
    /// <param name="type">Name of the kind of activity.</param>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>Its identifier; null when the drawing has none.</returns>
    public async Task<string?> FindStepAsync(string versionId, string type, CancellationToken cancellationToken) =>
        await drawings.FindAsync(versionId, cancellationToken) is { } document ? FindStep(document.Root, type) : null;

    private static string? FindStep(JsonNode? node, string type) => node switch
    {
        JsonObject json when Text(json["type"]) == type => Text(json["id"]),
        JsonObject json => json.Select(property => FindStep(property.Value, type)).FirstOrDefault(found => found is not null),
        JsonArray array => array.Select(one => FindStep(one, type)).FirstOrDefault(found => found is not null),
        _ => null,
    };

    private DrawnLetter? Find(JsonObject flow, string step, string recipients, string outcome)
    {
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
                return new DrawnLetter(key, next);
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
