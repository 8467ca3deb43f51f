using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Forms.ChangeForm;

/// <summary>The team changes the draft of a form. Nobody is asked anything else until it is published.</summary>
/// <param name="FormId">Of the form.</param>
/// <param name="Version">As the page showed it.</param>
/// <param name="Edition">What changes.</param>
public sealed record ChangeForm(Guid FormId, int Version, FormEdition Edition);

public sealed class ChangeFormHandler(UseCaseRunner runner, FabriqueDbContext db, CallForms forms, TimeProvider clock) : Handler<ChangeForm, FormDesign>(runner)
{
    protected override async Task<Outcome<FormDesign>> ActAsync(ChangeForm input, CancellationToken cancellationToken)
    {
        var design = await forms.DesignAsync(input.FormId, cancellationToken);
        db.ExpectVersion(design, input.Version);
        return design.Change(input.Edition, clock.GetUtcNow().UtcDateTime, ApplicationForms.Requirements) is { } refusal ? refusal : design;
    }
}
