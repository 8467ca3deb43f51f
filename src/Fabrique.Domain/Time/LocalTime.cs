namespace Fabrique.Domain.Time;

/// <summary>Conversions between stored instants (UTC) and the days and hours that people read in a time zone.</summary>
public sealed record LocalTime(TimeZoneInfo Zone)
{
    public static LocalTime Paris { get; } = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"));

    /// <summary>The wall-clock time of a UTC instant.</summary>
    public DateTime FromUtc(DateTime instant) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(instant, DateTimeKind.Utc), Zone);

    /// <summary>The day of a UTC instant.</summary>
    public DateOnly DayOf(DateTime instant) => DateOnly.FromDateTime(FromUtc(instant));

    /// <summary>
    /// The UTC instant of a day and hour. An hour that the spring change skips is read one hour later;
    /// one that the autumn change repeats is its first occurrence.
    /// </summary>
    public DateTime ToUtc(DateOnly day, TimeOnly hour)
    {
        var local = day.ToDateTime(hour, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        var offset = Zone.IsAmbiguousTime(local)
            ? Zone.GetAmbiguousTimeOffsets(local).Max()
            : Zone.GetUtcOffset(local);
        return DateTime.SpecifyKind(local - offset, DateTimeKind.Utc);
    }
}

/// <summary>Where somebody works: which days are worked there, and what time it is.</summary>
public sealed record Workplace(HolidayCalendar Calendar, LocalTime Time)
{
    /// <summary>The mainland's calendar and Paris's time: wherever nothing else is said.</summary>
    public static Workplace Paris { get; } = new(HolidayCalendar.Mainland, LocalTime.Paris);
}
