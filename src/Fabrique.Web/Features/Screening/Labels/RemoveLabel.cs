using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Labels;

/// <summary>The team does away with a label: no application bears it any more.</summary>
public sealed record RemoveLabel(Guid Id);

public sealed class RemoveLabelHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor) : Handler<RemoveLabel>(runner)
{
    protected override async Task<Outcome> ActAsync(RemoveLabel input, CancellationToken cancellationToken)
    {
        if (actor.WhyNotScreen() is { } refusal)
        {
            return refusal;
        }

        if (await db.ScreeningLabels.SingleOrDefaultAsync(label => label.Id == input.Id, cancellationToken) is not { } label)
        {
            return new Refusal("label-unknown", "Cette étiquette est déjà supprimée.");
        }

        db.ScreeningLabels.Remove(label);
        return Outcome.Done;
    }
}
