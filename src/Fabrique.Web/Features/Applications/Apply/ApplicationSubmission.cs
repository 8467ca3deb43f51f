using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Features.Calls;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>What submitting does, besides what is written.</summary>
public sealed class ApplicationSubmission(FabriqueDbContext db, Actor actor, IWorkflowSignals signals, CallApplicants applicants, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Why the signed-in person may not submit it now; null when they may. Whether the call takes it depends on who has the idea.</summary>
    public async Task<Refusal?> WhyNotAsync(Application application, CallForApplications call, CancellationToken cancellationToken) =>
        application.MaySubmit(actor.Id, call, await applicants.ReadAsync(call, application.ApplicantId, cancellationToken), Now.UtcDateTime);

    /// <summary>Submits an application that may be, and starts its procedure. The caller saves.</summary>
    public async Task SubmitAsync(Application application, CallForApplications call, CancellationToken cancellationToken)
    {
        application.Submit(actor.Id, call, await applicants.ReadAsync(call, application.ApplicantId, cancellationToken), Now.UtcDateTime);
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(Now), subject, Now.UtcDateTime, actor.Id, "La candidature est déposée."));
        signals.Start(new StartRequest(CallProcedures.Definition)
        {
            CorrelationId = subject.ToCorrelationId(),
            VersionId = call.ProcedureVersionId,
            Input = ApplicationSubject.InputOf(application),
        });
        db.SubmittedAnswers.AddRange(SubmittedAnswer.Of(application));

        // What is written about a draft asks for it to be submitted: what has not left yet no longer has to.
        var waiting = await db.OutgoingMails
            .Where(mail => mail.SubjectKind == ApplicationSubject.SubjectCode && mail.SubjectId == application.Id && (mail.Status == MailStatus.Pending || mail.Status == MailStatus.ForDigest))
            .ToListAsync(cancellationToken);
        waiting.ForEach(mail => mail.Supersede(Now.UtcDateTime));
    }
}
