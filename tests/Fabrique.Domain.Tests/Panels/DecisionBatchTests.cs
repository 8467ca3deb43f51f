using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class DecisionBatchTests
{
    private static readonly DateTime Release = new(2027, 5, 3, 7, 0, 0, DateTimeKind.Utc);

    private readonly Subject[] items = [.. Enumerable.Range(0, 5).Select(_ => Sample.NewItem())];
    private readonly Deliberation deliberation = Deliberation.Begin(Ids.Next(), Ids.Next(), places: 1, envelope: null);

    public DecisionBatchTests()
    {
        Decide(0, DecisionOutcome.Retained);
        Decide(1, DecisionOutcome.WaitingList, 2);
        Decide(2, DecisionOutcome.WaitingList, 1);
        Decide(3, DecisionOutcome.WaitingList, 3);
        Decide(4, DecisionOutcome.NotRetained);
        Assert.Equal("batch-before-conclusion", DecisionBatch.MayBePrepared(deliberation, 5)?.Code);
        deliberation.Conclude([], [], "", "", Sample.Now);
        Assert.Equal("batch-reply-days", DecisionBatch.MayBePrepared(deliberation, -1)?.Code);
    }

    [Fact]
    public void Nothing_is_told_before_its_instant_nor_twice()
    {
        var batch = DecisionBatch.Prepare(Ids.Next(), deliberation, Release, 5);
        Assert.Equal("Ces décisions sont sous embargo jusqu’au 3 mai 2027 à 9\u00a0h.", batch.MayRelease(deliberation, Release.AddTicks(-1))?.Sentence);
        Assert.All(batch.Decisions, decision => Assert.Null(decision.ToldAt));
        Assert.Equal("batch-not-released", batch.MayWithdraw(items[0])?.Code);
        Assert.Equal("batch-not-released", batch.MayReply(items[0], Release)?.Code);
        deliberation.Reopen(batch, "Erreur");
        Assert.Equal("batch-out-of-date", batch.MayRelease(deliberation, Release)?.Code);
        deliberation.Conclude([], [], "", "", Sample.Now);
        Assert.Equal("batch-out-of-date", batch.MayRelease(deliberation, Release)?.Code);
        batch = DecisionBatch.Prepare(Ids.Next(), deliberation, Release.AddDays(1), 5);
        batch.Postpone(Release);
        batch.Release(deliberation, null, Release);
        Assert.All(batch.Decisions, decision => Assert.Equal(Release, decision.ToldAt));
        Assert.Equal("batch-already-released", batch.MayRelease(deliberation, Release)?.Code);
        Assert.Equal("batch-already-released", batch.MayPostpone()?.Code);
        Assert.Equal("deliberation-released", deliberation.MayReopen(batch, "Erreur")?.Code);
    }

    [Fact]
    public void Who_gives_up_leaves_the_place_to_the_next_in_line()
    {
        var batch = DecisionBatch.Prepare(Ids.Next(), deliberation, Release, 5);
        batch.Release(deliberation, null, Release);
        Assert.Null(batch.Withdraw(items[2], 5, Release));
        var promoted = batch.Withdraw(items[0], 5, Release.AddDays(1));
        Assert.Equal(items[1], promoted!.Item);

        // Thursday 6 May 2027 is Ascension day.
        Assert.Equal((DecisionOutcome.Retained, new DateOnly(2027, 5, 12), Release.AddDays(1)), (promoted.Outcome, promoted.AnswerBy!.Value, promoted.ToldAt!.Value));
        Assert.Equal("batch-nothing-to-withdraw", batch.MayWithdraw(items[0])?.Code);
        Assert.Equal("batch-nothing-to-withdraw", batch.MayWithdraw(items[4])?.Code);
        Assert.Equal(items[3], batch.Withdraw(items[1], 5, Release.AddDays(2))!.Item);
        Assert.Null(batch.Withdraw(items[3], 5, Release.AddDays(3)));
    }

    [Fact]
    public void A_decision_is_answered_in_working_days()
    {
        var batch = DecisionBatch.Prepare(Ids.Next(), deliberation, Release, 5);
        batch.Release(deliberation, null, Release);
        Assert.Equal(new DateOnly(2027, 5, 11), RightOfReply.LastDay(Release, 5));
        Assert.Null(batch.MayReply(items[4], new DateTime(2027, 5, 11, 21, 59, 0, DateTimeKind.Utc)));
        Assert.Equal("reply-too-late", batch.MayReply(items[4], new DateTime(2027, 5, 11, 22, 0, 0, DateTimeKind.Utc))?.Code);
    }

    [Fact]
    public void A_place_that_is_held_out_is_taken_once_before_its_last_day_is_over()
    {
        var batch = DecisionBatch.Prepare(Ids.Next(), deliberation, Release, 5, answerDays: 2);
        Assert.Equal("batch-answer-days", DecisionBatch.MayBePrepared(deliberation, 5, 0)?.Code);
        Assert.Equal("batch-instant-past", DecisionBatch.MayBeEmbargoedUntil(Release, Release)?.Code);
        Assert.Null(DecisionBatch.MayBeEmbargoedUntil(Release.AddTicks(1), Release));
        batch.Release(deliberation, null, Release);
        Assert.Equal("place-not-offered", batch.MayAccept(items[2], Release)?.Code);
        batch.Withdraw(items[0], batch.AnswerDays, Release);
        Assert.True(batch.Find(items[2])!.IsOffered);

        // Two working days after Monday 3 May 2027.
        Assert.Equal("Le délai pour accepter la place a pris fin le 5 mai 2027.", batch.MayAccept(items[2], Release.AddDays(3))?.Sentence);
        batch.Accept(items[2], Release.AddDays(2));
        Assert.False(batch.Find(items[2])!.IsOffered);
        Assert.Equal("place-not-offered", batch.MayAccept(items[2], Release.AddDays(2))?.Code);
    }

    [Fact]
    public void A_decision_is_answered_once_and_a_talk_is_for_those_who_were_not_retained()
    {
        var (batch, who) = (DecisionBatch.Prepare(Ids.Next(), deliberation, Release, 5), Ids.Next());
        Assert.Equal("batch-not-released", batch.MayReply(items[4], "Non.", Release)?.Code);
        Assert.Equal("batch-not-released", batch.MayAskToTalk(items[4])?.Code);
        batch.Release(deliberation, null, Release);
        Assert.Equal("reply-empty", batch.MayReply(items[4], " ", Release)?.Code);
        batch.Reply(items[4], "Le besoin existe.", who, Release);
        Assert.Equal("reply-already-given", batch.MayReply(items[4], "Encore.", Release)?.Code);
        Assert.Equal("talk-not-offered", batch.MayAskToTalk(items[0])?.Code);
        batch.AskToTalk(items[4], "", who, Release);
        Assert.Equal("talk-already-asked", batch.MayAskToTalk(items[4])?.Code);
        var told = batch.Find(items[4])!;
        Assert.Equal(("Le besoin existe.", who, "", who), (told.Reply, told.RepliedById!.Value, told.TalkWish, told.TalkAskedById!.Value));
    }

    private void Decide(int item, DecisionOutcome outcome, int? rank = null) => deliberation.Decide(new DecisionDraft(items[item], outcome, "Motif", rank), null, Ids.Next(), Sample.Now);
}
