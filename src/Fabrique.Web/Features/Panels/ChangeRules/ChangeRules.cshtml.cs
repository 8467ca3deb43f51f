using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.ChangeRules;

/// <summary>« Règles du jury ».</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ChangeRulesModel(PanelReader reader, ChangeRulesHandler handler) : PanelRulesPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    [BindProperty]
    public int Version { get; set; }

    public Panel Panel { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if (!await LoadAsync(cancellationToken))
        {
            return NotFound();
        }

        Version = Panel.Version;
        Fill(new PanelRules(Panel.Quorum, Panel.Majority, Panel.ChairHasCastingVote) { IsAnonymised = Panel.IsAnonymised });
        return Page();
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitRulesAsync(
        (rules, token) => SubmitAsync(
            inner => handler.HandleAsync(new ChangeRules(Id, Version, rules), inner),
            () =>
            {
                TempData.Confirm("Les règles du jury sont enregistrées.");
                return LocalRedirect(PanelLinks.Show(Id));
            },
            token),
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        var panel = await reader.FindReadableAsync(Id, cancellationToken);
        Panel = panel!;
        return panel is not null;
    }

    protected override Task ShowFreshAsync(CancellationToken cancellationToken)
    {
        ModelState.Remove(nameof(Version));
        Version = Panel.Version;
        return Task.CompletedTask;
    }
}
