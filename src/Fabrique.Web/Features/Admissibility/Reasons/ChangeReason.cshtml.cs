using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.Reasons;

/// <summary>« Modifier un motif d’irrecevabilité ».</summary>
[Authorize(Policies.Administrator)]
public sealed class ChangeReasonModel(FabriqueDbContext db, ChangeReasonHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

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

    [BindProperty]
    [Display(Name = "Retiré de la liste : il ne se choisit plus")]
    public bool IsRetired { get; set; }

    public InadmissibilityReason Reason { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        (Label, Sentence, IsRetired, Version) = (Reason.Label, Reason.Sentence, Reason.IsRetired, Reason.Version);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ChangeReason(Id, Version, Texts.Line(Label), Texts.Lines(Sentence), IsRetired), token),
        () =>
        {
            TempData.Confirm("Le motif est enregistré.");
            return LocalRedirect(ReasonLinks.All);
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var reason = await db.InadmissibilityReasons.AsNoTracking().SingleOrDefaultAsync(reason => reason.Id == Id, cancellationToken);
        Reason = reason!;
        return reason is not null;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Reason.Version;
        return Task.CompletedTask;
    }
}
