using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.RemoveMember;

/// <summary>« Départ d’un membre ».</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class RemoveMemberModel(PanelReader reader, RemoveMemberHandler handler) : PanelPage(reader)
{
    [BindProperty(SupportsGet = true)]
    public int Number { get; set; }

    [BindProperty]
    [Display(Name = "Ne siège plus à partir du")]
    [Required(ErrorMessage = "Donnez le premier jour où cette personne ne siège plus.")]
    public DateOnly? From { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu par l’équipe de la Fabrique. N’y écrivez rien de médical.")]
    [Required(ErrorMessage = "Dites pourquoi cette personne quitte le jury.")]
    [TextLength(Panel.ReasonLength)]
    public string? Reason { get; set; }

    public PanelMember Member { get; private set; } = null!;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new RemoveMember(Id, ShownVersion, Number, From!.Value, Texts.Lines(Reason)), token),
        () =>
        {
            TempData.Confirm($"Le départ est enregistré : {NameOf(Member.PersonId)}.");
            return LocalRedirect(PanelLinks.Show(Id));
        },
        cancellationToken);

    protected override void Fill()
    {
        base.Fill();
        From = Member.From > Reader.Today ? Member.From : Reader.Today;
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken) || Panel.Members.FirstOrDefault(member => member.Number == Number) is not { } member)
        {
            return false;
        }

        Member = member;
        return true;
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code == "panel-removed-before-admitted" ? nameof(From) : "";
}
