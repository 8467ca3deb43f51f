using Fabrique.Domain.People;

namespace Fabrique.Domain.Messages;

public enum MailStatus
{
    /// <summary>It is to leave.</summary>
    Pending,

    Sent,

    /// <summary>It could not leave; or somebody, or a newer one, decided that it will not.</summary>
    Failed,

    /// <summary>It waits for the next digest of the person.</summary>
    ForDigest,

    /// <summary>A digest told it.</summary>
    Digested,

    /// <summary>It is read in the person's space only.</summary>
    InSpace,

    /// <summary>When its digest came, it no longer was to be told.</summary>
    Dropped,
}

/// <summary>
/// A mail to one person, written in the transaction of what it tells and delivered afterwards, at least once, under a stable Message-Id.
/// </summary>
public sealed class OutgoingMail
{
    public const int SubjectLength = 300;
    public const int ErrorLength = 1000;

    public const int UnsubscribeLength = 500;

    /// <summary>Length of iCalendar's METHOD.</summary>
    public const int MethodLength = 20;

    /// <summary>Length of W3C's <c>traceparent</c>.</summary>
    public const int TraceParentLength = 55;

    private OutgoingMail()
    {
    }

    /// <summary>Waits after each failed attempt; after the last one the mail is an incident for an administrator.</summary>
    public static IReadOnlyList<TimeSpan> RetryLadder { get; } =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2),
        TimeSpan.FromHours(12),
    ];

    /// <summary>Longer than any mail waits, for its next attempt or for its digest, from one worked day to the next.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromDays(7);

    public Guid Id { get; private init; }

    public string ToAddress { get; private set; } = "";

    public string ToName { get; private init; } = "";

    /// <summary>The message's key, for example <c>candidature/accuse-de-reception</c>.</summary>
    public string Template { get; private init; } = "";

    public string Subject { get; private init; } = "";

    public string TextBody { get; private init; } = "";

    public string HtmlBody { get; private init; } = "";

    /// <summary>What it asks of calendars: iCalendar's METHOD; null when it carries nothing for them.</summary>
    public string? CalendarMethod { get; private init; }

    /// <summary>What calendars read, in iCalendar; null with <see cref="CalendarMethod"/>.</summary>
    public string? CalendarText { get; private init; }

    /// <summary>Code of the kind of thing that it is about: <see cref="Subject.Kind"/>.</summary>
    public string SubjectKind { get; private init; } = "";

    public Guid SubjectId { get; private init; }

    public DateTime CreatedAt { get; private init; }

    /// <summary>Not to be attempted before, UTC.</summary>
    public DateTime DueAt { get; private set; }

    /// <summary>The end of the quiet hours during which it was written, UTC; null when it waits, and waited, for no morning.</summary>
    public DateTime? QuietUntil { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Until when a sender holds it, UTC.</summary>
    public DateTime? LeasedUntil { get; private set; }

    public MailStatus Status { get; private set; }

    public DateTime? SentAt { get; private set; }

    public string? LastError { get; private set; }

    /// <summary>Since when no further attempt is planned, UTC; null when one is, or when it is sent.</summary>
    public DateTime? FailedAt { get; private set; }

    /// <summary>When somebody decided that it will not leave, UTC.</summary>
    public DateTime? ClosedAt { get; private set; }

    /// <summary>The trace in which it was written, as W3C's <c>traceparent</c>: its sending goes on with it. Null when nobody followed traces.</summary>
    public string? TraceParent { get; private init; }

    /// <summary>The line of the timeline that tells of it; null when none does.</summary>
    public Guid? TimelineEntryId { get; private set; }

    /// <summary>Domain of <see cref="ToAddress"/>, in lower case; empty when it has none.</summary>
    public string ToDomain => ToAddress[(ToAddress.LastIndexOf('@') + 1)..].ToLowerInvariant();

    /// <summary>Whether it waits for somebody to have it sent again, or to give it up.</summary>
    public bool IsIncident => Status is MailStatus.Failed && ClosedAt is null;

    /// <summary>Who receives it; null when the address is nobody's of the directory.</summary>
    public Guid? RecipientId { get; private set; }

    /// <summary>The task that it speaks of; null when it speaks of none.</summary>
    public Guid? TaskId { get; private set; }

    /// <summary>What it is for.</summary>
    public MessageFamily Family { get; private set; }

    /// <summary>Why it takes the way it takes.</summary>
    public MailReason Why { get; private set; }

    /// <summary>The digest that told it, or that told a newer one in its place; null when none did.</summary>
    public Guid? DigestId { get; private set; }

    /// <summary>Where whoever receives it says that they want no more such mails, which mail readers offer; null when that cannot be said.</summary>
    public string? UnsubscribeAddress { get; private set; }

    public static OutgoingMail Write(Guid id, string toAddress, string toName, string template, string subject, string textBody, string htmlBody, Subject about, DateTime now, string? traceParent = null, CalendarPart? calendar = null) => new()
    {
        Id = id,
        ToAddress = toAddress,
        ToName = toName,
        Template = template,
        Subject = subject,
        TextBody = textBody,
        HtmlBody = htmlBody,
        CalendarMethod = calendar?.Method,
        CalendarText = calendar?.Text,
        SubjectKind = about.Kind,
        SubjectId = about.Id,
        CreatedAt = now,
        DueAt = now,
        TraceParent = traceParent,
    };

    /// <summary>Says to whom of the directory it goes, and by which way.</summary>
    /// <param name="recipientId">The person.</param>
    /// <param name="taskId">The task that it speaks of; null when it speaks of none.</param>
    /// <param name="family">What it is for.</param>
    /// <param name="route">The way.</param>
    /// <param name="digestAt">Instant (UTC) of the digest that it waits for when it goes that way.</param>
    public void Take(Guid recipientId, Guid? taskId, MessageFamily family, MailRoute route, DateTime digestAt)
    {
        (RecipientId, TaskId, Family, Why) = (recipientId, taskId, family, route.Why);
        (Status, DueAt) = route.Channel switch
        {
            MailChannel.Digest => (MailStatus.ForDigest, digestAt),
            MailChannel.Space => (MailStatus.InSpace, DueAt),
            _ => (MailStatus.Pending, DueAt),
        };
    }

    /// <summary>Which address mail readers offer to whoever wants no more such mails.</summary>
    public void OfferUnsubscription(string address)
    {
        Limits.ThrowIfLonger(address, UnsubscribeLength);
        UnsubscribeAddress = address;
    }

    /// <summary>It was written during quiet hours, and can wait until they end. Does nothing to what waits for a digest, or leaves by no mail.</summary>
    /// <param name="morning">UTC.</param>
    public void WaitForMorning(DateTime morning)
    {
        if (Status is MailStatus.Pending)
        {
            (QuietUntil, DueAt) = (morning, morning);
        }
    }

    /// <summary>Whether it waits for the end of quiet hours.</summary>
    /// <param name="now">UTC.</param>
    public bool IsQuietAt(DateTime now) => Status is MailStatus.Pending && QuietUntil > now;

    /// <summary>The person chose another hour.</summary>
    public void WaitUntil(DateTime digestAt)
    {
        if (Status is MailStatus.ForDigest)
        {
            DueAt = digestAt;
        }
    }

    /// <summary>A digest tells it, or tells a newer one in its place.</summary>
    public void Join(Guid digestId)
    {
        if (Status is MailStatus.ForDigest)
        {
            (Status, DigestId) = (MailStatus.Digested, digestId);
        }
    }

    /// <summary>No digest will tell it: it is read in the person's space.</summary>
    public void StayInSpace(MailReason why)
    {
        if (Status is MailStatus.ForDigest)
        {
            (Status, Why) = (MailStatus.InSpace, why);
        }
    }

    /// <summary>What it says is no longer so.</summary>
    public void Drop()
    {
        if (Status is MailStatus.ForDigest)
        {
            Status = MailStatus.Dropped;
        }
    }

    /// <summary>The same at every attempt, so that a receiver can drop a repeat.</summary>
    public string MessageId(string domain) => $"{Id:N}@{domain}";

    /// <summary>What became of it is read with this line of the timeline.</summary>
    public void ToldBy(Guid timelineEntryId) => TimelineEntryId = timelineEntryId;

    /// <summary>It was not the mail's fault that it did not leave: it waits behind the others until an instant, and no attempt is counted.</summary>
    public void PutBack(DateTime until) => (LeasedUntil, DueAt) = (null, until);

    public void MarkSent(DateTime now)
    {
        Status = MailStatus.Sent;
        FailedAt = null;
        SentAt ??= now;
        LeasedUntil = null;
        LastError = null;
    }

    /// <summary>Does nothing once it is sent: a slow attempt may fail after another one succeeded.</summary>
    /// <param name="error">What the server or the network said.</param>
    /// <param name="permanent">Whether repeating is useless (for example an unknown mailbox).</param>
    /// <param name="now">Instant of the attempt, UTC.</param>
    public void RecordFailure(string error, bool permanent, DateTime now)
    {
        if (Status is MailStatus.Sent)
        {
            return;
        }

        Attempts++;
        LeasedUntil = null;
        LastError = error.Length > ErrorLength ? error[..ErrorLength] : error;
        if (permanent || Attempts > RetryLadder.Count)
        {
            Status = MailStatus.Failed;
            FailedAt = now;
        }
        else
        {
            DueAt = now + RetryLadder[Attempts - 1];
        }
    }

    /// <summary>A server further on says that it will not arrive, after ours had answered for it.</summary>
    /// <param name="error">What it said.</param>
    /// <param name="now">UTC.</param>
    /// <returns>False when it was not told as sent.</returns>
    public bool ComeBack(string error, DateTime now)
    {
        if (Status is not MailStatus.Sent)
        {
            return false;
        }

        (Status, SentAt, FailedAt) = (MailStatus.Failed, null, now);
        LastError = error.Length > ErrorLength ? error[..ErrorLength] : error;
        return true;
    }

    /// <summary>The refusal of what is no address.</summary>
    public static Refusal UnreadableAddress { get; } = new("address-unreadable", "Cette adresse ne peut pas s’écrire : vérifiez-la. Par exemple prenom.nom@exemple.gouv.fr.");

    /// <summary>Why it cannot be sent to another address; null when it can.</summary>
    public Refusal? MayBeReaddressed(string address) => !IsIncident
        ? new Refusal("mail-not-failed", "Ce message n’est pas en échec : il est déjà parti, ou va partir. Rien n’a été changé.")
        : address.Length > StaffMember.EmailLength || !address.Contains('@', StringComparison.Ordinal)
            ? UnreadableAddress
            : null;

    /// <summary>An administrator has it sent to another address of the same person.</summary>
    public void Readdress(string address, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeReaddressed(address));
        ToAddress = address;
        Retry(now);
    }

    /// <summary>An administrator asks for another round of attempts.</summary>
    public void Retry(DateTime now)
    {
        if (Status is MailStatus.Failed)
        {
            Status = MailStatus.Pending;
            Attempts = 0;
            DueAt = now;
            (FailedAt, ClosedAt) = (null, null);
        }
    }

    /// <summary>A newer one, about to be written, says all that this one would have: it does not leave any more, unless it has.</summary>
    public void Supersede(DateTime now)
    {
        Drop();
        if (Status is MailStatus.Pending or MailStatus.Failed)
        {
            (Status, FailedAt, ClosedAt) = (MailStatus.Failed, FailedAt ?? now, ClosedAt ?? now);
        }
    }

    /// <summary>An administrator decides that it will not leave.</summary>
    public void Close(DateTime now)
    {
        if (IsIncident)
        {
            ClosedAt = now;
        }
    }
}

/// <summary>What a mail says to calendars.</summary>
/// <param name="Method">iCalendar's METHOD: <c>REQUEST</c> or <c>CANCEL</c>.</param>
/// <param name="Text">The whole object, in iCalendar.</param>
public sealed record CalendarPart(string Method, string Text);
