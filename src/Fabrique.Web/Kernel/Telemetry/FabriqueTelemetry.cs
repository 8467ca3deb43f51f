using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Fabrique.Web.Kernel.Telemetry;

/// <summary>What the product tells of its own work, under one name. Never anything personal: ids, codes and numbers.</summary>
public static class FabriqueTelemetry
{
    public const string Name = "Fabrique";

    public const string SubjectTag = "fabrique.subject";
    public const string SubjectIdTag = "fabrique.subject.id";

    public static ActivitySource Source { get; } = new(Name);

    public static Meter Meter { get; } = new(Name);

    /// <summary>Tells what a span is about: the code of its kind and its id.</summary>
    public static System.Diagnostics.Activity About(this System.Diagnostics.Activity span, string kind, Guid id) => span.SetTag(SubjectTag, kind).SetTag(SubjectIdTag, id);

    /// <summary>What ties together all that is written about one request or one run of a job; people quote it from the error page.</summary>
    public static string CorrelationId(HttpContext? http) =>
        Activity.Current?.TraceId.ToString() ?? http?.TraceIdentifier ?? ActivityTraceId.CreateRandom().ToString();
}
