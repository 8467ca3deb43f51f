using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Sessions;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>Whoever leads a session annuls a vote: it says nothing any more, and another one may be held.</summary>
/// <param name="BallotId">Which.</param>
/// <param name="Reason">Why, for everybody.</param>
public sealed record AnnulBallot(Guid BallotId, string Reason);

/// <summary>What was decided after it is to be decided again.</summary>
public sealed class AnnulBallotHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, BallotDesk desk, PanelStory story, UrnKeys keys) : Handler<AnnulBallot>(runner)
{
    protected override async Task<Outcome> ActAsync(AnnulBallot input, CancellationToken cancellationToken)
    {
        if (await desk.FindAsync(input.BallotId, cancellationToken) is not { } ballot || await desk.FindPlaceAsync(ballot.SessionId, cancellationToken) is not { } place)
        {
            return BallotDesk.Unknown;
        }

        var roll = place.RollFor(ballot.Item);
        if ((actor.WhyNotLead(place.Panel, roll) ?? actor.WhyOut(roll) ?? ballot.MayAnnul(input.Reason)) is { } refusal)
        {
            return refusal;
        }

        var deliberation = await db.Deliberations.Include(deliberation => deliberation.Decisions).AsSingleQuery()
            .SingleOrDefaultAsync(deliberation => deliberation.PanelId == place.Panel.Id && deliberation.Decisions.Any(decision => decision.BallotId == ballot.Id), cancellationToken);
        if (deliberation is { Status: DeliberationStatus.Concluded })
        {
            return new Refusal("deliberation-concluded", "La délibération qui suit ce vote est close : rouvrez-la d’abord.");
        }

        ballot.Annul(input.Reason, place.Now);
        deliberation?.Retract(ballot.Item);
        keys.DestroyOnceSaved(db, ballot.Id);
        story.Tell(place.Panel, $"Le vote sur {place.ReferenceOf(ballot.Item)} est annulé : {input.Reason}");
        return Outcome.Done;
    }
}
