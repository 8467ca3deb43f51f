using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.ConstituteJury;

/// <summary>« Constituer le jury ».</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ConstituteJuryModel(FabriqueDbContext db, ConstituteJuryHandler handler) : PanelRulesPage
{
    [BindProperty(SupportsGet = true)]
    public string? Slug { get; set; }

    [BindProperty]
    [Display(Name = "Nom du jury", Description = "Les membres et le procès-verbal le lisent.")]
    [Required(ErrorMessage = "Donnez un nom au jury.")]
    [TextLength(Panel.NameLength)]
    public string? Name { get; set; }

    public CallForApplications Call { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Name = Texts.Clip(FrenchSpacing.Keep($"Jury de « {Call.Title} »"), Panel.NameLength);
        Fill(new PanelRules(new QuorumRule(1, 2, CountsSubstitutes: true, RequiresChair: true), Domain.Panels.Majority.Simple, ChairHasCastingVote: true));
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitRulesAsync(
        (rules, token) => SubmitAsync(
            inner => handler.HandleAsync(new ConstituteJury(Call.Id, Texts.Line(Name), rules), inner),
            panel =>
            {
                TempData.Confirm("Le jury est constitué : ajoutez ses membres.");
                return LocalRedirect(PanelLinks.Show(panel.Id));
            },
            token),
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var call = await db.Calls.AsNoTracking().SingleOrDefaultAsync(call => call.Slug == Slug, cancellationToken);
        Call = call!;
        return call is not null;
    }
}
