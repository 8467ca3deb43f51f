using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>An applicant saves a draft, or submits it.</summary>
public sealed record SaveApplication
{
    /// <summary>Chosen by the form when it was first shown, so that a form sent twice makes one application.</summary>
    public required Guid ApplicationId { get; init; }

    public required Guid CallId { get; init; }

    /// <summary>The version that the form was filled from; null for a new application.</summary>
    public int? Version { get; init; }

    /// <summary>To <see cref="Form"/>.</summary>
    public required FormAnswers Answers { get; init; }

    /// <summary>What the person was asked: the form of the call as it was when the page was shown; what the product brings when null.</summary>
    public Form? Form { get; init; }

    public required bool Submit { get; init; }
}

/// <summary>Saves the application, or what was typed for it.</summary>
public sealed class SaveApplicationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SequenceNumbers numbers, FormReader forms, IWorkflowSignals signals, TimeProvider clock)
    : Handler<SaveApplication, Application>(runner)
{
    protected override bool IsInTransaction => true;

    /// <returns>The application; with the refusal when a submission comes too late, for what was typed is saved as a draft.</returns>
    protected override async Task<Outcome<Application>> ActAsync(SaveApplication input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var call = await db.Calls.SingleAsync(call => call.Id == input.CallId, cancellationToken);
        var version = await forms.FindInForceAsync(call.FormId, cancellationToken);
        var form = version?.Form ?? ApplicationForms.Default;
        var answers = input.Answers.AreTo(form) ? input.Answers : form.Rebase(input.Answers, input.Form ?? ApplicationForms.Of(input.Answers));
        if (Application.MayBeSaved(answers, version) is { } tooLong)
        {
            return tooLong;
        }

        var application = await db.Applications.SingleOrDefaultAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application is null)
        {
            var number = await numbers.NextAsync($"application:{now.Year}", cancellationToken);
            application = Application.StartDraft(input.ApplicationId, $"C-{now.Year}-{number:0000}", call.Id, actor.Id, answers, now.UtcDateTime, version);
            db.Applications.Add(application);
        }
        else
        {
            if (input.Version is null && application.ApplicantId == actor.Id && application.Status is ApplicationStatus.Draft)
            {
                // The same new form, sent again: what it says is what is kept, or it is told that something else is.
                if (!application.Answers.Equals(answers))
                {
                    throw new StaleVersionException(db.Entry(application));
                }

                if (!input.Submit)
                {
                    return application;
                }
            }

            if (application.MayEdit(actor.Id) is { } refusal)
            {
                return input.Submit && application.MaySubmit(actor.Id, call, now.UtcDateTime) is { } already ? already : refusal;
            }

            if (input.Version is { } read)
            {
                db.ExpectVersion(application, read);
            }

            var kept = form.Rebase(application.Answers, application.Form);
            application.Edit(actor.Id, form.Freeze(answers, kept, ParisTime.DayOf(now.UtcDateTime)).With([.. kept.Former, .. answers.Former.Except(kept.Former)]), version);
        }

        if (input.Submit && application.MaySubmit(actor.Id, call, now.UtcDateTime) is { } late)
        {
            return Outcome.Kept(application, late);
        }

        if (input.Submit)
        {
            Submit(application, call, now);
            await WithdrawRemindersAsync(application, now.UtcDateTime, cancellationToken);
        }

        return application;
    }

    private void Submit(Application application, Domain.Calls.CallForApplications call, DateTimeOffset now)
    {
        application.Submit(actor.Id, call, now.UtcDateTime);
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actor.Id, "La candidature est déposée."));
        signals.Start(new StartRequest("candidature")
        {
            CorrelationId = subject.ToCorrelationId(),
            Input = ApplicationSubject.InputOf(application),
        });
        db.SubmittedAnswers.AddRange(SubmittedAnswer.Of(application));
    }

    // What is written about a draft asks for it to be submitted: what has not left yet no longer has to.
    private async Task WithdrawRemindersAsync(Application application, DateTime now, CancellationToken cancellationToken)
    {
        var waiting = await db.OutgoingMails.Where(mail => mail.SubjectKind == ApplicationSubject.SubjectCode && mail.SubjectId == application.Id && (mail.Status == MailStatus.Pending || mail.Status == MailStatus.ForDigest)).ToListAsync(cancellationToken);
        waiting.ForEach(mail => mail.Supersede(now));
    }
}
