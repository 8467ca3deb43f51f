using Fabrique.Domain.People;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Tests.People;

public sealed class TerritoryTests
{
    [Theory]
    [InlineData("75", "75", HolidayTerritory.Mainland, "Europe/Paris")]
    [InlineData(" 2a ", "2A", HolidayTerritory.Mainland, "Europe/Paris")]
    [InlineData("67", "67", HolidayTerritory.AlsaceMoselle, "Europe/Paris")]
    [InlineData("R44", "R44", HolidayTerritory.Mainland, "Europe/Paris")]
    [InlineData("r84", "R84", HolidayTerritory.Mainland, "Europe/Paris")]
    [InlineData("971", "971", HolidayTerritory.Guadeloupe, "America/Guadeloupe")]
    [InlineData("R01", "R01", HolidayTerritory.Guadeloupe, "America/Guadeloupe")]
    [InlineData("972", "972", HolidayTerritory.Martinique, "America/Martinique")]
    [InlineData("R02", "R02", HolidayTerritory.Martinique, "America/Martinique")]
    [InlineData("973", "973", HolidayTerritory.Guyane, "America/Cayenne")]
    [InlineData("R03", "R03", HolidayTerritory.Guyane, "America/Cayenne")]
    [InlineData("974", "974", HolidayTerritory.Reunion, "Indian/Reunion")]
    [InlineData("R04", "R04", HolidayTerritory.Reunion, "Indian/Reunion")]
    [InlineData("976", "976", HolidayTerritory.Mayotte, "Indian/Mayotte")]
    [InlineData("R06", "R06", HolidayTerritory.Mayotte, "Indian/Mayotte")]
    [InlineData("977", "977", HolidayTerritory.SaintBarthelemy, "America/Guadeloupe")]
    [InlineData("R978", "R978", HolidayTerritory.SaintMartin, "America/Guadeloupe")]
    [InlineData("975", "975", HolidayTerritory.Mainland, "America/Miquelon")]
    public void A_territory_has_its_holidays_and_its_time(string typed, string code, HolidayTerritory holidays, string zone)
    {
        Assert.True(Territory.TryParse(typed, out var territory));
        Assert.Equal((code, holidays, zone), (territory.ToString(), territory.Holidays, territory.TimeZone));
        Assert.True(TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));
        Assert.Equal(territory, Territory.Parse(territory.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("R")]
    [InlineData("6")]
    [InlineData("2C")]
    [InlineData("67482")]
    [InlineData("Bas-Rhin")]
    [InlineData("999")]
    public void What_is_no_code_is_refused(string typed)
    {
        Assert.False(Territory.TryParse(typed, out _));
        Assert.Throws<FormatException>(() => Territory.Parse(typed));
    }
}
