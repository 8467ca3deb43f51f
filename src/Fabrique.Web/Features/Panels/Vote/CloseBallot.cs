using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Sessions;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>Whoever leads a session closes a vote, which is then counted.</summary>
/// <param name="BallotId">Which.</param>
public sealed record CloseBallot(Guid BallotId);

public sealed class CloseBallotHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, BallotDesk desk, PanelStory story, UrnKeys keys) : Handler<CloseBallot>(runner)
{
    protected override async Task<Outcome> ActAsync(CloseBallot input, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(input.BallotId, cancellationToken) is not { } ballot || await desk.FindPlaceAsync(ballot.SessionId, cancellationToken) is not { } place)
        {
            return BallotDesk.Unknown;
        }

        var roll = place.RollFor(ballot.Item);
        if ((actor.WhyNotLead(place.Panel, roll) ?? actor.WhyOut(roll) ?? ballot.MayClose(roll)) is { } refusal)
        {
            return refusal;
        }

        if (ballot.Mode is VoteMode.Named)
        {
            ballot.Close(roll, place.Now);
        }
        else if (keys.Find(ballot.Id) is { } key)
        {
            ballot.CloseSecretly(roll, key, place.Now);
            keys.DestroyOnceSaved(db, ballot.Id);
        }
        else
        {
            return UrnKeys.Lost;
        }

        story.Tell(place.Panel, $"Le vote sur {place.ReferenceOf(ballot.Item)} est clos.");
        return Outcome.Done;
    }
}
