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
        return app;
    }
}
