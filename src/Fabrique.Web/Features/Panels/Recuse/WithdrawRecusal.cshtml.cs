using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Recuse;

/// <summary>« Lever un déport ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class WithdrawRecusalModel(FabriqueDbContext db, PanelReader reader, Actor actor, WithdrawRecusalHandler handler) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    /// <summary>Of the « déport ».</summary>
    [BindProperty(SupportsGet = true)]
    public Guid Deport { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu de la personne, de la présidence, du secrétariat et de l’équipe de la Fabrique.")]
    [Required(ErrorMessage = "Dites pourquoi ce déport est levé.")]
    [TextLength(Recusal.ReasonLength)]
    public string? Reason { get; set; }

    public Panel Panel { get; private set; } = null!;

    public Recusal Recusal { get; private set; } = null!;

    public string Person { get; private set; } = "";

    public string Reference { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Recusal.Version;
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new WithdrawRecusal(Deport, Version, Texts.Lines(Reason)), token),
        () =>
        {
            TempData.Confirm("Le déport est levé.");
            return LocalRedirect(PanelLinks.Recusals(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindReadableAsync(Id, cancellationToken) is not { } panel
            || !actor.MayRuleOnRecusals(panel)
            || await db.Recusals.AsNoTracking().SingleOrDefaultAsync(recusal => recusal.Id == Deport && recusal.PanelId == panel.Id, cancellationToken) is not { } recusal)
        {
            return false;
        }

        // What it says would tell whose application it is.
        if (actor.ReadsUnnamed(panel, reader.Today) && (await reader.ReadItemsAsync(panel, withManagers: false, cancellationToken)).Any(item => item.Id == recusal.ItemId && item.IsUnnamed))
        {
            return false;
        }

        (Panel, Recusal) = (panel, recusal);
        Person = await db.StaffMembers.Where(person => person.Id == recusal.PersonId).Select(person => person.FullName).SingleAsync(cancellationToken);
        Reference = await db.Applications.Where(application => application.Id == recusal.ItemId).Select(application => application.Reference).SingleAsync(cancellationToken);
        return true;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Recusal.Version;
        return Task.CompletedTask;
    }
}
