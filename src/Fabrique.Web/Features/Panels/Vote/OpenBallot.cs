using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Sessions;
using Fabrique.Web.Kernel.People;
using Fabrique.Web.Kernel.UseCases;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>Whoever leads a session opens a vote on the application that is heard.</summary>
/// <param name="SessionId">In which session.</param>
/// <param name="Mode">By name, or secret.</param>
/// <param name="Question">What is proposed, French.</param>
public sealed record OpenBallot(Guid SessionId, VoteMode Mode, string Question);

public sealed class OpenBallotHandler(UseCaseRunner runner, FabriqueDbContext db, Actor actor, BallotDesk desk, PanelStory story, UrnKeys keys, TimeProvider clock) : Handler<OpenBallot>(runner)
{
    // Of the attempt before this one.
    private Guid? keyed;

    protected override async Task<Outcome> ActAsync(OpenBallot input, CancellationToken cancellationToken)
    {
        if (keyed is { } lost && !await db.Ballots.AnyAsync(ballot => ballot.Id == lost, cancellationToken))
        {
            // Somebody else was faster: that key opens nothing.
            keys.Destroy(lost);
        }

        keyed = null;
        if (await desk.FindPlaceAsync(input.SessionId, cancellationToken) is not { } place)
        {
            return new Refusal("session-unknown", "Le jury n’a pas tenu cette séance.");
        }

        var roll = place.RollFor(place.Session.Current);
        if ((actor.WhyNotLead(place.Panel, roll) ?? actor.WhyOut(roll)) is { } notTheirs)
        {
            return notTheirs;
        }

        if (!Enum.IsDefined(input.Mode))
        {
            return new Refusal("ballot-unknown-mode", "Choisissez un vote nominatif ou à bulletins secrets.");
        }

        if (input.Question.Length is 0 or > Ballot.QuestionLength)
        {
            return new Refusal("ballot-question", $"Dites en {Ballot.QuestionLength} caractères au plus ce qui est proposé au vote.");
        }

        var others = await desk.ListAsync(place.Session, cancellationToken);
        if (Ballot.MayBeOpened(place.Session, roll, others) is { } refusal)
        {
            return refusal;
        }

        var id = Guid.CreateVersion7(clock.GetUtcNow());
        if (input.Mode is VoteMode.Secret)
        {
            keyed = id;
            db.Ballots.Add(Ballot.OpenSecret(id, place.Panel, place.Session, roll, others, input.Question, keys.Create(id), place.Now));
        }
        else
        {
            db.Ballots.Add(Ballot.OpenNamed(id, place.Panel, place.Session, roll, others, input.Question, place.Now));
        }

        // Whoever calls another application, or closes the session, at the same moment does it before or after, and sees this.
        db.Attach(place.Session).Property(session => session.Status).IsModified = true;
        story.Tell(place.Panel, $"{PanelLabels.Of(input.Mode)} ouvert sur {place.ReferenceOf(roll.Item!.Value)} : {input.Question}");
        return Outcome.Done;
    }
}
