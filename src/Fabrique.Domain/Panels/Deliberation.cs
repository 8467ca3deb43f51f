using Fabrique.Domain.Time;

namespace Fabrique.Domain.Panels;

public enum DecisionOutcome
{
    Retained,
    WaitingList,
    NotRetained,
    Redirected,
}

/// <summary>What a panel would decide of an item.</summary>
/// <param name="Item">Which.</param>
/// <param name="Outcome">What.</param>
/// <param name="Reason">For whoever brings it; compulsory unless it is retained.</param>
/// <param name="WaitingRank">From 1; only on the waiting list.</param>
/// <param name="Amount">In euros, what it takes of the envelope; null for nothing.</param>
/// <param name="RankingReason">Why it departs from the ranking; empty when it does not.</param>
/// <param name="RedirectedTo">Where to; only when it is redirected.</param>
public sealed record DecisionDraft(
    Subject Item,
    DecisionOutcome Outcome,
    string Reason,
    int? WaitingRank = null,
    decimal? Amount = null,
    string RankingReason = "",
    Subject? RedirectedTo = null);

/// <summary>« Décision » of a panel on an item: one an item and a deliberation.</summary>
public sealed class Decision
{
    public const int ReasonLength = 2000;

    private Decision()
    {
    }

    internal Decision(Guid deliberationId, Subject item) => (DeliberationId, ItemKind, ItemId) = (deliberationId, item.Kind, item.Id);

    public Guid DeliberationId { get; private init; }

    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    public DecisionOutcome Outcome { get; private set; }

    /// <summary>From 1; null unless it is on the waiting list.</summary>
    public int? WaitingRank { get; private set; }

    /// <summary>In euros; null for nothing.</summary>
    public decimal? Amount { get; private set; }

    public string Reason { get; private set; } = "";

    /// <summary>Why it departs from the ranking; may be empty.</summary>
    public string RankingReason { get; private set; } = "";

    public string? RedirectedToKind { get; private set; }

    public Guid? RedirectedToId { get; private set; }

    /// <summary>The ballot that it follows; null when nobody asked for a vote.</summary>
    public Guid? BallotId { get; private set; }

    public Guid RecordedById { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime RecordedAt { get; private set; }

    /// <summary>The better, the lower: equal ones have the same place.</summary>
    internal int Place => Outcome switch
    {
        DecisionOutcome.Retained => 0,
        DecisionOutcome.WaitingList => WaitingRank!.Value,
        _ => int.MaxValue,
    };

    internal void Take(DecisionDraft draft, Guid? ballotId, Guid recordedById, DateTime now)
    {
        (Outcome, WaitingRank, Amount) = (draft.Outcome, draft.WaitingRank, draft.Amount);
        (Reason, RankingReason) = (draft.Reason, draft.RankingReason);
        (RedirectedToKind, RedirectedToId) = (draft.RedirectedTo?.Kind, draft.RedirectedTo?.Id);
        (BallotId, RecordedById, RecordedAt) = (ballotId, recordedById, now);
    }
}

public enum DeliberationStatus
{
    Open,
    Concluded,
}

public enum DeliberationEvent
{
    Conclude,
    Reopen,
}

/// <summary>« Délibération » : the decisions of a panel on a set of items, within so many places and an envelope. Taken one by one, they are held together when it is concluded.</summary>
public sealed class Deliberation : IAggregate
{
    public const int ReasonLength = 1000;

    private readonly List<Decision> decisions = [];

    private Deliberation()
    {
    }

    public static StateMachine<DeliberationStatus, DeliberationEvent> States { get; } = new(
        (DeliberationStatus.Open, DeliberationEvent.Conclude, DeliberationStatus.Concluded),
        (DeliberationStatus.Concluded, DeliberationEvent.Reopen, DeliberationStatus.Open));

    public Guid Id { get; private init; }

    public Guid PanelId { get; private init; }

    /// <summary>How many may be retained; null without a limit.</summary>
    public int? Places { get; private init; }

    /// <summary>In euros; null without a limit.</summary>
    public decimal? Envelope { get; private init; }

    /// <summary>Why more are retained than there are places; null when there are not.</summary>
    public string? PlacesReason { get; private set; }

    /// <summary>Why more is given than the envelope; null when it is not.</summary>
    public string? EnvelopeReason { get; private set; }

    /// <summary>Day in Paris of the first committee of what is retained; null when it is not fixed.</summary>
    public DateOnly? FirstCommitteeOn { get; private set; }

    public DeliberationStatus Status { get; private set; }

    /// <summary>UTC; null as long as it is open.</summary>
    public DateTime? ConcludedAt { get; private set; }

    /// <summary>How many times it was concluded: what was prepared from an earlier conclusion is out of date.</summary>
    public int Conclusions { get; private set; }

    /// <summary>Why it was last reopened; null when it never was.</summary>
    public string? ReopeningReason { get; private set; }

    public int Version { get; private set; }

    /// <summary>In no order.</summary>
    public IReadOnlyList<Decision> Decisions => decisions;

    public static Deliberation Begin(Guid id, Guid panelId, int? places, decimal? envelope) => new() { Id = id, PanelId = panelId, Places = places, Envelope = envelope };

    public Decision? DecisionOn(Subject item) => decisions.Find(decision => decision.Item == item);

    /// <summary>Why it cannot be decided so; null when it can.</summary>
    /// <param name="draft">What would be.</param>
    /// <param name="ballot">The vote that it follows; null when nobody asked for one.</param>
    public Refusal? MayDecide(DecisionDraft draft, Ballot? ballot) =>
        Status is DeliberationStatus.Concluded ? new Refusal("deliberation-concluded", "La délibération est close\u00a0: ses décisions ne changent plus.")
        : draft.Outcome is not DecisionOutcome.Retained && string.IsNullOrWhiteSpace(draft.Reason) ? new Refusal("decision-unexplained", "Donnez le motif de la décision\u00a0: la personne qui porte la proposition le lira.")
        : draft.Outcome is DecisionOutcome.WaitingList && draft.WaitingRank is not > 0 ? new Refusal("decision-waiting-rank", "Donnez le rang sur la liste d’attente, à partir de 1.")
        : draft.Amount < 0 ? new Refusal("decision-amount", "Un montant n’est pas négatif.")
        : draft.Outcome is DecisionOutcome.Redirected && draft.RedirectedTo is null ? new Refusal("decision-redirected-nowhere", "Choisissez vers quoi la proposition est réorientée.")
        : ballot is null ? null
        : ballot.Item != draft.Item || ballot.Status is not BallotStatus.Closed ? new Refusal("decision-ballot-not-closed", "Le vote sur cette proposition n’est pas clos, ou a été annulé.")
        : draft.Outcome is DecisionOutcome.Retained && ballot.Outcome is not VoteOutcome.Adopted ? new Refusal("decision-against-ballot", "L’instance n’a pas adopté cette proposition\u00a0: elle ne peut pas être retenue.")
        : null;

    /// <summary>Decides, in place of what was decided of the same item.</summary>
    public void Decide(DecisionDraft draft, Ballot? ballot, Guid recordedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayDecide(draft, ballot));
        Limits.ThrowIfLonger(draft.Reason, Decision.ReasonLength);
        Limits.ThrowIfLonger(draft.RankingReason, Decision.ReasonLength);
        if (DecisionOn(draft.Item) is not { } decision)
        {
            decision = new Decision(Id, draft.Item);
            decisions.Add(decision);
        }

        var isWaiting = draft.Outcome is DecisionOutcome.WaitingList;
        var isRedirected = draft.Outcome is DecisionOutcome.Redirected;
        decision.Take(draft with { WaitingRank = isWaiting ? draft.WaitingRank : null, RedirectedTo = isRedirected ? draft.RedirectedTo : null }, ballot?.Id, recordedById, now);
    }

    /// <summary>Its ballot is annulled: what it decided is to be decided again. Nothing is done when the item is not decided.</summary>
    public void Retract(Subject item)
    {
        BrokenRuleException.ThrowIf(Status is DeliberationStatus.Concluded ? new Refusal("deliberation-concluded", "La délibération est close\u00a0: rouvrez-la d’abord.") : null);
        decisions.RemoveAll(decision => decision.Item == item);
    }

    /// <summary>
    /// The decisions that depart from the ranking: pairs of which the better ranked item got the worse decision, and for neither of which a reason is given. Equal ranks, items without one and
    /// redirected ones depart from nothing.
    /// </summary>
    public IReadOnlyList<(Subject Better, Subject Worse)> Departures(IEnumerable<Standing> standings)
    {
        var ranked = standings
            .Where(standing => standing.Rank is not null)
            .Select(standing => (Rank: standing.Rank!.Value, Decision: DecisionOn(standing.Item)))
            .Where(one => one.Decision is { Outcome: not DecisionOutcome.Redirected })
            .OrderBy(one => one.Rank)
            .ThenBy(one => one.Decision!.Item, WrittenOrder.Ascending)
            .ToList();
        return
        [
            .. from better in ranked
               from worse in ranked
               where better.Rank < worse.Rank && better.Decision!.Place > worse.Decision!.Place
                   && string.IsNullOrWhiteSpace(better.Decision.RankingReason) && string.IsNullOrWhiteSpace(worse.Decision.RankingReason)
               select (better.Decision.Item, worse.Decision.Item),
        ];
    }

    /// <summary>Why it cannot be concluded; null when it can.</summary>
    /// <param name="standings">The items that it decides of, ranked.</param>
    /// <param name="ballots">Those of the panel on these items.</param>
    /// <param name="placesReason">Why more are retained than there are places; empty when they are not.</param>
    /// <param name="envelopeReason">Why more is given than the envelope; empty when it is not.</param>
    public Refusal? MayConclude(IReadOnlyCollection<Standing> standings, IReadOnlyCollection<Ballot> ballots, string placesReason = "", string envelopeReason = "")
    {
        if (!States.Allows(Status, DeliberationEvent.Conclude))
        {
            return new Refusal("deliberation-concluded", "La délibération est déjà close.");
        }

        if (standings.Count(standing => DecisionOn(standing.Item) is null) is var undecided and > 0)
        {
            return new Refusal("deliberation-undecided", undecided == 1 ? "Une proposition attend encore sa décision." : $"{undecided} propositions attendent encore leur décision.");
        }

        if (decisions.Exists(decision => decision.BallotId is { } id && !ballots.Any(ballot => ballot.Id == id && ballot.Status is BallotStatus.Closed && (decision.Outcome is not DecisionOutcome.Retained || ballot.Outcome is VoteOutcome.Adopted))))
        {
            return new Refusal("deliberation-ballot-annulled", "Une décision suit un vote qui a été annulé, ou dont le résultat a changé\u00a0: reprenez-la.");
        }

        if (decisions.Exists(decision => ballots.Any(ballot => ballot.Item == decision.Item && ballot.Status is not BallotStatus.Annulled && ballot.Id != decision.BallotId)))
        {
            return new Refusal("deliberation-ballot-since", "Un vote a eu lieu, ou est en cours, depuis la décision sur une proposition\u00a0: reprenez cette décision.");
        }

        var waiting = decisions.Select(decision => decision.WaitingRank).OfType<int>().Order().ToList();
        if (!waiting.SequenceEqual(Enumerable.Range(1, waiting.Count)))
        {
            return new Refusal("deliberation-waiting-ranks", "Les rangs de la liste d’attente se suivent à partir de 1, sans doublon.");
        }

        var retained = decisions.Count(decision => decision.Outcome is DecisionOutcome.Retained);
        if (retained > Places && string.IsNullOrWhiteSpace(placesReason))
        {
            return new Refusal("deliberation-places", $"Vous retenez {retained} proposition{(retained > 1 ? "s" : "")} pour {Places} place{(Places > 1 ? "s" : "")}\u00a0: dites pourquoi.");
        }

        if (Spent > Envelope && string.IsNullOrWhiteSpace(envelopeReason))
        {
            return new Refusal("deliberation-envelope", "Les montants des propositions retenues dépassent l’enveloppe\u00a0: dites pourquoi.");
        }

        return Departures(standings).Count > 0
            ? new Refusal("deliberation-departs-from-ranking", "Une proposition mieux classée qu’une autre reçoit une décision moins favorable\u00a0: donnez le motif de cet écart, pour l’une ou pour l’autre.")
            : null;
    }

    /// <summary>Why the first committee cannot be on a day; null when it can, or when none is given.</summary>
    public static Refusal? MayMeetFirstOn(DateOnly? day, DateOnly today) =>
        day < today ? new Refusal("deliberation-committee-past", "Le premier comité se tient aujourd’hui ou plus tard : donnez une date à venir, ou aucune.") : null;

    /// <summary>In euros, what the retained items take.</summary>
    public decimal Spent => decisions.Where(decision => decision.Outcome is DecisionOutcome.Retained).Sum(decision => decision.Amount ?? 0);

    public void Conclude(IReadOnlyCollection<Standing> standings, IReadOnlyCollection<Ballot> ballots, string placesReason, string envelopeReason, DateTime now, DateOnly? firstCommitteeOn = null)
    {
        BrokenRuleException.ThrowIf(MayConclude(standings, ballots, placesReason, envelopeReason) ?? MayMeetFirstOn(firstCommitteeOn, ParisTime.DayOf(now)));
        Limits.ThrowIfLonger(placesReason, ReasonLength);
        Limits.ThrowIfLonger(envelopeReason, ReasonLength);
        Status = States.Next(Status, DeliberationEvent.Conclude);
        ConcludedAt = now;
        Conclusions++;
        var retained = decisions.Count(decision => decision.Outcome is DecisionOutcome.Retained);
        PlacesReason = retained > Places ? placesReason : null;
        FirstCommitteeOn = retained > 0 ? firstCommitteeOn : null;
        EnvelopeReason = Spent > Envelope ? envelopeReason : null;
    }

    /// <summary>Why it cannot be reopened; null when it can: nobody has been told yet.</summary>
    /// <param name="batch">The letters of its decisions; null when there are none yet.</param>
    /// <param name="reason">Why; compulsory.</param>
    public Refusal? MayReopen(DecisionBatch? batch, string reason) =>
        !States.Allows(Status, DeliberationEvent.Reopen) ? new Refusal("deliberation-open", "La délibération est encore ouverte.")
        : batch is { IsReleased: true } ? new Refusal("deliberation-released", "Les décisions ont été publiées\u00a0: la délibération ne se rouvre plus.")
        : string.IsNullOrWhiteSpace(reason) ? new Refusal("deliberation-reopening-unexplained", "Dites pourquoi la délibération est rouverte.")
        : null;

    public void Reopen(DecisionBatch? batch, string reason)
    {
        BrokenRuleException.ThrowIf(MayReopen(batch, reason));
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, DeliberationEvent.Reopen);
        (ConcludedAt, ReopeningReason) = (null, reason);
    }
}
