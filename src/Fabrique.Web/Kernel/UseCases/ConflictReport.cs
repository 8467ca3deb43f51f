using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Time;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Kernel.UseCases;

/// <summary>Tells the loser of a race who changed what, from the audit trail.</summary>
public sealed class ConflictReport(FabriqueDbContext db)
{
    /// <summary>Forgets the refused change and describes the one that won.</summary>
    public async Task<string> DescribeAsync(DbUpdateConcurrencyException conflict, CancellationToken cancellationToken)
    {
        var ids = conflict.Entries.Select(entry => entry.Entity).OfType<IAggregate>().Select(aggregate => aggregate.Id.ToString("D")).ToList();
        db.ChangeTracker.Clear();
        var last = await db.AuditEntries
            .Where(entry => ids.Contains(entry.EntityId))
            .OrderByDescending(entry => entry.At)
            .ThenByDescending(entry => entry.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (last is null)
        {
            return "Ces informations ont changé entre-temps. Votre saisie est conservée ci-dessous : relisez la page, puis enregistrez de nouveau.";
        }

        var who = last.ActorId is { } actorId
            ? await db.StaffMembers.Where(person => person.Id == actorId).Select(person => person.FullName).SingleOrDefaultAsync(cancellationToken)
            : "La procédure";
        return $"{who ?? "Quelqu’un"} a modifié ces informations le {FrenchDate.Instant(last.At)}, après l’ouverture de cette page. "
            + "Votre saisie est conservée ci-dessous : relisez la page, puis enregistrez de nouveau.";
    }
}
