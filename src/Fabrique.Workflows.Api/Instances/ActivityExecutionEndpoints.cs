using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>What instances executed.</summary>
internal static class ActivityExecutionEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
    }
}
