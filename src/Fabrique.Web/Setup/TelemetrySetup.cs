using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Web.Platform.Telemetry;
using Fabrique.Workflows;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using Npgsql;
using OpenTelemetry.Exporter;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fabrique.Web.Setup;

/// <summary>Traces, measures and logs for whoever operates the product, when they ask for them; otherwise nothing of it is there.</summary>
internal static class TelemetrySetup
{
    public const string MetricsPath = "/metrics";

    private const string Health = "/sante";

    public static WebApplicationBuilder AddFabriqueTelemetry(this WebApplicationBuilder builder)
    {
        var (services, configuration) = (builder.Services, builder.Configuration);
        services.AddSettings<TelemetryOptions>(TelemetryOptions.Section).AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        var (traces, logs) = (TelemetryOptions.IsSent(configuration, TelemetryOptions.TracesEndpoint), TelemetryOptions.IsSent(configuration, TelemetryOptions.LogsEndpoint));
        var (metrics, scraped) = (TelemetryOptions.IsSent(configuration, TelemetryOptions.MetricsEndpoint), IsScraped(configuration));
        if (!traces && !logs && !metrics && !scraped)
        {
            return builder;
        }

        services.AddSingleton<Told>();
        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource
            .AddService("fabrique", serviceVersion: typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3))
            .AddEnvironmentVariableDetector());
        if (traces)
        {
            telemetry.WithTracing(tracing => tracing
                .AddSource(FabriqueTelemetry.Name, WorkflowTelemetry.Name)
                .AddAspNetCoreInstrumentation(http => http.Filter = IsOfPeople)
                .AddHttpClientInstrumentation()
                .AddNpgsql()
                .AddProcessor<ToldSpans>()
                .AddOtlpExporter(otlp => SendTo(otlp, configuration, TelemetryOptions.TracesEndpoint)));
            services.AddSingleton<ToldSpans>();
        }

        if (metrics || scraped)
        {
            services.AddHostedService<QueueDepths>();
            telemetry.WithMetrics(measures =>
            {
                measures
                    .AddMeter(FabriqueTelemetry.Name, WorkflowTelemetry.Name)
                    .AddAspNetCoreInstrumentation()
                    .AddHttpClientInstrumentation()
                    .AddRuntimeInstrumentation()
                    .AddNpgsqlInstrumentation();
                _ = metrics ? measures.AddOtlpExporter((otlp, _) => SendTo(otlp, configuration, TelemetryOptions.MetricsEndpoint)) : measures;
                _ = scraped ? measures.AddPrometheusExporter() : measures;
            });
        }

        if (logs)
        {
            services.AddSingleton<ToldLogs>();
            telemetry.WithLogging(
                records => records.AddProcessor<ToldLogs>().AddOtlpExporter(otlp => SendTo(otlp, configuration, TelemetryOptions.LogsEndpoint)),
                options => (options.IncludeScopes, options.IncludeFormattedMessage) = (true, false));

            // After the one that it stands in front of: the last to be given the scopes decides.
            services.AddSingleton<ILoggerProvider>(provider => new ToldScopes(provider));
        }

        return builder;
    }

    /// <summary>Nothing is mapped unless the operator asks for it; who may read it holds the key.</summary>
    public static WebApplication MapFabriqueTelemetry(this WebApplication app)
    {
        if (IsScraped(app.Configuration))
        {
            var expected = Encoding.UTF8.GetBytes($"Bearer {app.Services.GetRequiredService<TelemetryOptions>().MetricsKey}");
            app.MapPrometheusScrapingEndpoint(MetricsPath, meterProvider: null, configureBranchedPipeline: branch => branch.Use((http, next) =>
            {
                http.Response.Headers.CacheControl = "no-store";
                if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
                {
                    http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
                    http.Response.Headers.Allow = "GET, HEAD";
                    return Task.CompletedTask;
                }

                if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(http.Request.Headers.Authorization.ToString()), expected))
                {
                    return next(http);
                }

                http.Response.StatusCode = StatusCodes.Status401Unauthorized;
                http.Response.Headers.WWWAuthenticate = "Bearer";
                return Task.CompletedTask;
            }), optionsName: null).AllowAnonymous().WithMetadata(new SkipStatusCodePagesAttribute());
        }

        return app;
    }

    private static bool IsScraped(IConfiguration configuration) =>
        !TelemetryOptions.IsDisabled(configuration) && configuration.GetValue<bool>($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.Metrics)}");

    // Machines ask whether it is alive, and for its measures, more often than people do anything.
    private static bool IsOfPeople(HttpContext http) =>
        !http.Request.Path.StartsWithSegments(Health, StringComparison.OrdinalIgnoreCase) && !http.Request.Path.StartsWithSegments(MetricsPath, StringComparison.OrdinalIgnoreCase);

    // The exporter reads OpenTelemetry's variables for all kinds by itself, those for one kind not.
    private static void SendTo(OtlpExporterOptions exporter, ConfigurationManager configuration, string endpoint)
    {
        if (Own("PROTOCOL") is { } protocol)
        {
            exporter.Protocol = protocol is "http/protobuf" ? OtlpExportProtocol.HttpProtobuf : OtlpExportProtocol.Grpc;
        }

        if (Uri.TryCreate(Own("ENDPOINT"), UriKind.Absolute, out var address))
        {
            exporter.Endpoint = address;
        }

        if (Own("HEADERS") is { } headers)
        {
            exporter.Headers = headers;
        }

        if (int.TryParse(Own("TIMEOUT"), CultureInfo.InvariantCulture, out var milliseconds))
        {
            exporter.TimeoutMilliseconds = milliseconds;
        }

        string? Own(string setting) => configuration[endpoint.Replace("ENDPOINT", setting, StringComparison.Ordinal)];
    }
}
