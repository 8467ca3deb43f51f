using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Shows what is inside an activity, also when that is another definition.</summary>
internal static class DefinitionGraph
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/workflow-definitions/subgraph/{versionId}", (Delegate)SubgraphAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/subgraph/segments/{versionId}", (Delegate)SegmentsAsync).RequirePermission(DefinitionLinks.Read);
    }

    private static async Task<IResult> SubgraphAsync(HttpContext context, string versionId)
    {
        if (await RootAsync(context, versionId) is not { } root)
        {
            return ApiResults.NotFound();
        }

        var parent = new ApiQuery(context.Request).Text("parentNodeId");
        return (parent is null ? root : await FindAsync(context, root, parent)) is { } node ? ApiResults.Ok(await WriteAsync(context, node)) : ApiResults.NotFound();
    }

    private static async Task<IResult> SegmentsAsync(HttpContext context, string versionId)
    {
        if (new ApiQuery(context.Request).Text("childNodeId") is not { } childId || await RootAsync(context, versionId) is not { } root || await FindAsync(context, root, childId) is not { } child)
        {
            return ApiResults.NotFound();
        }

        // A diagram shows one container: whoever contains it is reached by a port.
        var container = child.Parent ?? child;
        var segments = new List<object>();
        for (var node = container; node.Parent is { } above; node = above)
        {
            if (!IsContainer(above.Activity))
            {
                segments.Insert(0, new
                {
                    ActivityNodeId = above.NodeId,
                    ActivityId = above.Activity.Text("id"),
                    ActivityType = above.Activity.Text("type"),
                    ActivityName = above.Activity.Text("name"),
                    PortName = node.Port,
                });
            }
        }

        return ApiResults.Ok(new { ChildNode = await WriteAsync(context, child), Container = await WriteAsync(context, container), PathSegments = segments });
    }

    private static bool IsContainer(JsonObject activity) => activity["activities"] is JsonArray;

    private static async Task<GraphNode?> RootAsync(HttpContext context, string versionId) =>
        await context.Definitions().GetVersionAsync(versionId, context.RequestAborted) is { } version && (await ShownAsync(context, version))["root"] is JsonObject root
            ? new GraphNode(root, $"{ActivityTree.Root}:{root.Text("id")}", null, null)
            : null;

    private static Task<JsonObject> ShownAsync(HttpContext context, WorkflowVersion version) => context.Shape().FullAsync(version, context.User, context.RequestAborted);

    private static async Task<GraphNode?> FindAsync(HttpContext context, GraphNode from, string nodeId)
    {
        var node = from;
        while (node.NodeId != nodeId)
        {
            if ((await ChildrenAsync(context, node)).Find(child => child.NodeId == nodeId || nodeId.StartsWith(child.NodeId + ":", StringComparison.Ordinal)) is not { } next)
            {
                return null;
            }

            node = next;
        }

        return node;
    }

    private static async Task<List<GraphNode>> ChildrenAsync(HttpContext context, GraphNode node)
    {
        var children = ActivityTree.Embedded(node.Activity).Select(embedded => Child(node, embedded.Activity, ActivityTree.PortOf(embedded.Port))).ToList();
        if (await UsedAsync(context, node.Activity) is { } used && (await ShownAsync(context, used))["root"] is JsonObject root)
        {
            children.Add(Child(node, root, "Root"));
        }

        return children;
    }

    private static GraphNode Child(GraphNode parent, JsonObject activity, string port)
    {
        var nodeId = $"{parent.NodeId}:{activity.Text("id")}";
        activity["nodeId"] = nodeId;
        return new GraphNode(activity, nodeId, port, parent);
    }

    /// <summary>The version of a definition that an activity stands for; null when it stands for none.</summary>
    private static async Task<WorkflowVersion?> UsedAsync(HttpContext context, JsonObject activity)
    {
        if (activity.Text("workflowDefinitionVersionId") is { Length: > 0 } versionId)
        {
            return await context.Definitions().GetVersionAsync(versionId, context.RequestAborted);
        }

        if (activity.Text("workflowDefinitionId") is { Length: > 0 } definitionId)
        {
            return await context.Definitions().GetPublishedAsync(definitionId, context.RequestAborted);
        }

        return activity.Text("type") is { } type && context.Registry().Find(type) is null
            ? (await context.Definitions().ListActivityTypesAsync(context.RequestAborted)).FirstOrDefault(known => known.Version.IsPublished && known.Type.TypeName == type)?.Version
            : null;
    }

    /// <summary>Writes a node with what is directly and indirectly drawn inside it; definitions inside are shown by their root, and opened when asked for.</summary>
    private static async Task<JsonObject> WriteAsync(HttpContext context, GraphNode node, int depth = 0)
    {
        const int deepest = 32;
        var children = new JsonArray();
        foreach (var child in depth < deepest ? await ChildrenAsync(context, node) : [])
        {
            children.Add(await WriteAsync(context, child, depth + 1));
        }

        var json = new JsonObject { ["nodeId"] = node.NodeId, ["activity"] = node.Activity.DeepClone(), ["children"] = children };
        if (node.Port is not null)
        {
            json["port"] = node.Port;
        }

        return json;
    }

    private sealed record GraphNode(JsonObject Activity, string NodeId, string? Port, GraphNode? Parent);
}
