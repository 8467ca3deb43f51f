namespace Fabrique.Domain.Panels;

/// <summary>« Point de l’ordre du jour ».</summary>
public sealed class AgendaItem
{
    public const int NotesLength = 10_000;

    private AgendaItem()
    {
    }

    internal AgendaItem(Guid sessionId, int position, Subject item) => (SessionId, Position, ItemKind, ItemId) = (sessionId, position, item.Kind, item.Id);

    public Guid SessionId { get; private init; }

    /// <summary>From 1.</summary>
    public int Position { get; private set; }

    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    /// <summary>When it was first called, UTC; null as long as it was not.</summary>
    public DateTime? CalledAt { get; private set; }

    /// <summary>When it was last left, UTC; null before.</summary>
    public DateTime? LeftAt { get; private set; }

    /// <summary>What the clerk wrote of it, plain text; may be empty. For those who have a part in the item.</summary>
    public string Notes { get; private set; } = "";

    /// <summary>How many times they were written: whoever writes says which they saw.</summary>
    public int NotesNumber { get; private set; }

    internal void Note(string notes) => (Notes, NotesNumber) = (notes, NotesNumber + 1);

    internal void Move(int position) => Position = position;

    internal void Call(DateTime now) => CalledAt ??= now;

    internal void Leave(DateTime now) => LeftAt = now;
}

public enum AttendanceKind
{
    Arrival,
    Departure,
}

/// <summary>Somebody enters or leaves the room. Presence at any instant is computed from these.</summary>
public sealed class AttendanceEvent
{
    private AttendanceEvent()
    {
    }

    internal AttendanceEvent(Guid sessionId, int number, Guid personId, AttendanceKind kind, DateTime at) =>
        (SessionId, Number, PersonId, Kind, At) = (sessionId, number, personId, kind, at);

    public Guid SessionId { get; private init; }

    /// <summary>From 1, as they were recorded.</summary>
    public int Number { get; private init; }

    public Guid PersonId { get; private init; }

    public AttendanceKind Kind { get; private init; }

    /// <summary>UTC; never before that of the event before.</summary>
    public DateTime At { get; private init; }
}
