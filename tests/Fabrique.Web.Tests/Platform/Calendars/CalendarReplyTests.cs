using Fabrique.Domain.Calendars;
using Fabrique.Testing;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Kernel.UseCases;
using Fabrique.Web.Tests.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;

namespace Fabrique.Web.Tests.Platform.Calendars;

public sealed class CalendarReplyTests
{
    private const string Coach = "daphne.lavande@fabrique.example";

    // As Outlook, with its own properties and a zone that it names its own way; as Google, which answers for everybody’s clock.
    private const string Outlook = """
        BEGIN:VCALENDAR
        METHOD:REPLY
        PRODID:Microsoft Exchange Server 2010
        VERSION:2.0
        BEGIN:VTIMEZONE
        TZID:Romance Standard Time
        BEGIN:STANDARD
        DTSTART:16010101T030000
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
        END:STANDARD
        BEGIN:DAYLIGHT
        DTSTART:16010101T020000
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
        END:DAYLIGHT
        END:VTIMEZONE
        BEGIN:VEVENT
        ATTENDEE;PARTSTAT=DECLINED;CN="Lavande, Daphné":MAILTO:Daphne.Lavande@fabrique.example
        COMMENT;LANGUAGE=fr-FR:Désolée\n
        UID:un@fabrique.example
        SUMMARY;LANGUAGE=fr-FR:Refusé : Jalon
        DTSTART;TZID=Romance Standard Time:20260303T100000
        DTEND;TZID=Romance Standard Time:20260303T110000
        CLASS:PUBLIC
        PRIORITY:5
        DTSTAMP:20260112T101112Z
        TRANSP:OPAQUE
        STATUS:CONFIRMED
        SEQUENCE:2
        LOCATION;LANGUAGE=fr-FR:Salle
        X-MICROSOFT-CDO-APPT-SEQUENCE:2
        END:VEVENT
        END:VCALENDAR
        """;

    public static TheoryData<string> Unreadable =>
    [
        "",
        "Bonjour, je viens.",
        "BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n",
        Outlook.Replace("METHOD:REPLY", "METHOD:REQUEST", StringComparison.Ordinal),
        Outlook.Replace("METHOD:REPLY\n", "", StringComparison.Ordinal),
        Outlook.Replace("PARTSTAT=DECLINED", "PARTSTAT=DELEGATED", StringComparison.Ordinal),
        Outlook.Replace("SEQUENCE:2", "SEQUENCE:deux", StringComparison.Ordinal).Replace("END:VEVENT", "ATTENDEE:mailto:autre@fabrique.example\nEND:VEVENT", StringComparison.Ordinal),
        Outlook + new string(' ', CalendarReply.LongestText),
    ];

    [Fact]
    public void What_Outlook_answers_is_read() => Assert.Equal(
        new CalendarReply("un@fabrique.example", 2, "Daphne.Lavande@fabrique.example", AttendanceAnswer.Declined, new DateTime(2026, 1, 12, 10, 11, 12, DateTimeKind.Utc)),
        CalendarReply.TryRead(Outlook));

    [Theory]
    [InlineData("ACCEPTED", AttendanceAnswer.Accepted)]
    [InlineData("accepted", AttendanceAnswer.Accepted)]
    [InlineData("TENTATIVE", AttendanceAnswer.Tentative)]
    [InlineData("NEEDS-ACTION", AttendanceAnswer.None)]
    public void Each_answer_is_read(string written, AttendanceAnswer answer) =>
        Assert.Equal(answer, CalendarReply.TryRead(HandlerCases.Reply("un@x", 0, Coach, written, FabriqueApp.Start.UtcDateTime).Text)?.Answer);

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_no_answer_is_none(string text) => Assert.Null(CalendarReply.TryRead(text));

    [Theory]
    [EngineData]
    public async Task An_answer_is_taken_from_whoever_is_invited_to_what_is_planned_now(Engine engine)
    {
        await using var app = await FabriqueApp.StartAsync(engine);
        var meeting = await HandlerCases.MeetingAsync(app);

        Assert.Equal("reply-unreadable", await ReadAsync(app, new ReadCalendarReply("Bonjour", Coach)));
        Assert.Equal("reply-unknown", await ReadAsync(app, HandlerCases.Reply("autre@fabrique.example", 0, Coach, "ACCEPTED", app.Now)));
        Assert.Equal("reply-unknown", await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 0, "octave.tamaris@fabrique.example", "ACCEPTED", app.Now)));
        Assert.Equal("reply-unknown", await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 0, "personne@ailleurs.example", "ACCEPTED", app.Now)));
        Assert.Equal("reply-unknown", await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 0, Coach, "ACCEPTED", app.Now) with { Sender = "virgile.menthe@fabrique.example" }));
        Assert.Equal([AttendanceAnswer.None, AttendanceAnswer.None], await AnswersAsync(app, meeting.Id));

        Assert.Null(await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 0, Coach.ToUpperInvariant(), "ACCEPTED", app.Now)));
        Assert.Equal([AttendanceAnswer.Accepted, AttendanceAnswer.None], await AnswersAsync(app, meeting.Id));
        Assert.Null(await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 0, Coach, "DECLINED", app.Now.AddSeconds(2))));

        // The mail of before comes late, then one about what is no longer planned so.
        Assert.Equal("answer-outdated", await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 0, Coach, "TENTATIVE", app.Now.AddHours(-1))));
        var change = new ChangeAppointment { Id = meeting.Id, Version = await VersionAsync(app, meeting.Id), Terms = new("Jalon", AppointmentTime.Between(meeting.StartsAt.AddHours(2), meeting.EndsAt.AddHours(2)), "Ailleurs", ""), People = [], Others = ["Daphné Lavande"] };
        Assert.True((await app.ActAsync("equipe", services => services.GetRequiredService<ChangeAppointmentHandler>().HandleAsync(change, CancellationToken.None))).IsDone);
        Assert.Equal("answer-outdated", await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 0, Coach, "ACCEPTED", app.Now.AddMinutes(1))));
        Assert.Equal([AttendanceAnswer.None], await AnswersAsync(app, meeting.Id));
        Assert.Null(await ReadAsync(app, HandlerCases.Reply(meeting.Uid, 1, Coach, "ACCEPTED", app.Now.AddMinutes(1))));
        Assert.Equal([AttendanceAnswer.Accepted], await AnswersAsync(app, meeting.Id));
    }

    [Fact]
    public async Task A_mail_that_brings_an_answer_is_taken_and_a_letter_is_left_to_people()
    {
        await using var app = await FabriqueApp.StartAsync();
        var meeting = await HandlerCases.MeetingAsync(app);
        await using var scope = app.Services.CreateAsyncScope();
        var reader = scope.ServiceProvider.GetServices<MailReader>().OfType<CalendarReplies>().Single();
        using var answer = Mail(new TextPart("calendar") { Text = HandlerCases.Reply(meeting.Uid, 0, Coach, "ACCEPTED", app.Now).Text });
        using var letter = Mail(new TextPart("html") { Text = "<p>Je viendrai.</p>" });
        answer.BodyParts.OfType<TextPart>().Last().ContentType.Parameters["method"] = "REPLY";

        Assert.All(new[] { answer, letter }, mail => Assert.True(reader.MayRead(mail.Body!.ContentType)));
        Assert.False(await reader.ReadAsync(letter, CancellationToken.None));
        Assert.True(await reader.ReadAsync(answer, CancellationToken.None));
        Assert.Equal([AttendanceAnswer.Accepted, AttendanceAnswer.None], await AnswersAsync(app, meeting.Id));

        static MimeMessage Mail(MimePart last)
        {
            var mail = new MimeMessage { Body = new MultipartAlternative { new TextPart("plain") { Text = "Je viendrai." }, last } };
            mail.From.Add(MailboxAddress.Parse(Coach));
            return mail;
        }
    }

    private static async Task<string?> ReadAsync(FabriqueApp app, ReadCalendarReply reply)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ReadCalendarReplyHandler>().HandleAsync(reply, CancellationToken.None)).Refusal?.Code;
    }

    private static Task<int> VersionAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => db.Appointments.Where(appointment => appointment.Id == id).Select(appointment => appointment.Version).SingleAsync());

    // By name: the coach’s, then the developer’s.
    private static Task<List<AttendanceAnswer>> AnswersAsync(FabriqueApp app, Guid id) => app.ReadAsync(db => (
        from appointment in db.Appointments
        where appointment.Id == id
        from attendee in appointment.Attendees
        join person in db.StaffMembers on attendee.StaffMemberId equals person.Id
        orderby person.FullName
        select attendee.Answer).ToListAsync());
}
