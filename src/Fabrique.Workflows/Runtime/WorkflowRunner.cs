using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows;

/// <summary>Does what is due: timers, work left by other hosts, retries and signals. Any number of hosts may call it at the same time.</summary>
public sealed class WorkflowRunner
{
    /// <summary>After how long <see cref="ServeAsync"/> looks at the database again by itself.</summary>
    internal static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(15);

    private const int BatchSize = 100;
    private static readonly TimeSpan ShortestSleep = TimeSpan.FromMilliseconds(20);
    private readonly IWorkflowDatabase _database;
    private readonly StepRunner _steps;
    private readonly SignalProcessor _signals;
    private readonly TriggerSchedule _triggers;
    private readonly WorkflowAlarm _alarm;
    private readonly WorkflowOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger<WorkflowRunner> _logger;

    internal WorkflowRunner(IWorkflowDatabase database, StepRunner steps, SignalProcessor signals, TriggerSchedule triggers, WorkflowAlarm alarm, WorkflowOptions options, TimeProvider clock, ILogger<WorkflowRunner> logger)
    {
        _database = database;
        _steps = steps;
        _signals = signals;
        _triggers = triggers;
        _alarm = alarm;
        _options = options;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>
    /// Resumes timers, retries and triggers at their instant, until it is stopped: sleeps until the next one, is woken for an earlier one, and looks again by itself every fifteen
    /// seconds. Outside calls are made beside, so that they hold up nothing. Signals are left to those who wrote them, and to the sweeper. A failure is logged; it goes on.
    /// </summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>A task that ends when it is stopped.</returns>
    public Task ServeAsync(CancellationToken cancellationToken) => Task.WhenAll(
        KeepServingAsync(_alarm.Timers, () => RunDueTimersAsync(cancellationToken), Timers, cancellationToken),
        KeepServingAsync(_alarm.Calls, () => RunDueCallsAsync(cancellationToken), Calls, cancellationToken));

    /// <summary>Fires the triggers and resumes the timers that are due, and continues instances whose retry or lease is due, until none is left.</summary>
    /// <param name="cancellationToken">Stops between two steps.</param>
    /// <returns>How many instances went on.</returns>
    public async Task<int> RunDueTimersAsync(CancellationToken cancellationToken = default)
    {
        var resumed = await FireDueTriggersAsync(cancellationToken) + await RunAllAsync(
            (sql, now) => BookmarkTable.DueAsync(sql, now, BatchSize, cancellationToken),
            address => new ResumeSource(address, null, IsTimer: true),
            async (sql, address) => await BookmarkTable.StopAsync(sql, address, cancellationToken) ? _signals.TimerOf(address) : null,
            cancellationToken);
        return resumed + await RunAllAsync(
            (sql, now) => InstanceTable.DueAsync(sql, now, BatchSize, cancellationToken),
            id => new ContinueSource(id, IsTakeOver: true),
            async (sql, id) => await InstanceTable.StopAsync(sql, id, Instants.Now(_clock), cancellationToken) ? _signals.ContinuationOf(id) : null,
            cancellationToken);
    }

    /// <summary>Executes the signals that are due, and those that they cause, until none is left; outside calls apart, which take long.</summary>
    /// <param name="cancellationToken">Stops between two signals.</param>
    /// <returns>How many signals were executed.</returns>
    public async Task<int> RunDueSignalsAsync(CancellationToken cancellationToken = default)
    {
        var executed = 0;
        while (await _signals.ClaimDueAsync(BatchSize, cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var signal in batch)
            {
                var outcome = await _signals.ExecuteAsync(signal, cancellationToken);
                await _signals.DrainButCallsAsync(outcome.Signals, cancellationToken);
                executed++;
            }
        }

        return executed;
    }

    /// <summary>Makes the outside calls that are due, such as HTTP requests, a few at a time, and goes on with who waited for them, until none is left.</summary>
    /// <param name="cancellationToken">Abandons the calls under way: another host makes them once their lease is over.</param>
    /// <returns>How many calls were attempted.</returns>
    public async Task<int> RunDueCallsAsync(CancellationToken cancellationToken = default)
    {
        if (await _signals.ClaimCallAsync(cancellationToken) is not { } first)
        {
            return 0;
        }

        var counts = await Task.WhenAll(Enumerable.Range(0, _options.ConcurrentCalls).Select(async worker =>
            await CallAllAsync(worker == 0 ? first : await _signals.ClaimCallAsync(cancellationToken), cancellationToken)));
        return counts.Sum();
    }

    /// <summary>Executes the given signals at once, when they are due and nobody else is at them. A failure is logged and left to the sweeper.</summary>
    /// <param name="signalIds">Identifiers of committed signals.</param>
    /// <param name="cancellationToken">Abandons the wait, not the committed work.</param>
    /// <returns>A task that ends when they have been executed or left to the sweeper.</returns>
    public async Task RunSignalsAsync(IReadOnlyList<string> signalIds, CancellationToken cancellationToken = default)
    {
        try
        {
            await _signals.DrainButCallsAsync(signalIds, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.LogError(exception, "Signals are left to the sweeper");
        }
    }

    /// <summary>Tells when something will be due.</summary>
    /// <param name="cancellationToken">Abandons the query.</param>
    /// <returns>The earliest instant, UTC, possibly past; null when nothing is planned.</returns>
    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken = default) => NextDueAsync([.. Timers, SignalTable.NextDue(SignalKinds.All)], cancellationToken);

    private async Task<DateTime?> NextDueAsync(IEnumerable<string> queries, CancellationToken cancellationToken)
    {
        await using var session = await _database.BeginReadAsync(cancellationToken);
        var sql = new SqlSession(session.Connection, null, _database.Engine);
        DateTime? earliest = null;
        foreach (var text in queries)
        {
            var found = await sql.QueryAsync(text, [], reader => reader.Instant(0), cancellationToken);
            if (found.Count > 0 && (earliest is null || found[0] < earliest))
            {
                earliest = found[0];
            }
        }

        return earliest;
    }

    /// <summary>
    /// Deletes the finished instances that <see cref="RetentionOptions"/> no longer keeps, with their journals and incidents, until none is left. Signals set
    /// aside stay until somebody has them executed, or settles them.
    /// </summary>
    /// <param name="batchSize">Instances per transaction.</param>
    /// <param name="cancellationToken">Stops between two transactions.</param>
    /// <returns>How many instances were deleted.</returns>
    public async Task<int> PurgeAsync(int batchSize = BatchSize, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return await new HistoryPurge(_database, _options.Retention).RunAsync(Instants.Now(_clock), batchSize, cancellationToken);
    }

    private static string[] Timers { get; } =
    [
        "SELECT due_at FROM workflow_bookmarks WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1",
        "SELECT wake_at FROM workflow_instances WHERE wake_at IS NOT NULL ORDER BY wake_at LIMIT 1",
        "SELECT due_at FROM workflow_triggers WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1",
    ];

    private static string[] Calls { get; } = [SignalTable.NextDue(SignalKinds.Calls)];

    private async Task KeepServingAsync(WorkflowAlarm.Bell bell, Func<Task<int>> run, string[] next, CancellationToken cancellationToken)
    {
        var idle = ShortestSleep;
        while (!cancellationToken.IsCancellationRequested)
        {
            var now = Instants.Now(_clock);
            var until = now + LongestSleep;
            try
            {
                bell.Clear();
                var done = await run();
                now = Instants.Now(_clock);
                until = now + LongestSleep;
                if (await NextDueAsync(next, cancellationToken) is { } due && due < until)
                {
                    // What stays due, because another host is at it or it cannot be done, is looked at less and less often.
                    idle = done > 0 || due > now ? ShortestSleep : Longer(idle);
                    until = due > now ? due : now + idle;
                }
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                _logger.LogError(exception, "What is due is left until the next look");
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await bell.SleepAsync(until, _clock, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }

        static TimeSpan Longer(TimeSpan idle) => idle * 2 < LongestSleep ? idle * 2 : LongestSleep;
    }

    private async Task<int> FireDueTriggersAsync(CancellationToken cancellationToken)
    {
        var fired = 0;
        var tried = new HashSet<(string, int)>();
        while (true)
        {
            var due = (await _triggers.DueAsync(BatchSize, cancellationToken)).Where(row => tried.Add((row.VersionId, row.Number))).ToList();
            if (due.Count == 0)
            {
                return fired;
            }

            foreach (var row in due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                try
                {
                    if (await _triggers.FireAsync(row, cancellationToken) is { } signal)
                    {
                        fired++;
                        await _signals.DrainButCallsAsync([signal], cancellationToken);
                    }
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    _logger.LogError(exception, "Trigger {ActivityId} of {DefinitionId} failed, and is tried again as a signal", row.ActivityId, row.DefinitionId);
                    await _signals.HandOverAsync(exception, sql => _triggers.StopAsync(sql, row, cancellationToken), cancellationToken);
                }
            }
        }
    }

    private async Task<int> CallAllAsync(Signal? call, CancellationToken cancellationToken)
    {
        var called = 0;
        for (; call is not null; call = await _signals.ClaimCallAsync(cancellationToken))
        {
            var outcome = await _signals.ExecuteAsync(call, cancellationToken);
            await _signals.DrainButCallsAsync(outcome.Signals, cancellationToken);
            called++;
        }

        return called;
    }

    private async Task<int> RunAllAsync<T>(
        Func<SqlSession, DateTime, Task<List<T>>> find, Func<T, StepSource> toSource, Func<SqlSession, T, Task<Signal?>> stop, CancellationToken cancellationToken)
        where T : notnull
    {
        var resumed = 0;
        var tried = new HashSet<T>();
        while (true)
        {
            List<T> due;
            var session = await _database.BeginReadAsync(cancellationToken);
            await using (session)
            {
                due = await find(new SqlSession(session.Connection, null, _database.Engine), Instants.Now(_clock));
            }

            var fresh = due.Where(tried.Add).ToList();
            if (fresh.Count == 0)
            {
                return resumed;
            }

            foreach (var item in fresh)
            {
                cancellationToken.ThrowIfCancellationRequested();
                resumed += await TryRunAsync(item, toSource(item), stop, cancellationToken) ? 1 : 0;
            }
        }
    }

    /// <summary>A failure outside activities concerns this item only: a signal tries it again.</summary>
    private async Task<bool> TryRunAsync<T>(T item, StepSource source, Func<SqlSession, T, Task<Signal?>> stop, CancellationToken cancellationToken)
    {
        try
        {
            var outcome = await _steps.RunAsync(source, cancellationToken);
            await _signals.DrainButCallsAsync(outcome.Signals, cancellationToken);
            return outcome.Instance is not null;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _logger.LogError(exception, "{Source} failed, and is tried again as a signal", source);
            await _signals.HandOverAsync(exception, sql => stop(sql, item), cancellationToken);
            return false;
        }
    }
}
