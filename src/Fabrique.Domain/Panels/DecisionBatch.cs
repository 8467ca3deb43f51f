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
    public const int ReplyLength = 4000;
    public const int WishLength = 1000;

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

    /// <summary>When whoever was promoted took the place, UTC; null as long as they did not.</summary>
    public DateTime? AcceptedAt { get; private set; }

    /// <summary>« Réponse » of those who bring it, by their right of reply; null when they gave none.</summary>
    public string? Reply { get; private set; }

    public Guid? RepliedById { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? RepliedAt { get; private set; }

    /// <summary>What those who bring it would talk about, and when; perhaps empty. Null as long as they asked for no talk.</summary>
    public string? TalkWish { get; private set; }

    public Guid? TalkAskedById { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? TalkAskedAt { get; private set; }

    /// <summary>Whether a place is held out, to be taken or not.</summary>
    public bool IsOffered => PromotedAt is not null && AcceptedAt is null && WithdrawnAt is null;

    public bool IsWaiting => Outcome is DecisionOutcome.WaitingList && WithdrawnAt is null;

    internal void Tell(DateTime now) => ToldAt = now;

    internal void Withdraw(DateTime now) => WithdrawnAt = now;

    internal void Accept(DateTime now) => AcceptedAt = now;

    internal void Answer(string text, Guid byId, DateTime now) => (Reply, RepliedById, RepliedAt) = (text, byId, now);

    internal void AskToTalk(string wish, Guid byId, DateTime now) => (TalkWish, TalkAskedById, TalkAskedAt) = (wish, byId, now);

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

    /// <summary>Unless another is said.</summary>
    public const int UsualReplyDays = 10;

    /// <summary>Unless another is said.</summary>
    public const int UsualAnswerDays = 5;

    /// <summary>The longest time to take a place.</summary>
    public const int LongestAnswerDays = 30;

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

    /// <summary>Working days in which whoever is promoted from the waiting list says whether they take the place.</summary>
    public int AnswerDays { get; private init; }

    public DecisionBatchStatus Status { get; private set; }

    /// <summary>UTC; null under embargo.</summary>
    public DateTime? ReleasedAt { get; private set; }

    public Guid? ReleasedById { get; private set; }

    public int Version { get; private set; }

    /// <summary>In no order.</summary>
    public IReadOnlyList<BatchedDecision> Decisions => decisions;

    public bool IsReleased => Status is DecisionBatchStatus.Released;

    /// <param name="deliberation">Whose decisions.</param>
    /// <param name="replyDays">See <see cref="ReplyDays"/>.</param>
    /// <param name="answerDays">See <see cref="AnswerDays"/>.</param>
    public static Refusal? MayBePrepared(Deliberation deliberation, int replyDays, int answerDays = UsualAnswerDays) =>
        deliberation.Status is not DeliberationStatus.Concluded ? new Refusal("batch-before-conclusion", "La délibération n’est pas close\u00a0: ses décisions ne peuvent pas encore être annoncées.")
        : replyDays is < 0 or > LongestReplyDays ? new Refusal("batch-reply-days", $"Le droit de réponse dure {LongestReplyDays} jours ouvrés au plus.")
        : answerDays is < 1 or > LongestAnswerDays ? new Refusal("batch-answer-days", $"Une place proposée s’accepte en 1 à {LongestAnswerDays} jours ouvrés.")
        : null;

    /// <summary>Why decisions cannot be told from an instant on; null when they can: it is to come.</summary>
    /// <param name="releaseAt">UTC.</param>
    /// <param name="now">UTC.</param>
    public static Refusal? MayBeEmbargoedUntil(DateTime releaseAt, DateTime now) => releaseAt > now ? null : new Refusal("batch-instant-past", "Choisissez un instant à venir : les décisions partent toutes ensemble, à cet instant.");

    /// <param name="id">Its identifier.</param>
    /// <param name="deliberation">Whose decisions.</param>
    /// <param name="releaseAt">See <see cref="ReleaseAt"/>.</param>
    /// <param name="replyDays">See <see cref="ReplyDays"/>.</param>
    /// <param name="answerDays">See <see cref="AnswerDays"/>.</param>
    public static DecisionBatch Prepare(Guid id, Deliberation deliberation, DateTime releaseAt, int replyDays, int answerDays = UsualAnswerDays)
    {
        BrokenRuleException.ThrowIf(MayBePrepared(deliberation, replyDays, answerDays));
        var batch = new DecisionBatch { Id = id, DeliberationId = deliberation.Id, Conclusion = deliberation.Conclusions, ReleaseAt = releaseAt, ReplyDays = replyDays, AnswerDays = answerDays };
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

    /// <summary>Why a place cannot be taken; null when it can: it is held out, and its last day is not over.</summary>
    public Refusal? MayAccept(Subject item, DateTime now) =>
        Find(item) is not { IsOffered: true, AnswerBy: { } last } ? new Refusal("place-not-offered", "Aucune place n’est proposée à cette candidature, ou quelqu’un y a déjà répondu.")
        : ParisTime.DayOf(now) > last ? new Refusal("place-too-late", $"Le délai pour accepter la place a pris fin le {FrenchDate.Day(last)}.")
        : null;

    /// <summary>Whoever was promoted takes the place.</summary>
    public void Accept(Subject item, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayAccept(item, now));
        Find(item)!.Accept(now);
    }

    /// <summary>Why the decision on an item may no longer be answered; null when it may.</summary>
    public Refusal? MayReply(Subject item, DateTime now) => Find(item) is { ToldAt: { } told }
        ? RightOfReply.MayReply(told, ReplyDays, now)
        : NotReleased;

    /// <summary>The same, with what would be said: once for all.</summary>
    public Refusal? MayReply(Subject item, string text, DateTime now) => MayReply(item, now) ?? (
        Find(item) is { RepliedAt: not null } ? new Refusal("reply-already-given", "Une réponse a déjà été envoyée : elle ne change plus.")
        : string.IsNullOrWhiteSpace(text) ? new Refusal("reply-empty", "Écrivez votre réponse.")
        : null);

    /// <summary>Those who bring an item answer the decision on it.</summary>
    public void Reply(Subject item, string text, Guid byId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayReply(item, text, now));
        Limits.ThrowIfLonger(text, BatchedDecision.ReplyLength);
        Find(item)!.Answer(text, byId, now);
    }

    /// <summary>Why no talk about the decision on an item can be asked for; null when it can: it is offered to those who were not retained.</summary>
    public Refusal? MayAskToTalk(Subject item) =>
        Find(item) is not { ToldAt: not null } decision ? NotReleased
        : decision.Outcome is not (DecisionOutcome.NotRetained or DecisionOutcome.Redirected) ? new Refusal("talk-not-offered", "Cet échange est proposé aux personnes dont la candidature n’est pas retenue.")
        : decision.TalkAskedAt is not null ? new Refusal("talk-already-asked", "Vous avez déjà demandé cet échange : l’équipe vous écrit pour en convenir.")
        : null;

    /// <summary>Those who bring an item ask to talk about the decision on it.</summary>
    public void AskToTalk(Subject item, string wish, Guid byId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayAskToTalk(item));
        Limits.ThrowIfLonger(wish, BatchedDecision.WishLength);
        Find(item)!.AskToTalk(wish, byId, now);
    }

    private static Refusal NotReleased { get; } = new("batch-not-released", "Cette décision n’est pas encore publiée.");

    private static Refusal AlreadyReleased { get; } = new("batch-already-released", "Ces décisions ont déjà été publiées\u00a0: rien n’est parti de nouveau.");
}
