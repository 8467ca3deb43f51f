using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Screening;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Labels;

/// <summary>The team makes a label, or changes one.</summary>
public sealed record WriteLabel
{
    public required Guid Id { get; init; }

    /// <summary>The version that the person was shown; null for a new one.</summary>
    public int? Version { get; init; }

    public required string Name { get; init; }

    /// <summary>One of <see cref="DsfrColors.Illustrative"/>.</summary>
    public required string Colour { get; init; }
}

public sealed class WriteLabelHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor) : Handler<WriteLabel>(runner)
{
    protected override async Task<Outcome> ActAsync(WriteLabel input, CancellationToken cancellationToken)
    {
        if ((actor.WhyNotScreen() ?? ScreeningLabel.MayBeCalled(input.Name)) is { } refusal)
        {
            return refusal;
        }

        if (!DsfrColors.Illustrative.Contains(input.Colour, StringComparer.Ordinal))
        {
            return new Refusal("label-colour", "Choisissez la couleur dans la liste.");
        }

        var folded = SearchText.Fold(input.Name);
        var labels = await db.ScreeningLabels.ToListAsync(cancellationToken);
        var label = labels.Find(label => label.Id == input.Id);
        if (labels.Exists(other => other.Id != input.Id && SearchText.Fold(other.Name) == folded))
        {
            return new Refusal("label-twice", $"Une étiquette s’appelle déjà « {input.Name} » : choisissez un autre nom.");
        }

        if (label is null)
        {
            if (input.Version is not null)
            {
                return ScreeningFiles.LabelGone;
            }

            if (labels.Count >= ScreeningLabel.Most)
            {
                return new Refusal("labels-too-many", $"L’équipe a déjà {ScreeningLabel.Most} étiquettes, le plus qu’il y en ait : supprimez celles qui ne servent plus.");
            }

            db.ScreeningLabels.Add(ScreeningLabel.Make(input.Id, input.Name, input.Colour));
            return Outcome.Done;
        }

        if (input.Version is { } version)
        {
            db.ExpectVersion(label, version);
        }

        label.Change(input.Name, input.Colour);
        return Outcome.Done;
    }
}
