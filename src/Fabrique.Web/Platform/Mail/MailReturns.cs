using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Jobs;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Search;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// « Retours »: what servers further on say of mails that ours had answered for (RFC 3464), read in the mailbox of the configuration. A mail that did not arrive is refused after all: the
/// timeline says so, and an incident waits. What is read is marked as seen once it is recorded; what is no return is left unseen, for people.
/// </summary>
public sealed class MailReturns(FabriqueDbContext db, MailOptions options, TimeProvider clock, ILogger<MailReturns> logger) : IRecurringJob
{
    private const int Most = 100;
    private const uint LargestReturn = 2_000_000;

    /// <summary>How many unseen messages are looked at: people may leave many of their own there.</summary>
    private const int MostLooked = 500;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public TimeSpan Bound => TimeSpan.FromMinutes(2);

    /// <summary>It comes when it comes.</summary>
    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (options.Imap is not { Host: { } host } imap)
        {
            return;
        }

        using var client = new ImapClient { Timeout = (int)Patience.TotalMilliseconds };
        await client.ConnectAsync(host, imap.EffectivePort, SecurityOf(imap), cancellationToken);
        await client.AuthenticateAsync(imap.User, imap.Password, cancellationToken);
        var folder = await client.GetFolderAsync(imap.Folder, cancellationToken);
        await folder.OpenAsync(FolderAccess.ReadWrite, cancellationToken);
        var unseen = await folder.SearchAsync(SearchQuery.NotSeen, cancellationToken);
        var looked = await folder.FetchAsync([.. unseen.Take(MostLooked)], MessageSummaryItems.UniqueId | MessageSummaryItems.Size | MessageSummaryItems.Headers, cancellationToken);
        foreach (var summary in looked.Where(summary => summary.Size <= LargestReturn && summary.Headers is { } headers && IsReport(headers)).Take(Most))
        {
            using var message = await folder.GetMessageAsync(summary.UniqueId, cancellationToken);
            if (await RecordAsync(message, cancellationToken))
            {
                await folder.AddFlagsAsync(summary.UniqueId, MessageFlags.Seen, silent: true, cancellationToken);
            }
        }

        await client.DisconnectAsync(quit: true, cancellationToken);
    }

    /// <summary>Records what a message says of ours.</summary>
    /// <returns>Whether it is a return of one of our mails.</returns>
    public async Task<bool> RecordAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        if (MailReturn.Read(message) is not { } told || await db.OutgoingMails.SingleOrDefaultAsync(mail => mail.Id == told.MailId, cancellationToken) is not { } mail)
        {
            return false;
        }

        if (told.IsFinal && mail.ComeBack(told.Error, clock.GetUtcNow().UtcDateTime))
        {
            logger.LogWarning("Mail {Id} ({Template}) came back", mail.Id, mail.Template);
            await db.SaveChangesAsync(cancellationToken);
        }

        return true;
    }

    private static bool IsReport(HeaderList headers) =>
        headers[HeaderId.ContentType] is { } type && ContentType.TryParse(type, out var parsed) && parsed.IsMimeType("multipart", "report");

    private static SecureSocketOptions SecurityOf(ImapOptions imap) => imap.Security switch
    {
        SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
        SmtpSecurity.Tls => SecureSocketOptions.SslOnConnect,
        _ => SecureSocketOptions.None,
    };
}

/// <summary>What a server says of one of our mails.</summary>
/// <param name="MailId">The mail.</param>
/// <param name="IsFinal">Whether it will not arrive; otherwise it is only late.</param>
/// <param name="Error">What the server said.</param>
public sealed record MailReturn(Guid MailId, bool IsFinal, string Error)
{
    /// <returns>Null when it is no report on a mail of ours.</returns>
    public static MailReturn? Read(MimeMessage message)
    {
        if (message.Body is not MultipartReport report || report.OfType<MessageDeliveryStatus>().FirstOrDefault() is not { } status || FindMail(report) is not { } mail)
        {
            return null;
        }

        var recipient = status.StatusGroups.FirstOrDefault(group => group.Contains("Action"));
        var action = recipient?["Action"]?.Trim();
        var isFinal = string.Equals(action, "failed", StringComparison.OrdinalIgnoreCase);
        var said = recipient?["Diagnostic-Code"]?.Trim() ?? recipient?["Status"]?.Trim() ?? "";
        return new MailReturn(mail, isFinal, Texts.Clip($"Le message est revenu : l’adresse l’a refusé. {string.Join(' ', said.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}".Trim(), OutgoingMail.ErrorLength));
    }

    // The report carries our mail, or its headers only.
    private static Guid? FindMail(MultipartReport report)
    {
        foreach (var part in report)
        {
            var id = part switch
            {
                MimeKit.MessagePart { Message: { } original } => original.MessageId,
                TextPart headers when headers.ContentType.IsMimeType("text", "rfc822-headers") => ReadHeaders(headers.Text),
                _ => null,
            };
            if (id is not null && Guid.TryParseExact(id.Split('@')[0], "N", out var mail))
            {
                return mail;
            }
        }

        return null;
    }

    private static string? ReadHeaders(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text + "\r\n"));
        using var read = MimeMessage.Load(stream);
        return read.MessageId;
    }
}
