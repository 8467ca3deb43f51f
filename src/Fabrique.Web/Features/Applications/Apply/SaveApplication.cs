using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Timeline;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Subjects;
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

    public required ApplicationContent Content { get; init; }

    public required bool Submit { get; init; }
}

public sealed class SaveApplicationHandler(FabriqueDbContext db, Actor actor, SequenceNumbers numbers, IWorkflowSignals signals, TimeProvider clock)
{
    private const int Tries = 3;

    /// <summary>The application saved, or null when the outcome is a refusal that saved nothing.</summary>
    public Application? Saved { get; private set; }

    /// <remarks>A submission that comes too late is refused, but what was typed is saved as a draft.</remarks>
    public async Task<Outcome> HandleAsync(SaveApplication input, CancellationToken cancellationToken)
    {
        if (input.Content.MayBeSaved() is { } tooLong)
        {
            return tooLong;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SaveAsync(input, cancellationToken);
            }
            catch (DbUpdateException failure) when (attempt < Tries && DatabaseErrors.IsUniqueViolation(failure))
            {
                // The same new form, sent twice at once: the other one has just been saved.
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<Outcome> SaveAsync(SaveApplication input, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var call = await db.Calls.SingleAsync(call => call.Id == input.CallId, cancellationToken);
        var application = await db.Applications.SingleOrDefaultAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application is null)
        {
            var number = await numbers.NextAsync($"application:{now.Year}", cancellationToken);
            application = Application.StartDraft(input.ApplicationId, $"C-{now.Year}-{number:0000}", call.Id, actor.Id, input.Content, now.UtcDateTime);
            db.Applications.Add(application);
        }
        else if (input is { Version: null, Submit: false } && application.ApplicantId == actor.Id)
        {
            // The same new form, sent twice.
            Saved = application;
            return Outcome.Done;
        }
        else
        {
            if (application.MayEdit(actor.Id) is { } refusal)
            {
                return input.Submit && application.MaySubmit(actor.Id, call, now.UtcDateTime) is { } already ? already : refusal;
            }

            if (input.Version is { } version)
            {
                db.ExpectVersion(application, version);
            }

            application.Edit(actor.Id, input.Content);
        }

        Refusal? late = null;
        if (input.Submit)
        {
            late = application.MaySubmit(actor.Id, call, now.UtcDateTime);
            if (late is null)
            {
                Submit(application, call, now);
            }
        }

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Saved = application;
        await signals.KickAsync(cancellationToken);
        return late is null ? Outcome.Done : late;
    }

    private void Submit(Application application, Domain.Calls.CallForApplications call, DateTimeOffset now)
    {
        application.Submit(actor.Id, call, now.UtcDateTime);
        var subject = new Subject(ApplicationSubject.SubjectCode, application.Id);
        db.TimelineEntries.Add(TimelineEntry.Write(Guid.CreateVersion7(now), subject, now.UtcDateTime, actor.Id, "La candidature est déposée."));
        signals.Start(new StartRequest("candidature") { CorrelationId = subject.ToCorrelationId() });
    }
}
