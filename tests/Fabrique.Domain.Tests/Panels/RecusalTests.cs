using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class RecusalTests
{
    private readonly Sample sample = new();

    [Fact]
    public void One_declares_ones_own_and_the_chair_imposes_with_a_reason()
    {
        var (person, item) = (sample.People[3], sample.Items[0]);
        Assert.Equal("recusal-not-yours", Recusal.MayBeEntered(sample.Panel, person, item, "Frère", sample.People[4], Recusals.None)?.Code);
        Assert.Equal("recusal-unexplained", Recusal.MayBeEntered(sample.Panel, person, item, "", sample.People[0], Recusals.None)?.Code);
        Assert.Null(Recusal.MayBeEntered(sample.Panel, person, item, "", person, Recusals.None));
        Assert.Equal(RecusalOrigin.Declared, sample.Recuse(3).Origin);
        Assert.Equal("recusal-already-entered", Recusal.MayBeEntered(sample.Panel, person, item, "", person, sample.InForce)?.Code);
        var imposed = Recusal.Enter(Ids.Next(), sample.Panel, sample.People[4], item, ConflictKind.Hierarchical, "Dirige le service", sample.Clerk, sample.InForce, Sample.Now);
        Assert.Equal(RecusalOrigin.Imposed, imposed.Origin);
    }

    [Fact]
    public void It_is_withdrawn_by_whoever_conducts_the_panel_and_never_by_the_person()
    {
        var recusal = sample.Recuse(0);
        Assert.Equal("recusal-not-yours", recusal.MayBeWithdrawn(sample.Panel, "Erreur", sample.People[0])?.Code);
        Assert.Equal("recusal-not-yours", recusal.MayBeWithdrawn(sample.Panel, "Erreur", sample.People[3])?.Code);
        Assert.Equal("recusal-withdrawal-unexplained", recusal.MayBeWithdrawn(sample.Panel, "", sample.Clerk)?.Code);
        Assert.True(sample.InForce.Excludes(sample.People[0], sample.Items[0]));
        recusal.Withdraw(sample.Panel, "Erreur", sample.Clerk, Sample.Now);
        Assert.False(sample.InForce.Excludes(sample.People[0], sample.Items[0]));
        Assert.Equal("recusal-already-withdrawn", recusal.MayBeWithdrawn(sample.Panel, "Erreur", sample.Clerk)?.Code);
    }

    [Fact]
    public void Whoever_runs_panels_imposes_and_withdraws_them_without_being_of_this_one()
    {
        var (team, person, item) = (Ids.Next(), sample.People[3], sample.Items[0]);
        Assert.Equal("recusal-not-yours", Recusal.MayBeEntered(sample.Panel, person, item, "Frère", team, Recusals.None)?.Code);
        var recusal = Recusal.Enter(Ids.Next(), sample.Panel, person, item, ConflictKind.Personal, "Frère", team, Recusals.None, Sample.Now, isRun: true);
        Assert.Equal(RecusalOrigin.Imposed, recusal.Origin);
        Assert.Equal("recusal-not-yours", recusal.MayBeWithdrawn(sample.Panel, "Erreur", team)?.Code);
        Assert.Equal("recusal-not-yours", recusal.MayBeWithdrawn(sample.Panel, "Erreur", person, isRun: true)?.Code);
        recusal.Withdraw(sample.Panel, "Erreur", team, Sample.Now, isRun: true);
        Assert.False(recusal.IsInForce);
    }

    [Fact]
    public void Ones_own_case_is_inferred_and_stays()
    {
        var (person, item) = (sample.People[3], sample.Items[0]);
        var recusal = Recusal.Infer(Ids.Next(), sample.Panel, person, item, ConflictKind.Applicant, Recusals.None, Sample.Now)!;
        Assert.Equal("own-case", recusal.MayBeWithdrawn(sample.Panel, "Erreur", sample.Clerk)?.Code);
        Assert.Null(Recusal.Infer(Ids.Next(), sample.Panel, person, item, ConflictKind.Applicant, new Recusals([recusal]), Sample.Now));
        Assert.Throws<ArgumentException>(() => Recusal.Infer(Ids.Next(), sample.Panel, person, item, ConflictKind.SameUnit, Recusals.None, Sample.Now));
    }

    [Fact]
    public void What_somebody_may_do_follows_their_capacity_and_ends_with_a_recusal()
    {
        var substitute = Ids.Next();
        sample.Panel.Delegate(sample.People[5], substitute, Sample.Day, Sample.Day, sample.Clerk, Sample.Now);
        Assert.Equal("rsv", Told(sample.People[3]));
        Assert.Equal("rs", Told(sample.People[5]));
        Assert.Equal("rs", Told(substitute));
        Assert.Equal("r", Told(sample.People[6]));
        Assert.Equal("r", Told(sample.Clerk));
        Assert.Equal("", Told(Ids.Next()));
        foreach (var person in new[] { sample.People[3], sample.People[5], substitute, sample.People[6], sample.Clerk })
        {
            sample.Recuse(person, sample.Items[0]);
            Assert.Equal("", Told(person));
        }

        string Told(Guid person)
        {
            var part = Participation.Of(sample.Panel, sample.InForce, person, sample.Items[0], Sample.Day);
            return $"{(part.MayRead ? "r" : "")}{(part.MayScore ? "s" : "")}{(part.MayVote ? "v" : "")}";
        }
    }

    [Fact]
    public void Items_are_assigned_by_hand_to_those_who_score_and_have_a_part()
    {
        Assert.Equal("assignment-not-a-reviewer", Code(6));
        Assert.Null(Code(5));
        sample.Recuse(5);
        Assert.Equal("assignment-recused", Code(5));
        var made = Assignment.Make(Ids.Next(), sample.Panel.Id, sample.Items[0], sample.People[3], seed: null, sample.Clerk, Sample.Now);
        Assert.Equal("assignment-already-made", Code(3, made));
        made.Withdraw("Absence", Sample.Now);
        Assert.Null(Code(3, made));

        string? Code(int person, params Assignment[] existing) => Assignment.MayBeMade(sample.Panel, sample.Items[0], sample.People[person], sample.InForce, existing, Sample.Day)?.Code;
    }

    [Fact]
    public void It_binds_one_person_for_one_item()
    {
        sample.Recuse(3);
        Assert.False(sample.InForce.Excludes(sample.People[3], sample.Items[1]));
        Assert.False(sample.InForce.Excludes(sample.People[4], sample.Items[0]));
    }

    [Fact]
    public void Facts_hint_at_conflicts()
    {
        var (me, chief, unit) = (Ids.Next(), Ids.Next(), Ids.Next());
        var nothing = new ItemFacts(Ids.Next(), Ids.Next(), [], [], [], []);
        var reviewer = new ReviewerFacts(me, unit, [chief]);
        Assert.Empty(ConflictOfInterest.Hint(reviewer, nothing));
        Assert.Empty(ConflictOfInterest.Hint(reviewer with { UnitId = null }, nothing with { UnitId = null }));
        Assert.Equal(["conflict-applicant"], Codes(nothing with { ApplicantId = me }));
        Assert.Equal(["conflict-co-applicant"], Codes(nothing with { CoApplicants = [me] }));
        Assert.Equal(["conflict-sponsor"], Codes(nothing with { Sponsors = [me] }));
        Assert.Equal(["conflict-hierarchical"], Codes(nothing with { Managers = [Ids.Next(), me] }));
        Assert.Equal(["conflict-hierarchical"], Codes(nothing with { ApplicantId = chief }));
        Assert.Equal(["conflict-same-unit"], Codes(nothing with { UnitId = unit }));
        Assert.Equal(["conflict-hierarchical", "conflict-earlier-opinion"], Codes(nothing with { Managers = [me], ManagersHeard = [me] }));

        string[] Codes(ItemFacts item) => [.. ConflictOfInterest.Hint(reviewer, item).Select(hint => hint.Code)];
    }
}
