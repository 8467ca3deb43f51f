using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Features.Panels.Sessions;
using Fabrique.Web.Kernel.People;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>A closed or annulled vote, as people read it.</summary>
/// <param name="Item">On which application.</param>
/// <param name="Ballot">The vote.</param>
/// <param name="Voices">Of a vote by name: who voted what, those struck left out. None of a secret one.</param>
public sealed record BallotLine(JuryItem Item, Ballot Ballot, IReadOnlyList<(VoteChoice Choice, IReadOnlyList<string> Names)> Voices)
{
    /// <summary>What a recusal that came after the vote did to it, without saying whose it is; null when none did anything.</summary>
    public string? Recount => Ballot is { Status: BallotStatus.Closed, Mode: VoteMode.Named } && Ballot.Votes.Any(vote => vote.IsStruck) ? "Un déport est intervenu après le vote : il a été compté de nouveau." : null;
}

/// <summary>« Vote » : that on the application which is heard, and what the reader may do with it.</summary>
public sealed record BallotBoard
{
    public required BallotPlace Place { get; init; }

    /// <summary>Which application is heard; null between two.</summary>
    public required JuryItem? Item { get; init; }

    /// <summary>Whether the reader has no part in it.</summary>
    public required bool IsRecused { get; init; }

    /// <summary>Whether they hold votes.</summary>
    public required bool MayLead { get; init; }

    /// <summary>Whether it is shown in the session while it is held: what is sent leads back there.</summary>
    public bool IsLive { get; init; }

    /// <summary>Tells whether what a form was written for is still so.</summary>
    public string State => $"{Open?.Id:N} {WhyNotVote?.Code} {WhyNotClose?.Code} {Past.Count} {ToDecide?.Id:N}";

    /// <summary>The vote that is open; null when none is.</summary>
    public required Ballot? Open { get; init; }

    /// <summary>Those of the application that is heard which are over, the last one last.</summary>
    public required IReadOnlyList<BallotLine> Past { get; init; }

    /// <summary>Why the quorum is not reached for the application; null when it is.</summary>
    public required string? WhyNoQuorum { get; init; }

    /// <summary>Why no vote can be opened; null when one can.</summary>
    public required Refusal? WhyNotOpen { get; init; }

    /// <summary>Why the open vote cannot be closed; null when it can.</summary>
    public required Refusal? WhyNotClose { get; init; }

    /// <summary>Why the reader does not vote in it; null when they may.</summary>
    public required Refusal? WhyNotVote { get; init; }

    /// <summary>How many have voted in it.</summary>
    public required int Voted { get; init; }

    /// <summary>How many could.</summary>
    public required int Voters { get; init; }

    /// <summary>The tied vote that the reader is to decide; null when there is none.</summary>
    public required Ballot? ToDecide { get; init; }

    public Guid PanelId => Place.Panel.Id;

    public Guid SessionId => Place.Session.Id;

    /// <summary>Whether the reader reads nothing of the vote.</summary>
    public required bool IsHidden { get; init; }

    /// <summary>From facts, for a reader.</summary>
    public static BallotBoard Of(BallotPlace place, IReadOnlyList<Ballot> ballots, Actor actor, Func<Guid, string> nameOf)
    {
        var session = place.Session;
        var item = session.Current is { } current ? place.Items.FirstOrDefault(known => known.Subject == current) : null;
        var roll = place.RollFor(session.Current);
        var open = ballots.FirstOrDefault(ballot => ballot.SessionId == session.Id && ballot.Status is BallotStatus.Open && ballot.Item == session.Current);
        var isRecused = session.Current is { } heard && place.Recusals.Excludes(actor.Id, heard);
        var past = item is null ? [] : ballots.Where(ballot => ballot.Item == item.Subject && ballot.Status is not BallotStatus.Open).Select(ballot => LineOf(item, ballot, nameOf)).ToList();
        return new BallotBoard
        {
            Place = place,
            Item = item,
            IsRecused = isRecused,
            IsHidden = isRecused && !actor.IsStaff,
            MayLead = !isRecused && actor.MayLead(place.Panel, roll),
            Open = open,
            Past = past,
            WhyNoQuorum = item is null ? null : roll.Quorum.WhyNot,
            WhyNotOpen = Ballot.MayBeOpened(session, roll, ballots),
            WhyNotClose = open?.MayClose(roll),
            WhyNotVote = open?.MayVote(session, roll, actor.Id),
            Voted = open is null ? 0 : open.Marks.Count + open.Votes.Count(vote => !vote.IsStruck),
            Voters = roll.Seats.Count(seat => seat.Votes),
            ToDecide = isRecused ? null : past.Select(line => line.Ballot).FirstOrDefault(ballot => ballot.MayGiveCastingVote(actor.Id, VoteChoice.For) is null),
        };
    }

    public static BallotLine LineOf(JuryItem item, Ballot ballot, Func<Guid, string> nameOf) => new(
        item,
        ballot,
        ballot is { Status: BallotStatus.Closed, Mode: VoteMode.Named }
            ? [.. ballot.Votes.Where(vote => !vote.IsStruck).GroupBy(vote => vote.Choice).OrderBy(same => same.Key).Select(same => (same.Key, (IReadOnlyList<string>)[.. same.Select(vote => nameOf(vote.VoterId)).Order(StringComparer.Ordinal)]))]
            : []);
}
