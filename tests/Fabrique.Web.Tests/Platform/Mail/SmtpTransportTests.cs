using System.Net;
using System.Net.Sockets;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Testing.Mail;
using Fabrique.Web.Platform.Mail;
using MimeKit;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class SmtpTransportTests
{
    [Fact]
    public async Task A_mail_crosses_STARTTLS_and_authentication_and_reads_the_same()
    {
        await using var server = await SmtpServer.StartAsync();
        using var transport = To(server);
        var mail = MailSamples.Mail();

        Assert.Equal(Delivery.Accepted, await transport.DeliverAsync(mail, TestContext.Current.CancellationToken));

        var received = await server.NextAsync();
        using var message = await ReadAsync(received);
        Assert.True(received.IsEncrypted);
        Assert.Equal(SmtpServer.User, received.User);
        Assert.Equal(mail.ToAddress, Assert.Single(received.To));
        Assert.Equal(mail.Subject, message.Subject);
        Assert.Equal("Éloïse Lefèvre", message.To.Mailboxes.Single().Name);
        Assert.Equal("La Fabrique numérique", message.From.Mailboxes.Single().Name);
        Assert.Equal(mail.MessageId("fabrique.example"), message.MessageId);
        Assert.Equal("auto-generated", message.Headers[HeaderId.AutoSubmitted]);
        var parts = Assert.IsType<MultipartAlternative>(message.Body).Cast<TextPart>().ToList();
        Assert.True(parts[0].IsPlain);
        Assert.True(parts[1].IsHtml);
        Assert.Equal(mail.TextBody, parts[0].Text.Trim());
        Assert.Equal(mail.HtmlBody, parts[1].Text.Trim());
    }

    [Fact]
    public async Task Several_mails_share_a_connection()
    {
        await using var server = await SmtpServer.StartAsync();
        using var transport = To(server);
        for (var sent = 0; sent < 3; sent++)
        {
            Assert.Equal(DeliveryResult.Accepted, (await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken)).Result);
            await server.NextAsync();
        }
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_repeating_it()
    {
        await using var server = await SmtpServer.StartAsync();
        using var transport = To(server, smtp => smtp.Password = "faux-s3cret");

        var delivery = await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryResult.Unreachable, delivery.Result);
        Assert.Contains("Mail:Smtp:User", delivery.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", delivery.Error, StringComparison.Ordinal);
        Assert.False(server.HasMore);
    }

    [Fact]
    public async Task An_untrusted_certificate_is_refused_before_anything_is_said()
    {
        await using var server = await SmtpServer.StartAsync();
        using var transport = To(server, smtp => smtp.CaFile = null);

        var delivery = await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryResult.Unreachable, delivery.Result);
        Assert.Contains("certificat", delivery.Error, StringComparison.Ordinal);
        Assert.False(server.HasMore);
    }

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        await using var server = await SmtpServer.StartAsync();
        await using var other = await SmtpServer.StartAsync();
        using var transport = To(server, smtp => smtp.CaFile = other.CaFile);

        Assert.Equal(DeliveryResult.Unreachable, (await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken)).Result);
    }

    [Fact]
    public async Task An_unknown_mailbox_is_refused_and_the_next_mail_leaves()
    {
        await using var server = await SmtpServer.StartAsync();
        using var transport = To(server);

        var refused = await transport.DeliverAsync(MailSamples.Mail("inconnu@ministere.example"), TestContext.Current.CancellationToken);
        var accepted = await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryResult.Refused, refused.Result);
        Assert.StartsWith("550", refused.Error, StringComparison.Ordinal);
        Assert.Equal(DeliveryResult.Accepted, accepted.Result);
    }

    [Fact]
    public async Task A_full_mailbox_is_tried_again_later()
    {
        await using var server = await SmtpServer.StartAsync();
        using var transport = To(server);

        Assert.Equal(DeliveryResult.Deferred, (await transport.DeliverAsync(MailSamples.Mail("plein@ministere.example"), TestContext.Current.CancellationToken)).Result);
    }

    [Fact]
    public async Task A_connection_cut_before_the_answer_is_repeated_under_the_same_Message_Id()
    {
        await using var server = await SmtpServer.StartAsync(cuts: 1);
        using var transport = To(server);
        var mail = MailSamples.Mail();

        Assert.Equal(DeliveryResult.Blocked, (await transport.DeliverAsync(mail, TestContext.Current.CancellationToken)).Result);
        Assert.Equal(DeliveryResult.Accepted, (await transport.DeliverAsync(mail, TestContext.Current.CancellationToken)).Result);

        using var first = await ReadAsync(await server.NextAsync());
        using var second = await ReadAsync(await server.NextAsync());
        Assert.Equal(first.MessageId, second.MessageId);
    }

    [Fact]
    public async Task A_server_that_is_down_is_unreachable()
    {
        using var transport = new SmtpTransport(OptionsFor(FreePort(), caFile: null));

        Assert.Equal(DeliveryResult.Unreachable, (await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken)).Result);
    }

    [Theory]
    [InlineData("sans-arobase")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("")]
    public async Task An_address_that_is_none_is_refused_without_a_connection(string address)
    {
        using var transport = new SmtpTransport(OptionsFor(FreePort(), caFile: null));

        Assert.Equal(DeliveryResult.Refused, (await transport.DeliverAsync(MailSamples.Mail(address), TestContext.Current.CancellationToken)).Result);
    }

    [Fact]
    public async Task A_line_feed_in_a_name_or_a_subject_adds_no_header()
    {
        await using var server = await SmtpServer.StartAsync();
        using var transport = To(server);

        await transport.DeliverAsync(MailSamples.Mail(subject: "Bonjour\r\nBcc: victime@piege.example"), TestContext.Current.CancellationToken);

        using var message = await ReadAsync(await server.NextAsync());
        Assert.Null(message.Headers[HeaderId.Bcc]);
        Assert.Equal("Bonjour Bcc: victime@piege.example", message.Subject);
    }

    [Theory]
    [InlineData("", "554 5.3.2 no service here", DeliveryResult.Unreachable)]
    [InlineData("", ScriptedSmtp.Cut, DeliveryResult.Unreachable)]
    [InlineData("EHLO", ScriptedSmtp.Cut, DeliveryResult.Unreachable)]
    [InlineData("MAIL", "530 5.7.0 Authentication required", DeliveryResult.Blocked)]
    [InlineData("MAIL", "550 5.1.8 sender refused", DeliveryResult.Blocked)]
    [InlineData("RCPT", "554 5.7.1 <eloise@ministere.example>: Relay access denied", DeliveryResult.Blocked)]
    [InlineData("RCPT", "550 5.1.1 no such user", DeliveryResult.Refused)]
    [InlineData("RCPT", "450 4.2.0 greylisted, come back later", DeliveryResult.Deferred)]
    [InlineData("RCPT", ScriptedSmtp.Cut, DeliveryResult.Blocked)]
    [InlineData("DATA", "451 4.3.0 queue file write error", DeliveryResult.Blocked)]
    [InlineData("DATA.", "552 5.3.4 message too big", DeliveryResult.Refused)]
    [InlineData("DATA.", "421 4.4.2 timeout", DeliveryResult.Blocked)]
    [InlineData("DATA.", ScriptedSmtp.Cut, DeliveryResult.Blocked)]
    [InlineData("DATA.", "nonsense", DeliveryResult.Blocked)]
    public async Task Each_fault_has_its_owner_and_the_next_mail_leaves(string at, string answer, DeliveryResult expected)
    {
        await using var server = new ScriptedSmtp();
        var isFaulty = true;
        server.Answer = line => isFaulty && (at.Length == 0 ? line.Length == 0 : line.StartsWith(at, StringComparison.Ordinal) && (line == at || line[at.Length] is ' ')) ? answer : null;
        using var transport = new SmtpTransport(InClear(server));

        Assert.Equal(expected, (await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken)).Result);

        isFaulty = false;
        Assert.Equal(Delivery.Accepted, await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("")]
    [InlineData("DATA.")]
    public async Task A_server_that_never_answers_is_left(string at)
    {
        await using var server = new ScriptedSmtp();
        server.Answer = line => line == at ? ScriptedSmtp.Silence : null;
        using var transport = new SmtpTransport(InClear(server)) { Patience = TimeSpan.FromSeconds(2) };

        var delivery = await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        Assert.Equal("Le serveur n’a pas répondu en 2 secondes.", delivery.Error);
        Assert.Equal(at.Length == 0 ? DeliveryResult.Unreachable : DeliveryResult.Blocked, delivery.Result);
    }

    /// <summary>No read waits for long: it is the whole mail that takes too long.</summary>
    [Theory]
    [InlineData("", DeliveryResult.Unreachable)]
    [InlineData("DATA.", DeliveryResult.Blocked)]
    public async Task A_server_that_answers_byte_by_byte_without_end_is_left_and_the_next_mail_leaves(string at, DeliveryResult expected)
    {
        await using var server = new ScriptedSmtp();
        var isDripping = true;
        server.Answer = line => isDripping && line == at ? ScriptedSmtp.Drip : null;
        using var transport = new SmtpTransport(InClear(server)) { Patience = TimeSpan.FromSeconds(2) };

        var delivery = await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        Assert.Equal((expected, "Le serveur n’a pas répondu en 2 secondes."), (delivery.Result, delivery.Error));
        isDripping = false;
        Assert.Equal(Delivery.Accepted, await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_server_that_answers_byte_by_byte_to_the_end_is_waited_for()
    {
        await using var server = new ScriptedSmtp { IsSlow = true };
        using var transport = new SmtpTransport(InClear(server));
        Assert.Equal(Delivery.Accepted, await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken));
        Assert.Single(server.Messages);
    }

    /// <summary>Nothing of a mail crosses the network in clear, nor to a server that nobody recognised.</summary>
    [Theory]
    [InlineData(SmtpSecurity.StartTls, ScriptedSmtp.BrokenTls, "La connexion chiffrée n’a pas pu être établie")]
    [InlineData(SmtpSecurity.StartTls, ScriptedSmtp.Cut, null)]
    [InlineData(SmtpSecurity.StartTls, ScriptedSmtp.Silence, "Le serveur n’a pas répondu en 2 secondes.")]
    [InlineData(SmtpSecurity.StartTls, "454 4.7.0 TLS not available", null)]
    [InlineData(SmtpSecurity.StartTls, null, null)]
    [InlineData(SmtpSecurity.Tls, null, "La connexion chiffrée n’a pas pu être établie")]
    [InlineData(SmtpSecurity.Tls, ScriptedSmtp.Silence, "Le serveur n’a pas répondu en 2 secondes.")]
    public async Task A_handshake_that_fails_is_the_servers_fault_and_nothing_is_said(SmtpSecurity security, string? answer, string? error)
    {
        await using var server = new ScriptedSmtp();
        server.Answer = security is SmtpSecurity.Tls
            ? line => line.Length == 0 ? answer : null
            : line => line == "STARTTLS" ? answer : answer is not null && line.StartsWith("EHLO", StringComparison.Ordinal) ? "250-scripted.example\r\n250 STARTTLS" : null;
        var options = InClear(server);
        options.Smtp.Security = security;
        using var transport = new SmtpTransport(options) { Patience = TimeSpan.FromSeconds(2) };

        var delivery = await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        Assert.Equal(DeliveryResult.Unreachable, delivery.Result);
        Assert.StartsWith(error ?? "", delivery.Error, StringComparison.Ordinal);
        Assert.NotEmpty(delivery.Error);
        Assert.Empty(server.Messages);
        Assert.DoesNotContain(server.Lines, line => line.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Éloïse\r\nBcc: victime@piege.example")]
    [InlineData("Eloise\nBcc: victime@piege.example")]
    [InlineData("Éloïse\u2028Bcc: victime@piege.example\u0085X-Fabrique: oui")]
    [InlineData("Eloise\r\n\r\n<p>Autre texte</p>")]
    [InlineData("Eloise\0\rBcc: victime@piege.example")]
    [InlineData("Eloise\" <victime@piege.example>, \"x")]
    public async Task A_line_break_in_a_persons_name_adds_neither_header_nor_recipient(string name)
    {
        await using var server = new ScriptedSmtp();
        using var transport = new SmtpTransport(InClear(server));
        var usual = MailSamples.Mail();
        var mail = OutgoingMail.Write(Guid.CreateVersion7(), usual.ToAddress, name, usual.Template, usual.Subject, usual.TextBody, usual.HtmlBody, new Subject(usual.SubjectKind, usual.SubjectId), MailSamples.Now);

        Assert.Equal(Delivery.Accepted, await transport.DeliverAsync(mail, TestContext.Current.CancellationToken));

        Assert.Equal([$"RCPT TO:<{usual.ToAddress}>"], server.Lines.Where(line => line.StartsWith("RCPT", StringComparison.Ordinal)).Select(line => line.Split(' ')[..2]).Select(words => string.Join(' ', words)));
        using var read = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(Assert.Single(server.Messages))));
        Assert.Equal(usual.ToAddress, Assert.Single(read.To.Mailboxes).Address);
        Assert.Empty(read.Bcc);
        Assert.Null(read.Headers["X-Fabrique"]);
        Assert.Equal(usual.Subject, read.Subject);
        Assert.Equal(usual.TextBody, read.TextBody?.Trim());
        Assert.DoesNotContain(read.To.Mailboxes.Single().Name ?? "", character => character is '\r' or '\n');
    }

    [Theory]
    [InlineData(null, "https://fabrique.exemple.gouv.fr/", "EHLO fabrique.exemple.gouv.fr")]
    [InlineData("sortie.exemple.gouv.fr", "https://fabrique.exemple.gouv.fr/", "EHLO sortie.exemple.gouv.fr")]
    public async Task The_server_is_greeted_under_a_full_name(string? local, string site, string expected)
    {
        await using var server = new ScriptedSmtp();
        var options = InClear(server);
        options.PublicUrl = site;
        options.Smtp.LocalDomain = local;
        using var transport = new SmtpTransport(options);

        await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, server.Lines.First());
    }

    [Theory]
    [InlineData("Fabrique numérique, équipe")]
    [InlineData("L’équipe (Fabrique)")]
    [InlineData("Équipe de la Fabrique numérique du ministère chargé de l’écologie, des territoires et de l’énergie")]
    [InlineData("Fabrique, the team")]
    public async Task A_senders_name_reads_without_stray_quotes(string name)
    {
        await using var server = new ScriptedSmtp();
        var options = InClear(server);
        options.From = new MailboxAddress(name, "fabrique@fabrique.example").ToString(encode: false);
        using var transport = new SmtpTransport(options);

        await transport.DeliverAsync(MailSamples.Mail(), TestContext.Current.CancellationToken);

        var raw = Assert.Single(server.Messages);
        var from = raw[raw.IndexOf("From:", StringComparison.Ordinal)..];
        from = from[..from.IndexOf('>', StringComparison.Ordinal)];
        // Either one quoted string, or encoded words only: never both.
        Assert.True(!from.Contains('"', StringComparison.Ordinal) || !from.Contains("=?", StringComparison.Ordinal), from);
        using var read = await MimeMessage.LoadAsync(new MemoryStream(System.Text.Encoding.Latin1.GetBytes(raw)));
        Assert.Equal(name, Assert.Single(read.From.Mailboxes).Name);
        Assert.All(from.Split("\r\n"), line => Assert.True(line.Length <= 78, line));
    }

    internal static MailOptions InClear(ScriptedSmtp server) => new()
    {
        Mode = MailMode.Smtp,
        From = MailSamples.Options.From,
        PublicUrl = MailSamples.Options.PublicUrl,
        Smtp = new SmtpOptions { Host = "127.0.0.1", Port = server.Port, Security = SmtpSecurity.None },
    };

    internal static MailOptions OptionsFor(int port, string? caFile) => new()
    {
        Mode = MailMode.Smtp,
        From = MailSamples.Options.From,
        PublicUrl = MailSamples.Options.PublicUrl,
        Smtp = new SmtpOptions { Host = "localhost", Port = port, User = SmtpServer.User, Password = SmtpServer.Password, CaFile = caFile },
    };

    internal static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    internal static async Task<MimeMessage> ReadAsync(ReceivedMail mail)
    {
        using var raw = new MemoryStream(mail.Raw);
        return await MimeMessage.LoadAsync(raw);
    }

    private static SmtpTransport To(SmtpServer server, Action<SmtpOptions>? change = null)
    {
        var options = OptionsFor(server.Port, server.CaFile);
        change?.Invoke(options.Smtp);
        return new SmtpTransport(options);
    }
}
