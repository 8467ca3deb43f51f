using Fabrique.Domain.Messages;
using Fabrique.Web.Kernel.Subjects;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Turns a row into the message that crosses the network; the same row always gives the same Message-Id.</summary>
internal sealed class MimeComposer(MailOptions options)
{
    private readonly MessageSenderIdentity identity = new(options);

    /// <summary>Null when the recipient's address cannot be written in a header.</summary>
    public MimeMessage? Compose(OutgoingMail mail)
    {
        if (!MailboxAddress.TryParse(mail.ToAddress, out var parsed) || parsed.Address != mail.ToAddress || string.IsNullOrEmpty(parsed.Domain))
        {
            return null;
        }

        var message = new MimeMessage();
        message.From.Add(identity.From);
        message.To.Add(new MailboxAddress(mail.ToName.ReplaceLineEndings(" "), mail.ToAddress));
        if (options.ReplyTo is { } replyTo)
        {
            message.ReplyTo.Add(MailboxAddress.Parse(replyTo));
        }

        message.Subject = mail.Subject.ReplaceLineEndings(" ");
        message.Date = new DateTimeOffset(DateTime.SpecifyKind(mail.CreatedAt, DateTimeKind.Utc));
        message.MessageId = mail.MessageId(identity.Domain);
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new BodyBuilder { TextBody = mail.TextBody, HtmlBody = mail.HtmlBody }.ToMessageBody();
        return message;
    }
}
