using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class BallotTests
{
    [Theory]
    [InlineData(Majority.Simple, 3, 2, 2, 7, VoteOutcome.Adopted)]
    [InlineData(Majority.Simple, 2, 2, 1, 5, VoteOutcome.Tied)]
    [InlineData(Majority.Simple, 0, 0, 5, 5, VoteOutcome.Rejected)]
    [InlineData(Majority.Simple, 1, 2, 0, 5, VoteOutcome.Rejected)]
    [InlineData(Majority.Absolute, 3, 2, 0, 5, VoteOutcome.Adopted)]
    [InlineData(Majority.Absolute, 3, 1, 2, 6, VoteOutcome.Rejected)]
    [InlineData(Majority.Absolute, 3, 3, 0, 6, VoteOutcome.Tied)]
    [InlineData(Majority.Absolute, 2, 1, 0, 6, VoteOutcome.Rejected)]
    [InlineData(Majority.TwoThirds, 4, 2, 1, 7, VoteOutcome.Adopted)]
    [InlineData(Majority.TwoThirds, 3, 2, 1, 7, VoteOutcome.Rejected)]
    [InlineData(Majority.TwoThirds, 2, 2, 0, 7, VoteOutcome.Rejected)]
    [InlineData(Majority.TwoThirds, 0, 0, 3, 7, VoteOutcome.Rejected)]
    public void Majorities(Majority majority, int votesFor, int against, int abstained, int eligible, VoteOutcome outcome) =>
        Assert.Equal(outcome, majority.Decide(new VoteCount(votesFor, against, abstained), eligible));

    [Fact]
    public void It_is_opened_on_the_item_being_heard_once_and_with_a_quorum()
    {
        var sample = new Sample(Sample.Half()).Begin();
        var other = sample.Session.Roll(sample.Panel, Recusals.None, sample.Items[1], Sample.Now);
        Assert.Equal("ballot-not-current", Ballot.MayBeOpened(sample.Session, other, [])?.Code);
        var ballot = sample.OpenNamed();
        Assert.Equal("ballot-already-open", Ballot.MayBeOpened(sample.Session, sample.Roll(), [ballot])?.Code);
        sample.Vote(ballot, 0, VoteChoice.For);
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal("ballot-already-held", Ballot.MayBeOpened(sample.Session, sample.Roll(), [ballot])?.Code);
        ballot.Annul("Erreur sur la question", Sample.Now);
        Assert.Equal(2, sample.OpenNamed(ballot).Number);
        Enumerable.Range(0, 3).ToList().ForEach(i => sample.Session.Depart(sample.People[i], Sample.Now));
        Assert.Equal("ballot-without-quorum", Ballot.MayBeOpened(sample.Session, sample.Roll(), [ballot])?.Code);
        sample.Session.Suspend(Sample.Now);
        Assert.Equal("session-not-open", Ballot.MayBeOpened(sample.Session, sample.Roll(), [])?.Code);
    }

    [Fact]
    public void Who_may_not_vote_is_told_why()
    {
        var sample = new Sample(Sample.Half()).Begin(absent: 4);
        var ballot = sample.OpenNamed();
        sample.Recuse(3);
        Assert.Equal("vote-recused", Code(3));
        Assert.Equal("vote-absent", Code(4));
        Assert.Equal("vote-without-voice", Code(5));
        Assert.Equal("vote-without-voice", Code(6));
        Assert.Equal("vote-absent", ballot.MayVote(sample.Session, sample.Roll(), sample.Clerk)?.Code);
        sample.Vote(ballot, 0, VoteChoice.For);
        Assert.Equal("vote-already-cast", Code(0));
        sample.Session.Suspend(Sample.Now);
        Assert.Equal("session-not-open", Code(1));
        sample.Session.Resume();
        sample.Session.Depart(sample.People[2], Sample.Now);
        Assert.Equal("vote-quorum-lost", Code(1));
        Assert.Equal("ballot-quorum-lost", ballot.MayClose(sample.Roll())?.Code);
        sample.Session.Arrive(sample.Panel, sample.People[2], Sample.Now);
        Assert.Null(Code(1));
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal("ballot-closed", Code(1));
        Assert.Equal("ballot-closed", ballot.MayClose(sample.Roll())?.Code);
        ballot.Annul("Erreur", Sample.Now);
        Assert.Equal("ballot-annulled", Code(1));
        Assert.Equal("ballot-annulled", ballot.MayAnnul("Erreur")?.Code);

        string? Code(int person) => ballot.MayVote(sample.Session, sample.Roll(), sample.People[person])?.Code;
    }

    [Fact]
    public void A_seat_has_one_voice_whoever_holds_it()
    {
        var sample = new Sample();
        var substitute = Ids.Next();
        sample.Panel.Delegate(sample.People[2], substitute, Sample.Day, Sample.Day, sample.Clerk, Sample.Now);
        sample.Begin();
        sample.Session.Arrive(sample.Panel, substitute, Sample.Now);
        var ballot = sample.OpenNamed();
        Assert.Equal("vote-absent", ballot.MayVote(sample.Session, sample.Roll(), substitute)?.Code);
        sample.Vote(ballot, 2, VoteChoice.For);
        sample.Session.Depart(sample.People[2], Sample.Now);
        Assert.Equal("vote-already-cast-by-seat", ballot.MayVote(sample.Session, sample.Roll(), substitute)?.Code);
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal(sample.People[2], ballot.Seats.Single(seat => seat.MemberId == sample.People[2]).PersonId);
    }

    [Theory]
    [InlineData(true, VoteChoice.Against, VoteOutcome.Rejected, true)]
    [InlineData(true, VoteChoice.For, VoteOutcome.Adopted, true)]
    [InlineData(true, VoteChoice.Abstain, VoteOutcome.Tied, false)]
    [InlineData(false, VoteChoice.For, VoteOutcome.Tied, false)]
    public void The_chair_decides_a_tie_only_when_the_rule_says_so(bool casting, VoteChoice chair, VoteOutcome outcome, bool isByCastingVote)
    {
        var sample = new Sample(casting: casting).Begin(absent: chair is VoteChoice.Abstain ? [] : [4]);
        var ballot = sample.OpenNamed();
        sample.Vote(ballot, 0, chair);
        sample.Vote(ballot, 1, chair is VoteChoice.For ? VoteChoice.Against : VoteChoice.For);
        sample.Vote(ballot, 2, VoteChoice.For);
        sample.Vote(ballot, 3, VoteChoice.Against);
        if (chair is VoteChoice.Abstain)
        {
            sample.Vote(ballot, 4, VoteChoice.Against);
        }

        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal((outcome, isByCastingVote), (ballot.Outcome, ballot.IsByCastingVote));
    }

    [Fact]
    public void A_ballot_by_name_is_counted_again_without_somebody_recused_since()
    {
        var sample = new Sample().Begin();
        var ballot = sample.OpenNamed();
        sample.Vote(ballot, 1, VoteChoice.For);
        sample.Vote(ballot, 2, VoteChoice.For);
        sample.Vote(ballot, 3, VoteChoice.Against);
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal((VoteOutcome.Adopted, 5, 0, 2, 3), Told());
        Assert.Equal(RecusalEffect.Recounted, ballot.Recuse(sample.People[2], Sample.Now));
        Assert.Equal((VoteOutcome.Tied, 5, 1, 2, 2), Told());
        Assert.Equal(RecusalEffect.None, ballot.Recuse(sample.People[2], Sample.Now));
        Assert.Equal(RecusalEffect.None, ballot.Recuse(sample.People[5], Sample.Now));
        Assert.Equal(RecusalEffect.Recounted, ballot.Recuse(sample.People[4], Sample.Now));
        Assert.Equal((VoteOutcome.Tied, 5, 2, 1, 2), Told());
        Assert.Equal(RecusalEffect.Annulled, ballot.Recuse(sample.People[0], Sample.Now));
        Assert.Null(ballot.Summary);

        (VoteOutcome, int, int, int?, int?) Told() => (ballot.Outcome!.Value, ballot.Summary!.Present, ballot.Summary.Recused, ballot.Summary.Silent, ballot.Summary.Votes);
    }

    [Fact]
    public void A_ballot_whose_quorum_somebody_recused_made_is_annulled()
    {
        var sample = new Sample(new QuorumRule(4, null, true, false)).Begin(absent: 4);
        var ballot = sample.OpenNamed();
        sample.Vote(ballot, 3, VoteChoice.For);
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal(RecusalEffect.Annulled, ballot.Recuse(sample.People[3], Sample.Now));
        Assert.Equal((BallotStatus.Annulled, null, null), (ballot.Status, ballot.Outcome, ballot.Count));
    }

    [Fact]
    public void The_summary_is_a_sentence()
    {
        var sample = new Sample(casting: true).Begin();
        sample.Recuse(4);
        var ballot = sample.OpenNamed();
        sample.Vote(ballot, 0, VoteChoice.For);
        sample.Vote(ballot, 1, VoteChoice.Against);
        sample.Vote(ballot, 2, VoteChoice.Abstain);
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal(
            "Vote nominatif\u00a0: 5 membres présents, un déport, une personne n’a pas pris part au vote\u00a0; 1 pour, 1 contre, 1 abstention. Résultat\u00a0: adopté, par la voix prépondérante de la présidence.",
            ballot.Summary!.Sentence);
    }

    /// <summary>Random sittings of five voting members, against counts kept apart.</summary>
    [Fact]
    public void Votes_are_those_present_less_those_recused_less_the_abstentions()
    {
        var (closed, told, hidden, annulled) = (0, 0, 0, 0);
        var key = new UrnKey(new byte[UrnKey.Length]);
        Cases.Play(Cases.Many, random =>
        {
            var isSecret = random.Chance(50);
            var sample = new Sample(new QuorumRule(random.Next(0, 4), null, true, false), (Majority)random.Next(3), random.Chance(50)).Begin(absent: [5, 6]);
            var ballot = isSecret ? Ballot.OpenSecret(Ids.Next(), sample.Panel, sample.Session, sample.Roll(), [], "?", key, Sample.Now) : sample.OpenNamed();
            var (present, recused, choices) = (new HashSet<int>(Enumerable.Range(0, 5)), new HashSet<int>(), new Dictionary<int, VoteChoice>());
            for (var step = random.Next(4, 12); step > 0; step--)
            {
                var person = random.Next(5);
                switch (random.Next(10))
                {
                    case 0 when !recused.Contains(person):
                        sample.Recuse(person);
                        recused.Add(person);
                        ballot.Recuse(sample.People[person], Sample.Now);
                        break;
                    case 1 when present.Remove(person):
                        sample.Session.Depart(sample.People[person], Sample.Now);
                        break;
                    case 2 when present.Add(person):
                        sample.Session.Arrive(sample.Panel, sample.People[person], Sample.Now);
                        break;
                    default:
                        var (choice, roll) = ((VoteChoice)random.Next(3), sample.Roll());
                        if (ballot.MayVote(sample.Session, roll, sample.People[person]) is not null)
                        {
                            break;
                        }

                        Assert.True(present.Contains(person) && !recused.Contains(person) && choices.TryAdd(person, choice));
                        Assert.True(present.Count(one => !recused.Contains(one)) >= sample.Panel.Quorum.Count);
                        if (isSecret)
                        {
                            ballot.CastSecretly(sample.Session, roll, sample.People[person], choice, key);
                        }
                        else
                        {
                            ballot.Cast(sample.Session, roll, sample.People[person], choice, Sample.Now);
                        }

                        break;
                }
            }

            var isUnpicked = isSecret && choices.Keys.Any(recused.Contains);
            Assert.Equal(isUnpicked, ballot.Status is BallotStatus.Annulled);
            if (isUnpicked || ballot.MayClose(sample.Roll()) is not null)
            {
                return;
            }

            if (isSecret)
            {
                ballot.CloseSecretly(sample.Roll(), key, Sample.Now);
            }
            else
            {
                ballot.Close(sample.Roll(), Sample.Now);
            }

            Check();
            var late = random.Next(5);
            if (random.Chance(50) && recused.Add(late))
            {
                var effect = ballot.Recuse(sample.People[late], Sample.Now);
                annulled += effect is RecusalEffect.Annulled ? 1 : 0;
                Assert.True(!isSecret || !choices.ContainsKey(late) || effect is RecusalEffect.Annulled);
                if (ballot.Status is BallotStatus.Closed)
                {
                    Check();
                }
            }

            void Check()
            {
                var summary = ballot.Summary!;
                var seated = present.Union(choices.Keys).ToList();
                var valid = choices.Where(vote => !recused.Contains(vote.Key)).Select(vote => vote.Value).ToList();
                Assert.Equal(seated.Count, summary.Present);
                Assert.Equal(seated.Count(recused.Contains), summary.Recused);
                Assert.Equal(valid.Count, summary.Voters);
                closed++;
                if (summary.Count is not { } count)
                {
                    Assert.True(isSecret);
                    Assert.True(valid.Count <= 2 || Enum.GetValues<VoteChoice>().Any(choice => valid.Count(one => one == choice) >= valid.Count - 1));
                    hidden++;
                    return;
                }

                told++;
                Assert.Equal(new VoteCount(valid.Count(one => one is VoteChoice.For), valid.Count(one => one is VoteChoice.Against), valid.Count(one => one is VoteChoice.Abstain)), count);
                Assert.Equal(count.For + count.Against, summary.Votes);
                Assert.Equal(seated.Count(one => !recused.Contains(one)) - valid.Count + count.Abstained, summary.Abstentions);
                Assert.Equal(summary.Votes, summary.Present - summary.Recused - summary.Abstentions);
            }
        });
        Assert.True(closed > Cases.Many / 2 && told > Cases.Many / 5 && hidden > Cases.Many / 10 && annulled > Cases.Many / 50, $"{closed} {told} {hidden} {annulled}");
    }
}
