namespace Fabrique.Domain.Messages;

public enum MailStatus
{
    Pending,
    Sent,
    Failed,
}

/// <summary>
/// A mail to one person, written in the transaction of what it tells and delivered afterwards, at least once, under a stable Message-Id.
/// </summary>
public sealed class OutgoingMail
{
    public const int SubjectLength = 300;
    public const int ErrorLength = 1000;

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

    public Guid Id { get; private init; }

    public string ToAddress { get; private init; } = "";

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

    /// <summary>The same at every attempt, so that a receiver can drop a repeat.</summary>
    public string MessageId(string domain) => $"{Id:N}@{domain}";

    /// <summary>What became of it is read with this line of the timeline.</summary>
    public void ToldBy(Guid timelineEntryId) => TimelineEntryId = timelineEntryId;

    /// <summary>It was not the mail's fault that it did not leave: it waits behind the others, and no attempt is counted.</summary>
    public void PutBack(DateTime now) => (LeasedUntil, DueAt) = (null, now);

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
        if (Status is not MailStatus.Sent)
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
