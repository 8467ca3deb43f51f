using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Calls.ChangeCall;

/// <summary>What is said of a call, and what of it may still change.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ChangeCallModel(FabriqueDbContext db, ChangeCallHandler handler, TimeProvider clock) : CallSheetPage(db)
{
    private const int ReasonLength = 300;

    [BindProperty]
    [Display(Name = "Motif", Description = "Nécessaire pour avancer la clôture d’un appel ouvert. Gardé dans l’historique de l’appel.")]
    [TextLength(ReasonLength)]
    public string? Reason { get; set; }

    /// <summary>What may no longer change, in sentences.</summary>
    public IReadOnlyList<string> Settled
    {
        get
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return Call.Status is CallStatus.Draft ? []
                : Call.Status is CallStatus.Archived ? ["L’appel est archivé : rien ne change plus."]
                : Call.HasClosed(now) ? ["L’adresse, l’ouverture, la clôture et les critères ne changent plus. Pour une personne empêchée, accordez un délai personnel.", "Le titre, les textes, les trois dates qui suivent, les places, l’enveloppe, les questions et le contact peuvent changer."]
                : Call.HasOpened(now) ? ["L’adresse, l’ouverture et les critères ne changent plus : des agents comptent dessus.", "La clôture peut être retardée ; l’avancer demande un motif. Le reste peut changer."]
                : ["L’adresse ne change plus : la page est publique. Tout le reste peut changer jusqu’à l’ouverture."];
        }
    }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        var typed = ReadSheet();
        return SubmitAsync(
            token => handler.HandleAsync(
                new ChangeCall
                {
                    Id = Call.Id,
                    Version = ShownVersion,
                    Slug = TypedAddress,

                    // A minute that the form shows as it was is the same instant, seconds included.
                    Sheet = typed with { OpensAt = CallInstant.Join(OpeningDay, OpeningHour, Call.OpensAt), ClosesAt = CallInstant.Join(ClosingDay, ClosingHour, Call.ClosesAt) },
                    Reason = Texts.Line(Reason),
                },
                token),
            call =>
            {
                TempData.Confirm("L’appel est enregistré.");
                return LocalRedirect(CallLinks.Manage(call.Slug));
            },
            cancellationToken);
    }

    protected override string FieldOf(Refusal refusal) => refusal.Code is "call-closing-unexplained" ? nameof(Reason) : base.FieldOf(refusal);

    protected override void Fill()
    {
        base.Fill();
        Fill(Call.Sheet, Call.Slug);
    }
}
