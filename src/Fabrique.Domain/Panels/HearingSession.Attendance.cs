namespace Fabrique.Domain.Panels;

/// <summary>Who is there, from what the clerk, or each person, recorded.</summary>
public sealed partial class HearingSession
{
    private readonly List<AttendanceEvent> attendance = [];

    /// <summary>In order.</summary>
    public IReadOnlyList<AttendanceEvent> Attendance => [.. attendance.OrderBy(one => one.Number)];

    /// <summary>Who is in the room at an instant (UTC).</summary>
    public IReadOnlySet<Guid> PresentAt(DateTime instant)
    {
        var present = new HashSet<Guid>();
        foreach (var one in Attendance.Where(one => one.At <= instant))
        {
            if (one.Kind is AttendanceKind.Arrival)
            {
                present.Add(one.PersonId);
            }
            else
            {
                present.Remove(one.PersonId);
            }
        }

        return present;
    }

    /// <summary>Who sits at an instant, and whether the quorum is reached.</summary>
    /// <param name="panel">Its panel.</param>
    /// <param name="recusals">Those of the panel.</param>
    /// <param name="item">About which: those recused for it are out; null for none.</param>
    /// <param name="instant">UTC.</param>
    public SeatRoll Roll(Panel panel, Recusals recusals, Subject? item, DateTime instant) =>
        SeatRoll.Of(OwnPanel(panel), PresentAt(instant), recusals, item, Day, QuorumWaiver is not null);

    /// <summary>When the quorum was lost and found again while the session was open, between two items: for one item, see <see cref="Roll"/>. Several arrivals and departures at one instant are one.</summary>
    public IReadOnlyList<QuorumChange> QuorumChanges(Panel panel, Recusals recusals)
    {
        var changes = new List<QuorumChange>();
        if (OpenedAt is not { } opened)
        {
            return changes;
        }

        var wasReached = true;
        foreach (var at in attendance.Select(one => one.At).Where(at => at > opened && (ClosedAt is null || at <= ClosedAt)).Distinct().Order())
        {
            var quorum = Roll(panel, recusals, item: null, at).Quorum;
            if (quorum.IsReached != wasReached)
            {
                changes.Add(new QuorumChange(at, quorum));
                wasReached = quorum.IsReached;
            }
        }

        return changes;
    }

    /// <summary>Why somebody cannot be recorded as arriving; null when they can: members, those who act in their place that day, and the clerk.</summary>
    public Refusal? MayArrive(Panel panel, Guid personId) =>
        Status is SessionStatus.Cancelled ? Cancelled
        : Status is SessionStatus.Closed ? new Refusal("session-closed", "Cette séance est close.")
        : !(OwnPanel(panel).MemberOn(personId, Day) is not null || panel.SubstitutedBy(personId, Day) is not null || panel.ClerkId == personId)
            ? new Refusal("attendance-not-of-the-panel", "Cette personne ne siège pas dans l’instance ce jour-là, ni comme membre ni comme suppléant.")
        : PresentAt(DateTime.MaxValue).Contains(personId) ? new Refusal("attendance-already-there", "Cette personne est déjà là.")
        : null;

    public void Arrive(Panel panel, Guid personId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayArrive(panel, personId));
        Record(personId, AttendanceKind.Arrival, now);
    }

    public Refusal? MayDepart(Guid personId) =>
        Status is SessionStatus.Cancelled ? Cancelled
        : Status is SessionStatus.Closed ? new Refusal("session-closed", "Cette séance est close.")
        : PresentAt(DateTime.MaxValue).Contains(personId) ? null
        : new Refusal("attendance-not-there", "Cette personne n’est pas là.");

    public void Depart(Guid personId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayDepart(personId));
        Record(personId, AttendanceKind.Departure, now);
    }

    // What happens next is never before: two clocks may differ by a little.
    private void Record(Guid personId, AttendanceKind kind, DateTime now) =>
        attendance.Add(new AttendanceEvent(Id, attendance.Count + 1, personId, kind, attendance.Count > 0 && attendance.Max(one => one.At) is var last && last > now ? last : now));

    private Panel OwnPanel(Panel panel) => panel.Id == PanelId ? panel : throw new ArgumentException("Not the panel of the session.", nameof(panel));
}
