namespace Fabrique.Domain.Time;

/// <summary>Conversions between stored instants (UTC) and the days and hours that people read (Europe/Paris).</summary>
public static class ParisTime
{
    public static TimeZoneInfo Zone => LocalTime.Paris.Zone;

    /// <summary>The Paris wall-clock time of a UTC instant.</summary>
    public static DateTime FromUtc(DateTime instant) => LocalTime.Paris.FromUtc(instant);

    /// <summary>The Paris day of a UTC instant.</summary>
    public static DateOnly DayOf(DateTime instant) => LocalTime.Paris.DayOf(instant);

    /// <inheritdoc cref="LocalTime.ToUtc"/>
    public static DateTime ToUtc(DateOnly day, TimeOnly hour) => LocalTime.Paris.ToUtc(day, hour);
}
