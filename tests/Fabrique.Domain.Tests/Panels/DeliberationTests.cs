using Fabrique.Domain.Panels;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.Panels;

public sealed class DeliberationTests
{
    private readonly Sample sample = new Sample().Begin();
    private readonly Deliberation deliberation = Deliberation.Begin(Ids.Next(), Ids.Next(), places: 1, envelope: 100_000);

    private Standing[] Standings => [.. sample.Items.Select((item, i) => new Standing(item, i + 1, 3, 10, 10, 1, IsDisputed: false))];

    [Fact]
    public void Each_decision_says_what_it_must()
    {
        var item = sample.Items[0];
        Assert.Equal("decision-unexplained", deliberation.MayDecide(new DecisionDraft(item, DecisionOutcome.NotRetained, ""), null)?.Code);
        Assert.Equal("decision-waiting-rank", deliberation.MayDecide(new DecisionDraft(item, DecisionOutcome.WaitingList, "Non"), null)?.Code);
        Assert.Equal("decision-waiting-rank", deliberation.MayDecide(new DecisionDraft(item, DecisionOutcome.WaitingList, "Non", WaitingRank: 0), null)?.Code);
        Assert.Equal("decision-redirected-nowhere", deliberation.MayDecide(new DecisionDraft(item, DecisionOutcome.Redirected, "Existe"), null)?.Code);
        Assert.Equal("decision-amount", deliberation.MayDecide(new DecisionDraft(item, DecisionOutcome.Retained, "", Amount: -1), null)?.Code);
        Assert.Null(deliberation.MayDecide(new DecisionDraft(item, DecisionOutcome.Retained, ""), null));
    }

    [Fact]
    public void It_follows_its_ballot()
    {
        var ballot = sample.OpenNamed();
        var draft = new DecisionDraft(sample.Items[0], DecisionOutcome.Retained, "");
        Assert.Equal("decision-ballot-not-closed", deliberation.MayDecide(draft, ballot)?.Code);
        sample.Vote(ballot, 1, VoteChoice.For);
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Null(deliberation.MayDecide(draft, ballot));
        Assert.Equal("decision-ballot-not-closed", deliberation.MayDecide(draft with { Item = sample.Items[1] }, ballot)?.Code);
        deliberation.Decide(draft, ballot, sample.Clerk, Sample.Now);
        ballot.Recuse(sample.People[1], Sample.Now);
        Assert.Equal("decision-against-ballot", deliberation.MayDecide(draft, ballot)?.Code);
        Assert.Equal("deliberation-ballot-annulled", deliberation.MayConclude([Standings[0]], [ballot])?.Code);
        deliberation.Retract(sample.Items[0]);
        Assert.Equal("deliberation-undecided", deliberation.MayConclude([Standings[0]], [ballot])?.Code);
    }

    [Fact]
    public void A_vote_held_since_a_decision_has_it_taken_again()
    {
        var draft = new DecisionDraft(sample.Items[0], DecisionOutcome.Retained, "");
        deliberation.Decide(draft, null, sample.Clerk, Sample.Now);
        var ballot = sample.OpenNamed();
        Assert.Equal("deliberation-ballot-since", deliberation.MayConclude([Standings[0]], [ballot])?.Code);
        sample.Vote(ballot, 1, VoteChoice.For);
        ballot.Close(sample.Roll(), Sample.Now);
        Assert.Equal("deliberation-ballot-since", deliberation.MayConclude([Standings[0]], [ballot])?.Code);
        deliberation.Decide(draft, ballot, sample.Clerk, Sample.Now);
        Assert.Null(deliberation.MayConclude([Standings[0]], [ballot]));
    }

    [Fact]
    public void What_departs_from_the_ranking_is_explained_on_one_side_or_the_other()
    {
        Decide(0, DecisionOutcome.NotRetained);
        Decide(1, DecisionOutcome.Retained);
        Decide(2, DecisionOutcome.WaitingList, rank: 1);
        Assert.Equal("deliberation-undecided", deliberation.MayConclude(Standings, [])?.Code);
        Decide(3, DecisionOutcome.Redirected);
        Assert.Equal("deliberation-departs-from-ranking", deliberation.MayConclude(Standings, [])?.Code);
        Assert.Equal([(sample.Items[0], sample.Items[1]), (sample.Items[0], sample.Items[2])], deliberation.Departures(Standings));
        Decide(0, DecisionOutcome.NotRetained, why: "Hors thème");
        Assert.Null(deliberation.MayConclude(Standings, []));
        Decide(0, DecisionOutcome.NotRetained);
        Decide(1, DecisionOutcome.Retained, why: "Équilibre");
        Assert.Equal([(sample.Items[0], sample.Items[2])], deliberation.Departures(Standings));

        // Equal ones and those without a rank depart from nothing.
        Standing[] equal = [.. Standings.Select(standing => standing with { Rank = 1 })];
        Assert.Empty(deliberation.Departures(equal));
        Assert.Empty(deliberation.Departures(equal.Select(standing => standing with { Rank = null })));
    }

    [Fact]
    public void Waiting_ranks_follow_one_another_and_the_ranking()
    {
        Decide(0, DecisionOutcome.Retained);
        Decide(1, DecisionOutcome.WaitingList, rank: 2);
        Decide(2, DecisionOutcome.WaitingList, rank: 2);
        Decide(3, DecisionOutcome.NotRetained);
        Assert.Equal("deliberation-waiting-ranks", deliberation.MayConclude(Standings, [])?.Code);
        Decide(2, DecisionOutcome.WaitingList, rank: 1);
        Assert.Equal("deliberation-departs-from-ranking", deliberation.MayConclude(Standings, [])?.Code);
        Decide(1, DecisionOutcome.WaitingList, rank: 1);
        Decide(2, DecisionOutcome.WaitingList, rank: 2);
        Assert.Null(deliberation.MayConclude(Standings, []));
    }

    [Fact]
    public void Places_and_envelope_are_held_or_passed_over_with_a_reason()
    {
        Decide(0, DecisionOutcome.Retained, amount: 60_000);
        Decide(1, DecisionOutcome.Retained, amount: 50_000);
        Decide(2, DecisionOutcome.NotRetained, amount: 70_000);
        Decide(3, DecisionOutcome.NotRetained);
        Assert.Equal("deliberation-places", deliberation.MayConclude(Standings, [])?.Code);
        Assert.Equal("deliberation-envelope", deliberation.MayConclude(Standings, [], "Deux idées sœurs")?.Code);
        Assert.Equal(110_000, deliberation.Spent);
        var today = ParisTime.DayOf(Sample.Now);
        Assert.Equal("deliberation-committee-past", Deliberation.MayMeetFirstOn(today.AddDays(-1), today)?.Code);
        Assert.Null(Deliberation.MayMeetFirstOn(null, today));
        deliberation.Conclude(Standings, [], "Deux idées sœurs", "Abondement", Sample.Now, today);
        Assert.Equal(("Deux idées sœurs", "Abondement", today), (deliberation.PlacesReason, deliberation.EnvelopeReason, deliberation.FirstCommitteeOn));
        Assert.Equal("deliberation-concluded", deliberation.MayDecide(new DecisionDraft(sample.Items[0], DecisionOutcome.Retained, ""), null)?.Code);
        Assert.Equal("deliberation-concluded", deliberation.MayConclude(Standings, [])?.Code);
        Assert.Throws<BrokenRuleException>(() => deliberation.Retract(sample.Items[0]));
        Assert.Equal("deliberation-reopening-unexplained", deliberation.MayReopen(null, "")?.Code);
        deliberation.Reopen(null, "Erreur");
        Assert.Equal("deliberation-open", deliberation.MayReopen(null, "Erreur")?.Code);
    }

    [Fact]
    public void Nothing_retained_has_no_first_committee()
    {
        for (var item = 0; item < Standings.Length; item++)
        {
            Decide(item, DecisionOutcome.NotRetained);
        }

        deliberation.Conclude(Standings, [], "", "", Sample.Now, ParisTime.DayOf(Sample.Now));
        Assert.Null(deliberation.FirstCommitteeOn);
    }

    private void Decide(int item, DecisionOutcome outcome, int? rank = null, string why = "", decimal? amount = null) =>
        deliberation.Decide(new DecisionDraft(sample.Items[item], outcome, "Motif", rank, amount, why, outcome is DecisionOutcome.Redirected ? sample.Items[0] : null), null, sample.Clerk, Sample.Now);
}
