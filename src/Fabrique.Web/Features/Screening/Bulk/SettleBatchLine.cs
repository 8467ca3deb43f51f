using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Bulk;

/// <summary>What was asked of a batch is done to one of its applications, or refused. What is done and what is told of it commit together: once told, it is never done again.</summary>
public sealed record SettleBatchLine(Guid BatchId, int Rank);

public sealed class SettleBatchLineHandler(UseCaseRunner runner, FabriqueDbContext db, IEnumerable<BulkAction> actions, Actor actor, TimeProvider clock) : Handler<SettleBatchLine>(runner)
{
    protected override async Task<Outcome> ActAsync(SettleBatchLine input, CancellationToken cancellationToken)
    {
        var line = await db.BatchLines.SingleOrDefaultAsync(line => line.BatchId == input.BatchId && line.Rank == input.Rank, cancellationToken);
        if (line is not { Status: BatchLineStatus.Pending })
        {
            return Outcome.Done;
        }

        var batch = await db.ScreeningBatches.AsNoTracking().SingleAsync(batch => batch.Id == input.BatchId, cancellationToken);
        var application = await db.Applications
            .Include(application => application.Opinions)
            .Include(application => application.Approvals)
            .Include(application => application.CoApplicants)
            .AsSingleQuery()
            .SingleAsync(application => application.Id == line.ApplicationId, cancellationToken);
        var step = new BulkStep(application, batch.Parameters);
        var action = actions.FirstOrDefault(action => action.Code == batch.Action);
        var refusal = action is null ? new Refusal("batch-action-unknown", "Ce programme ne sait pas, ou plus, faire cela.")
            : !action.IsOfferedTo(actor) ? new Refusal("batch-action-refused", "La personne qui a lancé ce traitement n’en a plus le droit.")
            : await action.MayAsync(step, cancellationToken);
        var sentence = refusal?.Sentence ?? await action!.DoAsync(step, cancellationToken);
        line.Settle(refusal is null, sentence, clock.GetUtcNow().UtcDateTime);
        return Outcome.Done;
    }
}
