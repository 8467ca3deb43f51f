using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
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
public sealed class DecideModel(FabriqueDbContext db, TaskLoader tasks, ApplicationLoader applications, OpinionReader opinions, RecordDecisionHandler handler) : TaskFormPage(tasks, ApplicationTasks.Decision)
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

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new RecordDecision { TaskId = Id, Version = Version, Retained = Decision is DecisionChoice.Retained, Reason = Texts.Lines(Reason) },
            token),
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
    }
}
