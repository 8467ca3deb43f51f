namespace Fabrique.Domain.Time;

/// <summary>The administrative calendar of the mainland, and the way to the others'.</summary>
public static class WorkingCalendar
{
    public static HolidayCalendar Of(HolidayTerritory territory) => HolidayCalendar.Of(territory);

    public static bool IsPublicHoliday(DateOnly day) => HolidayCalendar.Mainland.IsPublicHoliday(day);

    public static bool IsWorkingDay(DateOnly day) => HolidayCalendar.Mainland.IsWorkingDay(day);

    /// <inheritdoc cref="HolidayCalendar.RollForward"/>
    public static DateOnly RollForward(DateOnly day) => HolidayCalendar.Mainland.RollForward(day);

    /// <inheritdoc cref="HolidayCalendar.RollBack"/>
    public static DateOnly RollBack(DateOnly day) => HolidayCalendar.Mainland.RollBack(day);

    /// <inheritdoc cref="HolidayCalendar.AddWorkingDays"/>
    public static DateOnly AddWorkingDays(DateOnly day, int count) => HolidayCalendar.Mainland.AddWorkingDays(day, count);
}
