namespace Fabrique.Domain.Panels;

/// <summary>The seat of a member at an instant, for an item or for none.</summary>
/// <param name="MemberId">Whose it is.</param>
/// <param name="OccupantId">Who sits there: the member; their substitute when the member is not there; null when neither is.</param>
/// <param name="Capacity">That of the member.</param>
/// <param name="IsRecused">Whether whoever sits there is recused for the item.</param>
public sealed record Seat(Guid MemberId, Guid? OccupantId, Capacity Capacity, bool IsRecused)
{
    public bool IsOccupied => OccupantId is not null;

    public bool IsSubstituted => OccupantId is { } occupant && occupant != MemberId;

    /// <summary>Whether somebody sits there for the item: whoever is recused has left.</summary>
    public bool Counts => IsOccupied && !IsRecused;

    public bool Votes => Counts && Capacity is Capacity.Voting;
}

/// <summary>
/// « Feuille de présence » at an instant: who sits, for an item or for none, who presides and whether the quorum is reached. Computed from facts, never kept: presence, votes and
/// quorum all read it. A recused member who is there leaves the seat empty: the substitute does not take it.
/// </summary>
public sealed class SeatRoll
{
    private readonly Recusals recusals;

    private SeatRoll(Panel panel, Recusals recusals, Subject? item, IReadOnlyList<Seat> seats, bool isQuorumWaived)
    {
        this.recusals = recusals;
        (PanelId, Item, Seats) = (panel.Id, item, seats);
        Presiding = PresidingOf(panel, seats);
        Rule = isQuorumWaived ? QuorumRule.None : panel.Quorum;
        Quorum = Rule.Evaluate(this);
    }

    public Guid PanelId { get; }

    /// <summary>Null between two items.</summary>
    public Subject? Item { get; }

    /// <summary>One a member in office, in the order in which they came.</summary>
    public IReadOnlyList<Seat> Seats { get; }

    /// <summary>The seat of whoever presides: the chair, or else the deputy chair, or else a substitute of either; null when nobody may.</summary>
    public Seat? Presiding { get; }

    /// <summary>The rule that holds here.</summary>
    public QuorumRule Rule { get; }

    public QuorumState Quorum { get; }

    /// <param name="panel">Whose seats.</param>
    /// <param name="present">Who is in the room, members and others.</param>
    /// <param name="recusals">Those of the panel.</param>
    /// <param name="item">About which; null for none.</param>
    /// <param name="day">In Paris.</param>
    /// <param name="isQuorumWaived">Whether the session was convened a second time, without any quorum.</param>
    public static SeatRoll Of(Panel panel, IReadOnlySet<Guid> present, Recusals recusals, Subject? item, DateOnly day, bool isQuorumWaived = false)
    {
        var seats = new List<Seat>();
        foreach (var member in panel.MembersOn(day))
        {
            Guid? occupant = present.Contains(member.PersonId) ? member.PersonId
                : panel.SubstituteOf(member.PersonId, day) is { } substitute && present.Contains(substitute) ? substitute
                : null;
            seats.Add(new Seat(member.PersonId, occupant, member.Capacity, occupant is { } person && item is { } about && recusals.Excludes(person, about)));
        }

        return new SeatRoll(panel, recusals, item, seats, isQuorumWaived);
    }

    /// <summary>The seat that a person holds; null when they hold none.</summary>
    public Seat? SeatOf(Guid personId) => Seats.FirstOrDefault(seat => seat.OccupantId == personId);

    /// <summary>Whether a person, there or not, is recused for the item.</summary>
    public bool IsRecused(Guid personId) => Item is { } item && recusals.Excludes(personId, item);

    private static Seat? PresidingOf(Panel panel, IReadOnlyList<Seat> seats)
    {
        var chairs = new[] { panel.ChairId, panel.DeputyChairId }
            .Select(chair => seats.FirstOrDefault(seat => seat.MemberId == chair))
            .OfType<Seat>()
            .Where(seat => seat.Votes)
            .ToList();
        return chairs.Find(seat => !seat.IsSubstituted) ?? chairs.FirstOrDefault();
    }
}
