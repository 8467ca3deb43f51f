using Fabrique.Data;

namespace Fabrique.Web.Kernel.DueItems;

/// <summary>Something to be done at an instant.</summary>
public sealed record DueItem
{
    public required Guid Key { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime DueAt { get; init; }
}

/// <summary>An item in the hands of whoever does it.</summary>
/// <param name="Key">Which.</param>
/// <param name="LeasedUntil">Until when nobody else touches it, UTC.</param>
public sealed record DueWork(Guid Key, DateTime LeasedUntil);

public enum DueClaim
{
    /// <summary>Somebody else does it, or it is no longer to be done now.</summary>
    Refused,

    Held,

    /// <summary>It is held, but whoever held it before died of it once too often.</summary>
    HeldInVain,
}

public enum DueResult
{
    Done,

    /// <summary>It did not work, and the source has counted it.</summary>
    Failed,

    /// <summary>It did not work, the source has counted it, and the others cannot work now either.</summary>
    StopHere,
}

/// <summary>How an attempt that failed was counted.</summary>
/// <param name="Attempts">How many failed so far.</param>
/// <param name="NextAt">When the next one comes, UTC; null when it is an incident.</param>
public sealed record DueFailure(int Attempts, DateTime? NextAt);

/// <summary>
/// Items that the clock brings, such as reminders: which are due, and how one is done. The engine (<see cref="DueItemsEngine"/>) does the rest. Sources keep
/// their count in the ledger that all share (<see cref="LedgerSource"/>) unless their own rows hold a richer one.
/// </summary>
public abstract class DueSource
{
    /// <summary>Stable: jobs, rows and measures carry it.</summary>
    public abstract string Name { get; }

    /// <summary>What does not happen when an item fails, in French: « La relance d’une tâche n’est pas partie. »</summary>
    public abstract string Cause { get; }

    /// <summary>How long one item may take.</summary>
    public virtual TimeSpan Bound => TimeSpan.FromMinutes(1);

    /// <summary>How long an item is held for whoever does it: longer than it may take.</summary>
    public TimeSpan Lease => Bound + TimeSpan.FromSeconds(30);

    /// <summary>Whether an item that was given up may still be using what the next one would, so that the run ends there and another takes over.</summary>
    public virtual bool IsStoppedByAbandon => false;

    /// <returns>Items that are due and that nobody holds, the oldest first; one may come twice.</returns>
    public abstract Task<IReadOnlyList<DueItem>> FindDueAsync(FabriqueDbContext db, DateTime now, int most, CancellationToken cancellationToken);

    /// <returns>When the next item is due or due again, UTC, possibly past; null when nothing is planned.</returns>
    public abstract Task<DateTime?> NextDueAsync(FabriqueDbContext db, CancellationToken cancellationToken);

    /// <summary>Takes an item, in one statement that only one of several can win.</summary>
    public abstract Task<DueClaim> ClaimAsync(FabriqueDbContext db, DueWork work, DateTime now, CancellationToken cancellationToken);

    /// <summary>The trace that an item goes on with, as W3C's <c>traceparent</c>; null when it begins one. Asked for only when traces are followed.</summary>
    public virtual Task<string?> FindTraceAsync(FabriqueDbContext db, Guid key, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    /// <summary>Does one item that was claimed, and saves: it looks first at whether there is still something to do.</summary>
    /// <param name="work">The item.</param>
    /// <param name="services">A scope of its own.</param>
    /// <param name="cancellationToken">Cancelled when its time is over; what is saved after that must not count.</param>
    public abstract Task<DueResult> DoAsync(DueWork work, IServiceProvider services, CancellationToken cancellationToken);

    /// <summary>Counts an attempt that ended on an exception, and lets the item go.</summary>
    /// <returns>Null when somebody else holds it by now.</returns>
    public abstract Task<DueFailure?> FailAsync(FabriqueDbContext db, DueWork work, string error, bool isPermanent, DateTime now, CancellationToken cancellationToken);

    /// <summary>Drops what was noted of items that are no longer planned.</summary>
    public virtual Task TidyAsync(FabriqueDbContext db, DateTime now, CancellationToken cancellationToken) => Task.CompletedTask;
}
