using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.GrantGrace;

/// <summary>The team takes back the time that it granted to somebody.</summary>
public sealed record RevokeGrace(Guid Id);

public sealed class RevokeGraceHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, CallStory story, TimeProvider clock) : Handler<RevokeGrace>(runner)
{
    protected override async Task<Outcome> ActAsync(RevokeGrace input, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var grace = await db.CallGraces.SingleAsync(grace => grace.Id == input.Id, cancellationToken);
        if (grace.MayBeRevoked(now) is { } refusal)
        {
            return refusal;
        }

        grace.Revoke(actor.Id, now);
        var call = await db.Calls.SingleAsync(call => call.Id == grace.CallId, cancellationToken);
        var name = await db.StaffMembers.Where(person => person.Id == grace.StaffMemberId).Select(person => person.FullName).SingleAsync(cancellationToken);
        story.Tell(call, $"Le délai personnel accordé à {name} est retiré.");
        return Outcome.Done;
    }
}
