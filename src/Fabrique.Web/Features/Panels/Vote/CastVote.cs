using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

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
public sealed class CastVoteHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, PanelReader reader, UrnKeys keys, TimeProvider clock) : Handler<CastVote>(runner)
{
    protected override async Task<Outcome> ActAsync(CastVote input, CancellationToken cancellationToken)
    {
        if (!Enum.IsDefined(input.Choice))
        {
            return new Refusal("vote-unknown-choice", "Votez pour, contre, ou abstenez-vous.");
        }

        // One query, so that the counts are those of the version that the save expects.
        var ballot = await db.Ballots.Include(ballot => ballot.Votes).Include(ballot => ballot.Marks).AsSingleQuery().SingleOrDefaultAsync(ballot => ballot.Id == input.BallotId, cancellationToken);
        if (ballot is null)
        {
            return new Refusal("ballot-unknown", "Ce vote n’existe pas.");
        }

        var session = await db.HearingSessions.AsNoTracking().Include(session => session.Agenda).Include(session => session.Attendance).AsSplitQuery().SingleAsync(session => session.Id == ballot.SessionId, cancellationToken);
        var panel = await reader.ReadAsync(session.PanelId, cancellationToken);
        var now = clock.GetUtcNow().UtcDateTime;
        var recusals = PanelReader.Complete(panel, await reader.ReadRecusalsAsync(panel.Id, cancellationToken), await reader.ReadItemsAsync(panel, cancellationToken), now).InForce;
        var roll = session.Roll(panel, recusals, ballot.Item, now);
        if (ballot.MayVote(session, roll, actor.Id) is { } refusal)
        {
            return refusal;
        }

        if (ballot.Mode is VoteMode.Named)
        {
            ballot.Cast(session, roll, actor.Id, input.Choice, now);
            return Outcome.Done;
        }

        if (keys.Find(ballot.Id) is not { } key)
        {
            return new Refusal("ballot-key-lost", "L’urne de ce vote ne peut plus être ouverte : annulez-le, et recommencez le vote.");
        }

        ballot.CastSecretly(session, roll, actor.Id, input.Choice, key);
        return Outcome.Done;
    }
}
