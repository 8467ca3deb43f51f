namespace Fabrique.Domain.Messages;

/// <summary>
/// What is known of the server that carries our mails: one row. A fault of that server, or of how we speak to it, is noted here and charged to no mail: the queue is
/// held, tried again now and then with one mail, and leaves whole once it is repaired.
/// </summary>
public sealed class MailRelay
{
    /// <summary>The identifier of the only row; migrations insert it.</summary>
    public static readonly Guid OnlyId = new("00000000-0000-7000-8000-00000000e5a1");

    private MailRelay()
    {
    }

    /// <summary>Waits before each new try; the last one is repeated for as long as it takes.</summary>
    public static IReadOnlyList<TimeSpan> Ladder { get; } =
    [
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(1),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(5),
        TimeSpan.FromMinutes(10),
    ];

    public Guid Id { get; private init; }

    /// <summary>Since when nothing leaves, UTC; null when mails leave.</summary>
    public DateTime? HeldSince { get; private set; }

    /// <summary>What the last try ended on; null when mails leave.</summary>
    public string? Error { get; private set; }

    /// <summary>Tries that failed since <see cref="HeldSince"/>.</summary>
    public int Attempts { get; private set; }

    /// <summary>UTC; null when mails leave.</summary>
    public DateTime? NextTryAt { get; private set; }

    /// <summary>The mail during which it last failed; null when it failed before any was spoken of.</summary>
    public Guid? MailId { get; private set; }

    /// <summary>The domain to which that mail was, in lower case.</summary>
    public string? Domain { get; private set; }

    public bool IsHeld => HeldSince is not null;

    /// <summary>Nothing leaves until it is tried again.</summary>
    /// <param name="during">The mail that was spoken of when it failed; null when none was yet.</param>
    /// <param name="error">What the server or the network said.</param>
    /// <param name="now">UTC.</param>
    public void Hold(OutgoingMail? during, string error, DateTime now)
    {
        HeldSince ??= now;
        Error = error.Length > OutgoingMail.ErrorLength ? error[..OutgoingMail.ErrorLength] : error;
        NextTryAt = now + Ladder[Math.Min(Attempts, Ladder.Count - 1)];
        Attempts++;
        (MailId, Domain) = (during?.Id, during?.ToDomain);
    }

    /// <summary>The server answered for a mail, or about its address: the others leave too, and neither that mail nor its domain is to blame for what was met before.</summary>
    /// <remarks>What it keeps refusing, it refuses because of a mail, or of a domain, if it served others meanwhile: <see cref="IsBlamedOn"/>.</remarks>
    public void Release(OutgoingMail served)
    {
        (HeldSince, Error, Attempts, NextTryAt) = (null, null, 0, null);
        MailId = served.Id == MailId ? null : MailId;
        Domain = served.ToDomain == Domain ? null : Domain;
    }

    /// <summary>Whether the next try is still to come. A wait longer than any of them was written by a clock that has gone back since.</summary>
    public bool IsWaiting(DateTime now) => NextTryAt > now && NextTryAt - now <= Ladder[^1];

    /// <summary>An administrator says that it is repaired.</summary>
    public void TryNow(DateTime now)
    {
        if (IsHeld)
        {
            NextTryAt = now;
        }
    }

    /// <summary>Whether a fault met with this mail is its own: the same one stopped the queue before, and others left since.</summary>
    public bool IsBlamedOn(OutgoingMail mail) => !IsHeld && (MailId == mail.Id || (Domain is not null && Domain == mail.ToDomain));
}
