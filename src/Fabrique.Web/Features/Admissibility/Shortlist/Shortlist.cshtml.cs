using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.Shortlist;

public enum ShortlistChoice
{
    Shortlisted,
    NotShortlisted,
}

/// <summary>« Présélection »: the letter of an application that is left out is read before it is recorded.</summary>
[Authorize(Policies.SignedIn)]
public sealed class ShortlistModel(FabriqueDbContext db, Actor actor, TaskLoader tasks, ApplicationLoader applications, DecisionLetters letters, ShortlistHandler handler) : TaskFormPage(tasks, AdmissibilityTasks.Shortlisting)
{
    [BindProperty]
    [Display(Name = "Présélection")]
    [Required(ErrorMessage = "Choisissez ce que vous dites de cette candidature.")]
    [EnumDataType(typeof(ShortlistChoice), ErrorMessage = "Choisissez ce que vous dites de cette candidature dans la liste.")]
    public ShortlistChoice? Choice { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Demandé si elle n’est pas présélectionnée : il est repris dans la lettre à la personne qui porte l’idée.")]
    [TextLength(ScreeningRuling.WordsLength)]
    public string? Reason { get; set; }

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    /// <summary>The letter, once it is to be read; null otherwise.</summary>
    public LetterPreview? Letter { get; private set; }

    /// <summary>Records what is said, or shows the letter that would leave.</summary>
    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        Check();
        if (Choice is not ShortlistChoice.NotShortlisted || !ModelState.IsValid)
        {
            return await RecordAsync(cancellationToken);
        }

        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        if (WhyClosed is not null || Application.MayBeRuled(actor.Id) is not null)
        {
            return await RecordAsync(cancellationToken);
        }

        Letter = (await letters.PreviewAsync(Item, Texts.Lines(Reason), [ShortlistApplication.NotShortlisted], cancellationToken))[0];
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
    }

    private void Check()
    {
        if (Choice is ShortlistChoice.NotShortlisted && Application.MayBeShortlisted(shortlisted: false, Texts.Lines(Reason)) is { Code: "shortlist-unexplained" } unexplained)
        {
            ModelState.AddModelError(nameof(Reason), unexplained.Sentence);
        }
    }

    private Task<IActionResult> RecordAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ShortlistInput { TaskId = Id, Version = Version, Shortlisted = Choice is ShortlistChoice.Shortlisted, Reason = Texts.Lines(Reason) }, token),
        () =>
        {
            TempData.Confirm(Choice is ShortlistChoice.Shortlisted ? "C’est enregistré : la candidature est présélectionnée." : "C’est enregistré. La lettre part à la personne qui porte l’idée.");
            return LocalRedirect(ApplicationLinks.Show(Application.Reference));
        },
        cancellationToken);
}
