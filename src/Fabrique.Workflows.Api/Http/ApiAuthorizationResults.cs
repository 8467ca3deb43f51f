using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>Answers 401 and 403 in the shape of the contract, where a page would send its reader to sign in.</summary>
internal sealed class ApiAuthorizationResults : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _others = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<ApiEndpointMetadata>() is null)
        {
            return _others.HandleAsync(next, context, policy, authorizeResult);
        }

        var answer = authorizeResult.Challenged
            ? ApiResults.Refuse(StatusCodes.Status401Unauthorized, "Votre session a expiré : reconnectez-vous dans un autre onglet, puis recommencez.")
            : ApiResults.Refuse(StatusCodes.Status403Forbidden, "Vous n’avez pas l’habilitation nécessaire.");
        return answer.ExecuteAsync(context);
    }
}
