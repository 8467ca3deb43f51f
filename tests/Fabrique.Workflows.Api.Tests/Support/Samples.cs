using System.Text.Json.Nodes;
using Fabrique.Workflows.Tests.Support;

namespace Fabrique.Workflows.Api.Tests.Support;

/// <summary>Definitions as Studio posts them.</summary>
internal static class Samples
{
    /// <summary>What Studio posts when somebody creates a definition: nothing but a name and an empty drawing, and null for every list.</summary>
    public static JsonObject Blank(string name) => new()
    {
        ["definitionId"] = null,
        ["id"] = null,
        ["name"] = name,
        ["description"] = null,
        ["toolVersion"] = "3.8.0.0",
        ["variables"] = null,
        ["inputs"] = null,
        ["outputs"] = null,
        ["outcomes"] = null,
        ["customProperties"] = null,
        ["links"] = null,
        ["options"] = null,
        ["root"] = new JsonObject { ["id"] = "a1b2c3d4e5f60718", ["type"] = "Elsa.Flowchart", ["version"] = 1, ["name"] = "Flowchart1" },
        ["createdAt"] = "0001-01-01T00:00:00+00:00",
        ["version"] = 1,
        ["isLatest"] = true,
        ["isPublished"] = false,
    };

    /// <summary>A line, a decision, and an event that is awaited when it is true.</summary>
    public static JsonObject Journey(string id = "journey", string name = "Parcours") => Named(
        JsonNode.Parse(Draw.Flow(id)
            .Variable("Counter", "Int32", 1)
            .With(Draw.Line("hello", Draw.Js("'Bonjour ' + getWorkflowInstanceId()")), Draw.Decision("choice", Draw.Js("getCounter() < 2")), Draw.Event("wait", "Signal"), Draw.Line("bye"))
            .Link("hello -> choice", "choice.True -> wait", "choice.False -> bye")
            .Json())!.AsObject(),
        name);

    public static JsonObject Usable(string id, string name, string category)
    {
        var model = Named(JsonNode.Parse(Draw.Flow(id).With(Draw.Line("inside")).Json())!.AsObject(), name);
        model["options"] = new JsonObject { ["usableAsActivity"] = true, ["activityCategory"] = category };
        model["inputs"] = new JsonArray(new JsonObject { ["name"] = "Text", ["type"] = "String", ["displayName"] = "Texte", ["uiHint"] = "multiline" });
        return model;
    }

    /// <summary>Waits for an event of this name.</summary>
    public static JsonObject Waiting(string id, string name = "Attente") => Named(JsonNode.Parse(Draw.Flow(id).With(Draw.Event("wait", "Signal")).Json())!.AsObject(), name);

    private static JsonObject Named(JsonObject model, string name)
    {
        model["name"] = name;
        return model;
    }
}
