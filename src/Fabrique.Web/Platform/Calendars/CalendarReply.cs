using Fabrique.Domain.Calendars;
using Ical.Net.CalendarComponents;

namespace Fabrique.Web.Platform.Calendars;

/// <summary>What somebody’s calendar answers to an invitation: iCalendar’s METHOD:REPLY.</summary>
/// <param name="Uid">Of the appointment.</param>
/// <param name="Sequence">Of the invitation that it answers.</param>
/// <param name="Address">E-mail address of who answers.</param>
/// <param name="Answer">What they say.</param>
/// <param name="At">When they said it, UTC; null when it does not tell.</param>
public sealed record CalendarReply(string Uid, int Sequence, string Address, AttendanceAnswer Answer, DateTime? At)
{
    /// <summary>Characters of an answer, at most: what is longer is none.</summary>
    public const int LongestText = 100_000;

    private const string Method = "REPLY";
    private const string MailScheme = "mailto:";

    /// <returns>Null when it is no answer, or cannot be read.</returns>
    public static CalendarReply? TryRead(string text)
    {
        if (text.Length is 0 or > LongestText)
        {
            return null;
        }

        try
        {
            return Ical.Net.Calendar.Load(text) is { Method: { } method, Events: { Count: 1 } events } && string.Equals(method, Method, StringComparison.OrdinalIgnoreCase)
                ? Read(events[0]!)
                : null;
        }
#pragma warning disable CA1031 // What others wrote makes the library throw whatever it likes: the text is then none that we read.
        catch (Exception)
#pragma warning restore CA1031
        {
            return null;
        }
    }

    private static CalendarReply? Read(CalendarEvent answered) =>
        answered is { Uid: { Length: > 0 } uid, Attendees: [{ Value: { } address } attendee] }
        && address.ToString() is var written
        && written.StartsWith(MailScheme, StringComparison.OrdinalIgnoreCase)
        && CalendarAnswers.Read(attendee.ParticipationStatus) is { } answer
            ? new CalendarReply(uid, answered.Sequence, Uri.UnescapeDataString(written[MailScheme.Length..]), answer, answered.DtStamp?.AsUtc)
            : null;
}
