using Fabrique.Domain.Time;

namespace Fabrique.Domain.Screening;

/// <summary>How late something is, as people say it.</summary>
public static class Lateness
{
    private const int DaysSaid = 31;
    private const int MonthsSaid = 24;
    private const int MonthsOfYear = 12;

    /// <summary>Days since the last day given; 0 as long as it is not over.</summary>
    public static int DaysOf(DateOnly dueOn, DateOnly today) => Math.Max(0, today.DayNumber - dueOn.DayNumber);

    /// <summary>« un jour », « 12 jours », « cinq mois », « 3 ans »; null when it is not late.</summary>
    public static string? Say(DateOnly dueOn, DateOnly today)
    {
        var days = DaysOf(dueOn, today);
        var months = ((today.Year - dueOn.Year) * MonthsOfYear) + today.Month - dueOn.Month;
        months -= dueOn.AddMonths(months) > today ? 1 : 0;
        return days switch
        {
            0 => null,
            1 => "un jour",
            < DaysSaid => $"{days} jours",
            _ when months < MonthsSaid => FrenchDate.Months(Math.Max(1, months)),
            _ => $"{months / MonthsOfYear} ans",
        };
    }
}
