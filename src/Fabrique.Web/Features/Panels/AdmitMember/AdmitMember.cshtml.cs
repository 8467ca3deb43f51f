using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.AdmitMember;

/// <summary>« Ajouter un membre ».</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class AdmitMemberModel(PanelReader reader, AdmitMemberHandler handler) : PanelPage(reader)
{
    [BindProperty]
    [Display(Name = "Qui", Description = "Son prénom et son nom, ou son adresse de courriel.")]
    [Required(ErrorMessage = "Dites qui vous ajoutez.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Person { get; set; }

    [BindProperty]
    [Display(Name = "Qualité")]
    [Required(ErrorMessage = "Choisissez ce que cette personne fait dans le jury.")]
    public Capacity? Capacity { get; set; }

    [BindProperty]
    [Display(Name = "Premier jour")]
    [Required(ErrorMessage = "Donnez le premier jour.")]
    public DateOnly? From { get; set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new AdmitMember(Id, ShownVersion, Texts.Line(Person), Capacity!.Value, From!.Value), token),
        () =>
        {
            TempData.Confirm("La personne est ajoutée au jury.");
            return LocalRedirect(PanelLinks.Show(Id));
        },
        cancellationToken);

    protected override void Fill()
    {
        base.Fill();
        (Capacity, From) = (Domain.Panels.Capacity.Voting, Reader.Today);
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code is "person-unknown" or "person-ambiguous" or "panel-already-member" or "panel-member-is-substitute" ? nameof(Person) : "";
}
