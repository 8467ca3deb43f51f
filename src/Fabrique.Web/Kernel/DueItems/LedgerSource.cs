using Fabrique.Data;
using Fabrique.Domain.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.DueItems;

/// <summary>
/// A source whose attempts are counted in the ledger. What one item changes commits together with the end of its lease: whoever lost the lease, because they were
/// too slow or given up, saves nothing.
/// </summary>
public abstract class LedgerSource : DueSource
{
    /// <summary>Waits after each failed attempt; after the last one the item is an incident for an administrator.</summary>
    public static IReadOnlyList<TimeSpan> Ladder { get; } =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(12),
    ];

    public sealed override async Task<IReadOnlyList<DueItem>> FindDueAsync(FabriqueDbContext db, DateTime now, int most, CancellationToken cancellationToken)
    {
        var ledger = Ledger(db);
        var latest = now + ClockSetBack.Tolerance;
        return await Planned(db)
            .Where(item => item.DueAt <= now && !ledger.Any(attempt => attempt.Key == item.Key && (attempt.FailedAt != null || ((attempt.NextAt > now || attempt.LeasedUntil > now) && attempt.UpdatedAt <= latest))))
            .OrderBy(item => item.DueAt)
            .ThenBy(item => item.Key)
            .Take(most)
            .ToListAsync(cancellationToken);
    }

    public sealed override async Task<DateTime?> NextDueAsync(FabriqueDbContext db, CancellationToken cancellationToken)
    {
        var (ledger, planned) = (Ledger(db), Planned(db));
        var untouched = await planned.Where(item => !ledger.Any(attempt => attempt.Key == item.Key)).MinAsync(item => (DateTime?)item.DueAt, cancellationToken);
        var touched = await ledger
            .Where(attempt => attempt.FailedAt == null && planned.Any(item => item.Key == attempt.Key))
            .Select(attempt => new { attempt.NextAt, attempt.LeasedUntil })
            .ToListAsync(cancellationToken);
        return touched.Select(attempt => attempt.LeasedUntil ?? attempt.NextAt).Append(untouched).Min();
    }

    public sealed override async Task<DueClaim> ClaimAsync(FabriqueDbContext db, DueWork work, DateTime now, CancellationToken cancellationToken)
    {
        var attempt = await Ledger(db).SingleOrDefaultAsync(attempt => attempt.Key == work.Key, cancellationToken);
        if (attempt is null)
        {
            db.DueAttempts.Add(attempt = DueAttempt.Begin(Name, work.Key, work.LeasedUntil, now));
        }
        else if (attempt.MayBeTaken(now))
        {
            attempt.Take(work.LeasedUntil, now);
        }
        else
        {
            return DueClaim.Refused;
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
            return attempt.Attempts > Ladder.Count ? DueClaim.HeldInVain : DueClaim.Held;
        }
        catch (DbUpdateException failure) when (DatabaseErrors.IsUniqueViolation(failure) || DatabaseErrors.IsConcurrencyConflict(failure))
        {
            return DueClaim.Refused;
        }
    }

    public sealed override async Task<DueResult> DoAsync(DueWork work, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        await ActAsync(work.Key, services, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        db.DueAttempts.Remove(DueAttempt.Begin(Name, work.Key, work.LeasedUntil, work.LeasedUntil));
        await db.SaveChangesAsync(cancellationToken);
        return DueResult.Done;
    }

    public sealed override async Task<DueFailure?> FailAsync(FabriqueDbContext db, DueWork work, string error, bool isPermanent, DateTime now, CancellationToken cancellationToken)
    {
        var attempt = await Ledger(db).SingleOrDefaultAsync(attempt => attempt.Key == work.Key && attempt.LeasedUntil == work.LeasedUntil, cancellationToken);
        if (attempt is null)
        {
            return null;
        }

        attempt.RecordFailure(Cause, error, Ladder, isPermanent, now);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            return null;
        }

        return new DueFailure(attempt.Attempts, attempt.NextAt);
    }

    // An incident stays until somebody has seen it; what only waited for its next attempt has been settled meanwhile.
    public sealed override async Task TidyAsync(FabriqueDbContext db, DateTime now, CancellationToken cancellationToken)
    {
        var planned = Planned(db);
        var over = Ledger(db).Where(attempt => attempt.FailedAt == null && (attempt.NextAt == null || attempt.NextAt <= now) && (attempt.LeasedUntil == null || attempt.LeasedUntil <= now)
            && !planned.Any(item => item.Key == attempt.Key));
        if (await over.AnyAsync(cancellationToken))
        {
            await over.ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <summary>Every item that is still to be done, whenever; one may come several times.</summary>
    protected abstract IQueryable<DueItem> Planned(FabriqueDbContext db);

    /// <summary>Makes the changes of one item in the scope's context, or none when there is nothing to do any more. The engine saves.</summary>
    protected abstract Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken);

    private IQueryable<DueAttempt> Ledger(FabriqueDbContext db)
    {
        var name = Name;
        return db.DueAttempts.Where(attempt => attempt.Source == name);
    }
}
