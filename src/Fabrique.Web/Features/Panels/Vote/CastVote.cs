using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>The signed-in person votes, by name or in secret, as the ballot is.</summary>
/// <param name="BallotId">Of the ballot.</param>
/// <param name="Choice">What they vote.</param>
public sealed record CastVote(Guid BallotId, VoteChoice Choice)
{
    /// <summary>Whoever writes it down writes no choice.</summary>
    public override string ToString() => $"{nameof(CastVote)} {BallotId:D}";
}

/// <summary>
/// Secret votes all rewrite the ballot: of several at once one is saved, and the others are done again, from what the ballot holds then. It leaves no line in the trail, the timeline nor a log.
/// </summary>
public sealed class CastVoteHandler(UseCaseRunner runner, Actor actor, BallotDesk desk, UrnKeys keys) : Handler<CastVote>(runner)
{
    protected override async Task<Outcome> ActAsync(CastVote input, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(input.Choice))
        {
            return new Refusal("vote-unknown-choice", "Votez pour, contre, ou abstenez-vous.");
        }

        if (await desk.FindAsync(input.BallotId, cancellationToken) is not { } ballot || await desk.FindPlaceAsync(ballot.SessionId, cancellationToken) is not { } place)
        {
            return BallotDesk.Unknown;
        }

        var roll = place.RollFor(ballot.Item);
        if (ballot.MayVote(place.Session, roll, actor.Id) is { } refusal)
        {
            return refusal;
        }

        if (ballot.Mode is VoteMode.Named)
        {
            ballot.Cast(place.Session, roll, actor.Id, input.Choice, place.Now);
            return Outcome.Done;
        }

        if (keys.Find(ballot.Id) is not { } key)
        {
            return UrnKeys.Lost;
        }

        ballot.CastSecretly(place.Session, roll, actor.Id, input.Choice, key);
        return Outcome.Done;
    }
}
