using System.Globalization;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.Time;

public sealed class FrenchDateTests
{
    [Theory]
    [InlineData("2027-03-01", "1er mars 2027")]
    [InlineData("2026-11-24", "24 novembre 2026")]
    [InlineData("2028-02-29", "29 février 2028")]
    [InlineData("2026-08-11", "11 août 2026")]
    [InlineData("2026-12-31", "31 décembre 2026")]
    public void A_day_is_written_as_the_ministry_does(string day, string expected) =>
        Assert.Equal(expected, FrenchDate.Day(DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture)));

    [Theory]
    [InlineData("2026-11-24T17:00:00", "24 novembre 2026 à 18\u00a0h")]
    [InlineData("2026-07-01T07:05:59", "1er juillet 2026 à 9\u00a0h\u00a005")]
    [InlineData("2026-12-31T23:00:00", "1er janvier 2027 à 0\u00a0h")]
    [InlineData("2026-10-25T00:30:00", "25 octobre 2026 à 2\u00a0h\u00a030")]
    [InlineData("2026-10-25T01:30:00", "25 octobre 2026 à 2\u00a0h\u00a030")]
    public void An_instant_is_written_in_Paris_time(string utc, string expected) =>
        Assert.Equal(expected, FrenchDate.Instant(DateTime.Parse(utc, CultureInfo.InvariantCulture)));

    [Fact]
    public void The_day_of_an_instant_is_the_Paris_one() => Assert.Equal("1er janvier 2027", FrenchDate.Day(new DateTime(2026, 12, 31, 23, 30, 0, DateTimeKind.Utc)));

    [Theory]
    [InlineData(1, "un mois")]
    [InlineData(6, "six mois")]
    [InlineData(16, "seize mois")]
    [InlineData(17, "17 mois")]
    [InlineData(36, "36 mois")]
    public void Months_are_counted_in_words_while_they_are_short(int count, string expected) => Assert.Equal(expected, FrenchDate.Months(count));
}
