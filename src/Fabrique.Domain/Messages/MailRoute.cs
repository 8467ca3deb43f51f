namespace Fabrique.Domain.Messages;

/// <summary>What a message is for: people choose by it how they are told.</summary>
public enum MessageFamily
{
    /// <summary>« Nouvelles » of what one follows.</summary>
    News,

    /// <summary>« Demandes »: something to do.</summary>
    Request,

    /// <summary>« Rappels » of something to do.</summary>
    Reminder,
}

/// <summary>By which way a message reaches somebody.</summary>
public enum MailChannel
{
    /// <summary>A mail of its own, at once.</summary>
    Mail,

    /// <summary>One line of the next daily digest.</summary>
    Digest,

    /// <summary>No mail: it is read in one's space.</summary>
    Space,
}

/// <summary>Why a message takes the way it takes.</summary>
public enum MailReason
{
    /// <summary>Nothing said otherwise: the address is nobody's of the directory, or the message was asked for by who receives it.</summary>
    Direct,

    /// <summary>It notifies a decision, which nothing silences.</summary>
    Notice,

    /// <summary>It would come too late with the digest.</summary>
    CannotWait,

    /// <summary>The person chose nothing for its family.</summary>
    Usual,

    /// <summary>The person chose it for its family.</summary>
    Chosen,

    /// <summary>The person receives no digest.</summary>
    DigestStopped,

    /// <summary>It is a digest.</summary>
    Digest,
}

/// <summary>The way that a message takes, and why.</summary>
public readonly record struct MailRoute(MailChannel Channel, MailReason Why)
{
    public static MailRoute Direct { get; } = new(MailChannel.Mail, MailReason.Direct);
}

/// <summary>What decides of the way of a message besides who receives it.</summary>
/// <param name="Family">What it is for.</param>
/// <param name="IsNotice">Whether it notifies a decision.</param>
/// <param name="IsUrgent">Whether, of its nature, it cannot wait for a digest.</param>
/// <param name="DueAt">The last instant (UTC) of what it asks for; null when it asks for nothing by a day.</param>
/// <param name="IsForNight">Whether it leaves during quiet hours too.</param>
public readonly record struct MailNature(MessageFamily Family, bool IsNotice = false, bool IsUrgent = false, DateTime? DueAt = null, bool IsForNight = false)
{
    /// <summary>Whether quiet hours hold it back: nothing holds the notice of a decision.</summary>
    public bool WaitsForMorning => !IsNotice && !IsForNight;
}
