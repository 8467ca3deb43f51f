using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Domain.People;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.ConductPanel;

/// <summary>« Présidence et secrétariat ».</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ConductPanelModel(PanelReader reader, ConductPanelHandler handler) : PanelPage(reader)
{
    [BindProperty]
    [Display(Name = "Présidence")]
    [Required(ErrorMessage = "Choisissez qui préside.")]
    public Guid? Chair { get; set; }

    [BindProperty]
    [Display(Name = "Vice-présidence", Description = "Préside quand la personne qui préside est absente ou s’est déportée.")]
    public Guid? Deputy { get; set; }

    [BindProperty]
    [Display(Name = "Secrétariat", Description = "Membre ou non : son prénom et son nom, ou son adresse de courriel. Le procès-verbal porte sa signature et celle de la présidence.")]
    [Required(ErrorMessage = "Dites qui tient le secrétariat.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Clerk { get; set; }

    /// <summary>Those who vote today.</summary>
    public IReadOnlyList<DsfrOption> Voting { get; private set; } = [];

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ConductPanel(Id, ShownVersion, Chair!.Value, Deputy, Texts.Line(Clerk)), token),
        () =>
        {
            TempData.Confirm("La présidence et le secrétariat sont enregistrés.");
            return LocalRedirect(PanelLinks.Show(Id));
        },
        cancellationToken);

    protected override void Fill()
    {
        base.Fill();
        (Chair, Deputy, Clerk) = (Panel.ChairId, Panel.DeputyChairId, Panel.ClerkId is { } clerk ? NameOf(clerk) : null);
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        Voting = [.. Panel.MembersOn(Reader.Today).Where(member => member.Capacity is Capacity.Voting).Select(member => new DsfrOption(member.PersonId.ToString("D"), NameOf(member.PersonId)))];
        return true;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code switch
    {
        "panel-chair-twice" => nameof(Deputy),
        "panel-chair-not-voting" => nameof(Chair),
        "panel-chair-is-clerk" or "person-unknown" or "person-ambiguous" => nameof(Clerk),
        _ => "",
    };
}
