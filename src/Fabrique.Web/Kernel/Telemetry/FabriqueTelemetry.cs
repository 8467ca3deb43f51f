using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Fabrique.Web.Kernel.Telemetry;

/// <summary>What the product tells of its own work, under one name. Never anything personal: ids, codes and numbers.</summary>
public static class FabriqueTelemetry
{
    public const string Name = "Fabrique";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    /// <summary>What ties together all that is written about one request or one run of a job; people quote it from the error page.</summary>
    public static string CorrelationId(HttpContext? http) =>
        Activity.Current?.TraceId.ToString() ?? http?.TraceIdentifier ?? ActivityTraceId.CreateRandom().ToString();
}
