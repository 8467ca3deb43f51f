using System.Text.Json.Nodes;
using Fabrique.Workflows;

namespace Fabrique.Web.Platform.Timelines;

/// <summary>A step that nobody named is called by what it asks, which others than the staff are not told.</summary>
internal static class StepTitles
{
    /// <param name="document">The definition; what is hidden is taken away from it.</param>
    /// <param name="registry">The activities.</param>
    /// <returns>How each step that is called by what it asks is called instead.</returns>
    public static Dictionary<string, string> Hide(WorkflowDocument document, ActivityRegistry registry)
    {
        var full = DefinitionNames.Of(document, registry);
        Take(document.Model);
        var open = DefinitionNames.Of(document, registry);
        return full.Where(step => open[step.Key] != step.Value).DistinctBy(step => step.Value).ToDictionary(step => step.Value, step => open[step.Key], StringComparer.Ordinal);

        void Take(JsonNode? node)
        {
            if (node is JsonObject json)
            {
                if (json["type"] is JsonValue type && type.TryGetValue<string>(out var name) && registry.Find(name)?.Activity is IAnsweredByPeople)
                {
                    json.Remove("title");
                }

                foreach (var (_, child) in json)
                {
                    Take(child);
                }
            }
            else if (node is JsonArray array)
            {
                foreach (var child in array)
                {
                    Take(child);
                }
            }
        }
    }
}
