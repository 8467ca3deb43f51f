using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Studio;

namespace Fabrique.Web.Setup;

/// <summary>Elsa Studio: its files, and the settings that it reads in place of those of its package.</summary>
internal static class StudioSetup
{
    /// <summary>What asks for a session comes after: these files are for everybody, and there are hundreds.</summary>
    public static WebApplication UseFabriqueStudio(this WebApplication app)
    {
        var files = StudioFiles.Load();
        app.Use(async (http, next) =>
        {
            if (!http.Request.Path.StartsWithSegments(StudioLinks.Definitions, StringComparison.Ordinal, out var path) || !await files.TryServeAsync(http, path))
            {
                await next(http);
            }
        });
        return app;
    }

    public static WebApplication MapFabriqueStudio(this WebApplication app)
    {
        app.MapGet(StudioLinks.Base + "appsettings.json", (HttpRequest request) => new
        {
            Backend = new { Url = $"{request.Scheme}://{request.Host}{StudioLinks.Api}" },
            Logging = new { LogLevel = new { Default = "Warning" } },
        }).AllowAnonymous();

        // Where Studio sends its user in an application that is all its own: from its base in some places, from the root in others.
        MapElsewhere(app.MapGroup("/").RequireAuthorization(Policies.AdministrationReader));
        MapElsewhere(app.MapGroup(StudioLinks.Base).RequireAuthorization(Policies.AdministrationReader));
        return app;
    }

    private static void MapElsewhere(RouteGroupBuilder routes)
    {
        routes.MapGet("workflows/definitions", () => Results.LocalRedirect(StudioLinks.Definitions));
        routes.MapGet("workflows/definitions/{definitionId}/edit", (string definitionId) => Results.LocalRedirect(ProcedureLinks.Draw(definitionId)));
        routes.MapGet("workflows/instances", () => Results.LocalRedirect(StudioLinks.Executions));
        routes.MapGet("workflows/instances/{instanceId}/view", (string instanceId) => Results.LocalRedirect(StudioLinks.Execution(instanceId)));

        // What Studio calls the logs of an instance, we tell as its steps and incidents.
        routes.MapGet("diagnostics/structured-logs", (string? workflowInstanceId) =>
            Results.LocalRedirect(workflowInstanceId is { Length: > 0 } ? AdministrationLinks.Instance(workflowInstanceId) : AdministrationLinks.Instances));
    }
}
