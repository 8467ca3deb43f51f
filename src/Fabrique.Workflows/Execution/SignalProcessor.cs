using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Execution;

/// <summary>Executes the rows of the inbox.</summary>
internal sealed class SignalProcessor(IWorkflowDatabase database, StepRunner steps, WorkflowOptions options, TimeProvider clock, ILogger<SignalProcessor> logger)
{
    /// <summary>Signals that one call executes one after the other; what they cause beyond is left to the sweeper.</summary>
    private const int LongestChain = 100;

    /// <summary>Executes signals by identifier, and those that they cause.</summary>
    /// <returns>Instances resumed by the given signals themselves.</returns>
    public async Task<int> DrainAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var queue = new Queue<string>(ids);
        var resumed = 0;
        for (var executed = 0; queue.Count > 0 && executed < Math.Max(LongestChain, ids.Count); executed++)
        {
            var signals = await ClaimAsync(queue.Dequeue(), cancellationToken);
            foreach (var signal in signals)
            {
                var outcome = await ExecuteAsync(signal, cancellationToken);
                resumed += executed < ids.Count && outcome.Instance is not null ? 1 : 0;
                foreach (var caused in outcome.Signals)
                {
                    queue.Enqueue(caused);
                }
            }
        }

        return resumed;
    }

    /// <summary>Executes a claimed signal; a failure puts it back on its ladder.</summary>
    public async Task<StepOutcome> ExecuteAsync(Signal signal, CancellationToken cancellationToken)
    {
        try
        {
            return await DispatchAsync(signal, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(exception, "Signal {SignalId} ({Kind} {Name}) failed", signal.Id, signal.Kind, signal.Name);
            await RescheduleAsync(signal, signal.Attempts >= options.SignalAttempts ? null : Instants.Now(clock) + Rung(signal.Attempts), exception.Message, cancellationToken);
            return new StepOutcome(null, []);
        }
    }

    private async Task<StepOutcome> DispatchAsync(Signal signal, CancellationToken cancellationToken)
    {
        switch (signal.Kind)
        {
            case SignalKind.Start:
                return await steps.RunAsync(new StartSource(signal.InstanceId!, signal.ToStart()) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.Cancel:
                return await steps.RunAsync(new CancelSource(signal.InstanceId!) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.ResumeBookmark:
                var number = int.Parse(signal.Key!, System.Globalization.CultureInfo.InvariantCulture);
                return await steps.RunAsync(new ResumeSource(new BookmarkAddress(signal.InstanceId!, number), signal.ReadPayload(), IsTimer: false) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.Resume:
                var addresses = await FindAsync(signal.Name!, signal.Key!, signal.InstanceId, null, cancellationToken);
                // Without a match the step finds no such bookmark and only deletes the signal: it was consumed before.
                var address = addresses.Count > 0 ? addresses[0] : new BookmarkAddress(signal.InstanceId ?? "", 0);
                return await steps.RunAsync(new ResumeSource(address, signal.ReadPayload(), IsTimer: false) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.Publish:
                return await FanOutAsync(signal, cancellationToken);
            default:
                throw new InvalidOperationException($"Signal of unknown kind {signal.Kind}.");
        }
    }

    /// <summary>Turns an event into one signal per bookmark that awaits it, or keeps it for a bookmark to come.</summary>
    public async Task<StepOutcome> FanOutAsync(Signal signal, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        var now = Instants.Now(clock);
        var addresses = await BookmarkTable.FindAsync(sql, Event.BookmarkName, signal.Name!, signal.InstanceId, signal.CorrelationId, cancellationToken);
        if (addresses.Count == 0 && signal.ExpiresAt > now)
        {
            await SignalTable.RescheduleAsync(sql, signal.Id, now + Rung(signal.Attempts), null, cancellationToken);
            await step.CommitAsync(cancellationToken);
            return new StepOutcome(null, []);
        }

        if (!await SignalTable.RemoveAsync(sql, signal.Id, cancellationToken))
        {
            return new StepOutcome(null, []);
        }

        var written = AddressedTo(addresses, signal, now).ToList();
        written.ForEach(addressed => SignalTable.Add(sql, addressed, now));
        await sql.FlushAsync(cancellationToken);
        await step.CommitAsync(cancellationToken);
        return new StepOutcome(null, [.. written.Select(addressed => addressed.Id)]);
    }

    /// <summary>Publishes an event from outside: as signals when several wait or none does yet, directly when just one waits.</summary>
    /// <returns>Instances resumed.</returns>
    public async Task<int> PublishAsync(EventRequest request, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        var signal = new Signal(NewId(), SignalKind.Publish)
        {
            Name = request.EventName,
            InstanceId = request.InstanceId,
            CorrelationId = request.CorrelationId,
            Payload = Burst.PayloadText(request.Payload),
            CreatedAt = now,
            ExpiresAt = now + options.EventRetention,
            Attempts = 1,
        };
        List<Signal> written;
        var step = await database.BeginStepAsync(cancellationToken);
        await using (step)
        {
            var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
            var addresses = await BookmarkTable.FindAsync(sql, Event.BookmarkName, request.EventName, request.InstanceId, request.CorrelationId, cancellationToken);
            written = addresses.Count == 0 ? [signal] : [.. AddressedTo(addresses, signal, now)];
            written.ForEach(row => SignalTable.Add(sql, row, addresses.Count == 0 ? now + Rung(1) : now));
            await sql.FlushAsync(cancellationToken);
            await step.CommitAsync(cancellationToken);
            if (addresses.Count == 0)
            {
                return 0;
            }
        }

        return await DrainAsync([.. written.Select(row => row.Id)], cancellationToken);
    }

    public async Task<List<BookmarkAddress>> FindAsync(string name, string key, string? instanceId, string? correlationId, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await BookmarkTable.FindAsync(new SqlSession(session.Connection, null, database.Engine), name, key, instanceId, correlationId, cancellationToken);
    }

    public async Task<List<Signal>> ClaimDueAsync(int take, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        return await WriteAsync(sql => SignalTable.ClaimAsync(sql, now, now + options.Lease, take, cancellationToken), cancellationToken);
    }

    private async Task<List<Signal>> ClaimAsync(string id, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        return await WriteAsync(sql => SignalTable.ClaimAsync(sql, id, now, now + options.Lease, cancellationToken), cancellationToken);
    }

    private Task<int> RescheduleAsync(Signal signal, DateTime? dueAt, string error, CancellationToken cancellationToken)
    {
        var shortened = error.Length > options.MaximumMessageLength ? error[..options.MaximumMessageLength] : error;
        return WriteAsync(sql => SignalTable.RescheduleAsync(sql, signal.Id, dueAt, shortened, cancellationToken), cancellationToken);
    }

    private async Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var result = await write(new SqlSession(step.Connection, step.Transaction, database.Engine));
        await step.CommitAsync(cancellationToken);
        return result;
    }

    private IEnumerable<Signal> AddressedTo(IEnumerable<BookmarkAddress> addresses, Signal signal, DateTime now) => addresses.Select(address => new Signal(NewId(), SignalKind.ResumeBookmark)
    {
        InstanceId = address.InstanceId,
        Key = address.Number.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Name = signal.Name,
        Payload = signal.Payload,
        CreatedAt = now,
    });

    private TimeSpan Rung(int attempts) => options.SignalLadder[Math.Clamp(attempts - 1, 0, options.SignalLadder.Count - 1)];

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
}
