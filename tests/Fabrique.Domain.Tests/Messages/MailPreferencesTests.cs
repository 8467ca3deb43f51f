using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.Messages;

/// <summary>By which way a message reaches somebody. Hours are Paris's.</summary>
public sealed class MailPreferencesTests
{
    private static readonly Guid Person = Ids.Next();

    [Theory]
    // Worked days, from before the hour and from after it.
    [InlineData("2026-03-03 08:00", 9, "2026-03-03 09:30")]
    [InlineData("2026-03-03 09:29", 9, "2026-03-03 09:30")]
    [InlineData("2026-03-03 09:30", 9, "2026-03-04 09:30")]
    [InlineData("2026-03-03 18:31", 18, "2026-03-04 18:30")]
    [InlineData("2026-03-03 23:59", 7, "2026-03-04 07:30")]
    // Week-ends.
    [InlineData("2026-03-06 10:00", 9, "2026-03-09 09:30")]
    [InlineData("2026-03-07 06:00", 9, "2026-03-09 09:30")]
    [InlineData("2026-03-08 22:00", 7, "2026-03-09 07:30")]
    // Easter Monday, the eve of 1 May, Christmas before a week-end, New Year.
    [InlineData("2026-04-03 12:00", 9, "2026-04-07 09:30")]
    [InlineData("2026-04-30 12:00", 9, "2026-05-04 09:30")]
    [InlineData("2026-12-24 12:00", 9, "2026-12-28 09:30")]
    [InlineData("2026-12-31 19:00", 18, "2027-01-04 18:30")]
    // Both clock changes fall on a Sunday: the hour of Monday is that of the wall.
    [InlineData("2026-03-27 12:00", 9, "2026-03-30 09:30")]
    [InlineData("2026-10-23 12:00", 9, "2026-10-26 09:30")]
    public void The_digest_leaves_at_the_chosen_hour_of_the_next_worked_day(string after, int hour, string expected)
    {
        var preferences = Chosen(hour: hour);

        Assert.Equal(Paris(expected), preferences.NextDigest(Paris(after)));
    }

    [Theory]
    // A decision is silenced by nothing.
    [InlineData(MessageFamily.News, true, false, null, MailChoice.Space, false, MailChannel.Mail, MailReason.Notice)]
    [InlineData(MessageFamily.News, true, false, null, MailChoice.Digest, true, MailChannel.Mail, MailReason.Notice)]
    // What was chosen.
    [InlineData(MessageFamily.Request, false, false, "2026-03-10", MailChoice.Mail, true, MailChannel.Mail, MailReason.Chosen)]
    [InlineData(MessageFamily.Request, false, false, "2026-03-03", MailChoice.Space, true, MailChannel.Space, MailReason.Chosen)]
    [InlineData(MessageFamily.Reminder, false, false, "2026-03-03", MailChoice.Mail, false, MailChannel.Mail, MailReason.Chosen)]
    [InlineData(MessageFamily.News, false, true, null, MailChoice.Space, true, MailChannel.Space, MailReason.Chosen)]
    // Nothing chosen: what can wait, and what cannot.
    [InlineData(MessageFamily.Request, false, false, "2026-03-10", MailChoice.Digest, true, MailChannel.Digest, MailReason.Usual)]
    [InlineData(MessageFamily.Request, false, false, "2026-03-05", MailChoice.Digest, true, MailChannel.Digest, MailReason.Usual)]
    [InlineData(MessageFamily.Request, false, false, "2026-03-04", MailChoice.Digest, true, MailChannel.Mail, MailReason.CannotWait)]
    [InlineData(MessageFamily.Request, false, false, "2026-03-02", MailChoice.Digest, true, MailChannel.Mail, MailReason.CannotWait)]
    [InlineData(MessageFamily.Request, false, false, null, MailChoice.Digest, true, MailChannel.Digest, MailReason.Usual)]
    [InlineData(MessageFamily.Reminder, false, false, "2026-03-03", MailChoice.Digest, true, MailChannel.Digest, MailReason.Usual)]
    [InlineData(MessageFamily.Reminder, false, true, null, MailChoice.Digest, true, MailChannel.Mail, MailReason.CannotWait)]
    [InlineData(MessageFamily.News, false, false, null, MailChoice.Digest, true, MailChannel.Digest, MailReason.Usual)]
    [InlineData(MessageFamily.News, false, true, null, MailChoice.Digest, true, MailChannel.Mail, MailReason.CannotWait)]
    // No digest.
    [InlineData(MessageFamily.Request, false, false, "2026-03-10", MailChoice.Digest, false, MailChannel.Space, MailReason.DigestStopped)]
    [InlineData(MessageFamily.Request, false, false, "2026-03-04", MailChoice.Digest, false, MailChannel.Mail, MailReason.CannotWait)]
    public void Each_message_takes_its_way(MessageFamily family, bool isNotice, bool isUrgent, string? due, MailChoice choice, bool hasDigest, MailChannel channel, MailReason why)
    {
        // A Tuesday at noon: the next digest is on Wednesday at 9:30.
        var preferences = Chosen(hasDigest, 9, choice);
        DateTime? dueAt = due is null ? null : Paris($"{due} 23:59");

        var route = preferences.Route(new MailNature(family, isNotice, isUrgent, dueAt), Paris("2026-03-03 12:00"));

        Assert.Equal(new MailRoute(channel, why), route);
    }

    [Fact]
    public void Families_are_chosen_apart()
    {
        var preferences = MailPreferences.Usual(Person);
        preferences.Choose(hasDigest: true, 10, MailChoice.Mail, MailChoice.Digest, MailChoice.Space);

        Assert.Equal([MailChoice.Space, MailChoice.Mail, MailChoice.Digest], Enum.GetValues<MessageFamily>().Select(preferences.Of));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(7, false)]
    [InlineData(18, false)]
    [InlineData(19, true)]
    public void An_hour_of_the_night_is_refused(int hour, bool isRefused)
    {
        Assert.Equal(isRefused, MailPreferences.MayBe(hour) is not null);
        if (isRefused)
        {
            Assert.Throws<BrokenRuleException>(() => Chosen(hour: hour));
        }
    }

    [Fact]
    public void What_waits_for_a_digest_joins_it_leaves_it_or_is_dropped_and_what_was_sent_does_nothing_of_it()
    {
        var now = Paris("2026-03-03 12:00");
        var digest = new MailRoute(MailChannel.Digest, MailReason.Usual);
        OutgoingMail joined = Mail(digest), left = Mail(digest), dropped = Mail(digest), superseded = Mail(digest), sent = Mail(MailRoute.Direct);
        sent.MarkSent(now);
        foreach (var mail in new[] { joined, sent })
        {
            mail.Join(Person);
        }

        joined.Drop();
        left.WaitUntil(now.AddDays(3));
        Assert.Equal(now.AddDays(3), left.DueAt);
        left.StayInSpace(MailReason.DigestStopped);
        dropped.Drop();
        superseded.Supersede(now);
        sent.Drop();

        Assert.Equal(
            [MailStatus.Digested, MailStatus.InSpace, MailStatus.Dropped, MailStatus.Dropped, MailStatus.Sent],
            new[] { joined, left, dropped, superseded, sent }.Select(mail => mail.Status));
        Assert.Equal((Person, (Guid?)null), (joined.DigestId, sent.DigestId));

        OutgoingMail Mail(MailRoute route)
        {
            var mail = OutgoingMail.Write(Ids.Next(), "lea@exemple.gouv.fr", "Léa", "modele", "Objet", "texte", "<p>", new Subject("Call", Ids.Next()), now);
            mail.Take(Person, taskId: null, MessageFamily.News, route, now.AddDays(1));
            return mail;
        }
    }

    private static MailPreferences Chosen(bool hasDigest = true, int hour = 9, MailChoice choice = MailChoice.Digest)
    {
        var preferences = MailPreferences.Usual(Person);
        preferences.Choose(hasDigest, hour, choice, choice, choice);
        return preferences;
    }

    private static DateTime Paris(string local)
    {
        var at = DateTime.Parse(local, System.Globalization.CultureInfo.InvariantCulture);
        return ParisTime.ToUtc(DateOnly.FromDateTime(at), TimeOnly.FromDateTime(at));
    }
}
