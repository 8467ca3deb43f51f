using System.ComponentModel.DataAnnotations;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Recuse;

/// <summary>« Me déporter » : a member says that they have no part in an application.</summary>
[Authorize(Policies.SignedIn)]
public sealed class DeclareRecusalModel(PanelReader reader, Actor actor, EnterRecusalHandler handler, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Reference { get; set; }

    [BindProperty]
    [Display(Name = "Pourquoi ?")]
    [Required(ErrorMessage = "Choisissez ce qui se rapproche le plus de votre situation.")]
    public ConflictKind? Conflict { get; set; }

    [BindProperty]
    [Display(Name = "Précision", Description = "Rien n’oblige à en dire plus. Lu de la présidence, du secrétariat et de l’équipe de la Fabrique, et de personne d’autre.")]
    [TextLength(Recusal.ReasonLength)]
    public string? Reason { get; set; }

    public Panel Panel { get; private set; } = null!;

    public JuryItem Item { get; private set; } = null!;

    /// <summary>Whether they are recused already.</summary>
    public bool IsRecused { get; private set; }

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new EnterRecusal(Id, PersonId: null, Item.Id, Conflict!.Value, Texts.Lines(Reason)), token),
        _ =>
        {
            TempData.Confirm($"C’est enregistré : vous ne prenez pas part à {Item.Reference}.");
            return LocalRedirect(PanelLinks.Show(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel
            || !(panel.IsConductedBy(actor.Id) || PanelReader.SittingOf(panel, reader.Today).Contains(actor.Id)))
        {
            return false;
        }

        var items = await reader.ReadItemsAsync(panel, cancellationToken);
        if (items.FirstOrDefault(item => item.Reference.Equals(Reference, StringComparison.OrdinalIgnoreCase)) is not { } item)
        {
            return false;
        }

        (Panel, Item) = (panel, item);
        IsRecused = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), items, clock.GetUtcNow().UtcDateTime).InForce.Excludes(actor.Id, item.Subject);
        return true;
    }
}
