using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.ShowInList;

/// <summary>The team puts a label on an application, or takes it off.</summary>
public sealed record MarkApplication(Guid ApplicationId, Guid LabelId, bool IsPut);

public sealed class MarkApplicationHandler(UseCaseRunner runner, FabriqueDbContext db, ScreeningFiles files, Actor actor) : Handler<MarkApplication>(runner)
{
    protected override async Task<Outcome> ActAsync(MarkApplication input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotScreen() is { } notMine)
        {
            return notMine;
        }

        var application = await db.Applications.SingleAsync(application => application.Id == input.ApplicationId, cancellationToken);
        if (ScreeningFiles.NotSubmitted(application) is { } refusal)
        {
            return refusal;
        }

        if (await files.FindLabelAsync(input.LabelId, cancellationToken) is not { } label)
        {
            return ScreeningFiles.LabelGone;
        }

        var file = await files.OpenAsync(application.Id, cancellationToken);
        if (!input.IsPut)
        {
            file.TakeOff(label.Id);
            return Outcome.Done;
        }

        if (file.MayBear(label.Id) is { } tooMany)
        {
            return tooMany;
        }

        files.Put(file, label);
        return Outcome.Done;
    }
}
