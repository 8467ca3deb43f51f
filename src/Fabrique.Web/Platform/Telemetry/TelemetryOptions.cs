using Fabrique.Web.Platform.Mail;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Fabrique.Web.Platform.Telemetry;

/// <summary>
/// What is told of the product at work, and to whom: section <c>Telemetry</c>, and OpenTelemetry's own variables, whose presence asks for the export. Nothing is unless asked.
/// </summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";
    public const int ShortestKey = 32;

    /// <summary>OpenTelemetry's variables that name where everything is sent, or one kind alone.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    public const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    public const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";
    public const string LogsEndpoint = "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT";

    private const string Disabled = "OTEL_SDK_DISABLED";

    /// <summary>Whether <c>/metrics</c> answers, in Prometheus’s format.</summary>
    public bool Metrics { get; init; }

    /// <summary>What readers of <c>/metrics</c> send as <c>Authorization: Bearer …</c>.</summary>
    public string? MetricsKey { get; init; }

    /// <summary>Whether one kind of telemetry is to be sent somewhere.</summary>
    /// <param name="configuration">Where the variables are.</param>
    /// <param name="endpoint">The variable of that kind alone.</param>
    public static bool IsSent(IConfiguration configuration, string endpoint) =>
        !IsDisabled(configuration) && (!string.IsNullOrEmpty(configuration[endpoint]) || !string.IsNullOrEmpty(configuration[Endpoint]));

    public static bool IsDisabled(IConfiguration configuration) => string.Equals(configuration[Disabled], bool.TrueString, StringComparison.OrdinalIgnoreCase);
}

/// <summary>OpenTelemetry says nothing of a setting that it cannot read, and sends to its default address.</summary>
internal sealed class TelemetryOptionsValidator(IConfiguration configuration) : IValidateOptions<TelemetryOptions>
{
    private const string ConnectionString = "Database:ConnectionString";

    public ValidateOptionsResult Validate(string? name, TelemetryOptions options)
    {
        string[] problems = [.. Problems(options)];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    // The driver’s spans carry the message of what failed, which nobody can take out of them again.
    private static bool TellsValues(string? connectionString)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(connectionString).IncludeErrorDetail;
        }
        catch (ArgumentException)
        {
            // Said where the database is looked for.
            return false;
        }
    }

    private IEnumerable<string> Problems(TelemetryOptions options)
    {
        if (options.Metrics && !(options.MetricsKey?.Length >= TelemetryOptions.ShortestKey))
        {
            yield return $"Telemetry:MetricsKey doit porter une clé d’au moins {TelemetryOptions.ShortestKey} caractères pour que Telemetry:Metrics ouvre /metrics.";
        }

        if (TelemetryOptions.IsSent(configuration, TelemetryOptions.TracesEndpoint) && TellsValues(configuration[ConnectionString]))
        {
            yield return $"Include Error Detail, dans {ConnectionString}, écrirait dans les traces des valeurs de la base\u00a0: retirez-le, ou n’exportez pas les traces.";
        }

        foreach (var endpoint in (string[])[TelemetryOptions.Endpoint, TelemetryOptions.TracesEndpoint, TelemetryOptions.MetricsEndpoint, TelemetryOptions.LogsEndpoint])
        {
            if (configuration[endpoint] is { Length: > 0 } address && !MailOptionsValidator.IsHttpAddress(address))
            {
                yield return $"{endpoint} n’est pas une adresse http ou https complète : « {address} ».";
            }
        }
    }
}
