using Fabrique.Domain.Messages;

namespace Fabrique.Domain.Tests.Messages;

public sealed class MailRelayTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Tries_come_less_and_less_often_and_never_end()
    {
        var relay = Relay();
        var waits = new List<double>();
        for (var attempt = 0; attempt < 8; attempt++)
        {
            relay.Hold(null, "éteint", Now.AddHours(attempt));
            waits.Add((relay.NextTryAt!.Value - Now.AddHours(attempt)).TotalMinutes);
        }

        Assert.Equal([1, 1, 2, 5, 10, 10, 10, 10], waits);
        Assert.Equal((Now, 8), (relay.HeldSince, relay.Attempts));

        relay.TryNow(Now.AddDays(1));
        Assert.Equal(Now.AddDays(1), relay.NextTryAt);
        relay.Release(Mail("a@un.example"));
        Assert.Equal((false, 0, null, null), (relay.IsHeld, relay.Attempts, relay.Error, relay.NextTryAt));
        relay.TryNow(Now);
        Assert.Null(relay.NextTryAt);
    }

    [Fact]
    public void What_was_met_is_blamed_on_a_mail_or_its_domain_once_another_was_served_and_until_it_is_served_too()
    {
        var relay = Relay();
        var (denied, neighbour, other) = (Mail("a@Deux.example"), Mail("b@deux.example"), Mail("c@un.example"));
        relay.Hold(denied, "554 relay denied", Now);
        Assert.False(relay.IsBlamedOn(denied));

        relay.Release(other);
        Assert.True(relay.IsBlamedOn(denied));
        Assert.True(relay.IsBlamedOn(neighbour));
        Assert.False(relay.IsBlamedOn(other));

        relay.Release(neighbour);
        Assert.True(relay.IsBlamedOn(denied));
        Assert.False(relay.IsBlamedOn(neighbour));
        relay.Release(denied);
        Assert.False(relay.IsBlamedOn(denied));
    }

    [Fact]
    public void A_fault_before_any_mail_is_blamed_on_none()
    {
        var relay = Relay();
        var mail = Mail("a@un.example");
        relay.Hold(null, "certificat", Now);
        relay.Release(Mail("b@deux.example"));

        Assert.False(relay.IsBlamedOn(mail));
    }

    private static MailRelay Relay() => (MailRelay)Activator.CreateInstance(typeof(MailRelay), nonPublic: true)!;

    private static OutgoingMail Mail(string to) => OutgoingMail.Write(Ids.Next(), to, "Léa", "modele", "Objet", "texte", "<p>", new Subject("Call", Ids.Next()), Now);
}
