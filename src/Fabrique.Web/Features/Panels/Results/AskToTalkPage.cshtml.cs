using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Panels.Results;

/// <summary>« Demander un échange » about a decision.</summary>
[Authorize(Policies.SignedIn)]
public sealed class AskToTalkPageModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, AskToTalkHandler handler) : ResultPage(db, actor, loader)
{
    [BindProperty]
    [Display(Name = "De quoi, et quand", Description = "Ce que vous aimeriez comprendre, et vos disponibilités.")]
    [TextLength(BatchedDecision.WishLength)]
    public string? Wish { get; set; }

    /// <summary>Why it cannot be asked for; null when it can.</summary>
    public Refusal? WhyNot => Result.TalkAskedAt is not null
        ? new Refusal("talk-already-asked", "Vous avez déjà demandé cet échange : l’équipe vous écrit pour en convenir.")
        : Result.Outcome is DecisionOutcome.NotRetained or DecisionOutcome.Redirected ? null : new Refusal("talk-not-offered", "Cet échange est proposé aux personnes dont la candidature n’est pas retenue.");

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new AskToTalk(Application.Id, Texts.Lines(Wish)), token),
        () =>
        {
            TempData.Confirm("Votre demande est envoyée : l’équipe de la Fabrique vous écrit pour convenir d’un moment.");
            return LocalRedirect(PanelLinks.Result(Application.Reference));
        },
        cancellationToken);
}
