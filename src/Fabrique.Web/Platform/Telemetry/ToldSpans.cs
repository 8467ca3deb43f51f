using System.Diagnostics;
using OpenTelemetry;
using Span = System.Diagnostics.Activity;

namespace Fabrique.Web.Platform.Telemetry;

/// <summary>Takes out of each span what is not to be told, before it is exported.</summary>
internal sealed class ToldSpans(Told told) : BaseProcessor<Span>
{
    private const string Database = "Npgsql";

    // The scheduler asks its tables every second, within nothing: nobody reads that.
    public override void OnStart(Span data)
    {
        if (data.Source.Name == Database && data.ParentSpanId == default)
        {
            data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            data.IsAllDataRequested = false;
        }
    }

    public override void OnEnd(Span data)
    {
        foreach (var (name, value) in data.TagObjects.ToList())
        {
            data.SetTag(name, null);
            foreach (var (toldName, toldValue) in told.Of(name, value))
            {
                data.SetTag(toldName, toldValue is Guid id ? id.ToString() : toldValue);
            }
        }

        // What a library says there of a failure is the message of its exception; ours say its type.
        if (data.StatusDescription is { } description && (description.Contains(' ') || !description.EndsWith(nameof(Exception), StringComparison.Ordinal)))
        {
            data.SetStatus(data.Status);
        }
    }
}
