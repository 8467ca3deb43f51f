using Fabrique.Domain;
using Fabrique.Domain.Messages;
using Fabrique.Web.Platform.Mail;
using MimeKit;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class MimeComposerTests
{
    private const string Text = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Été à la Séquoia\r\nEND:VCALENDAR\r\n";

    [Fact]
    public async Task What_calendars_read_is_an_alternative_and_a_file()
    {
        var mail = OutgoingMail.Write(Guid.CreateVersion7(), "eloise@ministere.example", "Éloïse Lefèvre", "commun/invitation", "Invitation", "Bonjour", "<p>Bonjour</p>", new Subject("Product", Guid.CreateVersion7()), MailSamples.Now, calendar: new CalendarPart("REQUEST", Text));
        var body = Assert.IsType<Multipart>((await SendAsync(mail)).Body);
        Assert.True(body.ContentType.IsMimeType("multipart", "mixed"));

        var alternative = Assert.IsType<MultipartAlternative>(body[0]);
        Assert.Equal(["text/plain", "text/html", "text/calendar"], alternative.Select(part => part.ContentType.MimeType));
        var calendar = Assert.IsType<TextPart>(alternative[2]);
        Assert.Equal(("REQUEST", "utf-8"), (calendar.ContentType.Parameters["method"], calendar.ContentType.Charset));
        Assert.Null(calendar.ContentDisposition);
        Assert.Equal(ContentEncoding.Base64, calendar.ContentTransferEncoding);
        Assert.Equal(Text, calendar.Text.ReplaceLineEndings("\r\n"));

        var file = Assert.IsType<MimePart>(body[1]);
        Assert.Equal(("application/ics", "rendez-vous.ics", true), (file.ContentType.MimeType, file.FileName, file.IsAttachment));
        using var content = new MemoryStream();
        await file.Content!.DecodeToAsync(content);
        Assert.Equal(Text, System.Text.Encoding.UTF8.GetString(content.ToArray()));
    }

    [Fact]
    public async Task A_mail_that_says_nothing_to_calendars_is_as_it_was() =>
        Assert.Equal(["text/plain", "text/html"], Assert.IsType<MultipartAlternative>((await SendAsync(MailSamples.Mail())).Body).Select(part => part.ContentType.MimeType));

    // As it crosses the network.
    private static async Task<MimeMessage> SendAsync(OutgoingMail mail)
    {
        using var wire = new MemoryStream();
        await new MimeComposer(MailSamples.Options).Compose(mail)!.WriteToAsync(wire);
        wire.Position = 0;
        return await MimeMessage.LoadAsync(wire);
    }
}
