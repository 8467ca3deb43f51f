using Fabrique.Web.Common;
using Fabrique.Web.Features.Procedures;
using Fabrique.Web.Features.Procedures.Studio;

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

        // Where Studio sends its user in an application that is all its own.
        var elsewhere = app.MapGroup(StudioLinks.Base + "workflows").RequireAuthorization(Policies.AdministrationReader);
        elsewhere.MapGet("/definitions", () => Results.LocalRedirect(StudioLinks.Definitions));
        elsewhere.MapGet("/definitions/{definitionId}/edit", (string definitionId) => Results.LocalRedirect(ProcedureLinks.Draw(definitionId)));
        elsewhere.MapGet("/instances", () => Results.LocalRedirect(StudioLinks.Executions));
        elsewhere.MapGet("/instances/{instanceId}/view", (string instanceId) => Results.LocalRedirect(StudioLinks.Execution(instanceId)));
        return app;
    }
}
