namespace Fabrique.Domain.Calendars;

/// <summary>« Agenda »: the secret address at which calendars of a person read their appointments and tasks. One for each person; only a digest of its secret is kept.</summary>
public sealed class CalendarFeed : IAggregate
{
    /// <summary>Length of a SHA-256 in hexadecimal.</summary>
    public const int DigestLength = 64;

    private CalendarFeed()
    {
    }

    public Guid Id { get; private init; }

    public Guid StaffMemberId { get; private init; }

    /// <summary>Of the secret; null once it is revoked.</summary>
    public string? SecretDigest { get; private set; }

    /// <summary>When its present address was made, UTC.</summary>
    public DateTime MadeAt { get; private set; }

    public DateTime? RevokedAt { get; private set; }

    /// <summary>When its present address was last read, UTC.</summary>
    public DateTime? LastReadAt { get; private set; }

    public int Version { get; private set; }

    public bool IsOpen => SecretDigest is not null;

    public static CalendarFeed Make(Guid id, Guid staffMemberId, string secretDigest, DateTime now) => new()
    {
        Id = id,
        StaffMemberId = staffMemberId,
        SecretDigest = secretDigest,
        MadeAt = now,
    };

    /// <summary>Gives it another address: the former one leads nowhere any more.</summary>
    public void Renew(string secretDigest, DateTime now)
    {
        SecretDigest = secretDigest;
        MadeAt = now;
        (RevokedAt, LastReadAt) = (null, null);
    }

    public Refusal? MayBeRevoked() => IsOpen ? null : new Refusal("feed-not-open", "Vous n’avez pas d’adresse d’agenda en service.");

    public void Revoke(DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeRevoked());
        SecretDigest = null;
        RevokedAt = now;
    }
}
