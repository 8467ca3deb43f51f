namespace Fabrique.Web.Kernel.Jobs;

/// <summary>
/// Work that the clock brings: it looks in the database for whatever is due and not yet done, and does it. Running it twice, or eight times at once, does nothing more.
/// </summary>
public interface IRecurringJob
{
    /// <summary>How long a run may take: then it is asked to stop, no longer waited for, and the next one makes up for it.</summary>
    TimeSpan Bound => TimeSpan.FromMinutes(10);

    /// <summary>Does everything that is due now.</summary>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>The next instant (UTC) at which something will be due; null when nothing is planned. Time travel stops there.</summary>
    Task<DateTime?> NextDueAsync(CancellationToken cancellationToken);
}
