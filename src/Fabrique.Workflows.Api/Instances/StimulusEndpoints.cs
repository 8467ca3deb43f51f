using Microsoft.AspNetCore.Routing;

namespace Fabrique.Workflows.Api;

/// <summary>Events, tasks and bookmarks.</summary>
internal static class StimulusEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
    }
}
