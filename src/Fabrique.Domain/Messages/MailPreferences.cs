using Fabrique.Domain.Time;

namespace Fabrique.Domain.Messages;

/// <summary>What a person chose for one family of messages.</summary>
public enum MailChoice
{
    /// <summary>In the daily digest, but what cannot wait.</summary>
    Digest,

    /// <summary>A mail each time.</summary>
    Mail,

    /// <summary>Never a mail: read in one's space.</summary>
    Space,
}

/// <summary>How a person wants to be told. Who never chose has <see cref="Usual"/>.</summary>
public sealed class MailPreferences : IAggregate
{
    /// <summary>The digest leaves at half past one of these hours, Paris.</summary>
    public const int FirstHour = 7;

    public const int LastHour = 18;

    public const int UsualHour = 9;

    private const int Minutes = 30;

    private MailPreferences()
    {
    }

    /// <summary>That of the person.</summary>
    public Guid Id { get; private init; }

    /// <summary>From <see cref="FirstHour"/> to <see cref="LastHour"/>.</summary>
    public int DigestHour { get; private set; } = UsualHour;

    /// <summary>Whether the person receives the daily digest.</summary>
    public bool HasDigest { get; private set; } = true;

    public MailChoice Requests { get; private set; }

    public MailChoice Reminders { get; private set; }

    public MailChoice News { get; private set; }

    public int Version { get; private set; }

    /// <summary>Those of somebody who never chose.</summary>
    public static MailPreferences Usual(Guid personId) => new() { Id = personId };

    public static Refusal? MayBe(int digestHour) => digestHour is < FirstHour or > LastHour
        ? new Refusal("digest-hour", $"Choisissez une heure entre {FirstHour} h {Minutes} et {LastHour} h {Minutes}.")
        : null;

    public void Choose(bool hasDigest, int digestHour, MailChoice requests, MailChoice reminders, MailChoice news)
    {
        BrokenRuleException.ThrowIf(MayBe(digestHour));
        (HasDigest, DigestHour, Requests, Reminders, News) = (hasDigest, digestHour, requests, reminders, news);
    }

    public void StopDigest() => HasDigest = false;

    public MailChoice Of(MessageFamily family) => family switch
    {
        MessageFamily.Request => Requests,
        MessageFamily.Reminder => Reminders,
        _ => News,
    };

    /// <summary>The instant (UTC) of the first digest after another: on a worked day, at the hour that was chosen.</summary>
    public DateTime NextDigest(DateTime after)
    {
        var hour = new TimeOnly(DigestHour, Minutes);
        var day = WorkingCalendar.RollForward(ParisTime.DayOf(after));
        while (ParisTime.ToUtc(day, hour) <= after)
        {
            day = WorkingCalendar.RollForward(day.AddDays(1));
        }

        return ParisTime.ToUtc(day, hour);
    }

    /// <summary>The way of a message written now.</summary>
    /// <param name="nature">What it is.</param>
    /// <param name="now">UTC.</param>
    public MailRoute Route(MailNature nature, DateTime now)
    {
        if (nature.IsNotice)
        {
            return new MailRoute(MailChannel.Mail, MailReason.Notice);
        }

        switch (Of(nature.Family))
        {
            case MailChoice.Mail:
                return new MailRoute(MailChannel.Mail, MailReason.Chosen);
            case MailChoice.Space:
                return new MailRoute(MailChannel.Space, MailReason.Chosen);
        }

        // A request that is read the day it ends is read too late; what is recalled was asked for before.
        if (nature.IsUrgent || (nature.Family is MessageFamily.Request && nature.DueAt is { } due && ParisTime.DayOf(due) <= ParisTime.DayOf(NextDigest(now))))
        {
            return new MailRoute(MailChannel.Mail, MailReason.CannotWait);
        }

        return HasDigest ? new MailRoute(MailChannel.Digest, MailReason.Usual) : new MailRoute(MailChannel.Space, MailReason.DigestStopped);
    }
}
