using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Work;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.GrantTime;

/// <summary>« Accorder un délai pour les compléments ».</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class GrantTimeModel(FabriqueDbContext db, Actor actor, GrantCorrectionTimeHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    [Display(Name = "Jusqu’au", Description = "Jusqu’à la fin de ce jour, heure de Paris.")]
    [Required(ErrorMessage = "Donnez le jour où le délai prend fin.")]
    public DateOnly? UntilDay { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu par la personne qui candidate. N’y écrivez rien de médical.")]
    [Required(ErrorMessage = "Dites pourquoi ce délai est accordé.")]
    [TextLength(CorrectionRequest.ReasonLength)]
    public string? Reason { get; set; }

    public Application Application { get; private set; } = null!;

    public Refusal? WhyNot { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new GrantCorrectionTime(Application.Id, Deadline.EndOf(UntilDay!.Value), Texts.Lines(Reason)), token),
        () =>
        {
            TempData.Confirm("Le délai est accordé. La personne qui candidate en est avertie.");
            return LocalRedirect(ApplicationLinks.Show(Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var application = await db.Applications.Include(application => application.Corrections).Include(application => application.CoApplicants).AsSingleQuery()
            .SingleOrDefaultAsync(application => application.Reference == Reference && application.Status != ApplicationStatus.Draft, cancellationToken);
        if (application is null)
        {
            return false;
        }

        Application = application;
        WhyNot = application.MayGrantCorrectionTime(actor.Id);
        return true;
    }
}
