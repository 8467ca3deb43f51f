using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Registers the HTTP contract.</summary>
public static class WorkflowApiServiceCollectionExtensions
{
    /// <summary>Adds the Elsa 3 HTTP contract over the runtime. The host adds the runtime, authentication whose users carry claims of type <c>permissions</c>, and authorization.</summary>
    /// <param name="services">The collection.</param>
    /// <param name="configure">Changes the settings.</param>
    /// <returns>The collection.</returns>
    public static IServiceCollection AddWorkflowApi(this IServiceCollection services, Action<WorkflowApiOptions>? configure = null)
    {
        var options = new WorkflowApiOptions();
        configure?.Invoke(options);
        services.AddSingleton(options);
        services.AddAuthorization();
        services.AddSingleton<IAuthorizationHandler, PermissionHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, ApiAuthorizationResults>();
        return services;
    }
}
