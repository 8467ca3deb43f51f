using Fabrique.Domain.Messages;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.Messages;

public sealed class QuietHoursTests
{
    // UTC; by hand. Summer time begins on 29 March 2026 and ends on 25 October 2026; Réunion is four hours ahead, Martinique four behind.
    [Theory]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-01-12 09:00", null)]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-01-12 18:59", null)]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-01-12 19:00", "2026-01-13 06:00")]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-01-12 23:30", "2026-01-13 06:00")]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-01-13 05:59", "2026-01-13 06:00")]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-01-13 06:00", null)]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-03-28 20:00", "2026-03-29 05:00")]
    [InlineData("20:00-07:00", "Europe/Paris", "2026-10-24 18:00", "2026-10-25 06:00")]
    [InlineData("20:00-02:30", "Europe/Paris", "2026-10-25 00:15", "2026-10-25 00:30")]
    [InlineData("20:00-02:30", "Europe/Paris", "2026-10-25 01:15", null)]
    [InlineData("20:00-07:00", "Indian/Reunion", "2026-01-12 16:00", "2026-01-13 03:00")]
    [InlineData("20:00-07:00", "Indian/Reunion", "2026-01-13 05:00", null)]
    [InlineData("20:00-07:00", "America/Martinique", "2026-01-13 08:00", "2026-01-13 11:00")]
    [InlineData("00:00-06:00", "Europe/Paris", "2026-01-12 22:59", null)]
    [InlineData("00:00-06:00", "Europe/Paris", "2026-01-12 23:00", "2026-01-13 05:00")]
    [InlineData("12:00-14:00", "Europe/Paris", "2026-01-12 12:00", "2026-01-12 13:00")]
    public void They_end_in_the_morning_of_whoever_is_written_to(string hours, string zone, string now, string? end)
    {
        Assert.True(QuietHours.TryParse(hours, out var quiet));
        Assert.Equal(end is null ? null : Utc(end), quiet.EndOf(Utc(now), new LocalTime(TimeZoneInfo.FindSystemTimeZoneById(zone))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("non")]
    [InlineData("20:00")]
    [InlineData("20:00-20:00")]
    [InlineData("20-7")]
    [InlineData("20:00-25:00")]
    [InlineData("20:00-07:00-09:00")]
    public void What_says_no_hours_is_not_read(string text) => Assert.False(QuietHours.TryParse(text, out _));

    [Fact]
    public void They_are_written_as_they_are_read() => Assert.Equal("20:00-07:00", QuietHours.Usual.ToString());

    private static DateTime Utc(string text) => DateTime.SpecifyKind(DateTime.ParseExact(text, "yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture), DateTimeKind.Utc);
}
