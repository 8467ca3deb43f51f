using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Definitions of workflows.</summary>
internal static class DefinitionEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
    }
}
