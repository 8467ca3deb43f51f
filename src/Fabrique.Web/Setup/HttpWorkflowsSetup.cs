using Fabrique.Web.Platform.HttpEndpoints;
using Fabrique.Workflows;

namespace Fabrique.Web.Setup;

/// <summary>Marks an endpoint that reads bodies of any kind by rules of its own.</summary>
internal sealed record OwnBodyRules;

/// <summary>What procedures may call, and the prefix under which they may be called.</summary>
internal static class HttpWorkflowsSetup
{
    public static WebApplicationBuilder AddFabriqueHttpWorkflows(this WebApplicationBuilder builder)
    {
        builder.Services
            .AddSettings<HttpWorkflowsOptions>(HttpWorkflowsOptions.Section)
            .AddScoped<ReceiveRequest>();
        return builder;
    }

    /// <summary>Gives the runtime the limits of the requests that it sends; the settings are validated when the application starts.</summary>
    public static void Limit(OutboundHttpLimits limits, IConfiguration configuration)
    {
        if (configuration.GetSection(HttpWorkflowsOptions.Section).Get<HttpWorkflowsOptions>() is { } settings)
        {
            limits.AllowedHosts = settings.AllowedHosts;
            limits.Timeout = settings.Timeout;
            limits.MaximumRequestBytes = settings.MaximumRequestBytes;
            limits.MaximumResponseBytes = settings.MaximumResponseBytes;
        }
    }

    /// <summary>Nothing is mapped unless the operator opens it: the prefix then leads nowhere. Who may call is the procedure's to say, and refused by default.</summary>
    public static WebApplication MapFabriqueHttpWorkflows(this WebApplication app)
    {
        if (app.Configuration.GetValue<bool>($"{HttpWorkflowsOptions.Section}:{nameof(HttpWorkflowsOptions.Endpoints)}"))
        {
            var prefix = app.Services.GetRequiredService<HttpWorkflowsOptions>().BasePath;
            app.Map(prefix + "/{**path}", (HttpContext http, string? path, ReceiveRequest receive) => receive.HandleAsync(http, path ?? ""))
                .WithMetadata(new OwnBodyRules())
                .DisableAntiforgery()
                .AllowAnonymous();
        }

        return app;
    }
}
