using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>Whoever presided over a secret vote that is tied decides it, aloud.</summary>
/// <param name="BallotId">Which.</param>
/// <param name="Choice">For or against.</param>
public sealed record GiveCastingVote(Guid BallotId, VoteChoice Choice);

public sealed class GiveCastingVoteHandler(UseCaseRunner runner, Actor actor, BallotDesk desk, PanelStory story) : Handler<GiveCastingVote>(runner)
{
    protected override async Task<Outcome> ActAsync(GiveCastingVote input, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(input.Choice))
        {
            return new Refusal("vote-unknown-choice", "Une voix prépondérante est pour ou contre.");
        }

        if (await desk.FindAsync(input.BallotId, cancellationToken) is not { } ballot || await desk.FindPlaceAsync(ballot.SessionId, cancellationToken) is not { } place)
        {
            return BallotDesk.Unknown;
        }

        // They may have stepped back since.
        if (place.Recusals.Excludes(actor.Id, ballot.Item))
        {
            return new Refusal("vote-recused", "Vous ne prenez pas part à cette candidature : vous ne votez pas.");
        }

        if (ballot.MayGiveCastingVote(actor.Id, input.Choice) is { } refusal)
        {
            return refusal;
        }

        ballot.GiveCastingVote(actor.Id, input.Choice);
        story.Tell(place.Panel, $"La présidence a départagé les voix sur {place.ReferenceOf(ballot.Item)}.");
        return Outcome.Done;
    }
}
