using System.Globalization;
using Fabrique.Domain.Calendars;

namespace Fabrique.Domain.Tests.Calendars;

public sealed class AppointmentTimeTests
{
    [Theory]
    [InlineData("2026-03-03", "10:00", "11:00", "2026-03-03T09:00Z", "2026-03-03T10:00Z", "mardi 3 mars 2026, de 10 h à 11 h (heure de Paris)")]
    [InlineData("2026-03-28", "23:00", "23:30", "2026-03-28T22:00Z", "2026-03-28T22:30Z", "samedi 28 mars 2026, de 23 h à 23 h 30 (heure de Paris)")]
    [InlineData("2026-03-29", "01:00", "04:00", "2026-03-29T00:00Z", "2026-03-29T02:00Z", "dimanche 29 mars 2026, de 1 h à 4 h (heure de Paris)")]
    [InlineData("2026-03-29", "02:30", "04:00", "2026-03-29T01:30Z", "2026-03-29T02:00Z", "dimanche 29 mars 2026, de 3 h 30 à 4 h (heure de Paris)")]
    [InlineData("2026-10-25", "01:00", "02:30", "2026-10-24T23:00Z", "2026-10-25T00:30Z", "dimanche 25 octobre 2026, de 1 h à 2 h 30 (heure de Paris)")]
    [InlineData("2026-10-25", "02:30", "03:00", "2026-10-25T00:30Z", "2026-10-25T02:00Z", "dimanche 25 octobre 2026, de 2 h 30 à 3 h (heure de Paris)")]
    [InlineData("2026-10-26", "10:00", "11:00", "2026-10-26T09:00Z", "2026-10-26T10:00Z", "lundi 26 octobre 2026, de 10 h à 11 h (heure de Paris)")]
    [InlineData("2026-09-01", "00:05", "12:00", "2026-08-31T22:05Z", "2026-09-01T10:00Z", "mardi 1er septembre 2026, de 0 h 05 à 12 h (heure de Paris)")]
    public void Hours_are_those_of_Paris_on_both_sides_of_each_change_of_clocks(string day, string from, string until, string start, string end, string told)
    {
        var time = AppointmentTime.On(Day(day), TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(until, CultureInfo.InvariantCulture));
        Assert.Equal((Instant(start), Instant(end)), (time.StartsAt, time.EndsAt));
        Assert.Equal(told, time.ToString().Replace('\u00a0', ' '));
    }

    [Theory]
    [InlineData("2026-03-29", 23)]
    [InlineData("2026-10-25", 25)]
    [InlineData("2026-06-01", 24)]
    public void A_whole_day_has_the_hours_of_that_day(string day, int hours)
    {
        var time = AppointmentTime.WholeOf(Day(day));
        Assert.Equal(TimeSpan.FromHours(hours), time.EndsAt - time.StartsAt);
        Assert.EndsWith(", toute la journée", time.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_may_end_on_another_day()
    {
        var time = AppointmentTime.Between(Instant("2026-03-03T22:00Z"), Instant("2026-03-04T09:30Z"));
        Assert.Equal("du mardi 3 mars 2026 à 23 h au mercredi 4 mars 2026 à 10 h 30 (heure de Paris)", time.ToString().Replace('\u00a0', ' '));
    }

    [Fact]
    public void Two_meet_when_they_have_an_instant_in_common()
    {
        var ten = Hours(10, 11);
        Assert.True(ten.Meets(Hours(10, 11)));
        Assert.True(ten.Meets(Hours(9, 12)));
        Assert.False(ten.Meets(Hours(11, 12)));
        Assert.False(ten.Meets(Hours(9, 10)));

        static AppointmentTime Hours(int from, int until) => AppointmentTime.On(new DateOnly(2026, 3, 3), new TimeOnly(from, 0), new TimeOnly(until, 0));
    }

    private static DateOnly Day(string text) => DateOnly.Parse(text, CultureInfo.InvariantCulture);

    private static DateTime Instant(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal);
}
