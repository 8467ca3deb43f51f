namespace Fabrique.Data;

/// <summary>A session that its person ended, kept for as long as a copy of its cookie could still be used.</summary>
public sealed class EndedSession
{
    public required Guid Id { get; init; }

    /// <summary>Whose session it was.</summary>
    public required Guid StaffMemberId { get; init; }

    /// <summary>When no copy of it can be used any more, in real time (UTC).</summary>
    public required DateTime ExpiresAt { get; init; }
}
