namespace Fabrique.Domain.Panels;

/// <summary>What somebody has to do with an item of a panel on a day, wherever they are: in the room, before a page, in a search or an export.</summary>
/// <param name="Capacity">Theirs, or that of the member in whose place they may act; null when they are neither, as the clerk may be.</param>
/// <param name="IsRecused">Whether they have no part in it.</param>
/// <param name="Conducts">Whether they preside or hold the pen.</param>
public sealed record Participation(Capacity? Capacity, bool IsRecused, bool Conducts)
{
    /// <summary>Whether the item and what is said of it are open to them, as far as the panel goes.</summary>
    public bool MayRead => !IsRecused && (Capacity is not null || Conducts);

    public bool MayScore => !IsRecused && Capacity is (Panels.Capacity.Voting or Panels.Capacity.Advisory);

    /// <summary>Whether they may once they sit: a substitute sits only when the member is not there.</summary>
    public bool MayVote => !IsRecused && Capacity is Panels.Capacity.Voting;

    /// <param name="panel">Which.</param>
    /// <param name="recusals">Its own.</param>
    /// <param name="personId">Who.</param>
    /// <param name="item">In what.</param>
    /// <param name="day">In Paris.</param>
    public static Participation Of(Panel panel, Recusals recusals, Guid personId, Subject item, DateOnly day) =>
        new((panel.MemberOn(personId, day) ?? panel.SubstitutedBy(personId, day))?.Capacity, recusals.Excludes(personId, item), panel.IsConductedBy(personId));
}
