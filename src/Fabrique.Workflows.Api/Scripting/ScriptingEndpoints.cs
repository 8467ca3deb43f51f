using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Help for those who write expressions.</summary>
internal static class ScriptingEndpoints
{
    public static void Map(RouteGroupBuilder group) =>
        group.MapPost("/scripting/javascript/type-definitions/{definitionId}", DeclareAsync).RequirePermission("read:javascript-type-definitions");

    private static async Task<IResult> DeclareAsync(HttpContext context, string definitionId)
    {
        var latest = await context.Definitions().GetLatestAsync(definitionId, context.RequestAborted);
        return Results.Text(TypeDeclarations.Write(latest is null ? null : WorkflowDocument.Parse(latest.Json), context.Registry()), "application/x-typescript", Encoding.UTF8);
    }
}
