using System.Globalization;

namespace Fabrique.Domain.Time;

/// <summary>Dates as the ministry writes them: « 1er mars 2027 », « 24 novembre 2026 à 18 h ».</summary>
public static class FrenchDate
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private static readonly string[] Numerals =
        ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize"];

    public static string Day(DateOnly day) =>
        $"{(day.Day == 1 ? "1er" : day.Day.ToString(French))} {day.ToString("MMMM yyyy", French)}";

    /// <summary>The Paris day of a UTC instant.</summary>
    public static string Day(DateTime instant) => Day(ParisTime.DayOf(instant));

    /// <summary>« mardi 3 mars 2026 ».</summary>
    public static string WeekDay(DateOnly day) => $"{day.ToString("dddd", French)} {Day(day)}";

    /// <summary>« six mois »; in digits beyond sixteen.</summary>
    public static string Months(int count) => $"{(count >= 1 && count <= Numerals.Length ? Numerals[count - 1] : count.ToString(French))} mois";

    /// <summary>The Paris day and hour of a UTC instant; minutes only when there are any. The hour is never cut at the end of a line.</summary>
    public static string Instant(DateTime instant) => $"{Day(instant)} à {Time(instant)}";

    /// <summary>The Paris hour of a UTC instant, as <see cref="Instant"/> tells it.</summary>
    public static string Time(DateTime instant)
    {
        var local = ParisTime.FromUtc(instant);
        var minutes = local.Minute == 0 ? "" : $"\u00a0{local.ToString("mm", French)}";
        return $"{local.ToString("%H", French)}\u00a0h{minutes}";
    }
}
