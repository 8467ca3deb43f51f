using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.DueItems;

/// <summary>What failed for good among the items that the clock brings, and the recurring jobs that fail as a whole.</summary>
public sealed class DueIncidents(FabriqueDbContext db, TimeProvider clock) : IncidentSource
{
    public static IncidentKind Own { get; } = new("travaux", "Travaux en échec");

    public override IncidentKind Kind => Own;

    // A reminder is that of a task, whose key it has. It is the database that lowers the case of keys: SQLite writes them with capitals.
#pragma warning disable CA1304, CA1311, MA0011
    public override IQueryable<IncidentLine> Open() => db.DueAttempts
        .Where(attempt => attempt.FailedAt != null && attempt.ClosedAt == null)
        .Select(attempt => new IncidentLine
        {
            Source = Own.Code,
            Key = attempt.Source + "/" + attempt.Key.ToString().ToLower(),
            Since = attempt.FailedAt!.Value,
            Subject = db.WorkItems.Where(item => item.Id == attempt.Key).Select(item => item.SubjectKind + ":" + item.SubjectId.ToString().ToLower()).FirstOrDefault(),
            What = attempt.Cause,
            Error = attempt.LastError,
            Attempts = attempt.Attempts,
        });
#pragma warning restore CA1304, CA1311, MA0011

    public override IncidentText Tell(IncidentLine line) => JobFailures.IsOf(Parse(line.Key).Source)
        ? new IncidentText(line.What ?? "", "Il recommence de lui-même à sa prochaine heure, et l’incident disparaît dès qu’il réussit. Si l’échec se répète, transmettez le détail technique à l’équipe de développement.")
        : new IncidentText(line.What ?? "", "Corrigez ce que dit le détail technique, puis relancez\u00a0: ce qui n’a plus lieu d’être ne sera pas fait. Si cela ne doit plus avoir lieu, clôturez.");

    /// <summary>Forgets the failures: the item is tried again from the first rung at the next run, if there is still something to do.</summary>
    public override async Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } attempt)
        {
            return IncidentInbox.Gone;
        }

        db.DueAttempts.Remove(attempt);
        return null;
    }

    public override async Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken)
    {
        if (JobFailures.IsOf(Parse(key).Source))
        {
            return new Refusal("job-not-closable", "Un travail planifié ne se clôt pas\u00a0: l’incident disparaît de lui-même dès que le travail réussit.");
        }

        if (await FindAsync(key, cancellationToken) is not { } attempt)
        {
            return IncidentInbox.Gone;
        }

        attempt.Close(clock.GetUtcNow().UtcDateTime);
        return null;
    }

    private Task<DueAttempt?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var (source, item) = Parse(key);
        return db.DueAttempts.SingleOrDefaultAsync(attempt => attempt.Source == source && attempt.Key == item && attempt.FailedAt != null && attempt.ClosedAt == null, cancellationToken);
    }

    private static (string Source, Guid Item) Parse(string key)
    {
        var end = key.LastIndexOf('/');
        return end > 0 && Guid.TryParse(key.AsSpan(end + 1), out var item) ? (key[..end], item) : ("", Guid.Empty);
    }
}
