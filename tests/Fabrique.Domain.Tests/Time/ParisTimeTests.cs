using System.Globalization;
using CsCheck;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.Time;

public sealed class ParisTimeTests
{
    [Theory]
    [InlineData("2026-11-24", "09:00", "2026-11-24T08:00")]
    [InlineData("2026-07-14", "09:00", "2026-07-14T07:00")]
    [InlineData("2026-12-31", "23:59", "2026-12-31T22:59")]
    [InlineData("2027-01-01", "00:00", "2026-12-31T23:00")]
    [InlineData("2028-02-29", "12:00", "2028-02-29T11:00")]
    [InlineData("2027-03-28", "01:59", "2027-03-28T00:59")]
    [InlineData("2027-03-28", "02:00", "2027-03-28T01:00")]
    [InlineData("2027-03-28", "02:30", "2027-03-28T01:30")]
    [InlineData("2027-03-28", "03:00", "2027-03-28T01:00")]
    [InlineData("2026-10-25", "01:59", "2026-10-24T23:59")]
    [InlineData("2026-10-25", "02:00", "2026-10-25T00:00")]
    [InlineData("2026-10-25", "02:30", "2026-10-25T00:30")]
    [InlineData("2026-10-25", "03:00", "2026-10-25T02:00")]
    [InlineData("2026-10-25", "00:00", "2026-10-24T22:00")]
    [InlineData("2035-03-25", "09:00", "2035-03-25T07:00")]
    [InlineData("2035-10-28", "09:00", "2035-10-28T08:00")]
    public void A_Paris_day_and_hour_is_one_instant(string day, string hour, string utc)
    {
        var instant = ParisTime.ToUtc(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture), TimeOnly.ParseExact(hour, "HH:mm", CultureInfo.InvariantCulture));
        Assert.Equal(utc, instant.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));
        Assert.Equal(DateTimeKind.Utc, instant.Kind);
    }

    [Theory]
    [InlineData("2026-12-31T22:59:59", "2026-12-31")]
    [InlineData("2026-12-31T23:00:00", "2027-01-01")]
    [InlineData("2026-07-13T21:59:59", "2026-07-13")]
    [InlineData("2026-07-13T22:00:00", "2026-07-14")]
    [InlineData("2028-02-28T23:00:00", "2028-02-29")]
    [InlineData("2028-02-29T23:00:00", "2028-03-01")]
    [InlineData("2027-03-27T23:00:00", "2027-03-28")]
    [InlineData("2027-03-28T21:59:59", "2027-03-28")]
    [InlineData("2027-03-28T22:00:00", "2027-03-29")]
    [InlineData("2026-10-24T22:00:00", "2026-10-25")]
    [InlineData("2026-10-25T22:59:59", "2026-10-25")]
    [InlineData("2026-10-25T23:00:00", "2026-10-26")]
    public void An_instant_belongs_to_a_Paris_day(string utc, string day)
    {
        var instant = DateTime.Parse(utc, CultureInfo.InvariantCulture);
        Assert.Equal(day, ParisTime.DayOf(instant).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    [Fact]
    public void Every_worked_hour_comes_back_as_it_went() => Gen.Select(Gen.Int[0, 12_000], Gen.Int[4 * 60, (24 * 60) - 1]).Sample(
        (offset, minute) =>
        {
            var (day, hour) = (new DateOnly(2020, 1, 1).AddDays(offset), TimeOnly.MinValue.AddMinutes(minute));
            Assert.Equal(day.ToDateTime(hour), ParisTime.FromUtc(ParisTime.ToUtc(day, hour)));
        },
        iter: 5_000);
}
