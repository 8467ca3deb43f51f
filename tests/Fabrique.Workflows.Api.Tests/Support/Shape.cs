using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api.Tests.Support;

/// <summary>Compares JSON with the properties that Studio reads: "name:kind" each, where the kind is s, n, b, o or a.</summary>
internal static class Shape
{
    public static void Has(JsonNode? json, string properties)
    {
        var found = Assert.IsType<JsonObject>(json);
        foreach (var property in properties.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, kind) = (property.Split(':')[0], property.Split(':')[1]);
            Assert.True(found.ContainsKey(name), $"« {name} » is missing in {found.ToJsonString()}");
            Assert.True(kind == Kind(found[name]!), $"« {name} » is {found[name]!.ToJsonString()}, not of kind {kind}.");
        }
    }

    private static string Kind(JsonNode json) => json.GetValueKind() switch
    {
        JsonValueKind.String => "s",
        JsonValueKind.Number => "n",
        JsonValueKind.True or JsonValueKind.False => "b",
        JsonValueKind.Object => "o",
        _ => "a",
    };
}
