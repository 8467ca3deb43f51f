using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Help for those who write expressions.</summary>
internal static class ScriptingEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
    }
}
