using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Lists and reads definitions.</summary>
internal static class DefinitionQueries
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/workflow-definitions", (Delegate)ListAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/by-definition-id/{definitionId}", (Delegate)ByDefinitionIdAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/by-id/{versionId}", (Delegate)ByIdAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/{definitionId}", (Delegate)ByDefinitionIdAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/many-by-id", (Delegate)ManyByIdAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/query/count", (Delegate)CountAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/validation/is-name-unique", (Delegate)IsNameUniqueAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/{definitionId}/consumers", (Delegate)ConsumersAsync).RequirePermission(DefinitionLinks.Read);
        group.MapGet("/workflow-definitions/{definitionId}/versions", (Delegate)VersionsAsync).RequirePermission(DefinitionLinks.Read);
    }

    private static async Task<IResult> ListAsync(HttpContext context)
    {
        var query = new ApiQuery(context.Request);
        var options = context.ApiOptions();
        var (skip, take) = query.Page(options.MaximumItems);
        var page = query.Flag("isSystem") == true || query.Text("materializer") is { } materializer && !materializer.Equals("Json", StringComparison.OrdinalIgnoreCase)
            ? new WorkflowPage([], 0)
            : await context.Definitions().FindAsync(
                VersionOptions.Read(query.Text("versionOptions"), VersionOptions.All).ToFilter() with
                {
                    Ids = query.All("ids"),
                    DefinitionIds = query.All("definitionIds"),
                    Search = query.Text("searchTerm"),
                    OrderBy = query.Choice<WorkflowVersionOrder>("orderBy") ?? WorkflowVersionOrder.Name,
                    IsDescending = string.Equals(query.Text("orderDirection"), "Descending", StringComparison.OrdinalIgnoreCase),
                    Skip = skip,
                    Take = take,
                },
                context.RequestAborted);
        return ApiResults.Ok(new
        {
            Items = page.Items.Select(version => DefinitionShape.Summary(version, context.User)),
            TotalCount = page.Total,
            Links = DefinitionLinks.List(context.User),
        });
    }

    private static async Task<IResult> ByDefinitionIdAsync(HttpContext context, string definitionId) => await context.DefinitionAsync(
        await VersionOptions.Read(new ApiQuery(context.Request).Text("versionOptions"), VersionOptions.Latest).FindAsync(context.Definitions(), definitionId, context.RequestAborted));

    private static async Task<IResult> ByIdAsync(HttpContext context, string versionId) =>
        await context.DefinitionAsync(await context.Definitions().GetVersionAsync(versionId, context.RequestAborted));

    private static async Task<IResult> ManyByIdAsync(HttpContext context)
    {
        var ids = new ApiQuery(context.Request).All("ids") ?? [];
        var page = await context.Definitions().FindAsync(new WorkflowVersionFilter { Which = WorkflowVersions.All, Ids = ids, Take = context.ApiOptions().MaximumItems }, context.RequestAborted);
        var items = await FullAsync(context, page.Items);
        return ApiResults.Ok(new { Items = items, items.Count });
    }

    private static async Task<IResult> CountAsync(HttpContext context)
    {
        var page = await context.Definitions().FindAsync(new WorkflowVersionFilter { Take = 0 }, context.RequestAborted);
        return ApiResults.Ok(new { Count = page.Total });
    }

    private static async Task<IResult> IsNameUniqueAsync(HttpContext context)
    {
        var query = new ApiQuery(context.Request);
        return ApiResults.Ok(new { IsUnique = await context.Definitions().IsNameFreeAsync(query.Text("name")?.Trim() ?? "", query.Text("definitionId"), context.RequestAborted) });
    }

    private static async Task<IResult> ConsumersAsync(HttpContext context, string definitionId) =>
        ApiResults.Ok(new { ConsumingWorkflowDefinitionIds = await context.Publisher().FindUsersAsync(definitionId, context.RequestAborted) });

    private static async Task<IResult> VersionsAsync(HttpContext context, string definitionId)
    {
        var versions = await context.Definitions().GetVersionsAsync(definitionId, context.RequestAborted);
        return versions.Count == 0 ? ApiResults.NotFound() : ApiResults.Ok(await FullAsync(context, versions));
    }

    private static async Task<List<JsonObject>> FullAsync(HttpContext context, IReadOnlyList<WorkflowVersion> versions)
    {
        var shape = context.Shape();
        var items = new List<JsonObject>();
        foreach (var version in versions)
        {
            items.Add(await shape.FullAsync(version, context.User, context.RequestAborted));
        }

        return items;
    }
}
