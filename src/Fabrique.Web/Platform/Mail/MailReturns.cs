using Fabrique.Data;
using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Microsoft.EntityFrameworkCore;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>
/// « Retours »: what servers further on say of mails that ours had answered for (RFC 3464). A mail that did not arrive is refused after all: the timeline says so, and an incident waits.
/// </summary>
public sealed class MailReturns(FabriqueDbContext db, TimeProvider clock, ILogger<MailReturns> logger) : MailReader
{
    public override bool MayRead(ContentType type) => type.IsMimeType("multipart", "report");

    public override async Task<bool> ReadAsync(MimeMessage message, CancellationToken cancellationToken)
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
