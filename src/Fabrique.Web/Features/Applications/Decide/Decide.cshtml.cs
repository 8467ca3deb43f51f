using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications.Letters;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.Tasks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Applications.Decide;

public enum DecisionChoice
{
    Retained,
    NotRetained,
}

[Authorize(Policies.SignedIn)]
public sealed class DecideModel(FabriqueDbContext db, TaskLoader tasks, ApplicationLoader applications, OpinionReader opinions, DecisionLetters letters, RecordDecisionHandler handler) : TaskFormPage(tasks, ApplicationTasks.Decision)
{
    [BindProperty]
    [Display(Name = "Décision")]
    [Required(ErrorMessage = "Choisissez la décision.")]
    [EnumDataType(typeof(DecisionChoice), ErrorMessage = "Choisissez la décision dans la liste.")]
    public DecisionChoice? Decision { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Repris dans la lettre à la personne qui porte l’idée : écrivez-le pour elle.")]
    [Required(ErrorMessage = "Donnez le motif de la décision.")]
    [TextLength(Application.ReasonLength)]
    public string? Reason { get; set; }

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public IReadOnlyList<OpinionLine> Opinions { get; private set; } = [];

    /// <summary>Address of the page, whatever its last answer was asked by.</summary>
    public string Here => $"/taches/{Id:D}/decision";

    /// <summary>Seal of the letter that the page showed; null when it showed none.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>What the recipient would read of what is typed; null as long as it was not asked for.</summary>
    public LetterPreview? Letter { get; private set; }

    public IReadOnlyList<SilentDirection> Silent { get; private set; } = [];

    /// <summary>Shows the letter; nothing is recorded.</summary>
    public Task<IActionResult> OnPostLetterAsync(CancellationToken cancellationToken) => SubmitAsync(
        async token =>
        {
            if (WhyClosed is { } closed)
            {
                return new Refusal("task-closed", $"{closed} Rien n’a été enregistré.");
            }

            await ReadLetterAsync(token);
            return Outcome.Done;
        },
        Page,
        cancellationToken);

    /// <summary>Records the decision, whose letter was read: another letter than the one that was shown is shown first.</summary>
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        async token =>
        {
            if (WhyClosed is null)
            {
                var shown = Seen;
                await ReadLetterAsync(token);
                if (shown != Letter!.Seal)
                {
                    return new Refusal("letter-unread", string.IsNullOrEmpty(shown)
                        ? "Relisez la lettre ci-dessous avant de l’envoyer. Rien n’est encore enregistré."
                        : "La lettre a changé depuis que vous l’avez relue : la voici. Rien n’est encore enregistré.");
                }
            }

            return await handler.HandleAsync(
                new RecordDecision { TaskId = Id, Version = Version, Retained = Decision is DecisionChoice.Retained, Reason = Texts.Lines(Reason) },
                token);
        },
        () =>
        {
            TempData.Confirm("La décision est enregistrée. La lettre part à la personne qui porte l’idée.");
            return LocalRedirect(ApplicationLinks.Show(Application.Reference));
        },
        cancellationToken);

    protected override async Task LoadSubjectAsync(CancellationToken cancellationToken)
    {
        Application = await db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Id == Item.SubjectId, cancellationToken);
        Applicant = await applications.PresentApplicantAsync(Application, cancellationToken);
        Opinions = await opinions.ReadAsync(Application, cancellationToken);
        Silent = await SilentDirections.ReadAsync(db, Application, cancellationToken);
    }

    // What was about to be sent comes back with its letter, which is read anew.
    protected override async Task LoadFormAsync(CancellationToken cancellationToken)
    {
        if (Letter is null && WhyClosed is null && !string.IsNullOrEmpty(Seen) && Decision is not null && ModelState.IsValid)
        {
            await ReadLetterAsync(cancellationToken);
        }
    }

    private async Task ReadLetterAsync(CancellationToken cancellationToken)
    {
        var outcome = Decision is DecisionChoice.Retained ? DecideApplication.Retained : DecideApplication.NotRetained;
        Letter = (await letters.PreviewAsync(Item, Texts.Lines(Reason), [outcome], cancellationToken))[0];
        ModelState.Remove(nameof(Seen));
        Seen = Letter.Seal;
    }
}
