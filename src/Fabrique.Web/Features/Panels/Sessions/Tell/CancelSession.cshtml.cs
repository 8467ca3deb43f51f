using Fabrique.Domain;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Sessions.Tell;

/// <summary>« Annuler la séance ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class CancelSessionModel(SessionReader reader, Actor actor, CancelSessionHandler handler) : SessionReasonPage(reader, actor)
{
    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new CancelSession(SessionId, Version ?? -1, Texts.Lines(Reason)), token),
        () =>
        {
            TempData.Confirm("La séance est annulée\u00a0: les personnes qui en avaient entendu parler sont prévenues.");
            return LocalRedirect(PanelLinks.Session(Id, SessionId));
        },
        cancellationToken);

    protected override Refusal? MayBe(string reason) => Session.MayCancel(reason);
}
