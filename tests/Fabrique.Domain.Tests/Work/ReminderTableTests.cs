using System.Globalization;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Work;

/// <summary>
/// Reminders against a table made apart from the product, from calendars of the wall. The rule, for each « J±n » of the text: from the last day, count n days, or n worked
/// days when it says « ouvré » (the last day itself is never counted). If that day is off where the person works, go back to the first worked day when n is nought or less,
/// and on when it is more. Nine o'clock there, read in UTC; what is not after the opening is left out, and an instant found twice is said once.
/// </summary>
public sealed class ReminderTableTests
{
    // The zones' own names, and not what the product makes of a unit's territory.
    private static readonly Dictionary<string, Workplace> Places = new(StringComparer.Ordinal)
    {
        ["paris"] = Place(HolidayTerritory.Mainland, "Europe/Paris"),
        ["strasbourg"] = Place(HolidayTerritory.AlsaceMoselle, "Europe/Paris"),
        ["saint-denis"] = Place(HolidayTerritory.Reunion, "Indian/Reunion"),
        ["basse-terre"] = Place(HolidayTerritory.Guadeloupe, "America/Guadeloupe"),
        ["fort-de-france"] = Place(HolidayTerritory.Martinique, "America/Martinique"),
        ["cayenne"] = Place(HolidayTerritory.Guyane, "America/Cayenne"),
        ["mamoudzou"] = Place(HolidayTerritory.Mayotte, "Indian/Mayotte"),
    };

    /// <param name="place">Where whoever is asked works.</param>
    /// <param name="opened">UTC.</param>
    /// <param name="due">The last day, there.</param>
    /// <param name="policy">As it is written in a drawing.</param>
    /// <param name="expected">UTC.</param>
    [Theory]
    // A plain week of winter: nine in Paris is eight in UTC. Due on Thursday 26 November 2026.
    [InlineData("paris", "2026-11-02T10:00", "2026-11-26", "J", "2026-11-26T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-26", "J-0", "2026-11-26T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-26", "J-1, J+1", "2026-11-25T08:00 2026-11-27T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-26", "J-7, J-2, J, J+5", "2026-11-19T08:00 2026-11-24T08:00 2026-11-26T08:00 2026-12-01T08:00")]

    // Of summer: seven in UTC. Due on Thursday 18 June 2026.
    [InlineData("paris", "2026-06-01T10:00", "2026-06-18", "J-7, J-1, J, J+1", "2026-06-11T07:00 2026-06-17T07:00 2026-06-18T07:00 2026-06-19T07:00")]
    [InlineData("paris", "2026-06-01T10:00", "2026-06-18", "J-3 ouvrés, J+2 ouvrés", "2026-06-15T07:00 2026-06-22T07:00")]

    // Week-ends: back to Friday until the last day, on to Monday after it. Due on Monday 23, Friday 27, Saturday 28 and Sunday 29 November 2026.
    [InlineData("paris", "2026-11-02T10:00", "2026-11-23", "J-1, J-2, J-3, J", "2026-11-20T08:00 2026-11-23T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-27", "J, J+1, J+2, J+3", "2026-11-27T08:00 2026-11-30T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-28", "J, J+1", "2026-11-27T08:00 2026-11-30T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-29", "J-1, J, J+1, J+2", "2026-11-27T08:00 2026-11-30T08:00 2026-12-01T08:00")]

    // « Ouvré » skips the week-end in its count, on either side.
    [InlineData("paris", "2026-11-02T10:00", "2026-11-23", "J-1 ouvré, J-2 ouvrés, J-5 ouvrés", "2026-11-16T08:00 2026-11-19T08:00 2026-11-20T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-27", "J+1 ouvré, J+5 ouvrés, J+6 ouvrés", "2026-11-30T08:00 2026-12-04T08:00 2026-12-07T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-28", "J-1 ouvré, J ouvré, J+1 ouvré", "2026-11-27T08:00 2026-11-30T08:00")]
    [InlineData("paris", "2026-11-02T10:00", "2026-11-29", "J-2 ouvrés, J+2 ouvrés", "2026-11-26T08:00 2026-12-01T08:00")]

    // Opened at nine itself, a minute before, and after the last: only what is still to come.
    [InlineData("paris", "2026-11-24T08:00", "2026-11-26", "J-2, J-1", "2026-11-25T08:00")]
    [InlineData("paris", "2026-11-24T07:59", "2026-11-26", "J-2, J-1", "2026-11-24T08:00 2026-11-25T08:00")]
    [InlineData("paris", "2026-11-26T08:01", "2026-11-26", "J-7, J", "")]
    [InlineData("paris", "2026-11-26T08:01", "2026-11-26", "J-7, J, J+1", "2026-11-27T08:00")]

    // Opened on the last day before nine; opened after the last day.
    [InlineData("paris", "2026-11-26T07:30", "2026-11-26", "J", "2026-11-26T08:00")]
    [InlineData("paris", "2026-11-30T10:00", "2026-11-26", "J, J+1, J+7", "2026-12-03T08:00")]

    // Summer time begins on Sunday 29 March 2026, and Easter Monday is 6 April: eight before, seven after.
    [InlineData("paris", "2026-03-02T10:00", "2026-03-30", "J-4, J-3, J-1, J", "2026-03-26T08:00 2026-03-27T08:00 2026-03-30T07:00")]
    [InlineData("paris", "2026-03-02T10:00", "2026-03-29", "J, J+1", "2026-03-27T08:00 2026-03-30T07:00")]
    [InlineData("paris", "2026-03-02T10:00", "2026-03-27", "J, J+1 ouvré, J+1", "2026-03-27T08:00 2026-03-30T07:00")]
    [InlineData("paris", "2026-03-02T10:00", "2026-04-07", "J-1, J-1 ouvré, J-10", "2026-03-27T08:00 2026-04-03T07:00")]

    // Summer time ends on Sunday 25 October 2026: seven before, eight after.
    [InlineData("paris", "2026-10-01T10:00", "2026-10-26", "J-3, J-1, J", "2026-10-23T07:00 2026-10-26T08:00")]
    [InlineData("paris", "2026-10-01T10:00", "2026-10-25", "J, J+1", "2026-10-23T07:00 2026-10-26T08:00")]
    [InlineData("paris", "2026-10-01T10:00", "2026-10-23", "J, J+1 ouvré, J+2 ouvrés", "2026-10-23T07:00 2026-10-26T08:00 2026-10-27T08:00")]
    [InlineData("paris", "2026-10-01T10:00", "2026-10-31", "J-7, J, J+2", "2026-10-23T07:00 2026-10-30T08:00 2026-11-02T08:00")]

    // In 2027 summer time begins on Easter Sunday, 28 March.
    [InlineData("paris", "2027-03-01T10:00", "2027-03-30", "J-1, J-4, J", "2027-03-26T08:00 2027-03-30T07:00")]
    [InlineData("paris", "2027-03-01T10:00", "2027-03-26", "J, J+1, J+1 ouvré, J+4 ouvrés", "2027-03-26T08:00 2027-03-30T07:00 2027-04-02T07:00")]

    // Ends of months and of years.
    [InlineData("paris", "2027-02-01T10:00", "2027-02-28", "J-2, J, J+1", "2027-02-26T08:00 2027-03-01T08:00")]
    [InlineData("paris", "2027-02-01T10:00", "2027-03-01", "J-1, J-3, J-1 ouvré, J+2", "2027-02-26T08:00 2027-03-03T08:00")]
    [InlineData("paris", "2026-08-03T10:00", "2026-08-31", "J-30, J-7, J+1", "2026-08-24T07:00 2026-09-01T07:00")]
    [InlineData("paris", "2026-07-01T10:00", "2026-07-31", "J-17, J+1, J+1 ouvré", "2026-07-13T07:00 2026-08-03T07:00")]
    [InlineData("paris", "2026-12-01T10:00", "2026-12-31", "J-7, J-6, J, J+1, J+4", "2026-12-24T08:00 2026-12-31T08:00 2027-01-04T08:00")]
    [InlineData("paris", "2026-12-01T10:00", "2027-01-01", "J, J+1, J-1 ouvré, J+1 ouvré", "2026-12-31T08:00 2027-01-04T08:00")]

    // 1 and 8 May 2026 are Fridays, Ascension Day is Thursday 14, Whit Monday is 25 May.
    [InlineData("paris", "2026-04-01T10:00", "2026-05-01", "J, J+1", "2026-04-30T07:00 2026-05-04T07:00")]
    [InlineData("paris", "2026-04-01T10:00", "2026-05-11", "J-3, J-2 ouvrés, J+3 ouvrés", "2026-05-06T07:00 2026-05-07T07:00 2026-05-15T07:00")]
    [InlineData("paris", "2026-04-01T10:00", "2026-05-14", "J, J+1, J-6", "2026-05-07T07:00 2026-05-13T07:00 2026-05-15T07:00")]
    [InlineData("paris", "2026-04-01T10:00", "2026-05-26", "J-1, J-1 ouvré, J-4 ouvrés", "2026-05-19T07:00 2026-05-22T07:00")]

    // 14 July 2026 is a Tuesday, 15 August a Saturday, 1 November a Sunday, 11 November a Wednesday.
    [InlineData("paris", "2026-07-01T10:00", "2026-07-15", "J-1, J-1 ouvré, J", "2026-07-13T07:00 2026-07-15T07:00")]
    [InlineData("paris", "2026-08-03T10:00", "2026-08-14", "J, J+1, J+1 ouvré", "2026-08-14T07:00 2026-08-17T07:00")]
    [InlineData("paris", "2026-10-12T10:00", "2026-11-12", "J-1, J-2, J-1 ouvré, J+1", "2026-11-10T08:00 2026-11-13T08:00")]
    [InlineData("paris", "2026-10-12T10:00", "2026-11-10", "J+1, J+1 ouvré, J-10", "2026-10-30T08:00 2026-11-12T08:00")]

    // Christmas 2026 is a Friday, and 26 December a Saturday: the same in Paris and in Strasbourg. In 2025 they are a Thursday and a Friday.
    [InlineData("paris", "2026-12-01T10:00", "2026-12-28", "J-3, J-1 ouvré, J", "2026-12-24T08:00 2026-12-28T08:00")]
    [InlineData("strasbourg", "2026-12-01T10:00", "2026-12-28", "J-3, J-1 ouvré, J", "2026-12-24T08:00 2026-12-28T08:00")]
    [InlineData("paris", "2025-12-01T10:00", "2025-12-26", "J-1, J, J+1", "2025-12-24T08:00 2025-12-26T08:00 2025-12-29T08:00")]
    [InlineData("strasbourg", "2025-12-01T10:00", "2025-12-26", "J-1, J, J+1", "2025-12-24T08:00 2025-12-29T08:00")]
    [InlineData("paris", "2025-12-01T10:00", "2025-12-24", "J+1 ouvré, J+2, J+2 ouvrés", "2025-12-26T08:00 2025-12-29T08:00")]
    [InlineData("strasbourg", "2025-12-01T10:00", "2025-12-24", "J+1 ouvré, J+2, J+2 ouvrés", "2025-12-29T08:00 2025-12-30T08:00")]

    // Good Friday, 3 April 2026, is worked in Paris and not in Strasbourg.
    [InlineData("paris", "2026-03-02T10:00", "2026-04-03", "J, J-1, J+1", "2026-04-02T07:00 2026-04-03T07:00 2026-04-07T07:00")]
    [InlineData("strasbourg", "2026-03-02T10:00", "2026-04-03", "J, J-1, J+1", "2026-04-02T07:00 2026-04-07T07:00")]
    [InlineData("paris", "2026-03-02T10:00", "2026-04-07", "J-1, J-2 ouvrés", "2026-04-02T07:00 2026-04-03T07:00")]
    [InlineData("strasbourg", "2026-03-02T10:00", "2026-04-07", "J-1, J-2 ouvrés", "2026-04-01T07:00 2026-04-02T07:00")]
    [InlineData("strasbourg", "2026-03-02T10:00", "2026-04-02", "J+1, J+1 ouvré, J+2 ouvrés", "2026-04-07T07:00 2026-04-08T07:00")]

    // In 2027 Good Friday is 26 March, and the clocks change on the Sunday after it.
    [InlineData("strasbourg", "2027-03-01T10:00", "2027-03-26", "J, J+1", "2027-03-25T08:00 2027-03-30T07:00")]
    [InlineData("strasbourg", "2027-03-01T10:00", "2027-03-30", "J-1 ouvré, J-2, J", "2027-03-25T08:00 2027-03-30T07:00")]

    // La Réunion, four hours ahead of UTC, knows no summer time: nine there is five in UTC. 20 December is a Sunday in 2026 and a Monday in 2027.
    [InlineData("saint-denis", "2026-11-02T10:00", "2026-11-26", "J-7, J, J+1", "2026-11-19T05:00 2026-11-26T05:00 2026-11-27T05:00")]
    [InlineData("saint-denis", "2026-06-01T10:00", "2026-06-18", "J-7, J, J+2", "2026-06-11T05:00 2026-06-18T05:00 2026-06-22T05:00")]
    [InlineData("saint-denis", "2026-12-01T10:00", "2026-12-21", "J-1, J-1 ouvré, J", "2026-12-18T05:00 2026-12-21T05:00")]
    [InlineData("saint-denis", "2027-12-01T10:00", "2027-12-20", "J, J+1", "2027-12-17T05:00 2027-12-21T05:00")]
    [InlineData("paris", "2027-12-01T10:00", "2027-12-20", "J, J+1", "2027-12-20T08:00 2027-12-21T08:00")]
    [InlineData("saint-denis", "2027-12-01T10:00", "2027-12-21", "J-1, J-1 ouvré, J", "2027-12-17T05:00 2027-12-21T05:00")]
    [InlineData("saint-denis", "2027-12-01T10:00", "2027-12-17", "J+1, J+1 ouvré, J+4 ouvrés", "2027-12-21T05:00 2027-12-24T05:00")]
    [InlineData("saint-denis", "2026-03-02T10:00", "2026-03-30", "J-3, J, J+1", "2026-03-27T05:00 2026-03-30T05:00 2026-03-31T05:00")]
    [InlineData("saint-denis", "2026-11-24T04:59", "2026-11-26", "J-2, J-1", "2026-11-24T05:00 2026-11-25T05:00")]
    [InlineData("saint-denis", "2026-11-24T05:00", "2026-11-26", "J-2, J-1", "2026-11-25T05:00")]

    // Good Friday is worked there, Easter Monday is not.
    [InlineData("saint-denis", "2026-03-02T10:00", "2026-04-03", "J, J+1", "2026-04-03T05:00 2026-04-07T05:00")]

    // Guadeloupe, four hours behind UTC all the year: nine there is thirteen in UTC. 27 May is a Wednesday in 2026 and a Thursday in 2027.
    [InlineData("basse-terre", "2026-11-02T10:00", "2026-11-26", "J-1, J, J+1", "2026-11-25T13:00 2026-11-26T13:00 2026-11-27T13:00")]
    [InlineData("basse-terre", "2026-05-04T10:00", "2026-05-27", "J, J+1, J-1", "2026-05-26T13:00 2026-05-28T13:00")]
    [InlineData("paris", "2026-05-04T10:00", "2026-05-27", "J, J+1, J-1", "2026-05-26T07:00 2026-05-27T07:00 2026-05-28T07:00")]
    [InlineData("basse-terre", "2026-05-04T10:00", "2026-05-28", "J-1, J-1 ouvré, J-2 ouvrés", "2026-05-22T13:00 2026-05-26T13:00")]
    [InlineData("basse-terre", "2027-05-03T10:00", "2027-05-26", "J+1, J+1 ouvré, J+2 ouvrés", "2027-05-28T13:00 2027-05-31T13:00")]
    [InlineData("basse-terre", "2026-10-01T10:00", "2026-10-26", "J-3, J", "2026-10-23T13:00 2026-10-26T13:00")]
    [InlineData("basse-terre", "2026-11-26T12:59", "2026-11-26", "J", "2026-11-26T13:00")]
    [InlineData("basse-terre", "2026-11-26T13:00", "2026-11-26", "J", "")]

    // Martinique on 22 May, a Friday in 2026; Guyane on 10 June, a Wednesday; Mayotte on 27 April, a Monday.
    [InlineData("fort-de-france", "2026-05-04T10:00", "2026-05-22", "J, J+1", "2026-05-21T13:00 2026-05-26T13:00")]
    [InlineData("cayenne", "2026-05-04T10:00", "2026-06-10", "J-1, J, J+1", "2026-06-09T12:00 2026-06-11T12:00")]
    [InlineData("mamoudzou", "2026-04-01T10:00", "2026-04-27", "J, J+1, J-1 ouvré", "2026-04-24T06:00 2026-04-28T06:00")]
    public void Reminders_leave_at_nine_where_people_work(string place, string opened, string due, string policy, string expected)
    {
        Assert.Null(ReminderText.Read(policy, out var days));
        var dueAt = Deadline.EndOf(DateOnly.Parse(due, CultureInfo.InvariantCulture), Places[place]);
        var openedAt = DateTime.Parse(opened, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        Assert.Equal(expected, string.Join(' ', days.Occurrences(openedAt, dueAt, Places[place]).Select(at => at.ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture))));
    }

    private static Workplace Place(HolidayTerritory territory, string zone) => new(HolidayCalendar.Of(territory), new LocalTime(TimeZoneInfo.FindSystemTimeZoneById(zone)));
}
