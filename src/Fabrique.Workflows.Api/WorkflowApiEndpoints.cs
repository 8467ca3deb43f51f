using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fabrique.Workflows.Api;

/// <summary>Maps the HTTP contract.</summary>
public static class WorkflowApiEndpoints
{
    /// <summary>Maps the contract below a prefix. Whatever is asked there and does not exist is answered with 404 in JSON.</summary>
    /// <param name="endpoints">The application's routes.</param>
    /// <param name="prefix">Path of the contract.</param>
    /// <returns>The group, for the host to add its own conventions.</returns>
    public static RouteGroupBuilder MapWorkflowApi(this IEndpointRouteBuilder endpoints, string prefix = "/elsa/api")
    {
        var options = endpoints.ServiceProvider.GetRequiredService<WorkflowApiOptions>();
        var group = endpoints.MapGroup(prefix).WithMetadata(ApiEndpointMetadata.Instance).AddEndpointFilter<SameOriginFilter>().AddEndpointFilter<FailureFilter>();
        if (options.AuthenticationSchemes.Count > 0)
        {
            group.RequireAuthorization(new AuthorizationPolicyBuilder([.. options.AuthenticationSchemes]).RequireAuthenticatedUser().Build());
        }

        DefinitionEndpoints.Map(group);
        DescriptorEndpoints.Map(group);
        ScriptingEndpoints.Map(group);
        InstanceEndpoints.Map(group);
        ActivityExecutionEndpoints.Map(group);
        StimulusEndpoints.Map(group);
        group.Map("{**path}", () => ApiResults.NotFound()).AllowAnonymous();
        return group;
    }
}
