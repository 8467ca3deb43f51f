using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class PanelTests
{
    private readonly Sample sample = new();

    private Panel Panel => sample.Panel;

    [Fact]
    public void A_member_leaves_with_a_day_and_a_reason_and_stays_in_the_history()
    {
        var member = sample.People[0];
        Assert.Equal("panel-removal-unexplained", Panel.MayRemove(member, Sample.Day, " ")?.Code);
        Assert.Equal("panel-removed-before-admitted", Panel.MayRemove(member, Sample.Day.AddDays(-31), "Mutation")?.Code);
        Assert.Equal("panel-not-a-member", Panel.MayRemove(Ids.Next(), Sample.Day, "Mutation")?.Code);
        Panel.Delegate(member, Ids.Next(), Sample.Day, Sample.Day.AddDays(3), sample.Clerk, Sample.Now);
        Panel.Remove(member, Sample.Day, "Mutation", sample.Clerk, Sample.Now);
        Assert.NotNull(Panel.MemberOn(member, Sample.Day.AddDays(-1)));
        Assert.Null(Panel.MemberOn(member, Sample.Day));
        Assert.Equal("Mutation", Panel.Members.Single(one => one.PersonId == member).RemovalReason);
        Assert.Null(Panel.ChairId);
        Assert.NotNull(Panel.Delegations.Single().EndedAt);

        Panel.Admit(member, Capacity.Advisory, Sample.Day.AddDays(10));
        Assert.Equal(Capacity.Advisory, Panel.MemberOn(member, Sample.Day.AddDays(10))!.Capacity);
        Assert.Equal(8, Panel.Members.Count);
    }

    [Fact]
    public void Members_know_a_few_things_in_a_few_words()
    {
        Panel.Qualify(new Dictionary<int, IReadOnlyList<string>> { [1] = ["eau", "données"] });
        Assert.Equal(["eau", "données"], Panel.Members[0].Competences);
        Assert.Empty(Panel.Members[1].Competences);
        Assert.Equal("panel-not-a-member", Refused(99, "eau"));
        Assert.Equal("panel-competence-too-long", Refused(1, new string('a', PanelMember.CompetenceLength + 1)));
        Assert.Equal("panel-competence-too-long", Refused(1, ""));
        Assert.Equal("panel-competences-too-many", Refused(1, [.. Enumerable.Range(0, PanelMember.MostCompetences + 1).Select(i => $"c{i}")]));

        string? Refused(int number, params string[] known) => Panel.MayQualify(new Dictionary<int, IReadOnlyList<string>> { [number] = known })?.Code;
    }

    [Fact]
    public void Nobody_is_a_member_twice() => Assert.Equal("panel-already-member", Panel.MayAdmit(sample.People[3], Sample.Day)?.Code);

    [Fact]
    public void A_voting_member_presides_and_somebody_else_writes()
    {
        var people = sample.People;
        Assert.Equal("panel-chair-not-voting", Panel.MayBeConducted(people[5], null, sample.Clerk, Sample.Day)?.Code);
        Assert.Equal("panel-chair-not-voting", Panel.MayBeConducted(people[0], people[6], sample.Clerk, Sample.Day)?.Code);
        Assert.Equal("panel-chair-twice", Panel.MayBeConducted(people[0], people[0], sample.Clerk, Sample.Day)?.Code);
        Assert.Equal("panel-chair-is-clerk", Panel.MayBeConducted(people[0], null, people[0], Sample.Day)?.Code);
        Assert.Equal("panel-chair-is-clerk", Panel.MayBeConducted(people[0], people[1], people[1], Sample.Day)?.Code);
        Assert.Null(Panel.MayBeConducted(people[0], people[1], people[2], Sample.Day));
    }

    [Fact]
    public void A_substitute_is_no_member_stands_for_one_and_has_none()
    {
        var (member, other, substitute) = (sample.People[0], sample.People[1], Ids.Next());
        Panel.Delegate(member, substitute, Sample.Day, Sample.Day.AddDays(5), sample.Clerk, Sample.Now);
        Assert.Equal(substitute, Panel.SubstituteOf(member, Sample.Day.AddDays(5)));
        Assert.Null(Panel.SubstituteOf(member, Sample.Day.AddDays(6)));
        Assert.Equal(member, Panel.SubstitutedBy(substitute, Sample.Day)!.PersonId);

        Assert.Equal("panel-delegation-ends-before-it-starts", Panel.MayDelegate(other, Ids.Next(), Sample.Day, Sample.Day.AddDays(-1))?.Code);
        Assert.Equal("panel-not-a-member", Panel.MayDelegate(Ids.Next(), Ids.Next(), Sample.Day, Sample.Day)?.Code);
        Assert.Equal("panel-substitute-is-member", Panel.MayDelegate(other, member, Sample.Day, Sample.Day)?.Code);
        Assert.Equal("panel-delegation-overlaps", Panel.MayDelegate(member, Ids.Next(), Sample.Day.AddDays(5), Sample.Day.AddDays(9))?.Code);
        Assert.Equal("panel-substitute-taken", Panel.MayDelegate(other, substitute, Sample.Day.AddDays(2), Sample.Day.AddDays(9))?.Code);
        Assert.Null(Panel.MayDelegate(other, substitute, Sample.Day.AddDays(6), Sample.Day.AddDays(9)));
        Assert.Equal("panel-member-is-substitute", Panel.MayAdmit(substitute, Sample.Day.AddDays(5))?.Code);
        Assert.Null(Panel.MayAdmit(substitute, Sample.Day.AddDays(6)));

        Panel.EndDelegation(1, sample.Clerk, Sample.Now);
        Assert.Equal("panel-delegation-over", Panel.MayEndDelegation(1)?.Code);
        Assert.Null(Panel.SubstituteOf(member, Sample.Day));
    }

    [Fact]
    public void Substitutions_do_not_chain()
    {
        // Somebody leaves, has been supplanted for, and comes back as a substitute: the period is looked at, not the person.
        var (member, substitute) = (sample.People[2], Ids.Next());
        Panel.Delegate(member, substitute, Sample.Day, Sample.Day.AddDays(20), sample.Clerk, Sample.Now);
        Assert.Equal("panel-not-a-member", Panel.MayDelegate(substitute, Ids.Next(), Sample.Day, Sample.Day)?.Code);
    }

    [Fact]
    public void What_was_not_asked_first_throws() =>
        Assert.Equal("panel-already-member", Assert.Throws<BrokenRuleException>(() => Panel.Admit(sample.People[0], Capacity.Voting, Sample.Day)).Refusal.Code);
}
