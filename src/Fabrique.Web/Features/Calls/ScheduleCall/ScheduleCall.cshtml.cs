using System.ComponentModel.DataAnnotations;
using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Web.Kernel.People;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;

namespace Fabrique.Web.Features.Calls.ScheduleCall;

/// <summary>Says what will happen, and when, before the call is announced.</summary>
[Authorize(Policies.TeamOrAdministrator)]
public sealed class ScheduleCallModel(FabriqueDbContext db, ScheduleCallHandler handler, CallProcedures procedures, CallApplicants applicants, TimeProvider clock) : CallPage(db)
{
    [BindProperty]
    [Display(Name = "Procédure des candidatures", Description = "Choisie une fois : elle ne change plus ensuite.")]
    [Required(ErrorMessage = "Choisissez la version de la procédure.")]
    public string? Procedure { get; set; }

    public IReadOnlyList<DsfrOption> Versions { get; private set; } = [];

    /// <summary>Whom it is for; null when it is for everybody.</summary>
    public string? Audience { get; private set; }

    public Refusal? WhyNot { get; private set; }

    public Task<IActionResult> OnPostAsync(CancellationToken cancellationToken) => SubmitAsync(
        token => handler.HandleAsync(new ScheduleCall(Call.Id, ShownVersion, Procedure == CallProcedures.InForce ? null : Procedure), token),
        call =>
        {
            TempData.Confirm($"L’appel est programmé : il ouvre le {CallApplicants.Tell(call.OpensAt)}.");
            return LocalRedirect(CallLinks.Manage(call.Slug));
        },
        cancellationToken);

    protected override void Fill()
    {
        base.Fill();
        Procedure = Versions.FirstOrDefault(version => version.Value == Call.ProcedureVersionId)?.Value ?? Versions.FirstOrDefault(version => version.Hint is not null)?.Value;
    }

    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        if (!await base.LoadAsync(cancellationToken))
        {
            return false;
        }

        WhyNot = Call.MayBeScheduled(clock.GetUtcNow().UtcDateTime);
        Versions = [.. CallProcedures.Options(await procedures.ListAsync(cancellationToken))];
        Audience = await applicants.NameAudienceAsync(Call, cancellationToken);
        return true;
    }
}
