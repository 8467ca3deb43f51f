using Fabrique.Data;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.Jobs;

/// <summary>
/// Keeps, in the ledger of what the clock brings, that a recurring job failed as a whole or did not end, until it succeeds. When the database is what fails, there is
/// nowhere to write it: the log tells, and the state of health.
/// </summary>
public sealed class JobFailures(IServiceScopeFactory scopes, TimeProvider clock, ILogger<JobFailures> logger)
{
    private const string Prefix = "job:";

    /// <summary>Whether a line of the ledger is a job's, by its source.</summary>
    public static bool IsOf(string source) => source.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Counts a run that failed.</summary>
    public Task NoteAsync(string name, Exception failure) => TryAsync(name, async (db, line) =>
    {
        var now = clock.GetUtcNow().UtcDateTime;
        if (line is null)
        {
            db.DueAttempts.Add(line = DueAttempt.Begin(Prefix + name, Guid.Empty, now, now));
        }

        var error = failure is TimeoutException ? failure.Message : $"{failure.GetType().Name}\u00a0: {failure.Message}";
        line.RecordFailure($"Le travail planifié «\u00a0{name}\u00a0» n’aboutit pas.", error, [], isPermanent: true, now);
        await db.SaveChangesAsync();
    });

    /// <summary>Forgets the failures of a job that succeeds again.</summary>
    public Task ClearAsync(string name) => TryAsync(name, async (db, line) =>
    {
        if (line is not null)
        {
            db.DueAttempts.Remove(line);
            await db.SaveChangesAsync();
        }
    });

    // Two processes may write of the same job at once, and the database may be away: neither is a reason for the job to fail.
    private async Task TryAsync(string name, Func<FabriqueDbContext, DueAttempt?, Task> act)
    {
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            var source = Prefix + name;
            await act(db, await db.DueAttempts.SingleOrDefaultAsync(attempt => attempt.Source == source && attempt.Key == Guid.Empty));
        }
        catch (Exception exception)
        {
            logger.LogWarning(exception, "What became of the job {Name} is not noted", name);
        }
    }
}
