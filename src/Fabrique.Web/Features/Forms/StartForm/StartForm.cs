using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Web.Kernel.Forms;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Forms.StartForm;

/// <summary>A call gets a form of its own.</summary>
public sealed record StartForm
{
    public required Guid CallId { get; init; }

    /// <summary>The call whose form is taken; null for what the product brings.</summary>
    public Guid? FromCallId { get; init; }
}

public sealed class StartFormHandler(UseCaseRunner runner, FabriqueDbContext db, FormCopier copier) : Handler<StartForm, FormDesign>(runner)
{
    protected override async Task<Outcome<FormDesign>> ActAsync(StartForm input, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleAsync(call => call.Id == input.CallId, cancellationToken);
        if (call.FormId is not null)
        {
            return new Refusal("form-started", "Cet appel a déjà son formulaire : quelqu’un vient de le commencer. Modifiez-le ci-dessous.");
        }

        var from = input.FromCallId is { } id ? await db.Calls.Where(other => other.Id == id).Select(other => other.FormId).SingleOrDefaultAsync(cancellationToken) : null;
        if (input.FromCallId is not null && from is null)
        {
            return new Refusal("form-source-unknown", "L’appel choisi n’a pas de formulaire à reprendre : choisissez-en un dans la liste.");
        }

        var design = await copier.CopyAsync(from, ApplicationForms.Default, call.FormCode, Texts.Clip(call.Title, FormDesign.TitleLength), cancellationToken);
        call.Ask(design.Id);
        return design;
    }
}
