namespace Fabrique.Domain.People;

/// <summary>A person with an account in the ministry's directory (« agent »), as last seen at sign-in.</summary>
public sealed class StaffMember : IAggregate
{
    public const int NameLength = 200;
    public const int EmailLength = 254;
    public const int UnitLength = 200;

    private StaffMember()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>The directory's object identifier (Entra <c>oid</c>).</summary>
    public string DirectoryId { get; private set; } = "";

    public string FullName { get; private set; } = "";

    public string Email { get; private set; } = "";

    /// <summary>Direction, service or bureau, as the directory spells it.</summary>
    public string Unit { get; private set; } = "";

    /// <summary>The application roles held at the last sign-in: used to address tasks and mails, never to authorise.</summary>
    public IReadOnlyList<string> Roles { get; private set; } = [];

    public bool IsActive { get; private set; } = true;

    public DateTime? LastSignInAt { get; private set; }

    public int Version { get; private set; }

    public static StaffMember Register(Guid id, string directoryId, string fullName, string email, string unit, IEnumerable<string> roles) => new()
    {
        Id = id,
        DirectoryId = directoryId,
        FullName = fullName,
        Email = email,
        Unit = unit,
        Roles = Known(roles),
    };

    /// <summary>Takes over what the directory says of the person. Returns whether anything but the instant changed.</summary>
    public bool RecordSignIn(string fullName, string email, IEnumerable<string> roles, DateTime now)
    {
        var known = Known(roles);
        var changed = FullName != fullName || Email != email || !Roles.SequenceEqual(known);
        if (changed)
        {
            FullName = fullName;
            Email = email;
            Roles = known;
        }

        LastSignInAt = now;
        return changed;
    }

    public void Deactivate() => IsActive = false;

    private static string[] Known(IEnumerable<string> roles) => [.. AppRoles.All.Intersect(roles, StringComparer.Ordinal)];
}
