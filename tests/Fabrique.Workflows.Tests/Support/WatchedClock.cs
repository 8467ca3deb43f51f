using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>A clock that is moved by hand, and tells when somebody sleeps until an instant: moved before, it would leave them asleep.</summary>
public sealed class WatchedClock(DateTimeOffset start) : FakeTimeProvider(start)
{
    private readonly Lock _lock = new();
    private readonly HashSet<DateTimeOffset> _planned = [];
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        lock (_lock)
        {
            _planned.Add(GetUtcNow() + dueTime);
            _changed.TrySetResult();
            _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return timer;
    }

    /// <summary>Moves by a time once somebody sleeps for exactly so long.</summary>
    public async Task AdvanceSleepersAsync(TimeSpan time)
    {
        var due = GetUtcNow() + time;
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (_planned.Contains(due))
                {
                    break;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(Patience.Limit);
        }

        Advance(time);
    }
}
