using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Kernel.Time;

namespace Fabrique.Web.Features.DemoClock;

/// <summary>
/// Takes the demonstration's clock to an instant through every due instant in between, in order, doing at each what is due there:
/// a reminder pushed over by six months still leaves, and is dated, on its own day.
/// </summary>
public sealed class TimeTravel(FabriqueClock clock, IServiceScopeFactory scopes, RecurringJobs jobs) : IDisposable
{
    private const int MaximumStops = 5000;

    private readonly SemaphoreSlim oneTraveller = new(1);

    /// <returns>How many due instants were passed through.</returns>
    /// <exception cref="InvalidOperationException">Something stays due however often it is done.</exception>
    public async Task<int> AdvanceToAsync(DateTime target, CancellationToken cancellationToken)
    {
        await oneTraveller.WaitAsync(cancellationToken);
        try
        {
            var stops = 0;
            DateTime? previous = null;
            await DoWhatIsDueAsync(cancellationToken);

            // What is still due after it was done is held by another process, and will be done by it.
            while (await FindNextDueAsync(cancellationToken) is { } next && next <= target && next != previous)
            {
                previous = next;
                if (++stops > MaximumStops)
                {
                    throw new InvalidOperationException("The clock cannot go on: something stays due.");
                }

                await MoveToAsync(next, cancellationToken);
                await DoWhatIsDueAsync(cancellationToken);
            }

            await MoveToAsync(target, cancellationToken);
            return stops;
        }
        finally
        {
            oneTraveller.Release();
        }
    }

    /// <summary>The next instant at which something will be due; null when nothing is planned.</summary>
    public async Task<DateTime?> FindNextDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        DateTime? earliest = null;
        foreach (var job in jobs.Resolve(scope.ServiceProvider))
        {
            if (await job.NextDueAsync(cancellationToken) is { } due && (earliest is null || due < earliest))
            {
                earliest = due;
            }
        }

        return earliest;
    }

    public void Dispose() => oneTraveller.Dispose();

    private async Task DoWhatIsDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<AuditScope>().UseCase = "time-travel";
        foreach (var job in jobs.Resolve(scope.ServiceProvider))
        {
            await job.RunAsync(cancellationToken);
        }
    }

    // Always a little further, so that what fell due at the present instant is seen as due.
    private async Task MoveToAsync(DateTime instant, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        await clock.MoveToAsync(instant.AddMilliseconds(1), scope.ServiceProvider.GetRequiredService<FabriqueDbContext>(), cancellationToken);
    }
}
