using Fabrique.Web.Platform.Mail;
using MimeKit;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>What people’s calendars answer to invitations, by mail. One that comes too late, or of nobody who is invited, is taken too: it has nothing to say to people.</summary>
public sealed class CalendarReplies(ReadCalendarReplyHandler handler) : MailReader
{
    private const int MostParts = 20;

    public override bool MayRead(ContentType type) => type.IsMimeType("text", "calendar") || type.IsMimeType("multipart", "alternative") || type.IsMimeType("multipart", "mixed");

    public override async Task<bool> ReadAsync(MimeMessage message, CancellationToken cancellationToken)
    {
        if (message.From.Mailboxes.FirstOrDefault() is not { } sender
            || message.BodyParts.OfType<TextPart>().Take(MostParts).FirstOrDefault(IsReply) is not { } part)
        {
            return false;
        }

        var outcome = await handler.HandleAsync(new ReadCalendarReply(part.Text, sender.Address), cancellationToken);
        return outcome.Refusal is not { } refusal || refusal.Code != ReadCalendarReplyHandler.Unreadable.Code;
    }

    private static bool IsReply(TextPart part) =>
        part.ContentType.IsMimeType("text", "calendar") && string.Equals(part.ContentType.Parameters["method"], "REPLY", StringComparison.OrdinalIgnoreCase);
}
