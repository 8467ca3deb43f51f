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

/// <summary>« Droit de réponse ».</summary>
[Authorize(Policies.SignedIn)]
public sealed class ReplyModel(FabriqueDbContext db, Actor actor, ApplicationLoader loader, ReplyToDecisionHandler handler, TimeProvider clock) : ResultPage(db, actor, loader)
{
    [BindProperty]
    [Display(Name = "Votre réponse", Description = "L’équipe de la Fabrique la lit. Une réponse envoyée ne change plus.")]
    [Required(ErrorMessage = "Écrivez votre réponse.")]
    [TextLength(BatchedDecision.ReplyLength)]
    public string? Text { get; set; }

    /// <summary>Why no answer can be given; null when one can.</summary>
    public Refusal? WhyNot => Result.Reply is not null
        ? new Refusal("reply-already-given", "Une réponse a déjà été envoyée : elle ne change plus.")
        : RightOfReply.MayReply(Result.ToldAt, Result.ReplyDays, clock.GetUtcNow().UtcDateTime);

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ReplyToDecision(Application.Id, Texts.Lines(Text)), token),
        () =>
        {
            TempData.Confirm("Votre réponse est envoyée à l’équipe de la Fabrique.");
            return LocalRedirect(PanelLinks.Result(Application.Reference));
        },
        cancellationToken);

    protected override string FieldOf(Refusal refusal) => refusal.Code == "reply-empty" ? nameof(Text) : "";
}
