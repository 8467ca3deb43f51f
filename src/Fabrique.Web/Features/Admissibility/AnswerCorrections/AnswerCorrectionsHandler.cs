using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Timeline;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Files;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.AnswerCorrections;

/// <summary>Somebody who may submit an application sends its corrections.</summary>
public sealed record AnswerCorrectionsInput
{
    public required Guid ApplicationId { get; init; }

    /// <summary>Of the request, as the form was filled from it.</summary>
    public required int Version { get; init; }

    /// <summary>To the form; those to other questions are left aside.</summary>
    public required FormAnswers Answers { get; init; }
}

/// <summary>The application says what was corrected from then on; what it said before stays readable.</summary>
public sealed class AnswerCorrectionsHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, ApplicationWriter writer, StoredFiles files, IWorkflowSignals signals, TimeProvider clock)
    : Handler<AnswerCorrectionsInput>(runner)
{
    public const string Sent = "Sent";

    // What can be looked for is replaced, in the transaction of the save.
    protected override bool IsInTransaction => true;

    protected override async Task<Outcome> ActAsync(AnswerCorrectionsInput input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var application = await db.Applications.Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application.MayWriteCorrections(actor.Id, now.UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        var answers = await files.KeepAsync(input.Answers, subject, cancellationToken);
        if (application.MayAnswerCorrections(actor.Id, answers, now.UtcDateTime) is { } incomplete)
        {
            return incomplete;
        }

        var request = application.Correction!;
        db.ExpectVersion(request, input.Version);
        var before = application.Answers;
        application.AnswerCorrections(actor.Id, answers, now.UtcDateTime);
        writer.Keep(application);
        db.SubmittedAnswers.RemoveRange(await db.SubmittedAnswers.Where(answer => answer.ApplicationId == application.Id).ToListAsync(cancellationToken));
        db.SubmittedAnswers.AddRange(SubmittedAnswer.Of(application));
        var changed = application.Form.Questions.Count(field => before[field.Key] != application.Answers[field.Key]);
        db.TimelineEntries.Add(TimelineEntry.Write(
            Guid.CreateVersion7(now),
            subject,
            now.UtcDateTime,
            actor.Id,
            changed switch { 0 => "Les compléments sont transmis, sans réponse modifiée.", 1 => "Les compléments sont transmis : une réponse modifiée.", _ => $"Les compléments sont transmis : {changed} réponses modifiées." }));

        var open = await db.WorkItems
            .Where(item => item.SubjectKind == ApplicationSubject.SubjectCode && item.SubjectId == application.Id && item.Status == WorkItemStatus.Open && item.Kind == AdmissibilityTasks.Corrections)
            .ToListAsync(cancellationToken);
        if ((open.Find(item => item.AssigneeId == actor.Id) ?? open.FirstOrDefault()) is { } done)
        {
            done.Complete(Sent, actor.Id, now.UtcDateTime);
            signals.Resume(TaskBookmark.Resumption(done));
        }

        return Outcome.Done;
    }
}
