namespace Fabrique.Domain.Panels;

public enum VoteMode
{
    /// <summary>« Vote nominatif ».</summary>
    Named,

    /// <summary>« À bulletins secrets ».</summary>
    Secret,
}

public enum BallotStatus
{
    Open,
    Closed,
    Annulled,
}

public enum BallotEvent
{
    Close,
    Annul,
}

/// <summary>What a recusal that comes after a vote does to it.</summary>
public enum RecusalEffect
{
    /// <summary>The person had no part in it.</summary>
    None,

    /// <summary>They had: it is counted again without them.</summary>
    Recounted,

    /// <summary>It says nothing any more: another one is to be held.</summary>
    Annulled,
}

/// <summary>
/// « Scrutin » : one vote of a panel on one item, for or against what is proposed. One voice a seat, and a vote is final: nobody changes theirs, not even by name, so that nobody votes by what
/// the others did. How a secret one is kept is in its other part.
/// </summary>
public sealed partial class Ballot : IAggregate
{
    public const int QuestionLength = 300;
    public const int ReasonLength = 500;

    private readonly List<NamedVote> votes = [];
    private readonly List<BallotSeat> seats = [];

    private Ballot()
    {
    }

    public static StateMachine<BallotStatus, BallotEvent> States { get; } = new(
        (BallotStatus.Open, BallotEvent.Close, BallotStatus.Closed),
        (BallotStatus.Open, BallotEvent.Annul, BallotStatus.Annulled),
        (BallotStatus.Closed, BallotEvent.Annul, BallotStatus.Annulled));

    public Guid Id { get; private init; }

    public Guid SessionId { get; private init; }

    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    /// <summary>From 1: those of the item that were annulled count.</summary>
    public int Number { get; private init; }

    public VoteMode Mode { get; private init; }

    /// <summary>What is proposed, French: « Retenir la proposition ».</summary>
    public string Question { get; private init; } = "";

    /// <summary>The rule of the panel when it was opened.</summary>
    public Majority Majority { get; private init; }

    /// <summary>That of the panel when it was opened.</summary>
    public bool ChairHasCastingVote { get; private init; }

    public BallotStatus Status { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime OpenedAt { get; private init; }

    /// <summary>UTC; null before.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>UTC; null unless it was annulled.</summary>
    public DateTime? AnnulledAt { get; private set; }

    /// <summary>French, for everybody: it does not say who is recused.</summary>
    public string? AnnulmentReason { get; private set; }

    /// <summary>Who presided when it was closed; null before.</summary>
    public Guid? PresidingId { get; private set; }

    /// <summary>How many members were counted for the quorum when it was closed.</summary>
    public int QuorumPresent { get; private set; }

    /// <summary>How many had to be.</summary>
    public int QuorumRequired { get; private set; }

    /// <summary>Null as long as it is open, once it is annulled, and when the votes of a secret one would betray somebody: so are the two others then.</summary>
    public int? ForCount { get; private set; }

    public int? AgainstCount { get; private set; }

    public int? AbstainedCount { get; private set; }

    /// <summary>Whether it replaces a secret one whose counts may have been read: beside them, its own would tell how whoever left had voted.</summary>
    public bool HidesCounts { get; private init; }

    /// <summary>Null as long as it is open, and once it is annulled.</summary>
    public VoteOutcome? Outcome { get; private set; }

    /// <summary>Whether the voice of whoever presides decided.</summary>
    public bool IsByCastingVote { get; private set; }

    public int Version { get; private set; }

    /// <summary>Of a ballot by name, those struck included; none of a secret one.</summary>
    public IReadOnlyList<NamedVote> Votes => votes;

    /// <summary>The voting seats that were held when it was closed; none before.</summary>
    public IReadOnlyList<BallotSeat> Seats => seats;

    public VoteCount? Count => ForCount is { } votesFor ? new VoteCount(votesFor, AgainstCount!.Value, AbstainedCount!.Value) : null;

    /// <summary>What it came to; null unless it is closed.</summary>
    public DeliberationSummary? Summary
    {
        get
        {
            if (Status is not BallotStatus.Closed)
            {
                return null;
            }

            var recused = seats.Count(seat => seat.IsRecused);
            return new DeliberationSummary(Mode is VoteMode.Secret, seats.Count, recused, seats.Count - recused - VoterCount, Count, Outcome!.Value, IsByCastingVote);
        }
    }

    private int VoterCount => Mode is VoteMode.Secret ? marks.Count : votes.Count(vote => !vote.IsStruck);

    /// <summary>Why none can be opened; null when one can.</summary>
    /// <param name="session">In which.</param>
    /// <param name="roll">That of now, for the item being heard.</param>
    /// <param name="others">The ballots of the session.</param>
    public static Refusal? MayBeOpened(HearingSession session, SeatRoll roll, IReadOnlyCollection<Ballot> others) =>
        session.Status is not SessionStatus.Open ? new Refusal("session-not-open", "Cette séance n’est pas ouverte.")
        : roll.Item is not { } item || item != session.Current ? new Refusal("ballot-not-current", "On ne vote que sur la proposition en cours d’examen.")
        : others.Any(ballot => ballot.Status is BallotStatus.Open) ? new Refusal("ballot-already-open", "Un vote est déjà en cours.")
        : others.Any(ballot => ballot.Status is BallotStatus.Closed && ballot.Item == item) ? new Refusal("ballot-already-held", "L’instance a déjà voté sur cette proposition.")
        : roll.Quorum.WhyNot is { } why ? new Refusal("ballot-without-quorum", why)
        : null;

    /// <summary>Opens one by name.</summary>
    public static Ballot OpenNamed(Guid id, Panel panel, HearingSession session, SeatRoll roll, IReadOnlyCollection<Ballot> others, string question, DateTime now) =>
        Open(id, VoteMode.Named, panel, session, roll, others, question, now);

    /// <summary>Why somebody cannot vote; null when they can.</summary>
    /// <param name="session">Its session.</param>
    /// <param name="roll">That of now, for its item.</param>
    /// <param name="voterId">Who would.</param>
    public Refusal? MayVote(HearingSession session, SeatRoll roll, Guid voterId)
    {
        Expect(roll);
        return Status is BallotStatus.Closed ? new Refusal("ballot-closed", "Le vote est clos.")
            : Status is BallotStatus.Annulled ? new Refusal("ballot-annulled", "Ce vote est annulé\u00a0: un autre le remplace.")
            : session.Id != SessionId || session.Status is not SessionStatus.Open ? new Refusal("session-not-open", "Cette séance n’est pas ouverte.")
            : roll.IsRecused(voterId) ? new Refusal("vote-recused", "Vous ne prenez pas part à cette proposition\u00a0: vous ne votez pas.")
            : HasVoted(voterId) ? new Refusal("vote-already-cast", "Vous avez déjà voté, et un vote ne se reprend pas.")
            : roll.SeatOf(voterId) is not { } seat ? new Refusal("vote-absent", "Vous ne siégez pas en ce moment\u00a0: vous ne votez pas.")
            : seat.Capacity is not Capacity.Voting ? new Refusal("vote-without-voice", "Vous siégez sans voix délibérative\u00a0: vous ne votez pas.")
            : HasSeatVoted(seat.MemberId) ? new Refusal("vote-already-cast-by-seat", "Quelqu’un a déjà voté pour ce siège.")
            : roll.Quorum.WhyNot is { } why ? new Refusal("vote-quorum-lost", $"{why} Le vote est arrêté.")
            : null;
    }

    /// <summary>A vote by name.</summary>
    public void Cast(HearingSession session, SeatRoll roll, Guid voterId, VoteChoice choice, DateTime now)
    {
        Expect(VoteMode.Named);
        BrokenRuleException.ThrowIf(MayVote(session, roll, voterId));
        votes.Add(new NamedVote(Id, roll.SeatOf(voterId)!.MemberId, voterId, choice, now));
    }

    public bool HasVoted(Guid personId) => votes.Exists(vote => vote.VoterId == personId) || marks.Exists(mark => mark.VoterId == personId);

    /// <summary>Why it cannot be closed; null when it can.</summary>
    /// <param name="roll">That of now, for its item.</param>
    public Refusal? MayClose(SeatRoll roll)
    {
        Expect(roll);
        return !States.Allows(Status, BallotEvent.Close) ? new Refusal("ballot-closed", "Le vote est clos.")
            : roll.Quorum.WhyNot is { } why ? new Refusal("ballot-quorum-lost", $"{why} Le vote ne peut pas être clos\u00a0: attendez le quorum, ou annulez le vote.")
            : marks.Exists(mark => roll.IsRecused(mark.VoterId)) ? new Refusal("ballot-voter-recused", "Une personne qui a voté ne prend plus part à cette proposition, et son bulletin ne peut pas être repris\u00a0: annulez ce vote.")
            : null;
    }

    /// <summary>Closes one by name: what those recused since had voted is struck.</summary>
    public void Close(SeatRoll roll, DateTime now)
    {
        Expect(VoteMode.Named);
        BrokenRuleException.ThrowIf(MayClose(roll));
        votes.FindAll(vote => roll.IsRecused(vote.VoterId)).ForEach(vote => vote.Strike(now));
        Seat(roll, votes.Select(vote => (vote.MemberId, vote.VoterId)));
        End(now);
        Tally();
    }

    /// <summary>Why it cannot be annulled; null when it can: whoever conducts the panel annuls what cannot be finished, or was wrong.</summary>
    public Refusal? MayAnnul(string reason) =>
        !States.Allows(Status, BallotEvent.Annul) ? new Refusal("ballot-annulled", "Ce vote est déjà annulé.")
        : string.IsNullOrWhiteSpace(reason) ? new Refusal("ballot-annulment-unexplained", "Dites pourquoi ce vote est annulé\u00a0: le procès-verbal le dira.")
        : null;

    /// <summary>It says nothing any more. What a secret one counted is erased: beside the next ballot, it would tell how whoever left had voted.</summary>
    public void Annul(string reason, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayAnnul(reason));
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, BallotEvent.Annul);
        (AnnulledAt, AnnulmentReason) = (now, reason);
        (ForCount, AgainstCount, AbstainedCount, Outcome, IsByCastingVote) = (null, null, null, null, false);
        Urn = [];
        CastingChoice = null;
    }

    /// <summary>
    /// Somebody is recused who may have voted. A ballot by name is counted again without them; a secret one cannot be, and is annulled. So is one whose quorum they made, or that they presided over.
    /// Calling it again changes nothing.
    /// </summary>
    public RecusalEffect Recuse(Guid personId, DateTime now)
    {
        if (Status is BallotStatus.Annulled)
        {
            return RecusalEffect.None;
        }

        if (Mode is VoteMode.Secret && HasVoted(personId))
        {
            return AnnulRecused(now);
        }

        var vote = votes.Find(cast => cast.VoterId == personId && !cast.IsStruck);
        var seat = seats.Find(held => held.PersonId == personId && !held.IsRecused);
        if (vote is null && seat is null)
        {
            return RecusalEffect.None;
        }

        if (Status is BallotStatus.Closed && (personId == PresidingId || (seat is { CountsForQuorum: true } && QuorumPresent - 1 < QuorumRequired)))
        {
            return AnnulRecused(now);
        }

        vote?.Strike(now);
        if (seat is not null)
        {
            QuorumPresent -= seat.CountsForQuorum ? 1 : 0;
            seat.Recuse();
        }

        // They were there and did not vote: in a secret ballot, what the others voted is what it was, but the majority may be another.
        if (Status is BallotStatus.Closed && Mode is VoteMode.Secret && Majority is Majority.Absolute)
        {
            return AnnulRecused(now);
        }

        if (Status is BallotStatus.Closed && Mode is VoteMode.Named)
        {
            Tally();
        }

        return RecusalEffect.Recounted;
    }

    private static Ballot Open(Guid id, VoteMode mode, Panel panel, HearingSession session, SeatRoll roll, IReadOnlyCollection<Ballot> others, string question, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeOpened(session, roll, others));
        Limits.ThrowIfLonger(question, QuestionLength);
        var item = roll.Item!.Value;
        return new Ballot
        {
            Id = id,
            SessionId = session.Id,
            ItemKind = item.Kind,
            ItemId = item.Id,
            Number = others.Count(ballot => ballot.Item == item) + 1,
            Mode = mode,
            HidesCounts = mode is VoteMode.Secret && others.Any(ballot => ballot.Item == item && ballot is { Mode: VoteMode.Secret, ClosedAt: not null }),
            Question = question,
            Majority = panel.Majority,
            ChairHasCastingVote = panel.ChairHasCastingVote,
            OpenedAt = now,
        };
    }

    private RecusalEffect AnnulRecused(DateTime now)
    {
        Annul("Un déport est intervenu après le vote.", now);
        return RecusalEffect.Annulled;
    }

    private bool HasSeatVoted(Guid memberId) => votes.Exists(vote => vote.MemberId == memberId) || marks.Exists(mark => mark.MemberId == memberId);

    /// <summary>Who is there: those who sit now, and those who voted and left since, in the order of identifiers.</summary>
    private void Seat(SeatRoll roll, IEnumerable<(Guid MemberId, Guid VoterId)> voters)
    {
        var voted = voters.ToDictionary(voter => voter.MemberId, voter => voter.VoterId);
        foreach (var seat in roll.Seats.Where(seat => seat is { Capacity: Capacity.Voting, OccupantId: not null }))
        {
            voted.TryAdd(seat.MemberId, seat.OccupantId!.Value);
        }

        foreach (var (memberId, personId) in voted.OrderBy(voter => voter.Key, WrittenOrder.Ascending))
        {
            var now = roll.Seats.FirstOrDefault(seat => seat.MemberId == memberId);
            seats.Add(new BallotSeat(Id, memberId, personId, roll.IsRecused(personId), now?.OccupantId == personId && roll.Rule.IsCounted(now)));
        }

        (QuorumPresent, QuorumRequired, PresidingId) = (roll.Quorum.Present, roll.Quorum.Required, roll.Presiding?.OccupantId);
    }

    private void End(DateTime now)
    {
        Status = States.Next(Status, BallotEvent.Close);
        ClosedAt = now;
    }

    private void Tally()
    {
        var valid = votes.Where(vote => !vote.IsStruck).ToList();
        var count = VoteCount.Of(valid.Select(vote => vote.Choice));
        var outcome = Majority.Decide(count, seats.Count(seat => !seat.IsRecused));
        VoteChoice? casting = outcome is VoteOutcome.Tied && ChairHasCastingVote ? valid.Find(vote => vote.VoterId == PresidingId)?.Choice : null;
        (ForCount, AgainstCount, AbstainedCount) = (count.For, count.Against, count.Abstained);
        IsByCastingVote = casting is VoteChoice.For or VoteChoice.Against;
        Outcome = !IsByCastingVote ? outcome : casting is VoteChoice.For ? VoteOutcome.Adopted : VoteOutcome.Rejected;
    }

    private void Expect(VoteMode mode)
    {
        if (Mode != mode)
        {
            throw new InvalidOperationException($"Not a {mode} ballot.");
        }
    }

    private void Expect(SeatRoll roll)
    {
        if (roll.Item != Item)
        {
            throw new ArgumentException("Not the roll of its item.", nameof(roll));
        }
    }
}

/// <summary>A vote in a ballot by name.</summary>
public sealed class NamedVote
{
    private NamedVote()
    {
    }

    internal NamedVote(Guid ballotId, Guid memberId, Guid voterId, VoteChoice choice, DateTime castAt) =>
        (BallotId, MemberId, VoterId, Choice, CastAt) = (ballotId, memberId, voterId, choice, castAt);

    public Guid BallotId { get; private init; }

    /// <summary>Whose seat it is. One vote a seat.</summary>
    public Guid MemberId { get; private init; }

    /// <summary>Who voted: the member, or their substitute.</summary>
    public Guid VoterId { get; private init; }

    public VoteChoice Choice { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime CastAt { get; private init; }

    /// <summary>Since when it does not count, its voter being recused, UTC; null when it counts.</summary>
    public DateTime? StruckAt { get; private set; }

    public bool IsStruck => StruckAt is not null;

    internal void Strike(DateTime now) => StruckAt ??= now;
}

/// <summary>A voting seat that was held when a ballot was closed. It says who was there, never what they voted.</summary>
public sealed class BallotSeat
{
    private BallotSeat()
    {
    }

    internal BallotSeat(Guid ballotId, Guid memberId, Guid personId, bool isRecused, bool countsForQuorum) =>
        (BallotId, MemberId, PersonId, IsRecused, CountsForQuorum) = (ballotId, memberId, personId, isRecused, countsForQuorum);

    public Guid BallotId { get; private init; }

    public Guid MemberId { get; private init; }

    /// <summary>The member, or their substitute.</summary>
    public Guid PersonId { get; private init; }

    public bool IsRecused { get; private set; }

    public bool CountsForQuorum { get; private set; }

    internal void Recuse() => (IsRecused, CountsForQuorum) = (true, false);
}
