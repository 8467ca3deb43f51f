using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Fabrique.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Apply;

/// <summary>An applicant saves a draft.</summary>
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

    /// <summary>Keys of the questions of which nothing is said: what is kept of them stays.</summary>
    public IReadOnlyCollection<string> Unsaid { get; init; } = [];

    /// <summary>Keys of the questions to which the person changed their answer since their page last showed what is kept: nothing is said of the others. Null when the page cannot tell.</summary>
    public IReadOnlyCollection<string>? Touched { get; init; }
}

/// <summary>What was saved of an application.</summary>
/// <param name="Application">As it is now.</param>
/// <param name="Conflicts">Keys of the questions that somebody else answered otherwise meanwhile: what they wrote is kept.</param>
/// <param name="Others">Who wrote meanwhile, in a sentence: « de … »; null when nobody did, or nobody knows.</param>
public sealed record SavedApplication(Application Application, IReadOnlyList<string> Conflicts, string? Others = null);

/// <summary>Saves the draft. Two people who answer different questions at the same time both have their way; where both answered one, what is kept stays, and the later is told.</summary>
public sealed class SaveApplicationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, SequenceNumbers numbers, ApplicationWriter writer, StoredFiles files, TimeProvider clock)
    : Handler<SaveApplication, SavedApplication>(runner)
{
    protected override bool IsInTransaction => true;

    protected override async Task<Outcome<SavedApplication>> ActAsync(SaveApplication input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var call = await db.Calls.SingleAsync(call => call.Id == input.CallId, cancellationToken);
        var form = await writer.FindFormAsync(call, cancellationToken);
        var answers = await files.KeepAsync(form.Take(input.Answers, input.Form), new Subject(ApplicationSubject.SubjectCode, input.ApplicationId), cancellationToken);
        if (Application.MayBeSaved(answers, form.Version) is { } tooLong)
        {
            return tooLong;
        }

        IReadOnlyList<string> conflicts = [];
        string? others = null;
        var application = await db.Applications.Include(application => application.CoApplicants).AsSingleQuery()
            .SingleOrDefaultAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (application is null)
        {
            var number = await numbers.NextAsync($"application:{now.Year}", cancellationToken);
            application = Application.StartDraft(input.ApplicationId, $"C-{now.Year}-{number:0000}", call.Id, actor.Id, answers, now.UtcDateTime, form.Version);
            writer.Begin(application);
        }
        else
        {
            if (application.MayEdit(actor.Id) is { } refusal)
            {
                return refusal;
            }

            string[] unsaid = [.. input.Unsaid, .. input.Touched is { } touched ? form.Form.Questions.Select(field => field.Key).Except(touched) : []];
            answers = Complete(answers, form.Take(application.Answers, application.Form), unsaid);
            if (input.Version is null)
            {
                // The same new form, sent again: what it says is what is kept, or it is told that something else is.
                return application.Answers.Equals(answers) ? new SavedApplication(application, []) : throw new StaleVersionException(db.Entry(application));
            }

            if (input.Version.Value != application.Version)
            {
                (answers, conflicts) = await writer.MergeAsync(application, form, answers, input.Version.Value, input.Touched, cancellationToken);
                others = await writer.NameOthersAsync(application.Id, input.Version.Value, cancellationToken);
            }

            await writer.WriteAsync(application, form, answers, cancellationToken);
        }

        return new SavedApplication(application, conflicts, others);
    }

    private static FormAnswers Complete(FormAnswers answers, FormAnswers kept, string[] unsaid) => unsaid.Length == 0
        ? answers
        : new FormAnswers(
            answers.FormCode,
            answers.FormVersion,
            answers.Values.Where(pair => !unsaid.Contains(pair.Key)).Concat(kept.Values.Where(pair => unsaid.Contains(pair.Key))))
        {
            Former = answers.Former,
        };
}
