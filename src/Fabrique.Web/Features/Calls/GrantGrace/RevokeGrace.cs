using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.GrantGrace;

/// <summary>The team takes back the time that it granted to somebody.</summary>
public sealed record RevokeGrace(Guid Id);

public sealed class RevokeGraceHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, CallStory story, GraceMessages messages, TimeProvider clock) : Handler<RevokeGrace>(runner)
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
        var person = await db.StaffMembers.SingleAsync(person => person.Id == grace.StaffMemberId, cancellationToken);
        story.Tell(call, $"Le délai personnel accordé à {person.FullName} est retiré.");
        await messages.TellAsync(GraceMessages.Revoked, call, person, grace.Until, cancellationToken);
        return Outcome.Done;
    }
}
