using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.GrantTime;

/// <summary>The team gives more time to answer a request for corrections.</summary>
/// <param name="ApplicationId">Of the application.</param>
/// <param name="Until">UTC.</param>
/// <param name="Reason">Why; whoever applies reads it.</param>
public sealed record GrantCorrectionTime(Guid ApplicationId, DateTime Until, string Reason);

public sealed class GrantCorrectionTimeHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, IWorkflowSignals signals, TimeProvider clock) : Handler<GrantCorrectionTime>(runner)
{
    protected override async Task<Outcome> ActAsync(GrantCorrectionTime input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var application = await db.Applications.Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application.MayGrantCorrectionTime(actor.Id, input.Until, input.Reason, now.UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        application.GrantCorrectionTime(actor.Id, input.Until, input.Reason, now.UtcDateTime);
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now), subject, now.UtcDateTime, actor.Id, Texts.Clip($"Un délai est accordé pour les compléments, jusqu’au {FrenchDate.Instant(input.Until)} : {input.Reason}", TimelineEntry.SentenceLength)));

        // The procedure asks again, until then.
        var open = await db.WorkItems
            .Where(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Status == WorkItemStatus.Open && item.Kind == AdmissibilityTasks.Corrections)
            .OrderBy(item => item.OpenedAt).ThenBy(item => item.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (open is not null)
        {
            signals.Resume(TaskBookmark.Resumption(open));
        }

        return Outcome.Done;
    }
}
