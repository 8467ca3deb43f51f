using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class QuorumTests
{
    [Theory]
    [InlineData(1, 2, 7, 4)]
    [InlineData(1, 2, 6, 3)]
    [InlineData(2, 3, 7, 5)]
    [InlineData(1, 1, 7, 7)]
    [InlineData(0, 2, 7, 0)]
    [InlineData(1, 2, 0, 0)]
    public void A_share_is_rounded_up(int count, int outOf, int seats, int required) => Assert.Equal(required, new QuorumRule(count, outOf, true, false).Required(seats));

    [Fact]
    public void A_number_is_a_number() => Assert.Equal(3, new QuorumRule(3, null, true, false).Required(7));

    [Theory]
    [InlineData(-1, null)]
    [InlineData(3, 2)]
    [InlineData(1, 0)]
    public void What_is_no_rule_is_refused(int count, int? outOf) => Assert.Equal("quorum-impossible", new QuorumRule(count, outOf, true, false).Problem?.Code);

    [Fact]
    public void It_says_why_it_is_not_reached()
    {
        var sample = new Sample(new QuorumRule(4, null, CountsSubstitutes: true, RequiresChair: true)).Begin();
        Assert.Null(sample.Roll().Quorum.WhyNot);
        sample.Recuse(2);
        Assert.Null(sample.Roll().Quorum.WhyNot);
        sample.Recuse(3);
        Assert.Equal("Quorum non atteint\u00a0: 3 sur 5 membres qui votent, il en faut 4 (2 membres se sont retirés pour ce point).", sample.Roll().Quorum.WhyNot);
        Assert.Null(sample.Session.Roll(sample.Panel, sample.InForce, sample.Items[1], Sample.Now).Quorum.WhyNot);
    }

    [Fact]
    public void The_deputy_presides_when_the_chair_is_away_or_recused()
    {
        var sample = new Sample(new QuorumRule(1, null, CountsSubstitutes: true, RequiresChair: true)).Begin();
        Assert.Equal(sample.People[0], sample.Roll().Presiding!.OccupantId);
        sample.Recuse(0);
        Assert.Equal(sample.People[1], sample.Roll().Presiding!.OccupantId);
        sample.Recuse(1);
        Assert.Equal("Quorum non atteint\u00a0: personne n’est là pour présider.", sample.Roll().Quorum.WhyNot);
    }

    [Fact]
    public void The_substitute_of_a_recused_member_who_is_there_does_not_take_the_seat()
    {
        var sample = new Sample();
        var substitute = Ids.Next();
        sample.Panel.Delegate(sample.People[2], substitute, Sample.Day, Sample.Day, sample.Clerk, Sample.Now);
        sample.Begin();
        sample.Session.Arrive(sample.Panel, substitute, Sample.Now);
        Assert.Null(sample.Roll().SeatOf(substitute));
        sample.Recuse(2);
        Assert.Null(sample.Roll().SeatOf(substitute));
        Assert.False(sample.Roll().SeatOf(sample.People[2])!.Counts);
        sample.Session.Depart(sample.People[2], Sample.Now);
        Assert.True(sample.Roll().SeatOf(substitute)!.Votes);
    }

    /// <summary>The rule, written again as a civil servant would apply it with a pencil.</summary>
    [Fact]
    public void It_is_never_reached_when_the_rule_says_that_it_is_not()
    {
        var (reached, lost) = (0, 0);
        Cases.Play(Cases.Many, random =>
        {
            var people = Enumerable.Range(0, random.Next(1, 8)).Select(_ => Ids.Next()).ToArray();
            var rule = random.Chance(50)
                ? new QuorumRule(random.Next(0, 6), null, random.Chance(50), random.Chance(50))
                : new QuorumRule(random.Next(0, 4), random.Next(3, 6), random.Chance(50), random.Chance(50));
            var panel = Panel.Constitute(Ids.Next(), "Jury", "Jury", new Subject("Call", Ids.Next()), rule, Majority.Simple, chairHasCastingVote: false);
            var voting = people.Select(_ => random.Chance(75)).ToArray();
            voting[0] = true;
            for (var i = 0; i < people.Length; i++)
            {
                panel.Admit(people[i], voting[i] ? Capacity.Voting : Capacity.Observer, Sample.Day.AddDays(-5));
            }

            var deputy = Array.FindIndex(voting, 1, isVoting => isVoting);
            panel.Conduct(people[0], deputy < 0 || random.Chance(50) ? null : people[deputy], Ids.Next(), Sample.Day);
            var hasDeputy = panel.DeputyChairId is not null;
            var left = people.Select((_, i) => i > 0 && i != deputy && random.Chance(10)).ToArray();
            var substitutes = people.Select(_ => random.Chance(40) ? Ids.Next() : (Guid?)null).ToArray();
            var started = people.Select(_ => random.Chance(70)).ToArray();
            for (var i = 0; i < people.Length; i++)
            {
                if (substitutes[i] is { } substitute)
                {
                    panel.Delegate(people[i], substitute, started[i] ? Sample.Day : Sample.Day.AddDays(1), Sample.Day.AddDays(2), Ids.Next(), Sample.Now);
                }

                if (left[i])
                {
                    panel.Remove(people[i], Sample.Day, "Départ", Ids.Next(), Sample.Now);
                }
            }

            var item = Sample.NewItem();
            var everybody = people.Concat(substitutes.OfType<Guid>()).ToArray();
            var present = everybody.Where(_ => random.Chance(60)).ToHashSet();
            var recused = everybody.Where(_ => random.Chance(15)).ToHashSet();
            var recusals = new Recusals(recused.Select(person => Recusal.Enter(Ids.Next(), panel, person, item, ConflictKind.Other, "", person, Recusals.None, Sample.Now)));
            var roll = SeatRoll.Of(panel, present, recusals, item, Sample.Day);

            var (seats, counted) = (0, 0);
            var chaired = new List<bool>();
            for (var i = 0; i < people.Length; i++)
            {
                if (!voting[i] || left[i])
                {
                    continue;
                }

                seats++;
                var inPerson = present.Contains(people[i]);
                var bySubstitute = !inPerson && started[i] && substitutes[i] is { } s && present.Contains(s) && !recused.Contains(s);
                var sits = (inPerson && !recused.Contains(people[i])) || (bySubstitute && rule.CountsSubstitutes);
                counted += sits ? 1 : 0;
                if (i == 0 || (hasDeputy && i == deputy))
                {
                    chaired.Add(sits);
                }
            }

            var required = rule.OutOf is { } whole ? (int)Math.Ceiling((decimal)seats * rule.Count / whole) : rule.Count;
            var expected = counted >= required && (!rule.RequiresChair || chaired.Contains(true));
            Assert.Equal(expected, roll.Quorum.IsReached);
            Assert.Equal(expected, roll.Quorum.WhyNot is null);
            Assert.Equal(counted, roll.Quorum.Present);
            (reached, lost) = (reached + (expected ? 1 : 0), lost + (expected ? 0 : 1));
        });
        Assert.True(reached > Cases.Many / 10 && lost > Cases.Many / 10);
    }
}
