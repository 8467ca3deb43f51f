using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain;
using Fabrique.Domain.Exports;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Exports.DownloadExport;

/// <summary>Somebody takes the file of an export: the audit trail says who, and when.</summary>
public sealed record TakeExport(Guid Id);

public sealed class TakeExportHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, AuditScope audit, TimeProvider clock) : Handler<TakeExport, Export>(runner)
{
    public const string Taken = "Downloaded";

    protected override async Task<Outcome<Export>> ActAsync(TakeExport input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (await db.Exports.AsNoTracking().SingleOrDefaultAsync(export => export.Id == input.Id, cancellationToken) is not { } export || !export.MayBeTaken(actor.Id, now.UtcDateTime))
        {
            return new Refusal("export-gone", "Cet export n’existe plus.");
        }

        db.AuditEntries.Add(new AuditEntry
        {
            Id = Guid.CreateVersion7(now),
            At = now.UtcDateTime,
            ActorId = actor.Id,
            UseCase = audit.UseCase,
            EntityType = nameof(Export),
            EntityId = export.Id.ToString("D"),
            Action = Taken,
        });
        return export;
    }
}
