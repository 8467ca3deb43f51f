namespace Fabrique.Workflows;

/// <summary>The clock of a simulation: it stands still, and jumps to the next instant at which something happens. Timers and durations stay real.</summary>
/// <param name="start">Where it begins, UTC.</param>
public sealed class SimulationClock(DateTime start) : TimeProvider
{
    private long _ticks = start.Ticks;

    /// <summary>The instant, UTC.</summary>
    internal DateTime Now => new(Interlocked.Read(ref _ticks), DateTimeKind.Utc);

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new(Now);

    internal void MoveTo(DateTime instant) => Interlocked.Exchange(ref _ticks, Math.Max(instant.Ticks, _ticks));
}
