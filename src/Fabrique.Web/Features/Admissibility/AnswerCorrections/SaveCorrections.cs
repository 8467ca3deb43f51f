using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.AnswerCorrections;

/// <summary>Somebody who writes an application keeps what they answer so far to a request for corrections.</summary>
public sealed record SaveCorrections
{
    public required Guid ApplicationId { get; init; }

    /// <summary>Of the request, as the form was filled from it.</summary>
    public required int Version { get; init; }

    /// <summary>To the form; those to other questions are left aside.</summary>
    public required FormAnswers Answers { get; init; }

    /// <summary>Keys of the questions of which nothing is said: what is kept of them stays.</summary>
    public IReadOnlyCollection<string> Unsaid { get; init; } = [];
}

/// <summary>The application itself stays as it was.</summary>
public sealed class SaveCorrectionsHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, StoredFiles files, TimeProvider clock) : Handler<SaveCorrections, SavedApplication>(runner)
{
    protected override async Task<Outcome<SavedApplication>> ActAsync(SaveCorrections input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var application = await db.Applications.Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application.MayWriteCorrections(actor.Id, now) is { } refusal)
        {
            return refusal;
        }

        var request = application.Correction!;
        var kept = request.Draft ?? application.Answers;
        var answers = await files.KeepAsync(Complete(input.Answers, kept, input.Unsaid), new Subject(ApplicationSubject.SubjectCode, application.Id), cancellationToken);
        var corrected = application.Correct(answers);
        if (Application.MayBeSaved(corrected, application.FormVersion) is { } tooLong)
        {
            return tooLong;
        }

        if (corrected.Equals(kept))
        {
            return new SavedApplication(application, []);
        }

        db.ExpectVersion(request, input.Version);
        application.WriteCorrections(actor.Id, answers, now);
        return new SavedApplication(application, []);
    }

    private static FormAnswers Complete(FormAnswers answers, FormAnswers kept, IReadOnlyCollection<string> unsaid) => unsaid.Count == 0
        ? answers
        : new FormAnswers(answers.FormCode, answers.FormVersion, answers.Values.Where(pair => !unsaid.Contains(pair.Key)).Concat(kept.Values.Where(pair => unsaid.Contains(pair.Key))));
}
