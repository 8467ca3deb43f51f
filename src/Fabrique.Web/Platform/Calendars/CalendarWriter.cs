using Fabrique.Domain;
using Fabrique.Domain.Calendars;
using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>Somebody who is invited, as calendars are told of them.</summary>
/// <param name="Name">First and last name.</param>
/// <param name="Address">E-mail address.</param>
/// <param name="Answer">What they said.</param>
public sealed record Guest(string Name, string Address, AttendanceAnswer Answer);

/// <summary>A line of a feed.</summary>
/// <param name="Uid">As calendars know it.</param>
/// <param name="Title">What it is.</param>
/// <param name="Time">When.</param>
/// <param name="ChangedAt">UTC.</param>
/// <param name="Path">Of its page.</param>
public sealed record CalendarLine(string Uid, string Title, AppointmentTime Time, DateTime ChangedAt, string Path)
{
    public string Place { get; init; } = "";

    public int Sequence { get; init; }

    /// <summary>Whether the person is busy meanwhile.</summary>
    public bool IsBusy { get; init; } = true;
}

/// <summary>
/// Writes iCalendar (RFC 5545, RFC 5546). Hours are those of Paris, with the rules of its clocks; one of the hour that the autumn repeats, which calendars read one way or
/// the other, is written in UTC.
/// </summary>
public sealed class CalendarWriter(MessageSenderIdentity sender, PublicAddress site)
{
    public const string Request = "REQUEST";
    public const string Cancel = "CANCEL";
    public const string Publish = "PUBLISH";
    public const string MediaType = "text/calendar; charset=utf-8";

    private const string Product = "-//La Fabrique numérique//Fabrique//FR";
    private const string Zone = "Europe/Paris";

    // In force since 1996, and before that for the spring.
    private const string ParisRules = """
        BEGIN:VCALENDAR
        VERSION:2.0
        PRODID:-
        BEGIN:VTIMEZONE
        TZID:Europe/Paris
        BEGIN:DAYLIGHT
        TZOFFSETFROM:+0100
        TZOFFSETTO:+0200
        TZNAME:CEST
        DTSTART:19810329T020000
        RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
        END:DAYLIGHT
        BEGIN:STANDARD
        TZOFFSETFROM:+0200
        TZOFFSETTO:+0100
        TZNAME:CET
        DTSTART:19961027T030000
        RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
        END:STANDARD
        END:VTIMEZONE
        END:VCALENDAR
        """;

    /// <summary>What invites people, or tells them what changed.</summary>
    public CalendarPart Invite(Appointment appointment, IEnumerable<Guest> guests) => Tell(Request, appointment, guests);

    /// <summary>What takes an appointment out of the calendars of people.</summary>
    /// <param name="appointment">It may go on without them.</param>
    /// <param name="guests">Those people.</param>
    public CalendarPart Withdraw(Appointment appointment, IEnumerable<Guest> guests) => Tell(Cancel, appointment, guests);

    /// <summary>Lines that one reads, and answers to nobody.</summary>
    /// <param name="name">What calendars call it; null for a file that is added to one.</param>
    /// <param name="lines">In any order.</param>
    public string Read(string? name, IEnumerable<CalendarLine> lines)
    {
        var calendar = Begin(Publish);
        if (name is not null)
        {
            calendar.AddProperty("X-WR-CALNAME", name);
            calendar.AddProperty("X-WR-TIMEZONE", Zone);
            calendar.AddProperty("X-PUBLISHED-TTL", "PT1H");
        }

        foreach (var line in lines)
        {
            calendar.Events.Add(Event(line));
        }

        return Write(calendar);
    }

    /// <summary>An appointment, as a line.</summary>
    public static CalendarLine LineOf(Appointment appointment, AttendanceAnswer? answer) =>
        new(appointment.Uid, appointment.Title, appointment.Time, appointment.ChangedAt, AppointmentLinks.Show(appointment.Id))
        {
            Place = appointment.Place,
            Sequence = appointment.Sequence,
            IsBusy = answer is not AttendanceAnswer.Declined,
        };

    private CalendarPart Tell(string method, Appointment appointment, IEnumerable<Guest> guests)
    {
        var calendar = Begin(method);
        var told = Event(LineOf(appointment, answer: null) with { Place = string.Join(" – ", new[] { appointment.Place, appointment.Link }.Where(where => where.Length > 0)) });
        told.Status = method is Cancel ? "CANCELLED" : "CONFIRMED";
        told.Organizer = new Organizer($"mailto:{sender.Address}") { CommonName = Texts.Line(sender.Name) };
        foreach (var guest in guests)
        {
            told.Attendees.Add(new Ical.Net.DataTypes.Attendee($"mailto:{guest.Address}")
            {
                // A line end, in a name, would end the line.
                CommonName = Texts.Line(guest.Name),
                Type = "INDIVIDUAL",
                Role = "REQ-PARTICIPANT",
                ParticipationStatus = CalendarAnswers.Write(guest.Answer),
                Rsvp = method is Request && guest.Answer is AttendanceAnswer.None,
            });
        }

        calendar.Events.Add(told);
        return new CalendarPart(method, Write(calendar));
    }

    private CalendarEvent Event(CalendarLine line)
    {
        var (start, end) = When(line.Time);
        return new CalendarEvent
        {
            Uid = line.Uid,
            Summary = line.Title,
            DtStart = start,
            DtEnd = end,
            DtStamp = Utc(line.ChangedAt),
            Sequence = line.Sequence,
            Location = line.Place.Length > 0 ? line.Place : null,
            Transparency = line.IsBusy ? "OPAQUE" : "TRANSPARENT",
            Url = new Uri(site.Of(line.Path)),
        };
    }

    private static Ical.Net.Calendar Begin(string method)
    {
        var calendar = new Ical.Net.Calendar { ProductId = Product, Method = method };
        calendar.AddChild(Ical.Net.Calendar.Load(ParisRules)!.TimeZones[0]!);
        return calendar;
    }

    private static string Write(Ical.Net.Calendar calendar) => new CalendarSerializer().SerializeToString(calendar)
        ?? throw new InvalidOperationException("The calendar was not written.");

    private static (CalDateTime Start, CalDateTime End) When(AppointmentTime time)
    {
        if (time.Day is { } day)
        {
            return (new CalDateTime(day), new CalDateTime(day.AddDays(1)));
        }

        return IsWrittenInParis(time.StartsAt) && IsWrittenInParis(time.EndsAt) ? (Paris(time.StartsAt), Paris(time.EndsAt)) : (Utc(time.StartsAt), Utc(time.EndsAt));
    }

    private static bool IsWrittenInParis(DateTime instant) => !ParisTime.Zone.IsAmbiguousTime(ParisTime.FromUtc(instant));

    private static CalDateTime Paris(DateTime instant)
    {
        var local = ParisTime.FromUtc(instant);
        return new CalDateTime(DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local), Zone);
    }

    private static CalDateTime Utc(DateTime instant) => new(DateTime.SpecifyKind(instant, DateTimeKind.Utc));
}

/// <summary>How iCalendar writes what people answer: PARTSTAT.</summary>
internal static class CalendarAnswers
{
    public static string Write(AttendanceAnswer answer) => answer switch
    {
        AttendanceAnswer.None => "NEEDS-ACTION",
        AttendanceAnswer.Accepted => "ACCEPTED",
        AttendanceAnswer.Declined => "DECLINED",
        AttendanceAnswer.Tentative => "TENTATIVE",
        _ => throw new ArgumentOutOfRangeException(nameof(answer)),
    };

    /// <returns>Null for what is no answer of ours: an invitation passed on to somebody else, say.</returns>
    public static AttendanceAnswer? Read(string? written) => written?.ToUpperInvariant() switch
    {
        "ACCEPTED" => AttendanceAnswer.Accepted,
        "DECLINED" => AttendanceAnswer.Declined,
        "TENTATIVE" => AttendanceAnswer.Tentative,
        "NEEDS-ACTION" => AttendanceAnswer.None,
        _ => null,
    };
}
