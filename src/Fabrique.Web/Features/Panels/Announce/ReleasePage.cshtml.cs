using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Announce;

/// <summary>« Publier maintenant » : once the embargo is over, without waiting for it to be done by itself.</summary>
[Authorize(PanelsModule.ReadersPolicy)]
public sealed class ReleasePageModel(AnnouncementReader reader, Actor actor, ReleaseDecisionsHandler handler, TimeProvider clock) : FormPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Id { get; set; }

    public Announcement Announcement { get; private set; } = null!;

    public Panel Panel => Announcement.Panel;

    /// <summary>Why they cannot be told now; null when they can.</summary>
    public Refusal? WhyNot => actor.WhyNotRunPanels() ?? (Announcement is { Batch: { } batch, Deliberation: { } deliberation } ? batch.MayRelease(deliberation, clock.GetUtcNow().UtcDateTime) : PrepareDecisionsHandler.NothingConcluded);

    public Task<IActionResult> OnGetAsync(CancellationToken cancellationToken) => ShowAsync(cancellationToken);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ReleaseDecisions(Id), token),
        () =>
        {
            TempData.Confirm("Les décisions sont publiées : les lettres partent.");
            return LocalRedirect(PanelLinks.Decisions(Id));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (await reader.FindAsync(Id, cancellationToken) is not { } announcement)
        {
            return false;
        }

        Announcement = announcement;
        return true;
    }
}
