using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Admissibility.Reasons;

/// <summary>An administrator adds a reason.</summary>
/// <param name="Id">Chosen by the form, so that one sent twice adds one.</param>
/// <param name="Label">As the team chooses it.</param>
/// <param name="Sentence">As the letter says it.</param>
public sealed record CreateReason(Guid Id, string Label, string Sentence);

public sealed class CreateReasonHandler(UseCaseRunner runner, FabriqueDbContext db) : Handler<CreateReason>(runner)
{
    protected override async Task<Outcome> ActAsync(CreateReason input, CancellationToken cancellationToken)
    {
        if (InadmissibilityReason.MaySay(input.Label, input.Sentence) is { } refusal)
        {
            return refusal;
        }

        var known = await db.InadmissibilityReasons.OrderBy(reason => reason.Rank).Select(reason => new { reason.Id, reason.Label, reason.Rank }).ToListAsync(cancellationToken);
        if (known.Any(reason => reason.Id == input.Id))
        {
            return Outcome.Done;
        }

        if (known.Any(reason => reason.Label.Equals(input.Label, StringComparison.OrdinalIgnoreCase)))
        {
            return new Refusal("reason-taken", $"Un motif porte déjà le libellé « {input.Label} » : choisissez-en un autre, ou modifiez-le.");
        }

        if (known.Count >= InadmissibilityReason.Most)
        {
            return new Refusal("reasons-too-many", $"La liste compte déjà {InadmissibilityReason.Most} motifs : modifiez-en un.");
        }

        db.InadmissibilityReasons.Add(InadmissibilityReason.Create(input.Id, input.Label, input.Sentence, known.Count == 0 ? 1 : known[^1].Rank + 1));
        return Outcome.Done;
    }
}

/// <summary>An administrator changes a reason, or takes it out of the list.</summary>
/// <param name="Id">Of the reason.</param>
/// <param name="Version">That the page showed.</param>
/// <param name="Label">As the team chooses it.</param>
/// <param name="Sentence">As the letter says it.</param>
/// <param name="IsRetired">Whether it may no longer be chosen.</param>
public sealed record ChangeReason(Guid Id, int Version, string Label, string Sentence, bool IsRetired);

/// <summary>What was said with it stays as it was.</summary>
public sealed class ChangeReasonHandler(UseCaseRunner runner, FabriqueDbContext db) : Handler<ChangeReason>(runner)
{
    protected override async Task<Outcome> ActAsync(ChangeReason input, CancellationToken cancellationToken)
    {
        if (InadmissibilityReason.MaySay(input.Label, input.Sentence) is { } refusal)
        {
            return refusal;
        }

        var reason = await db.InadmissibilityReasons.SingleAsync(reason => reason.Id == input.Id, cancellationToken);
        db.ExpectVersion(reason, input.Version);
        reason.Say(input.Label, input.Sentence, input.IsRetired);
        return Outcome.Done;
    }
}
