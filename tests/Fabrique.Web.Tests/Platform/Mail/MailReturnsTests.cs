using System.Text;
using Fabrique.Data;
using Fabrique.Domain.Messages;
using Fabrique.Testing;
using Fabrique.Testing.Mail;
using Fabrique.Web.Platform.Mail;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Fabrique.Web.Tests.Platform.Mail;

/// <summary>What servers further on say of mails that ours had answered for.</summary>
public sealed class MailReturnsTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [EngineData]
    public async Task A_mail_that_comes_back_is_refused_after_all_and_only_returns_are_taken(Engine engine)
    {
        await using var database = await TestDatabase.CreateAsync(engine);
        await using var server = ImapServer.Start();
        OutgoingMail lost = Sent(), late = Sent(), arrived = Sent();
        server.Add(Report(lost, "failed", "smtp; 550 5.1.1 boite inconnue"));
        server.Add(Wire("Subject: Bonjour\r\nContent-Type: text/plain\r\n\r\nUne question sur l'appel."));
        server.Add(Report(late, "delayed", "smtp; 451 plus tard"));
        server.Add(Report(Sent(), "failed", "smtp; 550 d'un autre"));
        server.Add(Report(lost, "failed", "smtp; 550 encore", headersOnly: true));
        await using var services = database.Services();
        await SaveAsync(services, lost, late, arrived);

        await RunAsync(services, server);
        await RunAsync(services, server);

        await using var scope = services.CreateAsyncScope();
        var mails = await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().OutgoingMails.ToDictionaryAsync(mail => mail.Id, Token);
        Assert.Equal((MailStatus.Failed, (DateTime?)null, true), (mails[lost.Id].Status, mails[lost.Id].SentAt, mails[lost.Id].IsIncident));
        Assert.Equal("Le message est revenu : l’adresse l’a refusé. smtp; 550 5.1.1 boite inconnue", mails[lost.Id].LastError);
        Assert.Equal([MailStatus.Sent, MailStatus.Sent], new[] { mails[late.Id].Status, mails[arrived.Id].Status });

        // What is of nobody, or a letter to people, is left for them.
        Assert.Equal([1, 3, 5], server.Seen);
    }

    [Fact]
    public async Task A_password_that_is_refused_is_a_failure_of_the_job_and_changes_nothing()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var server = ImapServer.Start();
        server.Add(Report(Sent(), "failed", "smtp; 550"));
        await using var services = database.Services();

        await Assert.ThrowsAsync<AuthenticationException>(() => RunAsync(services, server, password: "faux"));
        Assert.Empty(server.Seen);
    }

    [Fact]
    public async Task Without_a_mailbox_nothing_is_read()
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();

        await new IncomingMails([Returns(scope.ServiceProvider)], new LookedMails(), new MailOptions()).RunAsync(Token);
    }

    private static async Task RunAsync(IServiceProvider services, ImapServer server, string password = ImapServer.Password)
    {
        await using var scope = services.CreateAsyncScope();
        var options = new MailOptions { Imap = new ImapOptions { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.None, User = ImapServer.User, Password = password } };
        await new IncomingMails([Returns(scope.ServiceProvider)], new LookedMails(), options).RunAsync(Token);
    }

    private static MailReturns Returns(IServiceProvider services) => new(services.GetRequiredService<FabriqueDbContext>(), new FakeTimeProvider(new DateTimeOffset(MailSamples.Now)), NullLogger<MailReturns>.Instance);

    private static async Task SaveAsync(IServiceProvider services, params OutgoingMail[] mails)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        db.AddRange(mails);
        await db.SaveChangesAsync(Token);
    }

    private static OutgoingMail Sent()
    {
        var mail = MailSamples.Mail();
        mail.MarkSent(MailSamples.Now);
        return mail;
    }

    /// <summary>A report as Postfix writes them.</summary>
    private static byte[] Report(OutgoingMail mail, string action, string diagnostic, bool headersOnly = false)
    {
        using var message = new MimeComposer(MailSamples.Options).Compose(mail)!;
        using var stream = new MemoryStream();
        message.WriteTo(stream);
        var original = Encoding.Latin1.GetString(stream.ToArray());
        var part = headersOnly
            ? $"Content-Type: text/rfc822-headers\r\n\r\n{original[..original.IndexOf("\n\n", StringComparison.Ordinal)].ReplaceLineEndings("\r\n")}\r\n"
            : $"Content-Type: message/rfc822\r\n\r\n{original.ReplaceLineEndings("\r\n")}";
        return Wire($"""
            From: MAILER-DAEMON@relais.example
            To: retours@fabrique.example
            Subject: Undelivered Mail Returned to Sender
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status; boundary="limite"

            --limite
            Content-Type: text/plain

            This is the mail system at host relais.example.

            --limite
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relais.example

            Final-Recipient: rfc822; {mail.ToAddress}
            Action: {action}
            Status: 5.1.1
            Diagnostic-Code: {diagnostic}

            --limite

            """.TrimEnd() + "\r\n" + part + "\r\n--limite--\r\n");
    }

    private static byte[] Wire(string text) => Encoding.Latin1.GetBytes(text.ReplaceLineEndings("\r\n"));
}
