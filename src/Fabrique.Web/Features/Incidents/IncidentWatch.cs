using System.Diagnostics.Metrics;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Telemetry;

namespace Fabrique.Web.Features.Incidents;

/// <summary>Measures the incidents that are open, kind by kind, and has the administrators told.</summary>
public sealed class IncidentWatch(IncidentInbox inbox, TellAdministratorsHandler tell) : IRecurringJob
{
    public const string InstrumentName = "fabrique.incidents.open";
    public const string KindTag = "fabrique.kind";

    private static readonly Gauge<long> Open = FabriqueTelemetry.Meter.CreateGauge<long>(InstrumentName, "{incident}", "Incidents that are open, by kind");

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var counts = await inbox.CountAsync(new IncidentFilter(), cancellationToken);
        foreach (var kind in inbox.Kinds)
        {
            Open.Record(counts.GetValueOrDefault(kind.Code), new KeyValuePair<string, object?>(KindTag, kind.Code));
        }

        if (counts.Count > 0)
        {
            await tell.HandleAsync(new TellAdministrators(), cancellationToken);
        }
    }

    // It tells of what others left behind: time travel looks at each of its stops, and makes none for that alone.
    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);
}
