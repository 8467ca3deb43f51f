namespace Fabrique.Domain.Messages;

/// <summary>What an administrator did to a message.</summary>
public enum MessageAct
{
    Written,

    /// <summary>An earlier revision is in force again.</summary>
    Restored,

    /// <summary>The text of the software is in force again.</summary>
    Reverted,

    SwitchedOff,
    SwitchedOn,
}

/// <summary>What a message is from an act on, until the next one. It never changes.</summary>
public sealed class MessageRevision
{
    public const int WhyLength = 500;

    private MessageRevision()
    {
    }

    public Guid MessageOverrideId { get; private init; }

    /// <summary>From 1, in the order of the acts.</summary>
    public int Number { get; private init; }

    public MessageAct Act { get; private init; }

    /// <summary>The revision that was restored; null when none was.</summary>
    public int? RestoredNumber { get; private init; }

    /// <summary>Whether nothing leaves.</summary>
    public bool IsOff { get; private init; }

    /// <summary>Null when the text is that of the software: so are the three others then.</summary>
    public string? Subject { get; private init; }

    public string? Preheader { get; private init; }

    public string? Reason { get; private init; }

    public string? Body { get; private init; }

    /// <summary>The text of the software that this one was written instead of, line by line; null when this is that text.</summary>
    public string? Shipped { get; private init; }

    /// <summary>Why, as its author wrote; empty when they did not say.</summary>
    public string Why { get; private init; } = "";

    public Guid WrittenById { get; private init; }

    /// <summary>UTC.</summary>
    public DateTime WrittenAt { get; private init; }

    /// <summary>Null when the text is that of the software.</summary>
    public MessageText? Text => Subject is null ? null : new MessageText(Subject, Preheader ?? "", Reason ?? "", Body ?? "");

    /// <summary>Whether the software now ships another text than the one that this was written instead of.</summary>
    public bool IsBehind(MessageText shipped) => Shipped is not null && Shipped != Joined(shipped);

    internal static MessageRevision After(MessageRevision? last, Guid overrideId, MessageAct act, RevisionAuthor author, MessageText? text, string? shipped, bool isOff, int? restored = null)
    {
        Limits.ThrowIfLonger(author.Why, WhyLength);
        return new MessageRevision
        {
            MessageOverrideId = overrideId,
            Number = (last?.Number ?? 0) + 1,
            Act = act,
            RestoredNumber = restored,
            IsOff = isOff,
            Subject = text?.Subject,
            Preheader = text?.Preheader,
            Reason = text?.Reason,
            Body = text?.Body,
            Shipped = text is null ? null : shipped,
            Why = author.Why,
            WrittenById = author.PersonId,
            WrittenAt = author.At,
        };
    }

    internal static string Joined(MessageText text) => string.Join('\n', text.ToLines());
}

/// <summary>Who changes a message.</summary>
/// <param name="PersonId">Key of the person.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Why">As they write; may be empty.</param>
public sealed record RevisionAuthor(Guid PersonId, DateTime At, string Why);
