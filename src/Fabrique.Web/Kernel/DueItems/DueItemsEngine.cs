using System.Diagnostics;
using System.Diagnostics.Metrics;
using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Telemetry;
using Fabrique.Workflows;

namespace Fabrique.Web.Kernel.DueItems;

/// <summary>
/// Does what is due, item by item: each in a scope of its own, held by a lease that several processes may compete for, given up when it takes too long, its
/// failures counted on a ladder that ends in an incident. One item never stops the next.
/// </summary>
public sealed class DueItemsEngine(IServiceScopeFactory scopes, TimeProvider clock, ILogger<DueItemsEngine> logger)
{
    public const string SourceTag = "fabrique.source";
    public const string ResultTag = "fabrique.result";
    public const string KeyTag = "fabrique.key";
    public const string InstrumentName = "fabrique.due.items";

    private const int BatchSize = 50;

    private static readonly Counter<long> Items = FabriqueTelemetry.Meter.CreateCounter<long>(InstrumentName, "{attempt}", "Attempts at items that were due, by source and result");

    private static readonly Histogram<double> Lateness = FabriqueTelemetry.Meter.CreateHistogram(
        "fabrique.due.lateness", "s", "How long after it was due an item is attempted, by source", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1, 5, 15, 30, 60, 300, 900, 3600, 14_400, 86_400] });

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>Does everything that is due now and that nobody else holds, each item at most once.</summary>
    public async Task RunAsync(DueSource source, CancellationToken cancellationToken)
    {
        var tried = new HashSet<Guid>();
        while (await FindAsync(source, tried, cancellationToken) is { Count: > 0 } due)
        {
            foreach (var item in due)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (await TryAsync(source, item, cancellationToken) is DueResult.StopHere)
                {
                    return;
                }
            }
        }

        await InScopeAsync(async db =>
        {
            await source.TidyAsync(db, Now, cancellationToken);
            return true;
        });
    }

    /// <returns>When the next item is due, UTC, possibly past; null when nothing is planned.</returns>
    public Task<DateTime?> NextDueAsync(DueSource source, CancellationToken cancellationToken) => InScopeAsync(db => source.NextDueAsync(db, cancellationToken));

    private async Task<List<DueItem>> FindAsync(DueSource source, HashSet<Guid> tried, CancellationToken cancellationToken)
    {
        var due = await InScopeAsync(db => source.FindDueAsync(db, Now, BatchSize, cancellationToken));
        return [.. due.Where(item => tried.Add(item.Key))];
    }

    private async Task<DueResult> TryAsync(DueSource source, DueItem item, CancellationToken cancellationToken)
    {
        var now = Now;
        var work = new DueWork(item.Key, WholeMilliseconds(now + source.Lease));
        var claim = await InScopeAsync(db => source.ClaimAsync(db, work, now, cancellationToken));
        if (claim is DueClaim.Refused)
        {
            return DueResult.Done;
        }

        Lateness.Record(Math.Max(0, (now - item.DueAt).TotalSeconds), new KeyValuePair<string, object?>(SourceTag, source.Name));
        var carried = FabriqueTelemetry.Source.HasListeners() ? await InScopeAsync(db => source.FindTraceAsync(db, item.Key, cancellationToken)) : null;
        using var span = WorkflowTelemetry.Continue(FabriqueTelemetry.Source, $"job:{source.Name}", carried)?.SetTag(KeyTag, item.Key);
        using var scope = logger.BeginScope("{Source} {Key} {CorrelationId}", source.Name, item.Key, FabriqueTelemetry.CorrelationId(http: null));
        try
        {
            if (claim is DueClaim.HeldInVain)
            {
                throw new PermanentFailureException("Interrompu à chaque essai\u00a0: le programme s’est arrêté avant la fin.");
            }

            var result = await Watchdog.RunAsync(token => DoAsync(source, work, token), source.Bound, clock, cancellationToken);
            Note(source, span, result is DueResult.Done ? "done" : "failed");
            return result;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            span?.SetStatus(ActivityStatusCode.Error, exception.GetType().Name);
            Note(source, span, await FailAsync(source, work, exception));
            return exception is TimeoutException && source.IsStoppedByAbandon ? DueResult.StopHere : DueResult.Failed;
        }
    }

    private async Task<DueResult> DoAsync(DueSource source, DueWork work, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditScope>().UseCase = $"job:{source.Name}";
        return await source.DoAsync(work, scope.ServiceProvider, cancellationToken);
    }

    private async Task<string> FailAsync(DueSource source, DueWork work, Exception exception)
    {
        var error = exception is PermanentFailureException or TimeoutException ? exception.Message : $"{exception.GetType().Name}\u00a0: {exception.Message}";

        // Counted even when the application is asked to stop meanwhile.
        var failure = await InScopeAsync(db => source.FailAsync(db, work, error, exception is PermanentFailureException, Now, CancellationToken.None));
        if (failure is null)
        {
            logger.LogWarning(exception, "{Source} {Key} was taken over by another", source.Name, work.Key);
            return "taken-over";
        }

        if (failure.NextAt is { } next)
        {
            logger.LogWarning(exception, "{Source} {Key} failed, attempt {Attempt}: again at {NextAt:u}", source.Name, work.Key, failure.Attempts, next);
            return "failed";
        }

        logger.LogError(exception, "{Source} {Key} failed for good after {Attempts} attempts", source.Name, work.Key, failure.Attempts);
        return "incident";
    }

    private async Task<T> InScopeAsync<T>(Func<FabriqueDbContext, Task<T>> act)
    {
        await using var scope = scopes.CreateAsyncScope();
        return await act(scope.ServiceProvider.GetRequiredService<FabriqueDbContext>());
    }

    // PostgreSQL keeps microseconds: a lease must compare equal once read back.
    private static DateTime WholeMilliseconds(DateTime instant) => instant.AddTicks(-(instant.Ticks % TimeSpan.TicksPerMillisecond));

    private static void Note(DueSource source, System.Diagnostics.Activity? span, string result)
    {
        span?.SetTag(ResultTag, result);
        Items.Add(1, new KeyValuePair<string, object?>(SourceTag, source.Name), new KeyValuePair<string, object?>(ResultTag, result));
    }
}
