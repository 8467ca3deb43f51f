using Fabrique.Domain.Time;

namespace Fabrique.Domain.Panels;

public enum SessionStatus
{
    Planned,
    Open,
    Suspended,
    Closed,
    Cancelled,
}

public enum SessionEvent
{
    Open,
    Suspend,
    Resume,
    Close,
    Cancel,
}

/// <summary>Where the order of an agenda comes from.</summary>
public enum RunningOrderKind
{
    ByHand,

    /// <summary>Drawn by lot.</summary>
    Drawn,

    /// <summary>From the ranking, equal ones by lot.</summary>
    FromRanking,
}

/// <summary>« Séance » of a panel: its agenda and timetable, then what happens in it. Who is there is in its other part.</summary>
public sealed partial class HearingSession : IAggregate
{
    public const int ReasonLength = 500;
    public const int PlaceLength = 200;
    public const int LinkLength = 500;
    public const int MostItems = 200;

    /// <summary>The most by which the timer is extended at once.</summary>
    public const int LongestExtension = 600;

    private readonly List<AgendaItem> agenda = [];
    private readonly List<HearingBreak> breaks = [];

    private HearingSession()
    {
    }

    public static StateMachine<SessionStatus, SessionEvent> States { get; } = new(
        (SessionStatus.Planned, SessionEvent.Open, SessionStatus.Open),
        (SessionStatus.Planned, SessionEvent.Cancel, SessionStatus.Cancelled),
        (SessionStatus.Open, SessionEvent.Suspend, SessionStatus.Suspended),
        (SessionStatus.Suspended, SessionEvent.Resume, SessionStatus.Open),
        (SessionStatus.Open, SessionEvent.Close, SessionStatus.Closed),
        (SessionStatus.Suspended, SessionEvent.Close, SessionStatus.Closed));

    public Guid Id { get; private init; }

    public Guid PanelId { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime StartsAt { get; private set; }

    public HearingPace Pace { get; private set; } = HearingPace.Default;

    /// <summary>Where people meet; empty when it is elsewhere than in a place.</summary>
    public string Place { get; private set; } = "";

    /// <summary>Where they meet at a distance; empty when they do not.</summary>
    public string Link { get; private set; } = "";

    public RunningOrderKind OrderedBy { get; private set; }

    /// <summary>From which the running order, or that of equal ones, was drawn; null when it was written by hand.</summary>
    public long? Seed { get; private set; }

    /// <summary>When members and applicants were first told of it, UTC: from then on they hear of what changes. Null before.</summary>
    public DateTime? ConvenedAt { get; private set; }

    /// <summary>Why it needs no quorum, convened a second time; null when it needs that of the panel.</summary>
    public string? QuorumWaiver { get; private set; }

    public SessionStatus Status { get; private set; }

    public string? CurrentKind { get; private set; }

    public Guid? CurrentId { get; private set; }

    /// <summary>The item being heard; null between two.</summary>
    public Subject? Current => CurrentId is { } id ? new Subject(CurrentKind!, id) : null;

    public HearingTimer Timer { get; private set; } = HearingTimer.Of(HearingPhase.Pitch, HearingPace.Default);

    /// <summary>UTC; null before.</summary>
    public DateTime? OpenedAt { get; private set; }

    /// <summary>UTC; null before.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>Why it is not held; null as long as it is.</summary>
    public string? CancellationReason { get; private set; }

    public int Version { get; private set; }

    /// <summary>« Ordre du jour », in order.</summary>
    public IReadOnlyList<AgendaItem> Agenda => [.. agenda.OrderBy(item => item.Position)];

    public IReadOnlyList<HearingBreak> Breaks => [.. breaks.OrderBy(pause => pause.AfterPosition)];

    public IReadOnlyList<HearingSlot> Slots => Timetable.Compute(StartsAt, Pace, [.. Agenda.Select(item => item.Item)], breaks);

    /// <summary>Whether it is being held: open, or suspended for a moment.</summary>
    public bool IsUnderWay => Status is SessionStatus.Open or SessionStatus.Suspended;

    /// <summary>What comes after the item being heard: the first one that was not called yet; null when all were.</summary>
    public AgendaItem? Next => Agenda.FirstOrDefault(item => item.CalledAt is null);

    /// <summary>The item of something on the agenda; null when it is not on it.</summary>
    public AgendaItem? ItemOf(Subject item) => agenda.Find(one => one.Item == item);

    /// <summary>The day in Paris on which it is held: memberships and « suppléances » are those of that day.</summary>
    public DateOnly Day => ParisTime.DayOf(OpenedAt ?? StartsAt);

    public static Refusal? MayBePlanned(HearingPace pace, IReadOnlyCollection<Subject> items) =>
        pace.Problem
        ?? (items.Count > MostItems ? new Refusal("session-too-long", $"Une séance entend {MostItems} propositions au plus.")
        : items.Distinct().Count() < items.Count ? new Refusal("session-item-twice", "Une proposition est deux fois à l’ordre du jour.")
        : null);

    /// <param name="id">Its identifier.</param>
    /// <param name="panelId">Whose.</param>
    /// <param name="startsAt">UTC.</param>
    /// <param name="pace">How long each item has.</param>
    /// <param name="items">In order: see <see cref="RunningOrder"/>.</param>
    /// <param name="seed">From which that order was drawn; null when it was not.</param>
    /// <param name="order">Where that order comes from.</param>
    public static HearingSession Plan(Guid id, Guid panelId, DateTime startsAt, HearingPace pace, IReadOnlyList<Subject> items, long? seed, RunningOrderKind order = RunningOrderKind.Drawn)
    {
        var session = new HearingSession { Id = id, PanelId = panelId };
        session.Replan(startsAt, pace, items, seed, order);
        return session;
    }

    /// <summary>Why it cannot be planned otherwise; null when it can.</summary>
    public Refusal? MayBeReplanned(HearingPace pace, IReadOnlyCollection<Subject> items) => Status switch
    {
        SessionStatus.Planned => MayBePlanned(pace, items),
        SessionStatus.Cancelled => Cancelled,
        _ => new Refusal("session-begun", "La séance a commencé\u00a0: son ordre du jour ne se refait plus."),
    };

    /// <summary>Plans it otherwise, as a whole; breaks stay after the positions where they were.</summary>
    /// <param name="startsAt">UTC.</param>
    /// <param name="pace">How long each item has.</param>
    /// <param name="items">In order.</param>
    /// <param name="seed">From which that order was drawn; null when it was not.</param>
    /// <param name="order">Where that order comes from; without a seed it was made by hand.</param>
    public void Replan(DateTime startsAt, HearingPace pace, IReadOnlyList<Subject> items, long? seed, RunningOrderKind order = RunningOrderKind.Drawn)
    {
        BrokenRuleException.ThrowIf(MayBeReplanned(pace, items));
        (StartsAt, Pace, Seed, OrderedBy) = (startsAt, pace, seed, seed is null ? RunningOrderKind.ByHand : order);
        agenda.RemoveAll(item => !items.Contains(item.Item));
        for (var i = 0; i < items.Count; i++)
        {
            if (agenda.Find(item => item.Item == items[i]) is { } known)
            {
                known.Move(i + 1);
            }
            else
            {
                agenda.Add(new AgendaItem(Id, i + 1, items[i]));
            }
        }

        breaks.RemoveAll(pause => pause.AfterPosition > items.Count);
    }

    /// <summary>Puts a break after an item, in place of the one that was there; none when it lasts no minute.</summary>
    public void Break(int afterPosition, int minutes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minutes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(minutes, HearingPace.LongestMinutes);
        breaks.RemoveAll(pause => pause.AfterPosition == afterPosition);
        if (minutes > 0)
        {
            breaks.Add(new HearingBreak(Id, afterPosition, minutes));
        }
    }

    /// <summary>Says where it is held, as long as it has not begun.</summary>
    /// <param name="place">A room or an address; may be empty.</param>
    /// <param name="link">Of a video conference; may be empty.</param>
    public void Meet(string place, string link)
    {
        Limits.ThrowIfLonger(place, PlaceLength);
        Limits.ThrowIfLonger(link, LinkLength);
        (Place, Link) = (place, link);
    }

    /// <summary>Why nobody can be told of it; null when they can, even a second time.</summary>
    /// <param name="now">UTC.</param>
    public Refusal? MayBeConvened(DateTime now) =>
        Status is SessionStatus.Cancelled ? Cancelled
        : Status is not SessionStatus.Planned ? new Refusal("session-begun", "La séance a commencé\u00a0: elle ne se convoque plus.")
        : agenda.Count == 0 ? new Refusal("session-empty", "Mettez d’abord une candidature à l’ordre du jour.")
        : StartsAt <= now ? new Refusal("session-in-the-past", "L’heure de la séance est passée\u00a0: choisissez-en une autre avant de convoquer.")
        : null;

    /// <summary>Members and applicants are told of it.</summary>
    public void Convene(DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeConvened(now));
        ConvenedAt ??= now;
    }

    /// <summary>Why it cannot be cancelled; null when it can: one that began is closed.</summary>
    public Refusal? MayCancel(string reason) =>
        Status is SessionStatus.Cancelled ? Cancelled
        : !States.Allows(Status, SessionEvent.Cancel) ? new Refusal("session-begun", "La séance a commencé\u00a0: elle ne s’annule plus, elle se clôt.")
        : string.IsNullOrWhiteSpace(reason) ? new Refusal("session-cancellation-unexplained", "Dites pourquoi la séance n’a pas lieu\u00a0: les personnes convoquées le liront.")
        : null;

    public void Cancel(string reason)
    {
        BrokenRuleException.ThrowIf(MayCancel(reason));
        Limits.ThrowIfLonger(reason, ReasonLength);
        Status = States.Next(Status, SessionEvent.Cancel);
        CancellationReason = reason;
    }

    public Refusal? MayWaiveQuorum(string reason) =>
        Status is SessionStatus.Cancelled ? Cancelled
        : Status is not SessionStatus.Planned ? new Refusal("session-begun", "La séance a commencé\u00a0: son quorum ne change plus.")
        : string.IsNullOrWhiteSpace(reason) ? new Refusal("session-waiver-unexplained", "Dites pourquoi cette séance se tient sans quorum\u00a0: une deuxième convocation sur le même ordre du jour, par exemple.")
        : null;

    /// <summary>It is convened a second time on the same agenda, and says so: it needs no quorum.</summary>
    public void WaiveQuorum(string reason)
    {
        BrokenRuleException.ThrowIf(MayWaiveQuorum(reason));
        Limits.ThrowIfLonger(reason, ReasonLength);
        QuorumWaiver = reason;
    }

    /// <param name="roll">That of now, without an item.</param>
    public Refusal? MayOpen(SeatRoll roll) =>
        !States.Allows(Status, SessionEvent.Open) ? Status is SessionStatus.Cancelled ? Cancelled : new Refusal("session-not-planned", Status is SessionStatus.Closed ? "Cette séance est close." : "Cette séance est déjà ouverte.")
        : roll.Presiding is null ? new Refusal("session-nobody-presides", "Personne n’est là pour présider\u00a0: la séance ne peut pas s’ouvrir.")
        : roll.Quorum.WhyNot is { } why ? new Refusal("session-without-quorum", why)
        : null;

    public void Open(SeatRoll roll, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayOpen(roll));
        Status = States.Next(Status, SessionEvent.Open);
        OpenedAt = now;
    }

    public Refusal? MaySuspend() => States.Allows(Status, SessionEvent.Suspend) ? null : NotOpen;

    /// <summary>Nobody speaks nor votes until it resumes: the timer stops.</summary>
    public void Suspend(DateTime now)
    {
        BrokenRuleException.ThrowIf(MaySuspend());
        Status = States.Next(Status, SessionEvent.Suspend);
        Timer = Timer.Pause(now);
    }

    public Refusal? MayResume() => States.Allows(Status, SessionEvent.Resume) ? null : new Refusal("session-not-suspended", "Cette séance n’est pas suspendue.");

    /// <summary>The timer stays stopped until somebody starts it.</summary>
    public void Resume()
    {
        BrokenRuleException.ThrowIf(MayResume());
        Status = States.Next(Status, SessionEvent.Resume);
    }

    /// <param name="ballots">Those of the session.</param>
    public Refusal? MayClose(IEnumerable<Ballot> ballots) => States.Allows(Status, SessionEvent.Close) ? BallotStillOpen(ballots) : NotOpen;

    public void Close(IEnumerable<Ballot> ballots, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayClose(ballots));
        LeaveCurrent(now);
        Status = States.Next(Status, SessionEvent.Close);
        ClosedAt = now;
    }

    /// <summary>Why an item cannot be called; null when it can, even a second time.</summary>
    public Refusal? MayCall(Subject item, IEnumerable<Ballot> ballots) =>
        Status is not SessionStatus.Open ? NotOpen
        : ItemOf(item) is null ? Unknown
        : BallotStillOpen(ballots);

    /// <summary>The item before is left, and those recused for this one leave by construction: <see cref="Roll"/>.</summary>
    public void Call(Subject item, IEnumerable<Ballot> ballots, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayCall(item, ballots));
        LeaveCurrent(now);
        agenda.Find(one => one.Item == item)!.Call(now);
        (CurrentKind, CurrentId) = (item.Kind, item.Id);
        Timer = HearingTimer.Of(HearingPhase.Pitch, Pace);
    }

    /// <summary>Why the timer may not be touched; null when it may.</summary>
    public Refusal? MayTime() => Status is not SessionStatus.Open ? NotOpen : Current is null ? new Refusal("session-no-item", "Appelez d’abord une proposition.") : null;

    public void StartTimer(DateTime now) => Time(timer => timer.Start(now));

    public void PauseTimer(DateTime now) => Time(timer => timer.Pause(now));

    public void ExtendTimer(int seconds) => Time(timer => timer.Extend(seconds));

    /// <summary>Why somebody cannot write notes on an item; null when they can.</summary>
    /// <param name="item">Which.</param>
    /// <param name="number">That of the notes that they saw: <see cref="AgendaItem.NotesNumber"/>.</param>
    /// <param name="notes">The whole text.</param>
    public Refusal? MayNote(Subject item, int number, string notes) =>
        Status is SessionStatus.Cancelled ? Cancelled
        : Status is SessionStatus.Planned ? new Refusal("session-not-open", "La séance n’a pas commencé\u00a0: il n’y a encore rien à noter.")
        : ItemOf(item) is not { } known ? Unknown
        : known.Notes == notes ? new Refusal("session-notes-unchanged", "Ces notes sont déjà enregistrées.")
        : known.NotesNumber != number ? new Refusal("session-notes-changed", "Quelqu’un d’autre a changé ces notes depuis que vous les avez sous les yeux. Les vôtres sont gardées ci-dessous\u00a0: rapprochez-les de celles qui sont enregistrées, puis enregistrez de nouveau.")
        : null;

    /// <summary>Keeps what the clerk writes of an item, in place of what was there.</summary>
    public void Note(Subject item, int number, string notes)
    {
        BrokenRuleException.ThrowIf(MayNote(item, number, notes));
        Limits.ThrowIfLonger(notes, AgendaItem.NotesLength);
        ItemOf(item)!.Note(notes);
    }

    /// <summary>From one phase to the other, with its whole time, stopped.</summary>
    public void Enter(HearingPhase phase) => Time(_ => HearingTimer.Of(phase, Pace));

    private static Refusal Unknown { get; } = new("session-item-unknown", "Cette proposition n’est pas à l’ordre du jour.");

    private static Refusal Cancelled { get; } = new("session-cancelled", "Cette séance est annulée.");

    private static Refusal NotOpen { get; } = new("session-not-open", "Cette séance n’est pas ouverte.");

    private static Refusal? BallotStillOpen(IEnumerable<Ballot> ballots) => ballots.Any(ballot => ballot.Status is BallotStatus.Open)
        ? new Refusal("session-ballot-open", "Un vote est en cours\u00a0: fermez-le d’abord.")
        : null;

    private void Time(Func<HearingTimer, HearingTimer> change)
    {
        BrokenRuleException.ThrowIf(MayTime());
        Timer = change(Timer);
    }

    private void LeaveCurrent(DateTime now)
    {
        if (Current is { } current)
        {
            agenda.Find(one => one.Item == current)!.Leave(now);
            (CurrentKind, CurrentId) = (null, null);
            Timer = Timer.Pause(now);
        }
    }
}
