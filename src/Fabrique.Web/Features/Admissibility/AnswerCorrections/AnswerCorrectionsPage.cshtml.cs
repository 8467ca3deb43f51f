using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Apply;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Platform.Files;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.AnswerCorrections;

/// <summary>« Compléments »: the questions that are to be answered again, and no others.</summary>
[Authorize(Policies.SignedIn)]
[TakesFiles(InStore = true)]
public sealed class AnswerCorrectionsModel(
    FabriqueDbContext db,
    Actor actor,
    FormReader forms,
    SaveApplicationHandler handler,
    SaveCorrectionsHandler corrections,
    AnswerCorrectionsHandler sending,
    FileReception reception,
    TimeProvider clock) : ApplicationFormPage(forms, handler, reception, clock)
{
    private readonly FormReader references = forms;

    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    /// <summary>Of the request.</summary>
    [BindProperty]
    public int Version { get; set; }

    public Application Application { get; private set; } = null!;

    /// <summary>The last request; null when none was ever sent.</summary>
    public CorrectionRequest? Asked => Application.Correction is { Status: not CorrectionRequestStatus.Prepared } sent ? sent : null;

    public Refusal? WhyNot { get; private set; }

    /// <summary>Whether the person may send what they write.</summary>
    public bool MaySend => Application.Lets(actor.Id, CoApplicantRight.Submit);

    /// <summary>What was written so far, in the place of what is to be corrected.</summary>
    private FormAnswers Written => Asked?.Draft ?? Application.Answers;

    /// <summary>What was written and may be sent no more, by the question: what this request sent, or else what was kept.</summary>
    public IReadOnlyList<(string Label, string? Text)> Unsent
    {
        get
        {
            var written = !ModelState.IsValid ? Fields.Answers : Asked is { Status: not CorrectionRequestStatus.Answered } ? Asked.Draft : null;
            return written is null ? [] : [.. Application.Form.Questions
                .Where(question => Asked!.IsAsked(question.Key))
                .Select(question => (question.Label, question.Kind.Show(question, written[question.Key]) ?? Sent(FormFields.NameOf(question.Key))))];

            // What cannot be read as an answer is shown as it was typed.
            string? Sent(string name) => ModelState.TryGetValue(name, out var entry) && entry.AttemptedValue is { Length: > 0 } typed ? typed : null;
        }
    }

    /// <summary>The questions on the page: those asked for, and those that may be asked once those are answered otherwise.</summary>
    public IEnumerable<FormField> Questions
    {
        get
        {
            var before = Application.Form.SightOf(Application.Answers);
            return Application.Form.Questions.Where(question => Asked!.IsAsked(question.Key) || !before.Contains(question.Key));
        }
    }

    /// <summary>The fields, as the error summary names them.</summary>
    public IEnumerable<string> Names
    {
        get
        {
            var keys = Questions.Select(question => question.Key).ToHashSet(StringComparer.Ordinal);
            return Fields.Names.Where(name => keys.Contains(name[(FormFields.Prefix.Length + 1)..^1].Split('.')[0]));
        }
    }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Asked!.Version;
        return Page();
    }

    /// <summary>Sends what is complete.</summary>
    public async Task<IActionResult> OnPostSendAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var form = Application.Form;
        RemoveFiles();
        if (WhyNot is null)
        {
            await ReceiveFilesAsync(cancellationToken);
        }

        var typed = ModelState.ReadForm(form, Answers, complete: false, await references.FindAsync(form, Answers, cancellationToken));
        var corrected = Application.Correct(typed);
        Fields = Fields with { Answers = corrected };
        if (WhyNot is null && ModelState.IsValid)
        {
            var open = Application.ToCorrect(corrected);
            foreach (var problem in form.MissingFor(corrected).Where(problem => open.Contains(problem.Key.Split('.')[0], StringComparer.Ordinal)))
            {
                ModelState.AddModelError(FormFields.NameOf(problem.Key), problem.Refusal.Sentence);
            }
        }

        return await SubmitAsync(
            token => sending.HandleAsync(new AnswerCorrectionsInput { ApplicationId = Application.Id, Version = Version, Answers = typed }, token),
            () =>
            {
                TempData.Confirm("Vos compléments sont transmis. Merci.");
                return LocalRedirect(ApplicationLinks.Show(Reference));
            },
            cancellationToken);
    }

    protected override Guid SavedId => Application.Id;

    protected override int? ReadVersion => Version;

    protected override Refusal? WhyNotWrite => WhyNot;

    protected override async Task<Outcome<SavedApplication>> KeepAsync(SaveApplication input, CancellationToken cancellationToken) =>
        await corrections.HandleAsync(new SaveCorrections { ApplicationId = input.ApplicationId, Version = Version, Answers = input.Answers, Unsaid = input.Unsaid }, cancellationToken);

    protected override Task<Application?> FindKeptAsync(CancellationToken cancellationToken) => Task.FromResult<Application?>(null);

    protected override void Carry(int version)
    {
        ModelState.Remove(nameof(Version));
        Version = version;
    }

    protected override FormAnswers KeptOf(SavedApplication saved) => saved.Application.Correction!.Draft ?? saved.Application.Answers;

    protected override (int Version, string Address) PlaceOf(SavedApplication saved) => (saved.Application.Correction!.Version, ApplicationLinks.Corrections(saved.Application.Reference));

    protected override FormSight SightOf(SavedApplication saved, FormAnswers answers) => saved.Application.Form.SightOf(saved.Application.Correct(answers));

    protected override Task<AskedForm> FindFormAsync(CancellationToken cancellationToken) => Task.FromResult(new AskedForm(Application.FormVersion) { Form = Application.Form });

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var (id, reference) = (actor.Id, Reference.ToUpperInvariant());
        var application = await db.Applications.Include(application => application.CoApplicants).Include(application => application.Corrections).AsSingleQuery()
            .SingleOrDefaultAsync(
                application => application.Reference == reference && (application.ApplicantId == id || application.CoApplicants.Any(co => co.PersonId == id && co.AcceptedAt != null)),
                cancellationToken);
        if (application is null)
        {
            return false;
        }

        Application = application;
        if (Asked is null)
        {
            return false;
        }

        Call = await db.Calls.SingleAsync(call => call.Id == application.CallId, cancellationToken);
        WhyNot = application.MayWriteCorrections(actor.Id, Now.UtcDateTime);
        var typed = Fields.Answers;
        await LoadFieldsAsync(application, cancellationToken);

        // What was typed stays, shown again in its place among the answers that do not change.
        Fields = Fields with { Answers = typed.Values.Count > 0 ? application.Correct(typed) : Written };
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Asked!.Version;
        return Task.CompletedTask;
    }
}
