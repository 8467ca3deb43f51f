using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fabrique.Workflows.Api;

/// <summary>Writes versions as Studio and Elsa read them.</summary>
/// <param name="definitions">The definitions that are kinds of activities.</param>
/// <param name="registry">The other kinds of activities.</param>
internal sealed class DefinitionShape(WorkflowDefinitionStore definitions, ActivityRegistry registry)
{
    private static readonly string[] Order =
    [
        "links", "id", "definitionId", "tenantId", "name", "description", "createdAt", "version", "toolVersion", "variables", "inputs", "outputs", "outcomes", "customProperties",
        "isReadonly", "isSystem", "isLatest", "isPublished", "options", "root",
    ];

    /// <summary>A version at a glance.</summary>
    public static DefinitionSummary Summary(WorkflowVersion version, ClaimsPrincipal? user)
    {
        var model = WorkflowDocument.Parse(version.Json).Model;
        var isReadonly = model.Flag("isReadonly");
        return new DefinitionSummary(
            version.Id,
            version.DefinitionId,
            version.Name,
            model.Text("description"),
            version.Version,
            model.Text("toolVersion"),
            version.IsLatest,
            version.IsPublished,
            version.CreatedAt,
            isReadonly)
        {
            Links = user is null ? null : DefinitionLinks.One(user, version.DefinitionId, isReadonly),
            IsMaterializerAvailable = user is null ? null : true,
        };
    }

    /// <summary>A whole version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="user">For whom; null for a file, which has no links.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    public async Task<JsonObject> FullAsync(WorkflowVersion version, ClaimsPrincipal? user, CancellationToken cancellationToken)
    {
        var model = version.ToDocument().Model;
        DraftRevision.Show(model, isFile: user is null);
        model.Remove("links");
        model["toolVersion"] ??= "3.8.0.0";
        foreach (var list in (ReadOnlySpan<string>)["variables", "inputs", "outputs", "outcomes"])
        {
            model[list] ??= new JsonArray();
        }

        model["customProperties"] ??= new JsonObject();
        model["options"] ??= new JsonObject { ["autoUpdateConsumingWorkflows"] = false };
        model["isReadonly"] ??= false;
        model["isSystem"] ??= false;
        DropNulls(model["options"]);
        foreach (var declared in (ReadOnlySpan<string>)["variables", "inputs", "outputs"])
        {
            foreach (var json in model[declared].Objects())
            {
                DropNulls(json);
            }
        }

        NameDrivers(model, isStored: user is null);

        if (model["root"] is JsonObject root)
        {
            // A file holds what was drawn: whoever reads it may know what is unknown here.
            var shown = user is null ? root : await HideUndrawableAsync(root, cancellationToken);
            Complete(shown, ActivityTree.Root);
            if (shown != root)
            {
                model["root"] = shown;
            }
        }

        if (user is not null)
        {
            model["links"] = JsonSerializer.SerializeToNode(DefinitionLinks.One(user, version.DefinitionId, model.Flag("isReadonly")), ApiJson.Options);
        }

        return Ordered(model);
    }

    private async Task<JsonObject> HideUndrawableAsync(JsonObject root, CancellationToken cancellationToken)
    {
        var others = ActivityTree.All(root).Select(activity => activity.Text("type")!).Where(type => registry.Find(type) is null).ToHashSet(StringComparer.Ordinal);
        if (others.Count > 0)
        {
            others.IntersectWith((await definitions.ListActivityTypesAsync(cancellationToken)).Select(known => known.Type.TypeName));
        }

        return UnknownActivities.Hide(
            root,
            activity => activity.Text("type") is { } name && (registry.Find(name) is { } type ? UndrawableActivities.ProblemOf(activity, type) is null : others.Contains(name)));
    }

    /// <summary>Gives an activity what Studio expects of each: its path of identifiers, and the bags that it writes to.</summary>
    private void Complete(JsonObject root, string container)
    {
        var open = new Stack<(JsonObject Activity, string Container)>([(root, container)]);
        while (open.TryPop(out var next))
        {
            var (activity, around) = next;
            var nodeId = $"{around}:{activity.Text("id")}";
            activity["nodeId"] = nodeId;
            activity["version"] = registry.Find(activity.Text("type") ?? "")?.Metadata.Version ?? activity.Number("version") ?? 1;
            activity["metadata"] = Legible(activity["metadata"] as JsonObject ?? []);
            if ((activity["customProperties"] ??= new JsonObject()) is JsonObject custom)
            {
                custom["canStartWorkflow"] ??= false;
                custom["runAsynchronously"] ??= false;
            }

            if (activity.Text("type") is "Elsa.Flowchart")
            {
                CompleteFlowchart(activity);
            }
            else if (activity.Text("type") is "Elsa.Sequence" or "Elsa.Parallel")
            {
                activity["activities"] ??= new JsonArray();
                activity["variables"] ??= new JsonArray();
            }

            foreach (var embedded in ActivityTree.Embedded(activity))
            {
                open.Push((embedded.Activity, nodeId));
            }
        }
    }

    /// <summary>Leaves out a place that is no place and a text that is no text: Studio shows nothing at all of a drawing that has them.</summary>
    private static JsonObject Legible(JsonObject metadata)
    {
        if (metadata["designer"] is JsonObject designer && designer["position"] is JsonObject position && !(IsNumber(position["x"]) && IsNumber(position["y"])))
        {
            metadata.Remove("designer");
        }

        if (metadata["displayText"] is not null && metadata.Text("displayText") is null)
        {
            metadata.Remove("displayText");
        }

        return metadata;

        static bool IsNumber(JsonNode? value) => value?.GetValueKind() == JsonValueKind.Number;
    }

    /// <summary>Sets the connections that lead nowhere aside: Studio cannot draw them.</summary>
    private static void CompleteFlowchart(JsonObject flowchart)
    {
        flowchart["activities"] ??= new JsonArray();
        flowchart["variables"] ??= new JsonArray();
        flowchart["connections"] ??= new JsonArray();
        if (flowchart["customProperties"] is not JsonObject custom || flowchart["connections"] is not JsonArray connections)
        {
            return;
        }

        foreach (var connection in connections.Objects())
        {
            Nest(connection, "source");
            Nest(connection, "target");
        }

        var known = flowchart["activities"].Objects().Select(activity => activity.Text("id")).ToHashSet(StringComparer.Ordinal);
        var lost = connections.Where(connection => connection is not JsonObject ends || !Knows(ends["source"]) || !Knows(ends["target"])).ToList();
        lost.ForEach(connection => connections.Remove(connection));
        var former = custom["notFoundConnections"] as JsonArray ?? [];
        custom["notFoundConnections"] = new JsonArray([.. former.Concat(lost).Select(connection => connection?.DeepClone())]);
        foreach (var connection in connections.Objects())
        {
            connection["vertices"] ??= new JsonArray();
        }

        bool Knows(JsonNode? end) => end is JsonObject json && known.Contains(json.Text("activity"));
    }

    /// <summary>The first versions of the format wrote the ends of a connection flat: <c>{source, sourcePort, target, targetPort}</c>.</summary>
    private static void Nest(JsonObject connection, string end)
    {
        if (connection.Text(end) is { } activity)
        {
            connection[end] = new JsonObject { ["activity"] = activity, ["port"] = connection[end + "Port"]?.DeepClone() };
            connection.Remove(end + "Port");
        }
    }

    private static void DropNulls(JsonNode? json)
    {
        if (json is JsonObject bag)
        {
            foreach (var name in bag.Where(property => property.Value is null).Select(property => property.Key).ToList())
            {
                bag.Remove(name);
            }
        }
    }

    /// <summary>
    /// Names the storage drivers of what a definition declares. What is stored, and files, hold the bare name, as Elsa's do. Studio finds in its list only the full one: of
    /// the other it shows « None », and puts the first of the list in its place as soon as the variable is edited.
    /// </summary>
    public static void NameDrivers(JsonObject model, bool isStored)
    {
        foreach (var (declared, property) in (ReadOnlySpan<(string, string)>)[("variables", "storageDriverTypeName"), ("inputs", "storageDriverType")])
        {
            foreach (var json in model[declared].Objects())
            {
                if (json.Text(property)?.Split(',')[0] is { } type && type[(type.LastIndexOf('.') + 1)..] is var bare && DescriptorEndpoints.FullNameOfStorageDriver(bare) is { } full)
                {
                    json[property] = isStored ? bare : full;
                }
            }
        }
    }

    private static JsonObject Ordered(JsonObject model)
    {
        var ordered = new JsonObject();
        foreach (var (name, value) in model.OrderBy(property => Array.IndexOf(Order, property.Key) is var place and >= 0 ? place : Order.Length).ToList())
        {
            model.Remove(name);
            if (value is not null)
            {
                ordered[name] = value;
            }
        }

        return ordered;
    }
}

/// <summary>A version at a glance, in a list.</summary>
internal sealed record DefinitionSummary(
    string Id,
    string DefinitionId,
    string Name,
    string? Description,
    int Version,
    string? ToolVersion,
    bool IsLatest,
    bool IsPublished,
    DateTime CreatedAt,
    bool IsReadonly)
{
    public IReadOnlyList<ApiLink>? Links { get; init; }

    public bool? IsMaterializerAvailable { get; init; }

    public string MaterializerName { get; } = "Json";
}
