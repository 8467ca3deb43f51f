using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.GrantGrace;

/// <summary>The team lets one person submit after the closing.</summary>
/// <param name="CallId">To which call.</param>
/// <param name="Person">Name or address.</param>
/// <param name="Until">UTC.</param>
/// <param name="Reason">Why.</param>
public sealed record GrantGrace(Guid CallId, string Person, DateTime Until, string Reason);

public sealed class GrantGraceHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, CallStory story, GraceMessages messages, TimeProvider clock) : Handler<GrantGrace, CallGrace>(runner)
{
    protected override async Task<Outcome<CallGrace>> ActAsync(GrantGrace input, CancellationToken cancellationToken)
    {
        var (person, ambiguous) = await db.StaffMembers.FindMeantAsync(input.Person, cancellationToken);
        if (ambiguous is not null)
        {
            return ambiguous;
        }

        if (person is not { IsActive: true })
        {
            return DirectorySearch.Unknown(input.Person);
        }

        var now = clock.GetUtcNow();
        var call = await db.Calls.SingleAsync(call => call.Id == input.CallId, cancellationToken);
        var grace = await db.CallGraces.SingleOrDefaultAsync(grace => grace.CallId == call.Id && grace.StaffMemberId == person.Id, cancellationToken);
        if (CallGrace.MayBeGranted(call, grace, input.Until, input.Reason, now.UtcDateTime) is { } refusal)
        {
            return refusal;
        }

        if (grace is null)
        {
            grace = CallGrace.Grant(Guid.CreateVersion7(now), call, person.Id, input.Until, input.Reason, actor.Id, now.UtcDateTime);
            db.CallGraces.Add(grace);
        }
        else
        {
            grace.Renew(call, input.Until, input.Reason, actor.Id, now.UtcDateTime);
        }

        story.Tell(call, $"{person.FullName} peut déposer jusqu’au {CallApplicants.Tell(input.Until)}. Motif : {input.Reason}");
        await messages.TellAsync(GraceMessages.Granted, call, person, input.Until, cancellationToken);
        return grace;
    }
}
