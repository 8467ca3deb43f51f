using System.Collections;
using System.Reflection;
using System.Security.Cryptography;
using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class SecretBallotTests
{
    private static readonly UrnKey Key = new(Enumerable.Range(0, UrnKey.Length).Select(i => (byte)i).ToArray());
    private static readonly UrnKey OtherKey = new(new byte[UrnKey.Length]);

    private readonly Sample sample = new Sample(casting: true).Begin();

    [Theory]
    [InlineData(0, 0, 0, true)]
    [InlineData(1, 1, 0, true)]
    [InlineData(2, 1, 0, true)]
    [InlineData(1, 1, 1, false)]
    [InlineData(5, 0, 0, true)]
    [InlineData(4, 1, 0, true)]
    [InlineData(3, 2, 0, false)]
    [InlineData(0, 1, 4, true)]
    [InlineData(3, 1, 1, false)]
    public void Counts_that_betray_a_voter(int votesFor, int against, int abstained, bool betray) => Assert.Equal(betray, new VoteCount(votesFor, against, abstained).BetrayAVoter);

    [Fact]
    public void Counts_that_would_betray_are_not_even_kept()
    {
        var ballot = Vote(VoteChoice.For, VoteChoice.For, VoteChoice.For, VoteChoice.For, VoteChoice.Against);
        Assert.Equal((VoteOutcome.Adopted, null, null, null), (ballot.Outcome, ballot.ForCount, ballot.AgainstCount, ballot.AbstainedCount));
        Assert.Null(ballot.Summary!.Votes);
        Assert.Equal("Vote à bulletins secrets\u00a0: 5 membres présents\u00a0; le détail n’est pas donné, il dévoilerait un vote. Résultat\u00a0: adopté.", ballot.Summary.Sentence);
        Assert.Equal(new VoteCount(3, 2, 0), Vote(VoteChoice.For, VoteChoice.For, VoteChoice.For, VoteChoice.Against, VoteChoice.Against).Count);
    }

    [Fact]
    public void Nobody_votes_twice()
    {
        var ballot = Open();
        Cast(ballot, 0, VoteChoice.For);
        Assert.Equal("vote-already-cast", ballot.MayVote(sample.Session, sample.Roll(), sample.People[0])?.Code);
        Assert.Throws<BrokenRuleException>(() => Cast(ballot, 0, VoteChoice.Against));
        Assert.Throws<InvalidOperationException>(() => sample.Vote(ballot, 1, VoteChoice.For));
    }

    [Fact]
    public void A_recusal_of_a_voter_annuls_it_and_leaves_no_count()
    {
        var ballot = Vote(VoteChoice.For, VoteChoice.For, VoteChoice.For, VoteChoice.Against, VoteChoice.Against);
        Assert.Equal(RecusalEffect.Annulled, ballot.Recuse(sample.People[3], Sample.Now));
        Assert.Equal((BallotStatus.Annulled, null, null), (ballot.Status, ballot.Count, ballot.Outcome));
        Assert.Equal("Un déport est intervenu après le vote.", ballot.AnnulmentReason);
        var again = Ballot.OpenSecret(Ids.Next(), sample.Panel, sample.Session, sample.Roll(), [ballot], "?", OtherKey, Sample.Now);
        Assert.Equal((2, true), (again.Number, again.HidesCounts));

        // Three against two, then two against two: the one who left had voted for. The second count is not told.
        VoteChoice[] choices = [VoteChoice.For, VoteChoice.For, VoteChoice.Against, VoteChoice.Against];
        sample.Recuse(3);
        for (var i = 0; i < 4; i++)
        {
            again.CastSecretly(sample.Session, sample.Roll(), sample.People[i == 3 ? 4 : i], choices[i], OtherKey);
        }

        again.CloseSecretly(sample.Roll(), OtherKey, Sample.Now);
        Assert.Equal((VoteOutcome.Tied, null), (again.Outcome, again.Count));

        var open = Open();
        Cast(open, 0, VoteChoice.For);
        Assert.Equal(RecusalEffect.None, open.Recuse(sample.People[1], Sample.Now));
        Assert.Equal(RecusalEffect.Annulled, open.Recuse(sample.People[0], Sample.Now));
        Assert.Empty(open.Urn);
    }

    [Fact]
    public void It_is_not_closed_with_the_vote_of_somebody_recused_in_it()
    {
        var ballot = Open();
        Cast(ballot, 1, VoteChoice.For);
        sample.Recuse(1);
        Assert.Equal("ballot-voter-recused", ballot.MayClose(sample.Roll())?.Code);
    }

    [Fact]
    public void The_second_voice_of_the_chair_is_given_apart()
    {
        var ballot = Vote(VoteChoice.For, VoteChoice.For, VoteChoice.Against, VoteChoice.Against, VoteChoice.Abstain);
        Assert.Equal(VoteOutcome.Tied, ballot.Outcome);
        Assert.Equal("ballot-not-presiding", ballot.MayGiveCastingVote(sample.People[1], VoteChoice.For)?.Code);
        Assert.Equal("ballot-casting-abstention", ballot.MayGiveCastingVote(sample.People[0], VoteChoice.Abstain)?.Code);
        ballot.GiveCastingVote(sample.People[0], VoteChoice.Against);
        Assert.Equal((VoteOutcome.Rejected, true, new VoteCount(2, 2, 1)), (ballot.Outcome, ballot.IsByCastingVote, ballot.Count));
        Assert.Equal("ballot-not-tied", ballot.MayGiveCastingVote(sample.People[0], VoteChoice.For)?.Code);

        var other = new Sample().Begin(absent: 4);
        var without = Ballot.OpenSecret(Ids.Next(), other.Panel, other.Session, other.Roll(), [], "?", Key, Sample.Now);
        VoteChoice[] tied = [VoteChoice.For, VoteChoice.For, VoteChoice.Against, VoteChoice.Against];
        for (var i = 0; i < 4; i++)
        {
            without.CastSecretly(other.Session, other.Roll(), other.People[i], tied[i], Key);
        }

        without.CloseSecretly(other.Roll(), Key, Sample.Now);
        Assert.Equal("ballot-no-casting-vote", without.MayGiveCastingVote(other.People[0], VoteChoice.For)?.Code);
    }

    [Fact]
    public void The_urn_is_closed_to_other_keys_other_ballots_and_other_bytes()
    {
        var ballot = Open();
        Assert.Throws<AuthenticationTagMismatchException>(() => ballot.CastSecretly(sample.Session, sample.Roll(), sample.People[0], VoteChoice.For, OtherKey));
        Assert.Empty(ballot.Marks);
        Cast(ballot, 0, VoteChoice.For);
        ballot.Urn[^1] ^= 1;
        Assert.Throws<AuthenticationTagMismatchException>(() => Cast(ballot, 1, VoteChoice.For));
        ballot.Urn[^1] ^= 1;
        var other = Open();
        ballot.Urn.CopyTo(other.Urn, 0);
        Assert.Throws<AuthenticationTagMismatchException>(() => Cast(other, 1, VoteChoice.For));
        Assert.Throws<ArgumentException>(() => new UrnKey(new byte[16]));
    }

    [Fact]
    public void Between_two_votes_the_urn_tells_nothing()
    {
        var (ballot, seen) = (Open(), new HashSet<string>(StringComparer.Ordinal));
        for (var i = 0; i < 5; i++)
        {
            seen.Add(Convert.ToHexString(ballot.Urn));
            Cast(ballot, i, VoteChoice.For);
        }

        Assert.Equal(5, seen.Count);
        Assert.All(seen, urn => Assert.Equal(80, urn.Length));
        Assert.Null(ballot.Count);
        Assert.Null(ballot.Outcome);
        Assert.Null(ballot.Summary);
        ballot.CloseSecretly(sample.Roll(), Key, Sample.Now);
        Assert.Empty(ballot.Urn);
    }

    /// <summary>No field of what is kept is an instant, a number or an order of votes: whoever voted what, in whatever order, the whole state is the same.</summary>
    [Fact]
    public void Nothing_kept_tells_who_voted_what()
    {
        var told = 0;
        var roll = sample.Roll();
        Cases.Play(Cases.Many, random =>
        {
            var id = Ids.Next();
            var voters = random.Shuffled(Enumerable.Range(0, 5)).Take(random.Next(2, 6)).ToArray();
            var choices = voters.Select(_ => (VoteChoice)random.Next(3)).ToArray();
            var (one, other) = (Open(id), Open(id));
            var (votes, swapped) = (voters.Zip(choices).ToArray(), random.Shuffled(voters).Zip(random.Shuffled(choices)).ToArray());
            foreach (var (voter, choice) in votes)
            {
                one.CastSecretly(sample.Session, roll, sample.People[voter], choice, Key);
            }

            foreach (var (voter, choice) in swapped)
            {
                other.CastSecretly(sample.Session, roll, sample.People[voter], choice, Key);
            }

            Assert.Equal(one.Urn.Length, other.Urn.Length);
            Assert.Null(State.Difference(one, other, but: "<Urn>k__BackingField"));
            one.CloseSecretly(roll, Key, Sample.Now);
            other.CloseSecretly(roll, Key, Sample.Now);
            Assert.Null(State.Difference(one, other));
            told += one.Count is null ? 0 : 1;
        });
        Assert.InRange(told, Cases.Many / 10, Cases.Many);
    }

    [Fact]
    public void What_compares_states_sees_a_ballot_by_name_an_urn_and_a_mark()
    {
        var id = Ids.Next();
        Ballot[] named = [.. Enumerable.Range(0, 2).Select(_ => Ballot.OpenNamed(id, sample.Panel, sample.Session, sample.Roll(), [], "?", Sample.Now))];
        Assert.Null(State.Difference(named[0], named[1]));
        sample.Vote(named[0], 0, VoteChoice.For);
        sample.Vote(named[1], 0, VoteChoice.Against);
        Assert.Equal("votes/<Choice>k__BackingField/", State.Difference(named[0], named[1]));
        Ballot[] secret = [Open(id), Open(id)];
        Assert.Equal("<Urn>k__BackingField/", State.Difference(secret[0], secret[1])?.Replace("marks/", "", StringComparison.Ordinal));
        Cast(secret[0], 0, VoteChoice.For);
        Cast(secret[1], 1, VoteChoice.For);
        Assert.Equal("marks/<MemberId>k__BackingField/", State.Difference(secret[0], secret[1], but: "<Urn>k__BackingField"));
    }

    private Ballot Open(Guid? id = null) => Ballot.OpenSecret(id ?? Ids.Next(), sample.Panel, sample.Session, sample.Roll(), [], "?", Key, Sample.Now);

    private void Cast(Ballot ballot, int person, VoteChoice choice) => ballot.CastSecretly(sample.Session, sample.Roll(), sample.People[person], choice, Key);

    private Ballot Vote(params VoteChoice[] choices)
    {
        var ballot = Open();
        for (var i = 0; i < choices.Length; i++)
        {
            Cast(ballot, i, choices[i]);
        }

        ballot.CloseSecretly(sample.Roll(), Key, Sample.Now);
        return ballot;
    }

    /// <summary>Two objects field by field, private ones included, and what they hold in its order.</summary>
    private static class State
    {
        private static readonly Dictionary<Type, FieldInfo[]> Fields = [];

        /// <summary>Where the two first differ: « marks/VoterId »; null when they do not.</summary>
        /// <param name="but">A property that is left out.</param>
        public static string? Difference(object? one, object? other, string? but = null)
        {
            switch (one, other)
            {
                case (null, null):
                    return null;
                case (null, _) or (_, null):
                    return "";
                case (string or ValueType, _):
                    return one.Equals(other) ? null : "";
                case (IEnumerable items, IEnumerable others):
                    var (left, right) = (items.Cast<object>().ToList(), others.Cast<object>().ToList());
                    return left.Count != right.Count ? "" : left.Zip(right).Select(pair => Difference(pair.First, pair.Second, but)).FirstOrDefault(difference => difference is not null);
                default:
                    foreach (var field in FieldsOf(one.GetType()))
                    {
                        if (field.Name != but && Difference(field.GetValue(one), field.GetValue(other), but) is { } difference)
                        {
                            return $"{field.Name}/{difference}";
                        }
                    }

                    return null;
            }
        }

        private static FieldInfo[] FieldsOf(Type type) => Fields.TryGetValue(type, out var known)
            ? known
            : Fields[type] = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
    }
}
