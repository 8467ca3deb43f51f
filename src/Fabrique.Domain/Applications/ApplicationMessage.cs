namespace Fabrique.Domain.Applications;

/// <summary>On which side of an application somebody speaks.</summary>
public enum MessageSide
{
    /// <summary>Those who carry it.</summary>
    Applicant,

    /// <summary>The team of the Fabrique, or an administrator in its place.</summary>
    Team,
}

/// <summary>
/// « Message » in an application, between those who carry it and the team. Other than a comment on a task, which those who see to the task say to each other, and other than a note, which the team alone reads.
/// Files joined to it are those that belong to it: see <see cref="SubjectCode"/>.
/// </summary>
public sealed class ApplicationMessage : IAggregate
{
    public const int TextLength = 4_000;

    /// <summary>Code of what files joined to a message belong to.</summary>
    public const string SubjectCode = "ApplicationMessage";

    /// <summary>How long its author may withdraw it, unless it is read.</summary>
    public static readonly TimeSpan WithdrawalDelay = TimeSpan.FromMinutes(10);

    private ApplicationMessage()
    {
    }

    public Guid Id { get; private init; }

    public Guid ApplicationId { get; private init; }

    public Guid AuthorId { get; private init; }

    public MessageSide Side { get; private init; }

    public string Text { get; private init; } = "";

    public DateTime SentAt { get; private init; }

    /// <summary>When somebody of the other side said that they read it, or answered; null until then.</summary>
    public DateTime? ReadAt { get; private set; }

    /// <summary>Null with <see cref="ReadAt"/>.</summary>
    public Guid? ReadById { get; private set; }

    /// <summary>When its author took it back: its text is then shown to nobody; null as a rule.</summary>
    public DateTime? WithdrawnAt { get; private set; }

    public int Version { get; private set; }

    public bool IsRead => ReadAt is not null;

    public bool IsWithdrawn => WithdrawnAt is not null;

    /// <param name="id">Chosen by the page that sends it, so that a message sent twice is one.</param>
    /// <param name="applicationId">The application.</param>
    /// <param name="authorId">Who writes.</param>
    /// <param name="side">For which side.</param>
    /// <param name="text">From 1 to <see cref="TextLength"/> characters.</param>
    /// <param name="now">UTC.</param>
    public static ApplicationMessage Send(Guid id, Guid applicationId, Guid authorId, MessageSide side, string text, DateTime now)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        Limits.ThrowIfLonger(text, TextLength);
        return new ApplicationMessage { Id = id, ApplicationId = applicationId, AuthorId = authorId, Side = side, Text = text, SentAt = now };
    }

    /// <summary>Somebody of the other side has read it. Does nothing when it is known already.</summary>
    public void Read(Guid readerId, DateTime now)
    {
        if (!IsRead && !IsWithdrawn)
        {
            (ReadAt, ReadById) = (now, readerId);
        }
    }

    /// <summary>Whether somebody may take it back.</summary>
    public Refusal? MayWithdraw(Guid actorId, DateTime now) => actorId != AuthorId
        ? new Refusal("message-not-yours", "Seule la personne qui a écrit un message peut le retirer.")
        : IsWithdrawn
            ? new Refusal("message-withdrawn", "Ce message est déjà retiré.")
            : IsRead
                ? new Refusal("message-read", "Ce message a été lu : il ne peut plus être retiré. Écrivez-en un autre pour le corriger.")
                : now > SentAt + WithdrawalDelay
                    ? new Refusal("message-too-old", $"Ce message a été envoyé il y a plus de {WithdrawalDelay.Minutes} minutes : il ne peut plus être retiré. Écrivez-en un autre pour le corriger.")
                    : null;

    /// <summary>Its author takes it back: that it was there stays known.</summary>
    public void Withdraw(Guid actorId, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayWithdraw(actorId, now));
        WithdrawnAt = now;
    }
}
