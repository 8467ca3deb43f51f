namespace Fabrique.Domain.Time;

/// <summary>Conversions between stored instants (UTC) and the days and hours that people read (Europe/Paris).</summary>
public static class ParisTime
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>The Paris wall-clock time of a UTC instant.</summary>
    public static DateTime FromUtc(DateTime instant) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(instant, DateTimeKind.Utc), Zone);

    /// <summary>The Paris day of a UTC instant.</summary>
    public static DateOnly DayOf(DateTime instant) => DateOnly.FromDateTime(FromUtc(instant));

    /// <summary>
    /// The UTC instant of a Paris day and hour. An hour that the spring change skips is read one hour later;
    /// one that the autumn change repeats is its first occurrence.
    /// </summary>
    public static DateTime ToUtc(DateOnly day, TimeOnly hour)
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
