using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>What submitting does, besides what is written.</summary>
public sealed class ApplicationSubmission(FabriqueDbContext db, Actor actor, IWorkflowSignals signals, TimeProvider clock)
{
    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Submits an application that may be, and starts its procedure. The caller saves.</summary>
    public async Task SubmitAsync(Application application, CallForApplications call, CancellationToken cancellationToken)
    {
        application.Submit(actor.Id, call, Now.UtcDateTime);
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(Now), subject, Now.UtcDateTime, actor.Id, "La candidature est déposée."));
        signals.Start(new StartRequest("candidature") { CorrelationId = subject.ToCorrelationId() });

        // What is written about a draft asks for it to be submitted: what has not left yet no longer has to.
        var waiting = await db.OutgoingMails
            .Where(mail => mail.SubjectKind == ApplicationSubject.SubjectCode && mail.SubjectId == application.Id && (mail.Status == MailStatus.Pending || mail.Status == MailStatus.ForDigest))
            .ToListAsync(cancellationToken);
        waiting.ForEach(mail => mail.Supersede(Now.UtcDateTime));
    }
}
