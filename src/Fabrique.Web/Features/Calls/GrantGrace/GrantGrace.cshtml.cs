using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Domain.People;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Calls.GrantGrace;

/// <summary>« Délais personnels »: those of a call, and one more.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class GrantGraceModel(FabriqueDbContext db, GrantGraceHandler handler, GraceReader reader, TimeProvider clock) : CallPage(db)
{
    [BindProperty]
    [Display(Name = "À qui", Description = "Son prénom et son nom, ou son adresse de courriel.")]
    [Required(ErrorMessage = "Dites à qui ce délai est accordé.")]
    [TextLength(StaffMember.EmailLength)]
    public string? Person { get; set; }

    [BindProperty]
    [Display(Name = "Jusqu’au")]
    [Required(ErrorMessage = "Donnez le jour où le délai prend fin.")]
    public DateOnly? UntilDay { get; set; }

    [BindProperty]
    [Display(Name = "À (heure de Paris)")]
    [Required(ErrorMessage = "Donnez l’heure à laquelle le délai prend fin.")]
    public TimeOnly? UntilHour { get; set; } = new(18, 0);

    [BindProperty]
    [Display(Name = "Motif", Description = "Lu par l’équipe de la Fabrique. N’y écrivez rien de médical.")]
    [Required(ErrorMessage = "Dites pourquoi ce délai est accordé.")]
    [TextLength(CallGrace.ReasonLength)]
    public string? Reason { get; set; }

    public IReadOnlyList<GraceLine> Graces { get; private set; } = [];

    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new GrantGrace(Call.Id, Texts.Line(Person), CallInstant.Join(UntilDay, UntilHour), Texts.Lines(Reason)), token),
        grace =>
        {
            TempData.Confirm($"Le délai est accordé, jusqu’au {CallApplicants.Tell(grace.Until)}.");
            return LocalRedirect(CallLinks.Graces(Call.Slug));
        },
        cancellationToken);

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        Graces = await reader.ReadAsync(Call.Id, cancellationToken);
        return true;
    }
}
