namespace Fabrique.Domain.People;

/// <summary>Who says that somebody holds a role.</summary>
public enum RoleSource
{
    /// <summary>The directory (Entra's app roles and groups), as the person's last sign-in told it.</summary>
    Directory,

    /// <summary>An administrator, here.</summary>
    Given,
}

/// <summary>« Habilitation »: a role held over a period. One that is over stays, and tells who could do what, and when.</summary>
public sealed class RoleGrant
{
    public const int RoleLength = 40;
    public const int ReasonLength = 500;

    internal RoleGrant(Guid id, Guid staffMemberId, string role, RoleSource source, DateTime startsAt)
    {
        Id = id;
        StaffMemberId = staffMemberId;
        Role = role;
        Source = source;
        StartsAt = startsAt;
    }

    private RoleGrant()
    {
    }

    public Guid Id { get; private init; }

    public Guid StaffMemberId { get; private init; }

    /// <summary>One of <see cref="AppRoles"/>; an old row may name one that is no more.</summary>
    public string Role { get; private init; } = "";

    public RoleSource Source { get; private init; }

    /// <summary>First instant (UTC) at which the role is held.</summary>
    public DateTime StartsAt { get; private init; }

    /// <summary>First instant (UTC) at which it no longer is; null while nothing ends it.</summary>
    public DateTime? EndsAt { get; private set; }

    /// <summary>The administrator who gave it; null when the directory says it.</summary>
    public Guid? GivenById { get; internal init; }

    /// <summary>Why it was given; null when the directory says it.</summary>
    public string? Reason { get; internal init; }

    public bool IsHeldAt(DateTime at) => StartsAt <= at && !IsOverAt(at);

    // One that was ended before it started was never held.
    internal bool IsOverAt(DateTime at) => EndsAt <= at || EndsAt == StartsAt;

    internal void End(DateTime at) => EndsAt = at < StartsAt ? StartsAt : at;

    internal bool Overlaps(DateTime startsAt, DateTime? endsAt) => !IsOverAt(startsAt) && StartsAt < (endsAt ?? DateTime.MaxValue);
}
