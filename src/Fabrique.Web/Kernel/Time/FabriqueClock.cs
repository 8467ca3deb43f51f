using Fabrique.Data;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Time;

/// <summary>
/// The application's clock: the real time, plus the offset that the demonstration has travelled. The offset is kept in the database, so
/// that a restart does not go back. Without demonstration it is the real time.
/// </summary>
public sealed class FabriqueClock(TimeProvider real) : TimeProvider
{
    private const string SettingName = "demo-clock-offset";

    private long offsetTicks;

    /// <summary>How far ahead of the real time the application lives.</summary>
    public TimeSpan Offset => new(Interlocked.Read(ref offsetTicks));

    /// <summary>Ticks of the system, never moved: timers and durations stay real.</summary>
    public override long TimestampFrequency => real.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => real.LocalTimeZone;

    public override DateTimeOffset GetUtcNow() => real.GetUtcNow() + Offset;

    public override long GetTimestamp() => real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Takes over the offset of an earlier run.</summary>
    public async Task LoadAsync(FabriqueDbContext db, CancellationToken cancellationToken)
    {
        var stored = await db.Settings.AsNoTracking().SingleOrDefaultAsync(setting => setting.Name == SettingName, cancellationToken);
        if (stored is not null && TimeSpan.TryParseExact(stored.Value, "c", null, out var offset))
        {
            Interlocked.Exchange(ref offsetTicks, offset.Ticks);
        }
    }

    /// <summary>Goes back to an instant before the demonstration's first day, to live its past. Nothing is kept: a start that is interrupted begins again.</summary>
    public void BeginInThePast(DateTime instant) => Interlocked.Exchange(ref offsetTicks, (instant - real.GetUtcNow().UtcDateTime).Ticks);

    /// <summary>Ends the demonstration's past: from now on it is the real time, and the clock only goes forward.</summary>
    public async Task BeginInThePresentAsync(FabriqueDbContext db, CancellationToken cancellationToken)
    {
        await db.Settings.Where(setting => setting.Name == SettingName).ExecuteDeleteAsync(cancellationToken);
        Interlocked.Exchange(ref offsetTicks, 0);
    }

    /// <summary>Moves to an instant, never back, and keeps the offset.</summary>
    public async Task MoveToAsync(DateTime instant, FabriqueDbContext db, CancellationToken cancellationToken)
    {
        var offset = instant - real.GetUtcNow().UtcDateTime;
        if (offset <= Offset)
        {
            return;
        }

        var stored = await db.Settings.SingleOrDefaultAsync(setting => setting.Name == SettingName, cancellationToken);
        if (stored is null)
        {
            stored = new Setting { Name = SettingName };
            db.Settings.Add(stored);
        }

        stored.Value = offset.ToString("c", null);
        await db.SaveChangesAsync(cancellationToken);
        Interlocked.Exchange(ref offsetTicks, offset.Ticks);
    }
}
