namespace Fabrique.Domain.Applications;

/// <summary>What somebody may do with an application that is not theirs; each right holds those before it.</summary>
public enum CoApplicantRight
{
    Read,
    Write,
    Submit,
}

/// <summary>« Co-porteur » : somebody invited to an application by whoever has the idea.</summary>
public sealed class CoApplicant
{
    public const int EmailLength = 254;

    private CoApplicant()
    {
    }

    internal CoApplicant(Guid id, Guid applicationId, Guid? personId, string email, CoApplicantRight right, Guid invitedById, DateTime invitedAt) =>
        (Id, ApplicationId, PersonId, Email, Rights, InvitedById, InvitedAt) = (id, applicationId, personId, email, right, invitedById, invitedAt);

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    /// <summary>Null as long as whoever has the address never signed in.</summary>
    public Guid? PersonId { get; private set; }

    /// <summary>Where the invitation was sent.</summary>
    public string Email { get; private init; } = "";

    public CoApplicantRight Rights { get; private set; }

    public Guid InvitedById { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime InvitedAt { get; private init; }

    /// <summary>UTC; null as long as the invitation waits.</summary>
    public DateTime? AcceptedAt { get; private set; }

    public bool IsAccepted => AcceptedAt is not null;

    /// <summary>Whether it is this person who is invited.</summary>
    public bool IsFor(Guid personId, string email) => PersonId is { } known ? known == personId : Email.Equals(email, StringComparison.OrdinalIgnoreCase);

    internal void Grant(CoApplicantRight right) => Rights = right;

    internal void Accept(Guid personId, DateTime now) => (PersonId, AcceptedAt) = (personId, now);
}
