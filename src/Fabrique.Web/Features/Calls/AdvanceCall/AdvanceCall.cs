using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Calls;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Calls.AdvanceCall;

/// <summary>The team takes a call that has closed one step further.</summary>
/// <param name="Id">Of the call.</param>
/// <param name="Version">The version that the page showed.</param>
/// <param name="Event">Which step.</param>
public sealed record AdvanceCall(Guid Id, int Version, CallEvent Event);

public sealed class AdvanceCallHandler(UseCaseRunner runner, FabriqueDbContext db, CallStory story) : Handler<AdvanceCall>(runner)
{
    private static readonly ApplicationStatus[] Undecided =
        [ApplicationStatus.Submitted, ApplicationStatus.AwaitingApproval, ApplicationStatus.UnderScreening, ApplicationStatus.CorrectionRequested, ApplicationStatus.Shortlisted];

    /// <summary>Applications of a call that were submitted and wait for a decision.</summary>
    public static Task<int> CountUndecidedAsync(FabriqueDbContext db, Guid callId, CancellationToken cancellationToken) => db.Applications.CountAsync(
        application => application.CallId == callId && Undecided.Contains(application.Status), cancellationToken);

    protected override async Task<Outcome> ActAsync(AdvanceCall input, CancellationToken cancellationToken)
    {
        var call = await db.Calls.SingleAsync(call => call.Id == input.Id, cancellationToken);
        var undecided = await CountUndecidedAsync(db, call.Id, cancellationToken);
        if (call.MayAdvance(input.Event, undecided) is { } refusal)
        {
            return refusal;
        }

        db.ExpectVersion(call, input.Version);
        call.Advance(input.Event, undecided);
        story.Tell(call, CallSteps.Of(input.Event).Done);
        return Outcome.Done;
    }
}
