using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.Reasons;

/// <summary>« Motifs d’irrecevabilité »: those there are, and one more.</summary>
[Authorize(Policies.AdministrationReader)]
public sealed class ListReasonsModel(FabriqueDbContext db, Actor actor, CreateReasonHandler handler, TimeProvider clock) : FormPage
{
    [BindProperty]
    public Guid Id { get; set; }

    [BindProperty]
    [Display(Name = "Libellé", Description = "Ce que l’équipe lit dans la liste.")]
    [Required(ErrorMessage = "Donnez un libellé au motif.")]
    [TextLength(InadmissibilityReason.LabelLength)]
    public string? Label { get; set; }

    [BindProperty]
    [Display(Name = "Phrase de la lettre", Description = "Une phrase entière, lue par la personne qui candidate.")]
    [Required(ErrorMessage = "Écrivez la phrase que donnera la lettre.")]
    [TextLength(InadmissibilityReason.SentenceLength)]
    public string? Sentence { get; set; }

    public IReadOnlyList<InadmissibilityReason> Reasons { get; private set; } = [];

    public bool MayWrite => actor.IsInRole(AppRoles.Administrator);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Id = Guid.CreateVersion7(clock.GetUtcNow());
        return await ShowAsync(cancellationToken);
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => !MayWrite ? Forbid() : await SubmitAsync(
        token => handler.HandleAsync(new CreateReason(Id, Texts.Line(Label), Texts.Lines(Sentence)), token),
        () =>
        {
            TempData.Confirm("Le motif est ajouté : l’équipe peut le choisir.");
            return LocalRedirect(ReasonLinks.All);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        Reasons = await db.InadmissibilityReasons.AsNoTracking().OrderBy(reason => reason.Rank).ThenBy(reason => reason.Label).ToListAsync(cancellationToken);
        return true;
    }
}
