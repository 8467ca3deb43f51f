using System.Globalization;

namespace Fabrique.Workflows.Expressions;

/// <summary>The hours written in a procedure: Europe/Paris's, unless an offset or a zone stands beside them.</summary>
internal static class WallClock
{
    public static TimeZoneInfo Zone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris");

    /// <summary>What the clock of the wall says at an instant.</summary>
    public static DateTimeOffset Show(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, Zone);

    /// <summary>The day of an instant.</summary>
    public static DateOnly DayOf(DateTimeOffset instant) => DateOnly.FromDateTime(Show(instant).DateTime);

    /// <summary>The instant of a day and hour. One that the spring change skips is an hour later; one that the autumn change repeats is its first.</summary>
    public static DateTimeOffset At(DateTime local)
    {
        local = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (Zone.IsInvalidTime(local))
        {
            local = local.AddHours(1);
        }

        return new(local, Zone.IsAmbiguousTime(local) ? Zone.GetAmbiguousTimeOffsets(local).Max() : Zone.GetUtcOffset(local));
    }

    /// <summary>The instant at which the change happens that skips an hour, for a day and hour in it: the next whole hour that exists, UTC.</summary>
    public static DateTime EndOfGap(DateTime local)
    {
        // Europe/Paris changes on whole hours.
        var end = local.Date.AddHours(local.Hour + 1);
        return At(end).UtcDateTime;
    }

    /// <summary>Reads an instant, with its own offset when it has one.</summary>
    /// <exception cref="FormatException">The text is no date.</exception>
    public static DateTimeOffset Parse(string text)
    {
        var read = DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);
        return read.Kind == DateTimeKind.Unspecified ? At(read) : DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
