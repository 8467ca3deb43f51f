using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Common;
using Fabrique.Web.Features.Work;
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
public sealed class DecideModel(FabriqueDbContext db, TaskLoader tasks, ApplicationLoader applications, OpinionReader opinions, RecordDecisionHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

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

    public WorkItem Item { get; private set; } = null!;

    public Application Application { get; private set; } = null!;

    public string Applicant { get; private set; } = "";

    public IReadOnlyList<OpinionLine> Opinions { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Item.Version;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(
            new RecordDecision { TaskId = Id, Version = Version, Retained = Decision is DecisionChoice.Retained, Reason = Text.Normalise(Reason) },
            token),
        () =>
        {
            TempData.Confirm("La décision est enregistrée. La lettre part à la personne qui porte l’idée.");
            return LocalRedirect(ApplicationLinks.Show(Application.Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var item = await tasks.FindMineAsync(Id, WorkItemKind.Decision, cancellationToken);
        if (item is null)
        {
            return false;
        }

        Item = item;
        Application = await db.Applications.Include(application => application.Opinions).SingleAsync(application => application.Id == item.SubjectId, cancellationToken);
        Applicant = await applications.PresentApplicantAsync(Application, cancellationToken);
        Opinions = await opinions.ReadAsync(Application, cancellationToken);
        return true;
    }
}
