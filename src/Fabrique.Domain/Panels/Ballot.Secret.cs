namespace Fabrique.Domain.Panels;

/// <summary>
/// A secret ballot keeps two things that nothing joins: who has voted, a set without order nor instants, and how many votes each choice has, sealed until the ballot is closed. No row is written
/// for a vote, so that there is none to date, number or version. What the counts would betray once it is closed is not even kept.
/// </summary>
public sealed partial class Ballot
{
    private readonly List<VoterMark> marks = [];

    /// <summary>The sealed counts; empty when there is nothing to hide any more, and in a ballot by name.</summary>
    public byte[] Urn { get; private set; } = [];

    /// <summary>Who has voted, as identifiers are written.</summary>
    public IReadOnlyList<VoterMark> Marks => [.. marks.OrderBy(mark => mark.VoterId, WrittenOrder.Ascending)];

    /// <summary>The second voice of whoever presides, given aloud when secret votes are tied; null when there was none.</summary>
    public VoteChoice? CastingChoice { get; private set; }

    /// <summary>Opens a secret one, with an empty urn.</summary>
    /// <param name="key">Of its own: see <see cref="UrnKey"/>.</param>
    public static Ballot OpenSecret(Guid id, Panel panel, HearingSession session, SeatRoll roll, IReadOnlyCollection<Ballot> others, string question, UrnKey key, DateTime now)
    {
        var ballot = Open(id, VoteMode.Secret, panel, session, roll, others, question, now);
        ballot.Urn = Panels.Urn.Empty(key, id);
        return ballot;
    }

    /// <summary>A secret vote. It takes no instant: none is kept.</summary>
    /// <exception cref="System.Security.Cryptography.AuthenticationTagMismatchException">Not its key, or the urn was changed.</exception>
    public void CastSecretly(HearingSession session, SeatRoll roll, Guid voterId, VoteChoice choice, UrnKey key)
    {
        Expect(VoteMode.Secret);
        BrokenRuleException.ThrowIf(MayVote(session, roll, voterId));
        Urn = Panels.Urn.Add(Urn, choice, key, Id);
        marks.Add(new VoterMark(Id, roll.SeatOf(voterId)!.MemberId, voterId));
        marks.Sort((x, y) => WrittenOrder.Ascending.Compare(x.VoterId, y.VoterId));
    }

    /// <summary>Opens the urn, and leaves nothing in it.</summary>
    /// <exception cref="InvalidOperationException">It does not hold one vote a mark.</exception>
    /// <exception cref="System.Security.Cryptography.AuthenticationTagMismatchException">Not its key, or the urn was changed.</exception>
    public void CloseSecretly(SeatRoll roll, UrnKey key, DateTime now)
    {
        Expect(VoteMode.Secret);
        BrokenRuleException.ThrowIf(MayClose(roll));
        var count = Panels.Urn.Open(Urn, key, Id);
        if (count.Voters != marks.Count)
        {
            throw new InvalidOperationException("The urn does not hold one vote a mark.");
        }

        Seat(roll, marks.Select(mark => (mark.MemberId, mark.VoterId)));
        End(now);
        Outcome = Majority.Decide(count, seats.Count(seat => !seat.IsRecused));
        if (!HidesCounts && !count.BetrayAVoter)
        {
            (ForCount, AgainstCount, AbstainedCount) = (count.For, count.Against, count.Abstained);
        }

        Urn = [];
    }

    /// <summary>Why nobody may decide a tie by a second voice; null when whoever presided may.</summary>
    public Refusal? MayGiveCastingVote(Guid personId, VoteChoice choice) =>
        Mode is not VoteMode.Secret || Status is not BallotStatus.Closed || Outcome is not VoteOutcome.Tied ? new Refusal("ballot-not-tied", "Les voix ne sont pas partagées\u00a0: il n’y a rien à départager.")
        : !ChairHasCastingVote ? new Refusal("ballot-no-casting-vote", "La présidence n’a pas de voix prépondérante dans cette instance.")
        : personId != PresidingId ? new Refusal("ballot-not-presiding", "La voix prépondérante revient à la personne qui présidait le vote.")
        : choice is VoteChoice.Abstain ? new Refusal("ballot-casting-abstention", "Une voix prépondérante est pour ou contre.")
        : null;

    /// <summary>Gives it, aloud and under their name: the one voice that a secret ballot tells, apart from those in the urn.</summary>
    public void GiveCastingVote(Guid personId, VoteChoice choice)
    {
        BrokenRuleException.ThrowIf(MayGiveCastingVote(personId, choice));
        (CastingChoice, IsByCastingVote) = (choice, true);
        Outcome = choice is VoteChoice.For ? VoteOutcome.Adopted : VoteOutcome.Rejected;
    }
}

/// <summary>Somebody has voted in a secret ballot: who, for which seat, and nothing else.</summary>
public sealed class VoterMark
{
    private VoterMark()
    {
    }

    internal VoterMark(Guid ballotId, Guid memberId, Guid voterId) => (BallotId, MemberId, VoterId) = (ballotId, memberId, voterId);

    public Guid BallotId { get; private init; }

    /// <summary>One mark a seat.</summary>
    public Guid MemberId { get; private init; }

    public Guid VoterId { get; private init; }
}
