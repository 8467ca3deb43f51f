using Fabrique.Domain.Time;

namespace Fabrique.Domain.Work;

/// <summary>How far a task's due instant lies: always the end of a day, in Paris or where the person who is asked works.</summary>
public static class Deadline
{
    private const int Noon = 12;

    private static readonly TimeOnly EndOfDay = new(23, 59);

    /// <summary>The end of a day; in Paris when no place is given.</summary>
    public static DateTime EndOf(DateOnly day, Workplace? place = null) => (place ?? Workplace.Paris).Time.ToUtc(day, EndOfDay);

    /// <summary>The end of the day that lies <paramref name="days"/> working days after today; today does not count.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="days">How many.</param>
    /// <param name="place">Where they are counted; on the mainland when null.</param>
    public static DateTime InWorkingDays(DateTime now, int days, Workplace? place = null)
    {
        place ??= Workplace.Paris;
        return EndOf(place.Calendar.AddWorkingDays(place.Time.DayOf(now), days), place);
    }

    /// <summary>
    /// The last day given, as the person who is asked reads it. Wherever in France a day ends, it is then between noon of that day and noon of the next in Paris: before noon,
    /// the day is the one before.
    /// </summary>
    /// <param name="dueAt">The end of a day somewhere, UTC.</param>
    public static DateOnly DayOf(DateTime dueAt)
    {
        var paris = ParisTime.FromUtc(dueAt);
        var day = DateOnly.FromDateTime(paris);

        // Some zones are half an hour off.
        return paris is { Hour: < Noon, Minute: 29 or 59 } ? day.AddDays(-1) : day;
    }
}
