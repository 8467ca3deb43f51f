using Fabrique.Domain.Time;

namespace Fabrique.Domain.Panels;

/// <summary>« Droit de réponse » : how long whoever is told a decision may answer it.</summary>
public static class RightOfReply
{
    /// <summary>The last day, Paris, included: so many working days after the day on which they were told.</summary>
    /// <param name="toldAt">UTC.</param>
    /// <param name="workingDays">How many.</param>
    public static DateOnly LastDay(DateTime toldAt, int workingDays) => WorkingCalendar.AddWorkingDays(ParisTime.DayOf(toldAt), workingDays);

    /// <summary>Why somebody may no longer answer; null when they may.</summary>
    public static Refusal? MayReply(DateTime toldAt, int workingDays, DateTime now) => ParisTime.DayOf(now) <= LastDay(toldAt, workingDays)
        ? null
        : new Refusal("reply-too-late", $"Le délai de réponse a pris fin le {FrenchDate.Day(LastDay(toldAt, workingDays))}.");
}

/// <summary>One decision of a batch, and what became of it since.</summary>
public sealed class BatchedDecision
{
    private BatchedDecision()
    {
    }

    internal BatchedDecision(Guid batchId, Decision decision) =>
        (BatchId, ItemKind, ItemId, Outcome, WaitingRank) = (batchId, decision.ItemKind, decision.ItemId, decision.Outcome, decision.WaitingRank);

    public Guid BatchId { get; private init; }

    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    /// <summary>As it is now: retained once it was promoted from the waiting list.</summary>
    public DecisionOutcome Outcome { get; private set; }

    /// <summary>Its rank when it was decided; null unless it was on the waiting list.</summary>
    public int? WaitingRank { get; private init; }

    /// <summary>When whoever brings it was told its outcome, UTC; null under embargo.</summary>
    public DateTime? ToldAt { get; private set; }

    /// <summary>When it was promoted from the waiting list, UTC; null when it was not.</summary>
    public DateTime? PromotedAt { get; private set; }

    /// <summary>The last day, Paris, on which whoever brings it says whether they take the place; null unless it was promoted.</summary>
    public DateOnly? AnswerBy { get; private set; }

    /// <summary>When whoever brings it gave it up, UTC; null when they did not.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public bool IsWaiting => Outcome is DecisionOutcome.WaitingList && WithdrawnAt is null;

    internal void Tell(DateTime now) => ToldAt = now;

    internal void Withdraw(DateTime now) => WithdrawnAt = now;

    internal void Promote(DateOnly answerBy, DateTime now) => (Outcome, PromotedAt, ToldAt, AnswerBy) = (DecisionOutcome.Retained, now, now, answerBy);
}

public enum DecisionBatchStatus
{
    Embargoed,
    Released,
}

public enum DecisionBatchEvent
{
    Release,
}

/// <summary>The decisions of a deliberation, told to everybody at once, at an instant and not before. Once they are, the waiting list moves with those who give up.</summary>
public sealed class DecisionBatch : IAggregate
{
    public const int LongestReplyDays = 90;

    private readonly List<BatchedDecision> decisions = [];

    private DecisionBatch()
    {
    }

    public static StateMachine<DecisionBatchStatus, DecisionBatchEvent> States { get; } = new(
        (DecisionBatchStatus.Embargoed, DecisionBatchEvent.Release, DecisionBatchStatus.Released));

    public Guid Id { get; private init; }

    public Guid DeliberationId { get; private init; }

    /// <summary>Which of its conclusions: <see cref="Deliberation.Conclusions"/>.</summary>
    public int Conclusion { get; private init; }

    /// <summary>« Embargo » : the first instant (UTC) at which they may be told.</summary>
    public DateTime ReleaseAt { get; private set; }

    /// <summary>Working days to answer a decision: see <see cref="RightOfReply"/>.</summary>
    public int ReplyDays { get; private init; }

    public DecisionBatchStatus Status { get; private set; }

    /// <summary>UTC; null under embargo.</summary>
    public DateTime? ReleasedAt { get; private set; }

    public Guid? ReleasedById { get; private set; }

    public int Version { get; private set; }

    /// <summary>In no order.</summary>
    public IReadOnlyList<BatchedDecision> Decisions => decisions;

    public bool IsReleased => Status is DecisionBatchStatus.Released;

    public static Refusal? MayBePrepared(Deliberation deliberation, int replyDays) =>
        deliberation.Status is not DeliberationStatus.Concluded ? new Refusal("batch-before-conclusion", "La délibération n’est pas close\u00a0: ses décisions ne peuvent pas encore être annoncées.")
        : replyDays is < 0 or > LongestReplyDays ? new Refusal("batch-reply-days", $"Le droit de réponse dure {LongestReplyDays} jours ouvrés au plus.")
        : null;

    public static DecisionBatch Prepare(Guid id, Deliberation deliberation, DateTime releaseAt, int replyDays)
    {
        BrokenRuleException.ThrowIf(MayBePrepared(deliberation, replyDays));
        var batch = new DecisionBatch { Id = id, DeliberationId = deliberation.Id, Conclusion = deliberation.Conclusions, ReleaseAt = releaseAt, ReplyDays = replyDays };
        batch.decisions.AddRange(deliberation.Decisions.OrderBy(decision => decision.Item, WrittenOrder.Ascending).Select(decision => new BatchedDecision(id, decision)));
        return batch;
    }

    public Refusal? MayPostpone() => IsReleased ? AlreadyReleased : null;

    /// <summary>Another instant, sooner or later.</summary>
    public void Postpone(DateTime releaseAt)
    {
        BrokenRuleException.ThrowIf(MayPostpone());
        ReleaseAt = releaseAt;
    }

    /// <summary>Why they cannot be told; null when they can: once, and not under embargo.</summary>
    public Refusal? MayRelease(Deliberation deliberation, DateTime now) =>
        IsReleased ? AlreadyReleased
        : now < ReleaseAt ? new Refusal("batch-under-embargo", $"Ces décisions sont sous embargo jusqu’au {FrenchDate.Instant(ReleaseAt)}.")
        : deliberation.Id != DeliberationId || deliberation.Status is not DeliberationStatus.Concluded || deliberation.Conclusions != Conclusion
            ? new Refusal("batch-out-of-date", "La délibération a été rouverte\u00a0: ces décisions ne sont plus les siennes. Préparez-en l’annonce de nouveau.")
        : null;

    /// <param name="releasedById">Null when the instant came by itself.</param>
    public void Release(Deliberation deliberation, Guid? releasedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayRelease(deliberation, now));
        Status = States.Next(Status, DecisionBatchEvent.Release);
        (ReleasedAt, ReleasedById) = (now, releasedById);
        decisions.ForEach(decision => decision.Tell(now));
    }

    public BatchedDecision? Find(Subject item) => decisions.Find(decision => decision.Item == item);

    /// <summary>Who is promoted next; null when nobody waits.</summary>
    public BatchedDecision? NextInLine => decisions.Where(decision => decision.IsWaiting).MinBy(decision => decision.WaitingRank);

    /// <summary>Why an item cannot be given up; null when it can.</summary>
    public Refusal? MayWithdraw(Subject item) =>
        !IsReleased ? new Refusal("batch-not-released", "Ces décisions ne sont pas encore publiées.")
        : Find(item) is not { Outcome: DecisionOutcome.Retained or DecisionOutcome.WaitingList, WithdrawnAt: null } ? new Refusal("batch-nothing-to-withdraw", "Cette proposition n’occupe pas de place et n’en attend pas, ou n’en attend plus.")
        : null;

    /// <summary>An item is given up. When it held a place, the first of the waiting list takes it.</summary>
    /// <param name="item">Which.</param>
    /// <param name="answerDays">Working days in which whoever is promoted says whether they take the place.</param>
    /// <param name="now">UTC.</param>
    /// <returns>Who is promoted; null when nobody is.</returns>
    public BatchedDecision? Withdraw(Subject item, int answerDays, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayWithdraw(item));
        var withdrawn = Find(item)!;
        withdrawn.Withdraw(now);
        if (withdrawn.Outcome is not DecisionOutcome.Retained || NextInLine is not { } next)
        {
            return null;
        }

        next.Promote(WorkingCalendar.AddWorkingDays(ParisTime.DayOf(now), answerDays), now);
        return next;
    }

    /// <summary>Why the decision on an item may no longer be answered; null when it may.</summary>
    public Refusal? MayReply(Subject item, DateTime now) => Find(item) is { ToldAt: { } told }
        ? RightOfReply.MayReply(told, ReplyDays, now)
        : new Refusal("batch-not-released", "Cette décision n’est pas encore publiée.");

    private static Refusal AlreadyReleased { get; } = new("batch-already-released", "Ces décisions ont déjà été publiées\u00a0: rien n’est parti de nouveau.");
}
