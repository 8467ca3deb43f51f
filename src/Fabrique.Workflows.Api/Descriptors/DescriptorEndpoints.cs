using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>What definitions may be made of.</summary>
internal static class DescriptorEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
    }
}
