namespace Fabrique.Domain.Time;

/// <summary>A part of France whose public holidays differ from the others'.</summary>
public enum HolidayTerritory
{
    Mainland,

    /// <summary>Moselle, Bas-Rhin and Haut-Rhin: two days more (Labour Code, article L3134-13).</summary>
    AlsaceMoselle,
    Guadeloupe,
    Martinique,
    Guyane,
    Reunion,
    Mayotte,
    SaintBarthelemy,
    SaintMartin,
}

public static class HolidayTerritories
{
    /// <summary>That of a département, by its code: <c>67</c>, <c>2A</c>, <c>974</c>; the mainland's when it has no holiday of its own.</summary>
    public static HolidayTerritory OfDepartment(string code) => code switch
    {
        "57" or "67" or "68" => HolidayTerritory.AlsaceMoselle,
        "971" => HolidayTerritory.Guadeloupe,
        "972" => HolidayTerritory.Martinique,
        "973" => HolidayTerritory.Guyane,
        "974" => HolidayTerritory.Reunion,
        "976" => HolidayTerritory.Mayotte,
        "977" => HolidayTerritory.SaintBarthelemy,
        "978" => HolidayTerritory.SaintMartin,
        _ => HolidayTerritory.Mainland,
    };
}

/// <summary>A public holiday.</summary>
/// <param name="Day">Where it is one.</param>
/// <param name="Name">French: « Vendredi saint ».</param>
public readonly record struct PublicHoliday(DateOnly Day, string Name);

/// <summary>
/// The administrative calendar of a territory: working days are Monday to Friday outside the eleven public holidays of article L3133-1 of the Labour Code, and those
/// that the territory adds. Good Friday is counted in all of Alsace-Moselle, where the law has it in communes with a Protestant church.
/// </summary>
public sealed class HolidayCalendar
{
    private static readonly HolidayCalendar[] All = [.. Enum.GetValues<HolidayTerritory>().Select(territory => new HolidayCalendar(territory))];

    private HolidayCalendar(HolidayTerritory territory) => Territory = territory;

    public static HolidayCalendar Mainland => Of(HolidayTerritory.Mainland);

    public HolidayTerritory Territory { get; }

    public static HolidayCalendar Of(HolidayTerritory territory) => All[(int)territory];

    public bool IsPublicHoliday(DateOnly day) => NameOf(day) is not null;

    public bool IsWorkingDay(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !IsPublicHoliday(day);

    /// <summary>The first public holidays from a day on, itself included.</summary>
    public IEnumerable<PublicHoliday> HolidaysFrom(DateOnly day, int count)
    {
        for (; count > 0; day = day.AddDays(1))
        {
            if (NameOf(day) is { } name)
            {
                yield return new PublicHoliday(day, name);
                count--;
            }
        }
    }

    /// <summary>The day itself when it is worked, otherwise the next worked one.</summary>
    public DateOnly RollForward(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The day itself when it is worked, otherwise the worked one before it.</summary>
    public DateOnly RollBack(DateOnly day)
    {
        while (!IsWorkingDay(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    /// <summary>The day that lies <paramref name="count"/> working days after (or, when negative, before) <paramref name="day"/>.</summary>
    public DateOnly AddWorkingDays(DateOnly day, int count)
    {
        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            day = day.AddDays(step);
            if (IsWorkingDay(day))
            {
                left--;
            }
        }

        return day;
    }

    private string? NameOf(DateOnly day) => FixedName(day) ?? EasterName(day) ?? LocalName(day);

    private static string? FixedName(DateOnly day) => (day.Month, day.Day) switch
    {
        (1, 1) => "Jour de l’an",
        (5, 1) => "Fête du travail",
        (5, 8) => "Victoire de 1945",
        (7, 14) => "Fête nationale",
        (8, 15) => "Assomption",
        (11, 1) => "Toussaint",
        (11, 11) => "Armistice de 1918",
        (12, 25) => "Noël",
        _ => null,
    };

    private string? EasterName(DateOnly day) => (day.DayNumber - Easter(day.Year).DayNumber) switch
    {
        -2 when Territory is HolidayTerritory.AlsaceMoselle => "Vendredi saint",
        1 => "Lundi de Pâques",
        39 => "Ascension",
        50 => "Lundi de Pentecôte",
        _ => null,
    };

    // Commemorations of the abolition of slavery: Labour Code, article L3422-2.
    private string? LocalName(DateOnly day) => (Territory, day.Month, day.Day) switch
    {
        (HolidayTerritory.AlsaceMoselle, 12, 26) => "Saint-Étienne",
        (HolidayTerritory.Mayotte, 4, 27)
            or (HolidayTerritory.Martinique, 5, 22)
            or (HolidayTerritory.Guadeloupe, 5, 27)
            or (HolidayTerritory.SaintMartin, 5, 28)
            or (HolidayTerritory.Guyane, 6, 10)
            or (HolidayTerritory.SaintBarthelemy, 10, 9)
            or (HolidayTerritory.Reunion, 12, 20) => "Abolition de l’esclavage",
        _ => null,
    };

    // Anonymous Gregorian computus (Meeus, Jones and Butcher).
    private static DateOnly Easter(int year)
    {
        var a = year % 19;
        var b = year / 100;
        var c = year % 100;
        var d = b / 4;
        var e = b % 4;
        var g = ((8 * b) + 13) / 25;
        var h = ((19 * a) + b - d - g + 15) % 30;
        var i = c / 4;
        var k = c % 4;
        var l = (32 + (2 * e) + (2 * i) - h - k) % 7;
        var m = (a + (11 * h) + (22 * l)) / 451;
        var month = (h + l - (7 * m) + 114) / 31;
        var day = ((h + l - (7 * m) + 114) % 31) + 1;
        return new DateOnly(year, month, day);
    }
}
