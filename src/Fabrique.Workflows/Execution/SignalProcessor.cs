using System.Globalization;
using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Storage;
using Microsoft.Extensions.Logging;

namespace Fabrique.Workflows.Execution;

/// <summary>Executes the rows of the inbox.</summary>
internal sealed class SignalProcessor(IWorkflowDatabase database, StepRunner steps, TriggerSchedule triggers, WorkflowAlarm alarm, WorkflowOptions options, TimeProvider clock, ILogger<SignalProcessor> logger)
{
    /// <summary>Signals that one call executes one after the other; what they cause beyond is left to the sweeper.</summary>
    private const int LongestChain = 100;

    /// <summary>Executes signals by identifier, and those that they cause.</summary>
    public Task DrainAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? Task.CompletedTask : DrainAllAsync(ids, SignalKinds.All, cancellationToken);

    /// <summary>The same, but leaves outside calls to <see cref="WorkflowRunner.RunDueCallsAsync"/>.</summary>
    public Task DrainButCallsAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        ids.Count == 0 ? Task.CompletedTask : DrainAllAsync(ids, SignalKinds.ButCalls, cancellationToken);

    /// <summary>Executes a claimed signal; a failure puts it back on its ladder.</summary>
    public async Task<StepOutcome> ExecuteAsync(Signal signal, CancellationToken cancellationToken)
    {
        using var span = steps.IsSimulated ? null : WorkflowTelemetry.Continue(WorkflowTelemetry.Source, "workflow:signal", signal.TraceParent);
        span?.SetTag(WorkflowTelemetry.SignalTag, signal.Kind.ToString());
        if (signal.Attempts <= 1 && !steps.IsSimulated)
        {
            WorkflowTelemetry.NoteLateness("signals", clock.GetUtcNow().UtcDateTime - signal.CreatedAt);
        }

        try
        {
            return await DispatchAsync(signal, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(System.Diagnostics.ActivityStatusCode.Error, exception.GetType().Name);
            logger.LogError(exception, "Signal {SignalId} ({Kind} {Name}) failed", signal.Id, signal.Kind, signal.Name);
            await PutBackAsync(signal, Told(exception), cancellationToken);
            return new StepOutcome(null, []);
        }
    }

    private async Task<StepOutcome> DispatchAsync(Signal signal, CancellationToken cancellationToken)
    {
        switch (signal.Kind)
        {
            case SignalKind.Start or SignalKind.ResumeBookmark:
                return await steps.RunAsync(Source(signal), cancellationToken);
            case SignalKind.Cancel:
                return await steps.RunAsync(new CancelSource(signal.InstanceId!) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.RetryIncident:
                return await steps.RunAsync(new RetrySource(signal.InstanceId!, signal.Key!) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.Resume when Children.AreAwaitedBy(signal.Name):
                return await steps.RunAsync(new ChildSource(signal.InstanceId!, signal.Name!, signal.Key!, signal.ReadPayload()) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.Resume:
                var addresses = await FindAsync(signal.Name!, signal.Key!, signal.InstanceId, null, cancellationToken);
                // Without a match the step finds no such bookmark and only deletes the signal: it was consumed before.
                var address = addresses.Count > 0 ? addresses[0] : new BookmarkAddress(signal.InstanceId ?? "", 0);
                return await steps.RunAsync(new ResumeSource(address, signal.ReadPayload(), IsTimer: false) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.CancelChildren or SignalKind.CancelDefinition:
                return await CancelManyAsync(signal, cancellationToken);
            case SignalKind.Stimulus or SignalKind.KeptStimulus:
                return await FanOutAsync(signal, cancellationToken);
            case SignalKind.Timer:
                return await steps.RunAsync(new ResumeSource(AddressOf(signal), null, IsTimer: true) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.Continue:
                return await steps.RunAsync(new ContinueSource(signal.InstanceId!, IsTakeOver: false) { SignalId = signal.Id }, cancellationToken);
            case SignalKind.Trigger:
                return await triggers.FireStoppedAsync(signal, cancellationToken);
            case SignalKind.Call:
                return await CallAsync(signal, cancellationToken);
            default:
                throw new InvalidOperationException($"Signal of unknown kind {signal.Kind}.");
        }
    }

    /// <summary>
    /// Calls outside without a transaction, then resumes who waits for it in the transaction that deletes the signal. A host that dies in between leaves
    /// the signal to fall due again: the call is made at least once, its result is taken once.
    /// </summary>
    private async Task<StepOutcome> CallAsync(Signal signal, CancellationToken cancellationToken)
    {
        var address = AddressOf(signal);
        var isLastAttempt = signal.Attempts >= options.SignalAttempts;
        if (await steps.ReadCallAsync(address, isLastAttempt, cancellationToken) is not { } call)
        {
            await WriteAsync(sql => SignalTable.RemoveAsync(sql, signal.Id, cancellationToken), cancellationToken);
            return new StepOutcome(null, []);
        }

        JsonElement answer;
        try
        {
            answer = await ((BuiltInActivity)call.Node.Type!.Activity).CallOutsideAsync(call, cancellationToken);
        }
        catch (Exception exception) when ((exception is PermanentFailureException || isLastAttempt) && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(exception, "The call of activity {ActivityId} of instance {InstanceId} failed for good", call.Node.Id, signal.InstanceId);
            answer = JsonSerializer.SerializeToElement(new { error = options.Tell(WorkflowMessage.Of(exception)) }, JsonText.Values);
        }

        return await steps.RunAsync(new ResumeSource(address, answer, IsTimer: false) { SignalId = signal.Id }, cancellationToken);
    }

    private async Task<StepOutcome> CancelManyAsync(Signal signal, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        if (!await SignalTable.RemoveAsync(sql, signal.Id, cancellationToken))
        {
            return new StepOutcome(null, []);
        }

        var now = Instants.Now(clock);
        var instances = signal.Kind == SignalKind.CancelChildren
            ? await InstanceTable.RunningChildrenAsync(sql, signal.InstanceId!, signal.Key, LongestChain, cancellationToken)
            : await InstanceTable.RunningOfDefinitionAsync(sql, signal.Name!, signal.Key, LongestChain, cancellationToken);
        var written = instances.ConvertAll(instance => new Signal(NewId(), SignalKind.Cancel) { InstanceId = instance, CreatedAt = now });
        if (instances.Count == LongestChain)
        {
            written.Add(new Signal(NewId(), signal.Kind) { Name = signal.Name, InstanceId = signal.InstanceId, Key = instances[^1], CreatedAt = now });
        }

        written.ForEach(row => SignalTable.Add(sql, row, now));
        await sql.FlushAsync(cancellationToken);
        await step.CommitAsync(cancellationToken);
        return new StepOutcome(null, [.. written.Select(row => row.Id)]);
    }

    /// <summary>Turns a stimulus into one signal per trigger and bookmark that it matches, and keeps it for a bookmark to come when none does.</summary>
    private async Task<StepOutcome> FanOutAsync(Signal signal, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        var now = Instants.Now(clock);
        var starts = signal.Kind == SignalKind.Stimulus && signal.InstanceId is null ? Starts(await TriggerTable.FindAsync(sql, signal.Name!, signal.Key!, cancellationToken), signal, now) : [];
        var resumptions = Resumptions(await BookmarkTable.FindAsync(sql, signal.Name!, signal.Key!, signal.InstanceId, signal.CorrelationId, cancellationToken), signal, now);
        var isOurs = resumptions.Count == 0 && signal.ExpiresAt > now
            ? await SignalTable.KeepAsync(sql, signal.Id, signal.Attempts, now + Rung(signal.Attempts), cancellationToken)
            : await SignalTable.RemoveAsync(sql, signal.Id, cancellationToken);
        if (!isOurs)
        {
            return new StepOutcome(null, []);
        }

        List<Signal> written = [.. starts, .. resumptions];
        written.ForEach(addressed => SignalTable.Add(sql, addressed, now));
        await sql.FlushAsync(cancellationToken);
        await step.CommitAsync(cancellationToken);
        return new StepOutcome(null, [.. written.Select(addressed => addressed.Id)]);
    }

    /// <summary>Sends a stimulus from outside: directly when it meets just one, as signals when several or when it is kept.</summary>
    public async Task<StimulusOutcome> SendAsync(StimulusRequest request, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        var signal = new Signal(NewId(), SignalKind.KeptStimulus)
        {
            Name = request.Name,
            Key = request.Key,
            InstanceId = request.InstanceId,
            CorrelationId = request.CorrelationId,
            Payload = Burst.PayloadText(request.Payload),
            CreatedAt = now,
            ExpiresAt = now + request.Retention,
            Attempts = 1,
        };
        List<Signal> starts;
        List<Signal> resumptions;
        var session = await database.BeginReadAsync(cancellationToken);
        await using (session)
        {
            var sql = new SqlSession(session.Connection, null, database.Engine);
            starts = request is { MayStart: true, InstanceId: null } ? Starts(await TriggerTable.FindAsync(sql, request.Name, request.Key, cancellationToken), signal, now) : [];
            resumptions = Resumptions(await BookmarkTable.FindAsync(sql, request.Name, request.Key, request.InstanceId, request.CorrelationId, cancellationToken), signal, now);
        }

        var isKept = resumptions.Count == 0 && request.Retention is not null;
        List<Signal> addressed = [.. starts, .. resumptions];
        var isDirect = addressed.Count == 1 && !isKept;
        if (!isDirect && (isKept || addressed.Count > 0))
        {
            // Written as already claimed: this call executes them, and whoever sweeps after the lease finds what it left.
            await WriteAsync(
                async sql =>
                {
                    addressed.ForEach(row => SignalTable.Add(sql, row, now + options.Lease));
                    if (isKept)
                    {
                        SignalTable.Add(sql, signal, now + Rung(1));
                    }

                    return await sql.FlushAsync(cancellationToken);
                },
                cancellationToken);
        }

        return new StimulusOutcome(await ExecuteAllAsync(starts, isDirect, cancellationToken), await ExecuteAllAsync(resumptions, isDirect, cancellationToken));
    }

    private async Task<List<InstanceSummary>> ExecuteAllAsync(List<Signal> signals, bool isDirect, CancellationToken cancellationToken)
    {
        var instances = new List<InstanceSummary>();
        foreach (var signal in signals)
        {
            var outcome = isDirect ? await TryRunAsync(Source(signal) with { SignalId = null }, cancellationToken) : await ExecuteAsync(signal, cancellationToken);
            await DrainAsync(outcome.Signals, cancellationToken);
            if (outcome.Instance is { } instance)
            {
                instances.Add(instance);
            }
        }

        return instances;
    }

    /// <summary>A stimulus that an activation strategy refuses starts nothing.</summary>
    private async Task<StepOutcome> TryRunAsync(StepSource source, CancellationToken cancellationToken)
    {
        try
        {
            return await steps.RunAsync(source, cancellationToken);
        }
        catch (WorkflowNotStartedException refusal)
        {
            logger.LogInformation(refusal, "A stimulus starts no instance of {DefinitionId}", refusal.DefinitionId);
            return new StepOutcome(null, []);
        }
    }

    private async Task DrainAllAsync(IReadOnlyList<string> ids, SignalKinds kinds, CancellationToken cancellationToken)
    {
        var queue = new Queue<string>(ids);
        for (var executed = 0; queue.Count > 0 && executed < Math.Max(LongestChain, ids.Count); executed++)
        {
            var claimed = await ClaimAsync(queue.Dequeue(), kinds, cancellationToken);
            if (claimed.Count == 0 && kinds == SignalKinds.ButCalls)
            {
                // Perhaps a call, which is left to others. Who makes it by itself does not come here.
                alarm.Calls.Ring(DateTime.MinValue);
            }

            foreach (var signal in claimed)
            {
                foreach (var caused in (await ExecuteAsync(signal, cancellationToken)).Signals)
                {
                    queue.Enqueue(caused);
                }
            }
        }
    }

    private static StepSource Source(Signal signal) => signal.Kind == SignalKind.Start
        ? new StartSource(signal.InstanceId!, signal.ToStart()) { SignalId = signal.Id }
        : new ResumeSource(AddressOf(signal), signal.ReadPayload(), IsTimer: false) { SignalId = signal.Id };

    public async Task<List<BookmarkAddress>> FindAsync(string name, string key, string? instanceId, string? correlationId, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await BookmarkTable.FindAsync(new SqlSession(session.Connection, null, database.Engine), name, key, instanceId, correlationId, cancellationToken);
    }

    public async Task<List<Signal>> ClaimDueAsync(int take, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        return await WriteAsync(sql => SignalTable.ClaimAsync(sql, SignalKinds.ButCalls, now, now + options.Lease, take, cancellationToken), cancellationToken);
    }

    /// <summary>Claims one outside call: its lease begins when somebody is free to make it.</summary>
    public async Task<Signal?> ClaimCallAsync(CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        var claimed = await WriteAsync(sql => SignalTable.ClaimAsync(sql, SignalKinds.Calls, now, now + options.Lease, 1, cancellationToken), cancellationToken);
        return claimed.Count == 0 ? null : claimed[0];
    }

    private async Task<List<Signal>> ClaimAsync(string id, SignalKinds kinds, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        return await WriteAsync(sql => SignalTable.ClaimAsync(sql, id, kinds, now, now + options.Lease, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Turns something due that failed outside activities into a signal, which counts its attempts and is set aside after the last: left where it is, it would be tried
    /// for ever, and nobody told.
    /// </summary>
    /// <param name="failure">What it failed by: the first attempt.</param>
    /// <param name="stop">Takes it away from the sweeper, in the transaction of the signal; null when somebody else did, or it is due no more.</param>
    /// <param name="cancellationToken">Leaves it where it is.</param>
    public Task<bool> HandOverAsync(Exception failure, Func<SqlSession, Task<Signal?>> stop, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        return WriteAsync(
            async sql =>
            {
                if (await stop(sql) is not { } signal)
                {
                    return false;
                }

                SignalTable.Add(sql, signal with { Attempts = 1 }, now + Rung(1));
                await sql.FlushAsync(cancellationToken);
                await SignalTable.RescheduleAsync(sql, signal.Id, now + Rung(1), Told(failure), cancellationToken);
                return true;
            },
            cancellationToken);
    }

    public Signal TimerOf(BookmarkAddress address) =>
        new(NewId(), SignalKind.Timer) { InstanceId = address.InstanceId, Key = address.Number.ToString(CultureInfo.InvariantCulture), CreatedAt = Instants.Now(clock) };

    public Signal ContinuationOf(string instanceId) => new(NewId(), SignalKind.Continue) { InstanceId = instanceId, CreatedAt = Instants.Now(clock) };

    private Task<int> PutBackAsync(Signal signal, string error, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        return WriteAsync(
            sql => signal.Attempts >= options.SignalAttempts
                ? SignalTable.SetAsideAsync(sql, signal.Id, now, error, cancellationToken)
                : SignalTable.RescheduleAsync(sql, signal.Id, now + Rung(signal.Attempts), error, cancellationToken),
            cancellationToken);
    }

    private string Told(Exception failure)
    {
        var error = options.Tell(WorkflowMessage.Of(failure));
        return error.Length > options.MaximumMessageLength ? error[..options.MaximumMessageLength] : error;
    }

    private async Task<T> WriteAsync<T>(Func<SqlSession, Task<T>> write, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var result = await write(new SqlSession(step.Connection, step.Transaction, database.Engine));
        await step.CommitAsync(cancellationToken);
        return result;
    }

    private List<Signal> Starts(List<TriggerRow> triggers, Signal stimulus, DateTime now) => triggers.ConvertAll(trigger =>
        new Signal(NewId(), SignalKind.Start) { InstanceId = NewId(), CreatedAt = now }.WithStart(new StartRequest(trigger.DefinitionId)
        {
            VersionId = trigger.VersionId,
            TriggerActivityId = trigger.ActivityId,
            TriggerPayload = stimulus.ReadPayload(),
            CorrelationId = stimulus.CorrelationId,
        }));

    private List<Signal> Resumptions(List<BookmarkAddress> addresses, Signal stimulus, DateTime now) => addresses.ConvertAll(address => new Signal(NewId(), SignalKind.ResumeBookmark)
    {
        InstanceId = address.InstanceId,
        Key = address.Number.ToString(CultureInfo.InvariantCulture),
        Name = stimulus.Name,
        Payload = stimulus.Payload,
        CreatedAt = now,
    });

    private static BookmarkAddress AddressOf(Signal signal) => new(signal.InstanceId!, int.Parse(signal.Key!, CultureInfo.InvariantCulture));

    private TimeSpan Rung(int attempts) => options.SignalLadder[Math.Clamp(attempts - 1, 0, options.SignalLadder.Count - 1)];

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
}
