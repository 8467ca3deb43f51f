using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Results;

/// <summary>« Rendre ma place ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class GiveUpModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, GiveUpPlaceHandler handler) : ResultPage(db, actor, loader)
{
    /// <summary>Why it cannot be given up; null when it can.</summary>
    public Refusal? WhyNot =>
        Actor.Id != Application.ApplicantId ? new Refusal("not-the-applicant", "Seule la personne qui porte cette candidature peut rendre sa place.")
        : Application.Status is ApplicationStatus.Retained && Result is { Outcome: DecisionOutcome.Retained, WithdrawnAt: null } ? null
        : new Refusal("place-not-held", "Cette candidature n’occupe pas de place, ou n’en occupe plus.");

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new GiveUpPlace(Application.Id), token),
        () =>
        {
            TempData.Confirm("Votre place est rendue. L’équipe de la Fabrique est prévenue.");
            return LocalRedirect(PanelLinks.Result(Application.Reference));
        },
        cancellationToken);
}
