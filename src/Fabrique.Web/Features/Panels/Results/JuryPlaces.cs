using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Panels.Procedure;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Results;

/// <summary>The places that a jury gave: who gives one up leaves it to the first of the waiting list.</summary>
public sealed class JuryPlaces(FabriqueDbContext db, Actor actor, PanelSignals procedures, TimeProvider clock)
{
    /// <summary>The decisions told with that on an application, to be changed; null as long as nothing was told.</summary>
    public Task<DecisionBatch?> FindAsync(Guid applicationId, CancellationToken cancellationToken) => db.DecisionBatches.Include(batch => batch.Decisions).AsSingleQuery()
        .Where(batch => batch.Status == DecisionBatchStatus.Released && batch.Decisions.Any(decision => decision.ItemId == applicationId && decision.ItemKind == ApplicationSubject.SubjectCode))
        .OrderByDescending(batch => batch.ReleasedAt)
        .FirstOrDefaultAsync(cancellationToken);

    /// <summary>Gives one up that may be: whoever is promoted is asked whether they take it.</summary>
    public async Task GiveUpAsync(DecisionBatch batch, Application application, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var promoted = batch.Withdraw(new Subject(ApplicationSubject.SubjectCode, application.Id), batch.AnswerDays, now.UtcDateTime);
        var panelId = await db.Deliberations.Where(deliberation => deliberation.Id == batch.DeliberationId).Select(deliberation => deliberation.PanelId).SingleAsync(cancellationToken);
        var next = promoted is null ? null : await db.Applications.Where(other => other.Id == promoted.ItemId).Select(other => other.Reference).SingleAsync(cancellationToken);
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now),
            new Subject(PanelSubject.SubjectCode, panelId),
            now.UtcDateTime,
            actor.IsSignedIn ? actor.Id : null,
            next is null ? $"{application.Reference} renonce à sa place ou à la liste d’attente." : $"{application.Reference} rend sa place : elle est proposée à {next}."));
        if (promoted is not null)
        {
            procedures.Tell(promoted.ItemId);
        }
    }
}

/// <summary>An application that is withdrawn leaves the place that it held, or its rank.</summary>
public sealed class JuryWithdrawal(JuryPlaces places) : ApplicationWithdrawal
{
    public override async Task FollowAsync(Application application, CancellationToken cancellationToken)
    {
        if (await places.FindAsync(application.Id, cancellationToken) is { } batch && batch.MayWithdraw(new Subject(ApplicationSubject.SubjectCode, application.Id)) is null)
        {
            await places.GiveUpAsync(batch, application, cancellationToken);
        }
    }
}
