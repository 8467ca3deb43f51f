using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Dsfr;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.CheckAdmissibility;

/// <summary>« Recevabilité »: the letter of an inadmissible application is read before it is recorded.</summary>
[Authorize(Policies.SignedIn)]
public sealed class CheckAdmissibilityModel(FabriqueDbContext db, Actor actor, TaskLoader tasks, ApplicationLoader applications, DecisionLetters letters, CheckAdmissibilityHandler handler)
    : TaskFormPage(tasks, AdmissibilityTasks.Admissibility)
{
    private List<InadmissibilityReason> known = [];

    [BindProperty]
    [Display(Name = "Recevabilité")]
    [Required(ErrorMessage = "Choisissez ce que vous dites de cette candidature.")]
    [EnumDataType(typeof(AdmissibilityChoice), ErrorMessage = "Choisissez ce que vous dites de cette candidature dans la liste.")]
    public AdmissibilityChoice? Choice { get; set; }

    [BindProperty]
    public List<string> Reasons { get; set; } = [];

    [BindProperty]
    [Display(Name = "Précisions pour la lettre", Description = "Lues par la personne qui candidate, après les motifs choisis.")]
    [TextLength(ScreeningRuling.WordsLength)]
    public string? Words { get; set; }

    [BindProperty(Name = "Message")]
    [Display(Name = "Message avec la demande", Description = "Lu par la personne qui candidate, avant vos remarques.")]
    [TextLength(CorrectionRequest.MessageLength)]
    public string? General { get; set; }

    /// <summary>What is wrong, by question. Named, lest a form without any be read as if each of its fields were one.</summary>
    [BindProperty(Name = nameof(Remarks))]
    public Dictionary<string, string?> Remarks { get; set; } = [];

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    /// <summary>The letter, once it is to be read; null otherwise.</summary>
    public LetterPreview? Letter { get; private set; }

    /// <summary>Why nothing may be corrected any more; null when it may.</summary>
    public Refusal? WhyNotCorrect { get; private set; }

    public IReadOnlyList<DsfrOption> KnownReasons => [.. known.Where(reason => !reason.IsRetired).Select(reason => new DsfrOption(reason.Code, reason.Label))];

    public override async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        var answer = await base.OnGetAsync(cancellationToken);

        // What nobody answered last time is asked again as it was.
        if (Item is not null && Application.Correction is { Status: CorrectionRequestStatus.NoAnswer } last)
        {
            General = last.Message;
            Remarks = last.Remarks.ToDictionary(remark => remark.Key, remark => (string?)remark.Sentence, StringComparer.Ordinal);
        }

        return answer;
    }

    /// <summary>Records what is said, or shows the letter that would leave.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Check();
        if (Choice is not AdmissibilityChoice.Inadmissible || !ModelState.IsValid)
        {
            return await RecordAsync(cancellationToken);
        }

        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        var chosen = known.FindAll(reason => Reasons.Contains(reason.Code, StringComparer.Ordinal));
        if ((WhyClosed is { } closed ? new Refusal("task-closed", closed) : Application.MayBeRuled(actor.Id) ?? Application.MayBeFoundInadmissible(chosen, Texts.Lines(Words))) is not null)
        {
            return await RecordAsync(cancellationToken);
        }

        Letter = (await letters.PreviewAsync(Item, Application.ReasonOf(chosen, Texts.Lines(Words)), [CheckAdmissibility.Inadmissible], cancellationToken))[0];
        return Page();
    }

    /// <summary>Records what is said, its letter being read.</summary>
    public Task<IActionResult> OnPostConfirmAsync(CancellationToken cancellationToken)
    {
        Check();
        return RecordAsync(cancellationToken);
    }

    /// <summary>The form again, as it was filled.</summary>
    public Task<IActionResult> OnPostBackAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Application = await db.Applications.Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleAsync(application => application.Id == Item.SubjectId, cancellationToken);
        Applicant = await applications.PresentApplicantAsync(Application, cancellationToken);
        known = await db.InadmissibilityReasons.AsNoTracking().OrderBy(reason => reason.Rank).ThenBy(reason => reason.Label).ToListAsync(cancellationToken);
        WhyNotCorrect = Application.MayRequestCorrections(actor.Id);
    }

    // Told beside what is to be filled.
    private void Check()
    {
        var written = Remarks.Where(remark => !string.IsNullOrWhiteSpace(remark.Value)).ToList();
        foreach (var (key, sentence) in written.Where(remark => remark.Value!.Length > CorrectionRequest.RemarkLength))
        {
            ModelState.AddModelError($"Remarks[{key}]", $"Une remarque compte {CorrectionRequest.RemarkLength} caractères au plus : celle-ci en compte {sentence!.Length}.");
        }

        if (Choice is AdmissibilityChoice.Admissible or AdmissibilityChoice.Inadmissible && written.Count > 0)
        {
            ModelState.AddModelError(nameof(Choice), "Vous avez écrit ce qui manque sous une réponse : choisissez « Demander des compléments », ou effacez vos remarques.");
        }

        if (Choice is AdmissibilityChoice.Inadmissible && Reasons.Count == 0)
        {
            ModelState.AddModelError(nameof(Reasons), Application.MayBeFoundInadmissible([], "")!.Sentence);
        }

        if (Choice is AdmissibilityChoice.Corrections && written.Count == 0)
        {
            ModelState.AddModelError(nameof(Choice), "Écrivez ce qui manque sous au moins une réponse : c’est ce que la personne pourra reprendre.");
        }
    }

    private Task<IActionResult> RecordAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new CheckAdmissibilityInput
            {
                TaskId = Id,
                Version = Version,
                Choice = Choice!.Value,
                Reasons = Reasons,
                Words = Texts.Lines(Words),
                Message = Texts.Lines(General),
                Remarks = [.. Remarks.Where(remark => !string.IsNullOrWhiteSpace(remark.Value)).Select(remark => new CorrectionRemark(remark.Key, Texts.Lines(remark.Value)))],
            },
            token),
        () =>
        {
            TempData.Confirm(Choice switch
            {
                AdmissibilityChoice.Admissible => "C’est enregistré : la candidature est recevable.",
                AdmissibilityChoice.Inadmissible => "C’est enregistré. La lettre part à la personne qui porte l’idée.",
                _ => "C’est enregistré. La demande de compléments part à la personne qui porte l’idée.",
            });
            return LocalRedirect(ApplicationLinks.Show(Application.Reference));
        },
        cancellationToken);
}
