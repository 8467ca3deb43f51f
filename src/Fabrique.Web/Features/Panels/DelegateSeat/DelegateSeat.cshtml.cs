using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.DelegateSeat;

/// <summary>« Suppléance » in a jury.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class DelegateSeatModel(PanelReader reader, DelegateSeatHandler handler) : PanelPage(reader)
{
    [BindProperty]
    [Display(Name = "Qui est absent")]
    [Required(ErrorMessage = "Choisissez le membre absent.")]
    public Guid? Member { get; set; }

    [BindProperty]
    [Display(Name = "Qui siège à sa place", Description = "Son prénom et son nom, ou son adresse de courriel. Ni un membre du jury, ni quelqu’un qui en supplée un autre.")]
    [Required(ErrorMessage = "Dites qui siège à sa place.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Substitute { get; set; }

    [BindProperty]
    [Display(Name = "Premier jour")]
    [Required(ErrorMessage = "Donnez le premier jour.")]
    public DateOnly? From { get; set; }

    [BindProperty]
    [Display(Name = "Dernier jour", Description = "Inclus.")]
    [Required(ErrorMessage = "Donnez le dernier jour.")]
    public DateOnly? Until { get; set; }

    /// <summary>Those who have not left.</summary>
    public IReadOnlyList<DsfrOption> Members { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new DelegateSeat(Id, ShownVersion, Member!.Value, Texts.Line(Substitute), From!.Value, Until!.Value), token),
        () =>
        {
            TempData.Confirm("La suppléance est enregistrée.");
            return LocalRedirect(PanelLinks.Show(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        Members = [.. Panel.Members.Where(member => member.RemovedFrom is null).Select(member => new DsfrOption(member.PersonId.ToString("D"), NameOf(member.PersonId)))];
        return true;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "panel-delegation-ends-before-it-starts" => nameof(Until),
        "panel-not-a-member" or "panel-delegation-overlaps" => nameof(Member),
        "panel-substitute-is-member" or "panel-substitute-taken" or "panel-delegation-chained" or "person-unknown" or "person-ambiguous" => nameof(Substitute),
        _ => "",
    };
}
