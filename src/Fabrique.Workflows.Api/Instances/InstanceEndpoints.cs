using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Instances, their journal and their variables.</summary>
internal static class InstanceEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
    }
}
