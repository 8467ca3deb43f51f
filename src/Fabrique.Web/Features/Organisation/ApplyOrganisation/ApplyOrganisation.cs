using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Features.Organisation.Differences;
using Fabrique.Web.Features.Organisation.Sources;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Organisation.ApplyOrganisation;

/// <summary>Somebody, or the night, has the organisation be what a source says.</summary>
public sealed record ApplyOrganisation
{
    public required OrganisationInput Input { get; init; }

    /// <summary><see cref="OrganisationDifference.Digest"/> of what they read.</summary>
    public required string Seen { get; init; }
}

public sealed class ApplyOrganisationHandler(UseCaseRunner runner, FabriqueDbContext db, OrganisationComparer comparer, TimeProvider clock) : Handler<ApplyOrganisation, OrganisationDifference>(runner)
{
    public static Refusal Changed { get; } = new("organisation-changed", "Rien n’est changé\u00a0: l’organisation n’est plus celle que vous comparez. Relisez ci-dessous ce qui changerait maintenant, puis appliquez-le.");

    public static Refusal Broken { get; } = new("organisation-broken", "Rien n’est changé\u00a0: des lignes ne sont pas comprises. Corrigez-les dans le fichier, puis recommencez.");

    protected override async Task<Outcome<OrganisationDifference>> ActAsync(ApplyOrganisation input, CancellationToken cancellationToken)
    {
        // Before anything is compared: whoever changes the organisation meanwhile is refused, or makes this begin again.
        var tree = await db.OrganisationReadings.FindAsync([OrganisationReading.Tree], cancellationToken);
        var difference = await comparer.CompareAsync(input.Input, cancellationToken);
        if (difference.Problems.Count > 0)
        {
            return Broken;
        }

        if (difference.IsEmpty || difference.Digest != input.Seen)
        {
            return Changed;
        }

        if (tree is null)
        {
            db.OrganisationReadings.Add(tree = OrganisationReading.Begin(OrganisationReading.Tree));
        }

        var now = clock.GetUtcNow();
        tree.Succeed(now.UtcDateTime, nextAt: null);
        return await comparer.ApplyAsync(difference, now, cancellationToken) is { } refusal ? refusal : difference;
    }
}
