using System.Text;
using Fabrique.Domain.Messages;
using MimeKit;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Turns a row into the message that crosses the network; the same row always gives the same Message-Id.</summary>
internal sealed class MimeComposer(MailOptions options)
{
    private const string CalendarFile = "rendez-vous.ics";

    private readonly MessageSenderIdentity identity = new(options);
    private readonly MailSignature? signature = MailSignature.Of(options);

    /// <summary>Null when the recipient's address cannot be written in a header.</summary>
    public MimeMessage? Compose(OutgoingMail mail)
    {
        if (!MailAddress.IsWhole(mail.ToAddress))
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
        if (mail.UnsubscribeAddress is { } unsubscribe)
        {
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        EncodeWhole(message, HeaderId.From, message.From);
        EncodeWhole(message, HeaderId.To, message.To);
        EncodeWhole(message, HeaderId.ReplyTo, message.ReplyTo);
        var body = new BodyBuilder { TextBody = mail.TextBody, HtmlBody = mail.HtmlBody }.ToMessageBody();
        message.Body = mail is { CalendarText: { } text, CalendarMethod: { } method } && body is MultipartAlternative alternative ? WithCalendar(alternative, text, method) : body;
        signature?.Sign(message);
        return message;
    }

    // Outlook and Gmail read the alternative, and show their buttons; others offer the attachment. The last alternative is the one that readers prefer.
    private static Multipart WithCalendar(MultipartAlternative alternative, string text, string method)
    {
        var inline = Calendar("text", "calendar");
        inline.ContentType.Parameters.Add("method", method);
        alternative.Add(inline);
        var attached = Calendar("application", "ics");
        attached.ContentDisposition = new ContentDisposition(ContentDisposition.Attachment) { FileName = CalendarFile };
        attached.ContentType.Name = CalendarFile;
        return new Multipart("mixed") { alternative, attached };

        MimePart Calendar(string mediaType, string subtype)
        {
            var part = new MimePart(mediaType, subtype) { Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(text))), ContentTransferEncoding = ContentEncoding.Base64 };
            part.ContentType.Charset = "utf-8";
            return part;
        }
    }

    /// <summary>
    /// A name with an accent and a comma is written by MimeKit half quoted, half encoded. Both halves are allowed, but Outlook shows the quotes: such a name is encoded whole.
    /// </summary>
    private static void EncodeWhole(MimeMessage message, HeaderId id, InternetAddressList list)
    {
        if (list.Count != 1 || list[0] is not MailboxAddress { Name: { Length: > 0 } name, Address: var address } || Ascii.IsValid(name) || !Ascii.IsValid(address))
        {
            return;
        }

        var header = new Header(id, "");
        header.SetRawValue(Encoding.ASCII.GetBytes($" {string.Join("\r\n ", EncodedWords(name))}\r\n <{address}>\r\n"));
        message.Headers.Replace(header);
    }

    /// <summary>RFC 2047: words of at most 75 characters, none of which cuts a character.</summary>
    private static List<string> EncodedWords(string text)
    {
        const int MostBytes = 45;
        var word = new List<byte>(MostBytes);
        Span<byte> bytes = stackalloc byte[4];
        var words = new List<string>();
        foreach (var rune in text.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(bytes);
            if (word.Count + length > MostBytes)
            {
                words.Add(EncodedWord(word));
                word.Clear();
            }

            word.AddRange(bytes[..length]);
        }

        words.Add(EncodedWord(word));
        return words;
    }

    private static string EncodedWord(List<byte> utf8) => $"=?utf-8?B?{Convert.ToBase64String(utf8.ToArray())}?=";
}
