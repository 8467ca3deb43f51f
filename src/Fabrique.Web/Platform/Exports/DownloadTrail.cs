using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Platform.Exports;

/// <summary>Writes in the audit trail who took something away: reading leaves no trace, a copy does.</summary>
public sealed class DownloadTrail(FabriqueDbContext db, Actor actor, AuditScope audit, TimeProvider clock)
{
    public const string Taken = "Downloaded";

    /// <param name="entityType">Name of the entity.</param>
    /// <param name="id">Which.</param>
    /// <param name="cancellationToken">Abandons it: then nothing is given either.</param>
    public async Task NoteAsync(string entityType, Guid id, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        db.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now.UtcDateTime,
            ActorId = actor.Id,
            UseCase = audit.UseCase,
            EntityType = entityType,
            EntityId = id.ToString("D"),
            Action = Taken,
        });
        await db.SaveChangesAsync(cancellationToken);
    }
}
