using System.Globalization;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>
/// Wakes <see cref="WorkflowRunner.ServeAsync"/> for what is planned after it fell asleep. Steps of this process tell it; a host of several processes brings it the word of
/// the others. Nothing rests on it: a word that is lost is made up for by the next look at the database.
/// </summary>
public sealed class WorkflowAlarm
{
    /// <summary>The channel on which a step on PostgreSQL tells the other processes, when it commits, of something due soon; the payload is for <see cref="Hear"/>.</summary>
    public const string Channel = "fabrique_due";

    /// <summary>Timers, retries and triggers.</summary>
    internal Bell Timers { get; } = new();

    /// <summary>Outside calls that nobody is making.</summary>
    internal Bell Calls { get; } = new();

    /// <summary>Takes the word of another process.</summary>
    /// <param name="payload">What came on <see cref="Channel"/>; what is not understood makes it look at once.</param>
    public void Hear(string payload) => Timers.Ring(
        long.TryParse(payload, CultureInfo.InvariantCulture, out var ticks) && ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks, DateTimeKind.Utc) : DateTime.MinValue);

    /// <summary>Tells the other processes with the commit: only of what is due before they look again by themselves.</summary>
    internal static void Tell(SqlSession sql, DateTime? dueAt, DateTime now)
    {
        if (sql.IsPostgreSql && dueAt is { } due && due - now < WorkflowRunner.LongestSleep)
        {
            sql.Add("SELECT pg_notify($1, $2)", Channel, due.Ticks.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The earliest instant that was told, and who sleeps until then.</summary>
    internal sealed class Bell
    {
        private readonly Lock _lock = new();
        private DateTime _earliest = DateTime.MaxValue;
        private TaskCompletionSource _earlier = New();

        public void Ring(DateTime dueAt)
        {
            lock (_lock)
            {
                if (dueAt >= _earliest)
                {
                    return;
                }

                _earliest = dueAt;
                _earlier.TrySetResult();
            }
        }

        /// <summary>Forgets what was told: whoever reads the database after this misses nothing.</summary>
        public void Clear()
        {
            lock (_lock)
            {
                _earliest = DateTime.MaxValue;
                _earlier = New();
            }
        }

        /// <summary>Sleeps until an instant, or an earlier one that is told meanwhile.</summary>
        public async Task SleepAsync(DateTime until, TimeProvider clock, CancellationToken cancellationToken)
        {
            while (true)
            {
                Task earlier;
                DateTime target;
                lock (_lock)
                {
                    target = _earliest < until ? _earliest : until;
                    if (_earlier.Task.IsCompleted)
                    {
                        _earlier = New();
                    }

                    earlier = _earlier.Task;
                }

                // A millisecond more than needed, rather than a look too early.
                var wait = target - clock.GetUtcNow().UtcDateTime;
                if (wait <= TimeSpan.Zero)
                {
                    return;
                }

                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
                await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, stop.Token), earlier);
                await stop.CancelAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
