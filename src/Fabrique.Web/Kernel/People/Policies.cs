using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Modules;
using Microsoft.AspNetCore.Authorization;

namespace Fabrique.Web.Kernel.People;

/// <summary>Names of the authorisation policies. Every page and endpoint names one, or says that it is anonymous.</summary>
public static class Policies
{
    /// <summary>Any person of the directory who has signed in.</summary>
    public const string SignedIn = "signed-in";

    public const string Team = "team";
    public const string Director = "director";
    public const string Coach = "coach";
    public const string Administrator = "administrator";

    /// <summary>The team, or an administrator in its place.</summary>
    public const string TeamOrAdministrator = "team-or-administrator";

    /// <summary>Who may read the administration: administrators and auditors.</summary>
    public const string AdministrationReader = "administration-reader";

    /// <summary>Adds the product's policies, and those of the modules.</summary>
    internal static void AddTo(AuthorizationBuilder authorization, IEnumerable<ModulePolicy> modules)
    {
        var signedIn = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireClaim(Actor.IdClaim).Build();
        authorization
            .SetDefaultPolicy(signedIn)
            .SetFallbackPolicy(signedIn)
            .AddPolicy(SignedIn, signedIn)
            .AddPolicy(Team, Having(AppRoles.Team))
            .AddPolicy(Director, Having(AppRoles.Director))
            .AddPolicy(Coach, Having(AppRoles.Coach))
            .AddPolicy(Administrator, Having(AppRoles.Administrator))
            .AddPolicy(TeamOrAdministrator, Having(AppRoles.Team, AppRoles.Administrator))
            .AddPolicy(AdministrationReader, Having(AppRoles.Administrator, AppRoles.Auditor));
        foreach (var policy in modules)
        {
            authorization.AddPolicy(policy.Name, Having([.. policy.Roles]));
        }

        AuthorizationPolicy Having(params string[] roles) => new AuthorizationPolicyBuilder(signedIn).RequireRole(roles).Build();
    }
}
