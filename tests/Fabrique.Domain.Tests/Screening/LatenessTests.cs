using Fabrique.Domain.Screening;

namespace Fabrique.Domain.Tests.Screening;

public sealed class LatenessTests
{
    [Theory]
    [InlineData("2026-01-12", "2026-01-11", null)]
    [InlineData("2026-01-12", "2026-01-12", null)]
    [InlineData("2026-01-12", "2026-01-13", "un jour")]
    [InlineData("2026-01-12", "2026-02-11", "30 jours")]
    [InlineData("2026-01-31", "2026-03-03", "un mois")]
    [InlineData("2026-01-12", "2026-06-13", "cinq mois")]
    [InlineData("2026-01-31", "2026-02-28", "28 jours")]
    [InlineData("2024-01-12", "2026-01-11", "23 mois")]
    [InlineData("2024-01-12", "2026-01-12", "2 ans")]
    public void It_is_said_in_the_unit_that_people_would_use(string due, string today, string? said) =>
        Assert.Equal(said, Lateness.Say(DateOnly.Parse(due, null), DateOnly.Parse(today, null)));
}
