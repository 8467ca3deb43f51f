using Fabrique.Data;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.DueItems;

/// <summary>What failed for good among the items that the clock brings: kept until somebody asks that it be tried again.</summary>
public sealed class DueIncidents(FabriqueDbContext db)
{
    /// <returns>How many there are.</returns>
    public Task<int> CountAsync(CancellationToken cancellationToken) => Open().CountAsync(cancellationToken);

    /// <returns>The most recent first.</returns>
    public async Task<IReadOnlyList<DueAttempt>> ListAsync(int skip, int take, CancellationToken cancellationToken) =>
        await Open().AsNoTracking().OrderByDescending(attempt => attempt.FailedAt).ThenBy(attempt => attempt.Key).Skip(skip).Take(take).ToListAsync(cancellationToken);

    /// <summary>Forgets the failures: the item is tried again from the first rung at the next run, if there is still something to do.</summary>
    /// <returns>False when it is no longer an incident.</returns>
    public async Task<bool> RetryAsync(string source, Guid key, CancellationToken cancellationToken) =>
        await Open().Where(attempt => attempt.Source == source && attempt.Key == key).ExecuteDeleteAsync(cancellationToken) == 1;

    private IQueryable<DueAttempt> Open() => db.DueAttempts.Where(attempt => attempt.FailedAt != null);
}
