using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.People;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Delegations.EndDelegation;

/// <summary>Somebody ends a « suppléance », or withdraws one that is still to come.</summary>
public sealed record EndDelegation(Guid Id);

public sealed class EndDelegationHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, TimeProvider clock) : Handler<EndDelegation>(runner)
{
    protected override async Task<Outcome> ActAsync(EndDelegation input, CancellationToken cancellationToken)
    {
        var delegation = await db.Delegations.SingleOrDefaultAsync(delegation => delegation.Id == input.Id, cancellationToken);
        if (delegation is null || !Delegation.IsFor(actor.Id, actor.Roles, delegation.DelegatorId, delegation.SubstituteId))
        {
            return new Refusal("delegation-unknown", "Cette suppléance n’existe pas.");
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var today = ParisTime.DayOf(now);
        if (delegation.MayBeEnded(today) is { } refusal)
        {
            return refusal;
        }

        delegation.End(actor.Id, today, now);
        return Outcome.Done;
    }
}
