using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Fabrique.Workflows.Api;

/// <summary>What callers may do, by their claims of type <c>permissions</c>.</summary>
public static class Permissions
{
    /// <summary>Type of the claims.</summary>
    public const string ClaimType = "permissions";

    /// <summary>The permission that stands for all.</summary>
    public const string Everything = "*";

    /// <summary>The permission that stands for all those to read.</summary>
    public const string ReadEverything = "read:*";

    /// <summary>Tells whether a user has one of several permissions.</summary>
    /// <param name="user">The user.</param>
    /// <param name="anyOf">Permissions, for example <c>read:workflow-definitions</c>.</param>
    /// <returns>Whether one is held, or one that stands for it.</returns>
    public static bool Allow(ClaimsPrincipal user, params IReadOnlyList<string> anyOf) => user.Identity?.IsAuthenticated == true
        && user.FindAll(ClaimType).Any(claim => claim.Value == Everything || anyOf.Any(wanted => claim.Value == wanted || (claim.Value == ReadEverything && wanted.StartsWith("read:", StringComparison.Ordinal))));

    internal static TBuilder RequirePermission<TBuilder>(this TBuilder builder, params IReadOnlyList<string> anyOf)
        where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(new AuthorizationPolicyBuilder().AddRequirements(new PermissionRequirement(anyOf)).Build());
}

/// <summary>Asks for one of several permissions.</summary>
internal sealed record PermissionRequirement(IReadOnlyList<string> AnyOf) : IAuthorizationRequirement;

internal sealed class PermissionHandler : AuthorizationHandler<PermissionRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, PermissionRequirement requirement)
    {
        if (Permissions.Allow(context.User, requirement.AnyOf))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
