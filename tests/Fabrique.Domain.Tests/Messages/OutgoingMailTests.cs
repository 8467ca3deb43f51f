using Fabrique.Domain.Messages;

namespace Fabrique.Domain.Tests.Messages;

public sealed class OutgoingMailTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_failed_mail_waits_each_rung_of_the_ladder_then_becomes_an_incident()
    {
        var (mail, at) = (Mail(), Now);
        foreach (var wait in OutgoingMail.RetryLadder)
        {
            mail.RecordFailure("occupé", permanent: false, at);
            Assert.Equal((MailStatus.Pending, at + wait), (mail.Status, mail.DueAt));
            at = mail.DueAt;
        }

        mail.RecordFailure("occupé", permanent: false, at);

        Assert.Equal((MailStatus.Failed, OutgoingMail.RetryLadder.Count + 1), (mail.Status, mail.Attempts));
    }

    [Fact]
    public void A_permanent_refusal_stops_at_once_until_an_administrator_asks_again()
    {
        var mail = Mail();
        mail.Retry(Now.AddDays(1));
        Assert.Equal(Now, mail.DueAt);
        mail.RecordFailure("boîte inconnue", permanent: true, Now);
        Assert.Equal((MailStatus.Failed, 1), (mail.Status, mail.Attempts));

        mail.Retry(Now.AddDays(1));

        Assert.Equal((MailStatus.Pending, 0, Now.AddDays(1)), (mail.Status, mail.Attempts, mail.DueAt));
    }

    [Fact]
    public void A_sent_mail_stays_sent()
    {
        var mail = Mail();
        mail.RecordFailure("occupé", permanent: false, Now);
        mail.MarkSent(Now.AddMinutes(1));
        mail.MarkSent(Now.AddMinutes(2));
        mail.RecordFailure("trop tard", permanent: true, Now.AddMinutes(3));
        mail.Retry(Now.AddMinutes(4));
        Assert.Equal((MailStatus.Sent, Now.AddMinutes(1), null), (mail.Status, mail.SentAt, mail.LastError));
    }

    [Fact]
    public void A_long_error_is_cut_and_the_message_id_never_changes()
    {
        var mail = Mail();
        var id = mail.MessageId("fabrique.gouv.fr");
        mail.RecordFailure(new string('e', 5_000), permanent: false, Now);
        Assert.Equal(OutgoingMail.ErrorLength, mail.LastError!.Length);
        Assert.Equal(id, mail.MessageId("fabrique.gouv.fr"));
        Assert.NotEqual(id, Mail().MessageId("fabrique.gouv.fr"));
        Assert.Matches("^[0-9a-f]{32}@fabrique\\.gouv\\.fr$", id);
    }

    private static OutgoingMail Mail() =>
        OutgoingMail.Write(Ids.Next(), "lea@exemple.gouv.fr", "Léa", "modele", "Objet", "texte", "<p>", new Subject("Call", Ids.Next()), Now);
}
