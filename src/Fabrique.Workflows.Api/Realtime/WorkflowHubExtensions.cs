using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Registers and maps live updates of instances.</summary>
public static class WorkflowHubExtensions
{
    /// <summary>Adds live updates to <see cref="WorkflowApiServiceCollectionExtensions.AddWorkflowApi"/>, and says so to Studio.</summary>
    /// <param name="services">The collection.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddWorkflowHub(this IServiceCollection services)
    {
        services.AddSignalR();
        return services
            .AddSingleton(new WorkflowApiFeature("RealTimeWorkflowUpdates", "Suivi en direct", "Montre les exécutions pendant qu’elles avancent."))
            .AddSingleton<ObservedInstances>()
            .AddSingleton<IWorkflowObserver>(provider => provider.GetRequiredService<ObservedInstances>())
            .AddSingleton<IAuthorizationHandler, SameOriginHandler>()
            .AddHostedService<InstancePublisher>();
    }

    /// <summary>Maps the hub, beside the contract.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="path">Path of the hub: Studio looks for it at <c>hubs/workflow-instance</c> beside the contract's prefix.</param>
    /// <returns>The endpoints, for the host to add its own conventions.</returns>
    public static HubEndpointConventionBuilder MapWorkflowHub(this IEndpointRouteBuilder endpoints, string path = "/elsa/hubs/workflow-instance")
    {
        var options = endpoints.ServiceProvider.GetRequiredService<WorkflowApiOptions>();
        var policy = new AuthorizationPolicyBuilder([.. options.AuthenticationSchemes])
            .RequireAuthenticatedUser()
            .AddRequirements(new PermissionRequirement([InstancePublisher.Permission]), new SameOriginRequirement())
            .Build();
        var hub = endpoints.MapHub<WorkflowInstanceHub>(path, connection => connection.CloseOnAuthenticationExpiration = true);
        hub.WithMetadata(ApiEndpointMetadata.Instance);
        hub.RequireAuthorization(policy);
        return hub;
    }
}

/// <summary>Asks that a connection be opened by a page of the same site: browsers let any page open a WebSocket, and send the cookie with it.</summary>
internal sealed record SameOriginRequirement : IAuthorizationRequirement;

internal sealed class SameOriginHandler : AuthorizationHandler<SameOriginRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, SameOriginRequirement requirement)
    {
        if (context.Resource is not HttpContext http || (SameOriginFilter.IsSafe(http.Request) && !OpensSocket(http.Request)) || SameOriginFilter.IsTrusted(http.Request))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    private static bool OpensSocket(HttpRequest request) => request.Headers.Upgrade.Any(protocol => protocol?.Contains("websocket", StringComparison.OrdinalIgnoreCase) == true);
}
