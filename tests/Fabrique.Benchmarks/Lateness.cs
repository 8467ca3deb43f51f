using System.Diagnostics.Metrics;
using System.Threading.Channels;

namespace Fabrique.Benchmarks;

/// <summary>Hears how late each timer was served, in seconds, as the product's own metric tells it.</summary>
internal sealed class Lateness : IDisposable
{
    private readonly Channel<double> _heard = Channel.CreateUnbounded<double>();
    private readonly MeterListener _listener = new();

    public Lateness()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "fabrique.workflow.lateness")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, late, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Value is "timers")
                {
                    _heard.Writer.TryWrite(late);
                }
            }
        });
        _listener.Start();
    }

    /// <summary>Waits for so many, and gives them sorted.</summary>
    public async Task<List<double>> TakeAsync(int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        var taken = new List<double>();
        while (taken.Count < count)
        {
            taken.Add(await _heard.Reader.ReadAsync(patience.Token));
        }

        taken.Sort();
        return taken;
    }

    public void Dispose() => _listener.Dispose();
}
