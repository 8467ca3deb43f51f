using System.Globalization;
using CsCheck;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.Time;

public sealed class WorkingCalendarTests
{
    [Theory]
    [InlineData("2024-03-31")]
    [InlineData("2025-04-20")]
    [InlineData("2026-04-05")]
    [InlineData("2027-03-28")]
    [InlineData("2028-04-16")]
    [InlineData("2029-04-01")]
    [InlineData("2030-04-21")]
    [InlineData("2031-04-13")]
    [InlineData("2032-03-28")]
    [InlineData("2033-04-17")]
    [InlineData("2034-04-09")]
    [InlineData("2035-03-25")]
    [InlineData("2038-04-25")]
    public void Easter_Monday_Ascension_and_Whit_Monday_follow_the_published_Easter_dates(string sunday)
    {
        var easter = Day(sunday);
        var fixedDays = new[] { (1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25) }.Select(date => new DateOnly(easter.Year, date.Item1, date.Item2));
        var expected = fixedDays.Append(easter.AddDays(1)).Append(easter.AddDays(39)).Append(easter.AddDays(50)).Distinct().Order();

        var holidays = Enumerable.Range(0, 366).Select(new DateOnly(easter.Year, 1, 1).AddDays).Where(day => day.Year == easter.Year && WorkingCalendar.IsPublicHoliday(day));

        Assert.Equal(expected, holidays);
        Assert.Equal(DayOfWeek.Sunday, easter.DayOfWeek);
    }

    [Theory]
    [InlineData("2026-11-24", true)]
    [InlineData("2026-11-28", false)]
    [InlineData("2026-11-29", false)]
    [InlineData("2026-11-11", false)]
    [InlineData("2027-05-01", false)]
    [InlineData("2028-05-01", false)]
    [InlineData("2028-05-08", false)]
    [InlineData("2026-07-14", false)]
    [InlineData("2026-07-13", true)]
    [InlineData("2028-02-29", true)]
    [InlineData("2026-12-31", true)]
    [InlineData("2027-01-01", false)]
    [InlineData("2026-04-03", true)]
    [InlineData("2026-12-26", false)]
    [InlineData("2028-12-26", true)]
    public void Days_are_worked_or_not(string day, bool worked) => Assert.Equal(worked, WorkingCalendar.IsWorkingDay(Day(day)));

    [Theory]
    [InlineData("2026-11-24", "2026-11-24", "2026-11-24")]
    [InlineData("2026-11-28", "2026-11-30", "2026-11-27")]
    [InlineData("2027-01-01", "2027-01-04", "2026-12-31")]
    [InlineData("2026-05-01", "2026-05-04", "2026-04-30")]
    [InlineData("2026-07-14", "2026-07-15", "2026-07-13")]
    [InlineData("2026-04-05", "2026-04-07", "2026-04-03")]
    [InlineData("2026-08-15", "2026-08-17", "2026-08-14")]
    [InlineData("2027-05-08", "2027-05-10", "2027-05-07")]
    [InlineData("2029-05-08", "2029-05-09", "2029-05-07")]
    [InlineData("2030-05-01", "2030-05-02", "2030-04-30")]
    [InlineData("2027-12-25", "2027-12-27", "2027-12-24")]
    [InlineData("2032-05-15", "2032-05-18", "2032-05-14")]
    [InlineData("2028-01-01", "2028-01-03", "2027-12-31")]
    public void A_day_off_rolls_over_to_the_next_or_the_previous_worked_day(string day, string forward, string back)
    {
        Assert.Equal(Day(forward), WorkingCalendar.RollForward(Day(day)));
        Assert.Equal(Day(back), WorkingCalendar.RollBack(Day(day)));
    }

    [Theory]
    [InlineData("2026-11-24", 0, "2026-11-24")]
    [InlineData("2026-11-28", 0, "2026-11-28")]
    [InlineData("2026-11-27", 1, "2026-11-30")]
    [InlineData("2026-11-28", 1, "2026-11-30")]
    [InlineData("2026-11-30", -1, "2026-11-27")]
    [InlineData("2026-11-29", -1, "2026-11-27")]
    [InlineData("2026-12-24", 5, "2027-01-04")]
    [InlineData("2026-12-31", 1, "2027-01-04")]
    [InlineData("2026-05-07", 1, "2026-05-11")]
    [InlineData("2026-05-13", 1, "2026-05-15")]
    [InlineData("2027-05-05", 1, "2027-05-07")]
    [InlineData("2026-05-22", 1, "2026-05-26")]
    [InlineData("2026-07-10", 10, "2026-07-27")]
    [InlineData("2027-03-25", 2, "2027-03-30")]
    [InlineData("2028-02-28", 2, "2028-03-01")]
    [InlineData("2026-12-01", -15, "2026-11-09")]
    [InlineData("2026-11-24", 15, "2026-12-15")]
    public void Working_days_are_added_and_taken_off(string from, int count, string expected) =>
        Assert.Equal(Day(expected), WorkingCalendar.AddWorkingDays(Day(from), count));

    [Fact]
    public void Adding_days_counts_exactly_the_worked_days_between() => Gen.Select(Gen.Int[0, 20_000], Gen.Int[1, 80]).Sample(
        (offset, count) =>
        {
            var from = new DateOnly(2020, 1, 1).AddDays(offset);
            var to = WorkingCalendar.AddWorkingDays(from, count);
            Assert.Equal(count, Enumerable.Range(1, to.DayNumber - from.DayNumber).Count(day => WorkingCalendar.IsWorkingDay(from.AddDays(day))));
            Assert.True(WorkingCalendar.IsWorkingDay(to));
            var back = WorkingCalendar.AddWorkingDays(to, -count);
            Assert.Equal(WorkingCalendar.RollBack(from), back);
        },
        iter: 2_000);

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
