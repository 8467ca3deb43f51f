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

namespace Fabrique.Web.Features.Applications.NameManager;

[Authorize(Policies.SignedIn)]
public sealed class NameManagerModel(FabriqueDbContext db, Actor actor, LineManagers managers, OrganisationReader organisation, NameManagerHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public string Reference { get; set; } = "";

    [BindProperty]
    [Display(Name = "Votre responsable hiérarchique", Description = "Son prénom et son nom, ou son adresse de courriel.")]
    [Required(ErrorMessage = "Dites qui est votre responsable.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Person { get; set; }

    public Application Application { get; private set; } = null!;

    /// <summary>Whom the visa is, or would be, asked of; null when nobody is known.</summary>
    public StaffMember? Manager { get; private set; }

    /// <summary>Whom the directory tells; null when it tells nobody.</summary>
    public StaffMember? Known { get; private set; }

    /// <summary>Whether the applicant named them; otherwise the directory does.</summary>
    public bool IsNamed => Manager?.Id == Application.ManagerId;

    public Refusal? WhyNot { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Person = Manager?.FullName;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new NameManager { ApplicationId = Application.Id, Person = Person!.Trim() }, token),
        () =>
        {
            TempData.Confirm(Application.Status is ApplicationStatus.AwaitingApproval ? "C’est enregistré. Votre visa est demandé à cette personne." : "C’est enregistré. Votre visa sera demandé à cette personne après le dépôt.");
            return LocalRedirect(ApplicationLinks.Show(Reference));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var id = actor.Id;
        var reference = Reference.ToUpperInvariant();
        var application = await db.Applications.Include(application => application.Approvals).Include(application => application.CoApplicants).AsSingleQuery().SingleOrDefaultAsync(application => application.Reference == reference && application.ApplicantId == id, cancellationToken);
        if (application is null)
        {
            return false;
        }

        Application = application;
        Manager = await managers.FindAsync(application, cancellationToken);
        Known = await organisation.FindManagerAsync(application.ApplicantId, cancellationToken);
        WhyNot = application.MayNameManager(actor.Id);
        return true;
    }
}
