using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.Audience;

/// <summary>The team says who may apply to a call.</summary>
/// <param name="Id">Of the call.</param>
/// <param name="Version">The version that the form showed.</param>
/// <param name="Units">Whose people, and those of the units beneath, may; everybody when there is none.</param>
public sealed record ChangeAudience(Guid Id, int Version, IReadOnlyList<Guid> Units);

public sealed class ChangeAudienceHandler(UseCaseRunner runner, FabriqueDbContext db, CallApplicants applicants, CallStory story, TimeProvider clock) : Handler<ChangeAudience>(runner)
{
    protected override async Task<Outcome> ActAsync(ChangeAudience input, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleAsync(call => call.Id == input.Id, cancellationToken);
        db.ExpectVersion(call, input.Version);
        var units = input.Units.Distinct().ToList();
        var now = clock.GetUtcNow().UtcDateTime;
        if (call.MayBeFor(units, now) is { } refusal)
        {
            return refusal;
        }

        if (await db.OrganisationUnits.CountAsync(unit => units.Contains(unit.Id), cancellationToken) < units.Count)
        {
            return new Refusal("call-audience-unknown", "L’une de ces unités n’existe pas : rechargez la page.");
        }

        call.AddressTo(units, now);
        story.Tell(call, await applicants.NameAudienceAsync(call, cancellationToken) is { } names ? $"L’appel est réservé à : {names}." : "L’appel est pour tous les agents.");
        return Outcome.Done;
    }
}
