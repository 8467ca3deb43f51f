using System.Globalization;
using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Testing.Calendars;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Calendars;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Platform.Mail;

namespace Fabrique.Web.Tests.Platform.Calendars;

/// <summary>What calendars understand of what we write: another implementation of iCalendar reads it, in a process whose own clock is not that of Paris.</summary>
public sealed class CalendarWriterTests
{
    private static readonly DateTime Now = new(2026, 1, 12, 9, 0, 0, DateTimeKind.Utc);
    private static readonly Guid Ada = Guid.Parse("0193a1b2-0000-7000-8000-0000000000a1");
    private static readonly Guid Bob = Guid.Parse("0193a1b2-0000-7000-8000-0000000000a2");

    private static readonly CalendarWriter Writer = new(new MessageSenderIdentity(MailSamples.Options), new PublicAddress(new Uri("https://fabrique.example/")));

    [Fact]
    public async Task An_invitation_its_update_and_its_cancellation_are_of_one_event()
    {
        var appointment = Plan(AppointmentTime.On(new DateOnly(2026, 3, 3), new TimeOnly(10, 0), new TimeOnly(11, 0)));
        var request = Writer.Invite(appointment, Guests(appointment));
        appointment.Answer(Ada, AttendanceAnswer.Accepted, 0, Now, Now);
        appointment.Change(Terms(appointment.Time) with { Place = "Ailleurs" }, [Ada, Bob], Now.AddHours(1));
        var update = Writer.Invite(appointment, Guests(appointment));
        appointment.Cancel(Ada, Now.AddHours(2));
        var cancellation = Writer.Withdraw(appointment, Guests(appointment));

        Assert.Equal(["REQUEST", "REQUEST", "CANCEL"], new[] { request, update, cancellation }.Select(part => part.Method));
        var read = await IcalReader.ReadAsync(request.Text, update.Text, cancellation.Text, update.Text);
        Assert.Equal(["REQUEST", "REQUEST", "CANCEL", "REQUEST"], read.Select(calendar => calendar.Method));
        var events = read.Select(calendar => Assert.Single(calendar.Events)).ToList();
        Assert.All(events, one => Assert.Equal((appointment.Uid, "2026-03-03T09:00:00.000Z", "2026-03-03T10:00:00.000Z", "Europe/Paris"), (one.Uid, one.Start, one.End, one.Zone)));
        Assert.Equal([0, 1, 2, 1], events.Select(one => one.Sequence));

        // The last is an old one that comes late.
        Assert.Equal([true, true, true, false], events.Select(one => one.IsNews));
        Assert.Equal(["CONFIRMED", "CONFIRMED", "CANCELLED", "CONFIRMED"], events.Select(one => one.Status));
        Assert.Equal(["Salle Séquoia, tour B ; 3e – https://visio.example/a?b=1;c", "Ailleurs – https://visio.example/a?b=1;c"], events.Take(2).Select(one => one.Place));
        Assert.All(events, one => Assert.Equal(("Jalon de « Canopée », cycle 2 ; suite", "mailto:ne-pas-repondre@fabrique.example"), (one.Title, one.Organizer)));
        Assert.Equal(
            [new ReadPerson("mailto:ada@fabrique.example", "Ève-Ada, née \"O’Neill\"".Replace("\"", "", StringComparison.Ordinal), "NEEDS-ACTION", true), new ReadPerson("mailto:bob@fabrique.example", "Bob", "NEEDS-ACTION", true)],
            events[0].People);
        Assert.Equal([("ACCEPTED", false), ("NEEDS-ACTION", true)], events[1].People.Select(person => (person.Answer, person.IsAsked)));
        Assert.All(events[2].People, person => Assert.False(person.IsAsked));
        Assert.All(read, calendar =>
        {
            Assert.Equal(["Europe/Paris"], calendar.Zones);
            Assert.False(calendar.HasBareLineEnd);
            Assert.InRange(calendar.LongestLine, 20, 76);
        });
    }

    [Fact]
    public async Task Instants_are_the_same_on_both_sides_of_each_change_of_clocks()
    {
        var starts = new[]
        {
            "1997-06-02T08:00Z", "2026-03-28T23:30Z", "2026-03-29T00:00Z", "2026-03-29T00:59Z", "2026-03-29T01:00Z", "2026-03-29T01:30Z", "2026-07-14T10:00Z",
            "2026-10-24T23:00Z", "2026-10-25T00:00Z", "2026-10-25T00:30Z", "2026-10-25T01:00Z", "2026-10-25T01:30Z", "2026-10-25T02:00Z", "2027-01-04T09:00Z", "2031-03-30T01:00Z", "2036-10-26T01:00Z",
        }.Select(text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal)).ToList();
        foreach (var length in (TimeSpan[])[TimeSpan.FromMinutes(45), TimeSpan.FromHours(3)])
        {
            var text = Writer.Read("Essai", starts.Select((start, number) => new CalendarLine($"{number}@x", "Essai", AppointmentTime.Between(start, start + length), Now, "/")));
            var events = Assert.Single(await IcalReader.ReadAsync(text)).Events;
            Assert.Equal(starts.Select(start => (Iso(start), Iso(start + length))), events.Select(one => (one.Start, one.End)));

            // What Paris can write, Paris writes.
            Assert.Equal("Europe/Paris", events[6].Zone);
        }
    }

    [Fact]
    public async Task A_whole_day_has_no_hour()
    {
        var days = new[] { new DateOnly(2026, 3, 29), new DateOnly(2026, 10, 25), new DateOnly(2026, 12, 31) };
        var text = Writer.Read("Essai", days.Select(day => new CalendarLine($"{day:yyyyMMdd}@x", "Essai", AppointmentTime.WholeOf(day), Now, "/") { IsBusy = false }));
        var calendar = Assert.Single(await IcalReader.ReadAsync(text));
        Assert.Equal("PUBLISH", calendar.Method);
        Assert.Equal([("2026-03-29", "2026-03-30"), ("2026-10-25", "2026-10-26"), ("2026-12-31", "2027-01-01")], calendar.Events.Select(one => (one.Start, one.End)));
        Assert.All(calendar.Events, one => Assert.True(one is { IsWholeDay: true, Transparency: "TRANSPARENT", People: [], Organizer: null }));
    }

    [Fact]
    public async Task What_people_typed_adds_no_line()
    {
        var appointment = Plan(AppointmentTime.On(new DateOnly(2026, 3, 3), new TimeOnly(10, 0), new TimeOnly(11, 0)), "Titre\r\nATTENDEE:mailto:intrus@ailleurs.example\\n\nEND:VEVENT");
        var text = Writer.Invite(appointment, [new Guest("Nom\r\nSTATUS:CANCELLED\";X=\"y:mailto:z", "ada@fabrique.example", AttendanceAnswer.None)]).Text;
        var read = Assert.Single(Assert.Single(await IcalReader.ReadAsync(text)).Events);
        Assert.Equal("mailto:ada@fabrique.example", Assert.Single(read.People).Address);
        Assert.Equal("CONFIRMED", read.Status);
    }

    private static string Iso(DateTime instant) => instant.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture);

    private static IEnumerable<Guest> Guests(Appointment appointment) =>
        [new("Ève-Ada, née \"O’Neill\"", "ada@fabrique.example", appointment.AnswerOf(Ada)!.Value), new("Bob", "bob@fabrique.example", appointment.AnswerOf(Bob)!.Value)];

    private static Appointment Plan(AppointmentTime time, string title = "Jalon de « Canopée », cycle 2 ; suite") =>
        Appointment.Plan(Guid.CreateVersion7(), "fabrique.example", new Subject("Product", Ada), 1, Terms(time) with { Title = title }, [Ada, Bob], Ada, Now);

    private static AppointmentTerms Terms(AppointmentTime time) => new("Jalon de « Canopée », cycle 2 ; suite", time, "Salle Séquoia, tour B ; 3e", "https://visio.example/a?b=1;c");
}
