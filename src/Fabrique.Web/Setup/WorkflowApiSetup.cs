using System.Security.Claims;
using Fabrique.Domain.People;
using Fabrique.Web.Features.Procedures.Studio;
using Fabrique.Web.Kernel.Modules;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Platform.Simulation;
using Fabrique.Workflows;
using Fabrique.Workflows.Api;
using Microsoft.AspNetCore.Authentication;

namespace Fabrique.Web.Setup;

/// <summary>What Elsa Studio speaks to: the contract and its hub, for those who administer and those who audit.</summary>
internal static class WorkflowApiSetup
{
    public const string Root = "/elsa";

    private const string Api = Root + "/api";
    private const string Hub = Root + "/hubs/workflow-instance";
    private const int MaximumBodyBytes = 4 * 1024 * 1024;

    public static WebApplicationBuilder AddFabriqueWorkflowApi(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddWorkflowApi(api => api.MaximumBodyBytes = MaximumBodyBytes)
            .AddWorkflowHub()
            .AddScoped<IWorkflowApiJournal, EditorAudit>()
            .AddSingleton(provider => new WorkflowSimulator((clock, _) => new(new ProductWorld(clock, provider.GetRequiredService<ModuleSet>(), provider.GetRequiredService<MessageRenderer>())), TimeProvider.System))
            .AddSingleton<IClaimsTransformation, StudioPermissions>();
        return builder;
    }

    /// <summary>No token of a form comes with these requests: their <c>Origin</c> is checked in its place.</summary>
    public static WebApplication MapFabriqueWorkflowApi(this WebApplication app)
    {
        app.MapWorkflowApi(Api).WithMetadata(new OwnBodyRules()).RequireAuthorization(Policies.AdministrationReader).DisableAntiforgery();
        app.MapWorkflowHub(Hub).WithMetadata(new OwnBodyRules()).RequireAuthorization(Policies.AdministrationReader);
        return app;
    }
}

/// <summary>Administrators may do everything there, auditors read; nobody else has anything to do there.</summary>
internal sealed class StudioPermissions : IClaimsTransformation
{
    public Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        var permission = principal.IsInRole(AppRoles.Administrator) ? Permissions.Everything : principal.IsInRole(AppRoles.Auditor) ? Permissions.ReadEverything : null;
        if (permission is not null && !principal.HasClaim(Permissions.ClaimType, permission))
        {
            principal.AddIdentity(new ClaimsIdentity([new Claim(Permissions.ClaimType, permission)]));
        }

        return Task.FromResult(principal);
    }
}
