using System.Globalization;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Time;

/// <summary>Computed by hand on printed calendars.</summary>
public sealed class HolidayCalendarTests
{
    [Theory]
    // Alsace-Moselle: Good Friday runs into Easter Monday, 26 December follows Christmas.
    [InlineData("67", "2025-04-18", "2025-04-22", "2025-04-17")]
    [InlineData("67", "2026-04-03", "2026-04-07", "2026-04-02")]
    [InlineData("57", "2027-03-26", "2027-03-30", "2027-03-25")]
    [InlineData("68", "2028-04-14", "2028-04-18", "2028-04-13")]
    [InlineData("67", "2029-03-30", "2029-04-03", "2029-03-29")]
    [InlineData("67", "2030-04-19", "2030-04-23", "2030-04-18")]
    [InlineData("68", "2025-12-26", "2025-12-29", "2025-12-24")]
    [InlineData("57", "2026-12-26", "2026-12-28", "2026-12-24")]
    [InlineData("67", "2028-12-26", "2028-12-27", "2028-12-22")]
    [InlineData("67", "2029-12-26", "2029-12-27", "2029-12-24")]
    [InlineData("67", "2030-12-26", "2030-12-27", "2030-12-24")]
    // Abolition of slavery, territory by territory.
    [InlineData("971", "2026-05-27", "2026-05-28", "2026-05-26")]
    [InlineData("971", "2027-05-27", "2027-05-28", "2027-05-26")]
    [InlineData("972", "2026-05-22", "2026-05-26", "2026-05-21")]
    [InlineData("972", "2028-05-22", "2028-05-23", "2028-05-19")]
    [InlineData("973", "2026-06-10", "2026-06-11", "2026-06-09")]
    [InlineData("973", "2028-06-10", "2028-06-12", "2028-06-09")]
    [InlineData("974", "2026-12-20", "2026-12-21", "2026-12-18")]
    [InlineData("974", "2027-12-20", "2027-12-21", "2027-12-17")]
    [InlineData("974", "2029-12-20", "2029-12-21", "2029-12-19")]
    [InlineData("976", "2026-04-27", "2026-04-28", "2026-04-24")]
    [InlineData("976", "2029-04-27", "2029-04-30", "2029-04-26")]
    [InlineData("976", "2030-04-27", "2030-04-29", "2030-04-26")]
    [InlineData("977", "2026-10-09", "2026-10-12", "2026-10-08")]
    [InlineData("977", "2027-10-09", "2027-10-11", "2027-10-08")]
    [InlineData("978", "2026-05-28", "2026-05-29", "2026-05-27")]
    [InlineData("978", "2027-05-28", "2027-05-31", "2027-05-27")]
    // Worked there, whatever it is elsewhere.
    [InlineData("75", "2026-04-03", "2026-04-03", "2026-04-03")]
    [InlineData("54", "2027-03-26", "2027-03-26", "2027-03-26")]
    [InlineData("2A", "2028-12-26", "2028-12-26", "2028-12-26")]
    [InlineData("974", "2026-05-22", "2026-05-22", "2026-05-22")]
    [InlineData("972", "2027-12-20", "2027-12-20", "2027-12-20")]
    [InlineData("971", "2026-05-28", "2026-05-28", "2026-05-28")]
    [InlineData("978", "2026-05-27", "2026-05-27", "2026-05-27")]
    [InlineData("67", "2026-05-27", "2026-05-27", "2026-05-27")]
    [InlineData("75", "2027-12-20", "2027-12-20", "2027-12-20")]
    // The nation's, everywhere.
    [InlineData("974", "2026-07-14", "2026-07-15", "2026-07-13")]
    [InlineData("67", "2027-01-01", "2027-01-04", "2026-12-31")]
    [InlineData("976", "2026-05-14", "2026-05-15", "2026-05-13")]
    public void A_territorys_day_off_rolls_over_to_the_next_or_the_previous_worked_day(string department, string day, string forward, string back)
    {
        var calendar = Of(department);
        Assert.Equal(day == forward, calendar.IsWorkingDay(Day(day)));
        Assert.Equal(Day(forward), calendar.RollForward(Day(day)));
        Assert.Equal(Day(back), calendar.RollBack(Day(day)));
    }

    [Theory]
    [InlineData("67", "2026-04-02", 1, "2026-04-07")]
    [InlineData("75", "2026-04-02", 1, "2026-04-03")]
    [InlineData("67", "2026-04-07", -1, "2026-04-02")]
    [InlineData("67", "2028-12-22", 1, "2028-12-27")]
    [InlineData("75", "2028-12-22", 1, "2028-12-26")]
    [InlineData("974", "2027-12-17", 1, "2027-12-21")]
    [InlineData("972", "2026-05-21", 1, "2026-05-26")]
    [InlineData("976", "2026-04-28", -1, "2026-04-24")]
    [InlineData("977", "2026-10-08", 2, "2026-10-13")]
    [InlineData("973", "2026-06-08", 5, "2026-06-16")]
    public void Working_days_are_counted_on_the_territorys_calendar(string department, string from, int count, string expected) =>
        Assert.Equal(Day(expected), Of(department).AddWorkingDays(Day(from), count));

    [Fact]
    public void The_holidays_to_come_are_named_in_order() => Assert.Equal(
        ["2026-12-25 Noël", "2026-12-26 Saint-Étienne", "2027-01-01 Jour de l’an", "2027-03-26 Vendredi saint", "2027-03-29 Lundi de Pâques"],
        Of("67").HolidaysFrom(Day("2026-12-25"), 5).Select(holiday => $"{holiday.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {holiday.Name}"));

    [Fact]
    public void Each_territory_has_the_nations_eleven_holidays_and_its_own() => Assert.All(Enum.GetValues<HolidayTerritory>(), territory => Assert.Equal(
        territory switch
        {
            HolidayTerritory.Mainland => 11,
            HolidayTerritory.AlsaceMoselle => 13,
            _ => 12,
        },
        WorkingCalendar.Of(territory).HolidaysFrom(Day("2026-01-01"), 20).TakeWhile(holiday => holiday.Day.Year == 2026).Count()));

    [Theory]
    // Now (UTC), working days, last instant (UTC), the day that people read.
    [InlineData("75", "Europe/Paris", "2026-12-17T21:00", 1, "2026-12-18T22:59", "2026-12-18")]
    // One in the morning of Friday 18 December there; the 20th is a Sunday.
    [InlineData("974", "Indian/Reunion", "2026-12-17T21:00", 1, "2026-12-21T19:59", "2026-12-21")]
    [InlineData("974", "Indian/Reunion", "2027-12-17T08:00", 1, "2027-12-21T19:59", "2027-12-21")]
    // Ten in the evening of Whit Monday there; Wednesday 27 May is not worked.
    [InlineData("971", "America/Guadeloupe", "2026-05-26T02:00", 1, "2026-05-27T03:59", "2026-05-26")]
    [InlineData("971", "America/Guadeloupe", "2026-05-26T02:00", 2, "2026-05-29T03:59", "2026-05-28")]
    [InlineData("973", "America/Cayenne", "2026-11-24T12:00", 3, "2026-11-28T02:59", "2026-11-27")]
    [InlineData("976", "Indian/Mayotte", "2026-04-24T12:00", 1, "2026-04-28T20:59", "2026-04-28")]
    [InlineData("67", "Europe/Paris", "2026-04-02T12:00", 1, "2026-04-07T21:59", "2026-04-07")]
    [InlineData("987", "Pacific/Tahiti", "2026-07-01T22:00", 1, "2026-07-03T09:59", "2026-07-02")]
    [InlineData("987", "Pacific/Marquesas", "2026-07-01T22:00", 1, "2026-07-03T09:29", "2026-07-02")]
    [InlineData("988", "Pacific/Noumea", "2026-12-01T22:00", 1, "2026-12-03T12:59", "2026-12-03")]
    [InlineData("986", "Pacific/Wallis", "2026-12-01T22:00", 1, "2026-12-03T11:59", "2026-12-03")]
    public void A_delay_ends_at_the_end_of_a_day_there_and_everybody_reads_that_day(string department, string zone, string now, int days, string due, string read)
    {
        var place = Place(department, zone);
        var dueAt = Deadline.InWorkingDays(Utc(now), days, place);
        Assert.Equal(Utc(due), dueAt);
        Assert.Equal(Day(read), Deadline.DayOf(dueAt));
    }

    [Theory]
    [InlineData("971", "America/Guadeloupe", "J-1, J, J+1 ouvré", "2026-05-29T03:59", "2026-05-26T13:00 2026-05-28T13:00 2026-05-29T13:00")]
    [InlineData("974", "Indian/Reunion", "J-2 ouvrés, J", "2027-12-22T19:59", "2027-12-17T05:00 2027-12-22T05:00")]
    [InlineData("67", "Europe/Paris", "J-1, J+1", "2026-04-02T21:59", "2026-04-01T07:00 2026-04-07T07:00")]
    // The end of a day in Paris is already tomorrow there: the day stays that of the deadline.
    [InlineData("974", "Indian/Reunion", "J", "2026-11-24T22:59", "2026-11-24T05:00")]
    public void Reminders_leave_at_nine_there_on_days_worked_there(string department, string zone, string text, string due, string expected)
    {
        Assert.Null(ReminderText.Read(text, out var policy));
        Assert.Equal(
            expected,
            string.Join(' ', policy.Occurrences(Utc("2026-01-01T08:00"), Utc(due), Place(department, zone)).Select(at => at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture))));
    }

    private static HolidayCalendar Of(string department) => WorkingCalendar.Of(HolidayTerritories.OfDepartment(department));

    private static Workplace Place(string department, string zone) => new(Of(department), new LocalTime(TimeZoneInfo.FindSystemTimeZoneById(zone)));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateTime Utc(string text) => DateTime.ParseExact(text, "yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
