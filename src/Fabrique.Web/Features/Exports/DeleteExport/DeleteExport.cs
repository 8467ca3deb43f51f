using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Exports;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Exports.DeleteExport;

/// <summary>Somebody has no more use of an export: what is being written stops, what is written is destroyed.</summary>
public sealed record DeleteExport(Guid Id);

public sealed class DeleteExportHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<DeleteExport>(runner)
{
    protected override async Task<Outcome> ActAsync(DeleteExport input, CancellationToken cancellationToken)
    {
        var me = actor.Id;
        if (await db.Exports.SingleOrDefaultAsync(export => export.Id == input.Id && export.RequestedById == me && export.State != ExportState.Deleted, cancellationToken) is not { } export)
        {
            return new Refusal("export-gone", "Cet export n’existe plus.");
        }

        export.Delete(clock.GetUtcNow().UtcDateTime);
        return Outcome.Done;
    }
}
