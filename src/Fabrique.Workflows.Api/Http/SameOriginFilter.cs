using Microsoft.AspNetCore.Http;

namespace Fabrique.Workflows.Api;

/// <summary>
/// Refuses to change anything for a page of another site that has the caller's browser send its cookie. A caller that says itself who it is, in the
/// <c>Authorization</c> header, cannot be such a page.
/// </summary>
internal sealed class SameOriginFilter : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var request = context.HttpContext.Request;
        if ((IsSafe(request) && context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<UnsafeGetMetadata>() is null) || IsTrusted(request))
        {
            return next(context);
        }

        return ValueTask.FromResult<object?>(ApiResults.Refuse(StatusCodes.Status403Forbidden, "La demande vient d’un autre site : ouvrez l’éditeur depuis cette application."));
    }

    /// <summary>Whether the request only reads.</summary>
    public static bool IsSafe(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsOptions(request.Method);

    /// <summary>Whether the request comes from a page of this site, or from a caller that says itself who it is.</summary>
    public static bool IsTrusted(HttpRequest request) => request.Headers.Authorization.Count > 0 || IsSame(request);

    private static bool IsSame(HttpRequest request) => request.Headers.Origin is [{ Length: > 0 } origin]
        && string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
