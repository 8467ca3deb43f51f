using System.Text.Json.Nodes;
using Fabrique.Domain.Messages;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>The steps of a procedure that write a message.</summary>
public sealed class WritingSteps(ActivityRegistry registry)
{
    /// <param name="definition">Elsa's JSON.</param>
    /// <param name="key">Of the message.</param>
    /// <param name="isAboutTasks">Whether it is written about tasks too: the steps that ask people for something count.</param>
    /// <returns>Identifier and name of each, in the order of the drawing.</returns>
    public IReadOnlyList<(string Id, string Name)> Of(string definition, string key, bool isAboutTasks)
    {
        var document = WorkflowDocument.Parse(definition);
        var names = DefinitionNames.Of(document, registry);
        var found = new List<(string Id, string Name)>();
        Look(document.Model);
        return found;

        void Look(JsonNode? node)
        {
            if (node is JsonObject json)
            {
                if (Text(json["id"]) is { Length: <= MessageScope.StepLength } id && Text(json["type"]) is { } type && names.TryGetValue(id, out var name)
                    && ((isAboutTasks && registry.Find(type)?.Activity is IAnsweredByPeople) || Holds(json["message"], key)))
                {
                    found.Add((id, name));
                }

                foreach (var (_, child) in json)
                {
                    Look(child);
                }
            }
            else if (node is JsonArray array)
            {
                foreach (var child in array)
                {
                    Look(child);
                }
            }
        }
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static bool Holds(JsonNode? input, string key) => input is JsonObject && Text(input["expression"]?["value"]) == key;
}
