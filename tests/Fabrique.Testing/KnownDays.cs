namespace Fabrique.Testing;

/// <summary>
/// Days from which whatever is dated must come out right, and the calendar around them. Written by hand from the published calendars, and told day by day: the
/// product computes its own, and the two must agree. From 2025 to 2030.
/// </summary>
public static class KnownDays
{
    private static readonly (int Month, int Day)[] EachYear = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)];

    // Easter Monday, Ascension Day, Whit Monday.
    private static readonly HashSet<DateOnly> Moving =
    [
        new(2025, 4, 21), new(2025, 5, 29), new(2025, 6, 9),
        new(2026, 4, 6), new(2026, 5, 14), new(2026, 5, 25),
        new(2027, 3, 29), new(2027, 5, 6), new(2027, 5, 17),
        new(2028, 4, 17), new(2028, 5, 25), new(2028, 6, 5),
        new(2029, 4, 2), new(2029, 5, 10), new(2029, 5, 21),
        new(2030, 4, 22), new(2030, 5, 30), new(2030, 6, 10),
    ];

    // Last Sundays of March and of October.
    private static readonly (DateOnly Begins, DateOnly Ends)[] Summers =
    [
        (new(2025, 3, 30), new(2025, 10, 26)),
        (new(2026, 3, 29), new(2026, 10, 25)),
        (new(2027, 3, 28), new(2027, 10, 31)),
        (new(2028, 3, 26), new(2028, 10, 29)),
        (new(2029, 3, 25), new(2029, 10, 28)),
        (new(2030, 3, 31), new(2030, 10, 27)),
    ];

    /// <summary>Each day of the week, ends of months, a 29 February, both changes of the clocks, public holidays, and the days around.</summary>
    public static IReadOnlyList<DateOnly> Starts { get; } =
    [
        // A whole week, from Monday on.
        new(2026, 11, 23), new(2026, 11, 24), new(2026, 11, 25), new(2026, 11, 26), new(2026, 11, 27), new(2026, 11, 28), new(2026, 11, 29),

        // Ends of months, whose day six months later may not exist.
        new(2026, 8, 28), new(2026, 8, 29), new(2026, 8, 30), new(2026, 8, 31),
        new(2027, 8, 30), new(2027, 8, 31),
        new(2027, 2, 27), new(2027, 2, 28), new(2027, 3, 1),
        new(2028, 2, 28), new(2028, 2, 29), new(2028, 3, 1),
        new(2026, 4, 30), new(2026, 5, 31), new(2026, 10, 31), new(2026, 12, 31), new(2027, 1, 1),

        // The clocks change on Sunday 29 March 2026, on Sunday 25 October 2026, and on Easter Sunday 28 March 2027.
        new(2026, 3, 28), new(2026, 3, 29), new(2026, 3, 30),
        new(2026, 10, 24), new(2026, 10, 25), new(2026, 10, 26),
        new(2027, 3, 26), new(2027, 3, 27), new(2027, 3, 28), new(2027, 3, 29), new(2027, 3, 30),

        // Public holidays: Easter Monday, 1 and 8 May, Ascension Day and the Friday after it, Whit Monday, 14 July, 15 August, 11 November, Christmas.
        new(2026, 4, 6), new(2026, 5, 1), new(2026, 5, 8), new(2026, 5, 14), new(2026, 5, 15), new(2026, 5, 25), new(2026, 7, 14), new(2026, 8, 15), new(2026, 11, 11), new(2026, 12, 25),
    ];

    public static bool IsWorked(DateOnly day) =>
        day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !EachYear.Contains((day.Month, day.Day)) && !Moving.Contains(day);

    /// <summary>The day itself when it is worked, otherwise the worked one before it.</summary>
    public static DateOnly WorkedUntil(DateOnly day) => IsWorked(day) ? day : WorkedUntil(day.AddDays(-1));

    /// <summary>The day itself when it is worked, otherwise the worked one after it.</summary>
    public static DateOnly WorkedFrom(DateOnly day) => IsWorked(day) ? day : WorkedFrom(day.AddDays(1));

    /// <summary>The worked day that is so many after a day.</summary>
    public static DateOnly WorkedAfter(DateOnly day, int count) => Enumerable.Range(1, 7 + (count * 3)).Select(day.AddDays).Where(IsWorked).ElementAt(count - 1);

    /// <summary>Last day of the six months that begin with a day.</summary>
    public static DateOnly SixMonthsFrom(DateOnly day)
    {
        var (year, month) = day.Month > 6 ? (day.Year + 1, day.Month - 6) : (day.Year, day.Month + 6);
        return new DateOnly(year, month, Math.Min(day.Day, DateTime.DaysInMonth(year, month))).AddDays(-1);
    }

    /// <summary>The instant (UTC) of an hour in Paris, from three o’clock on: the clocks have changed by then.</summary>
    public static DateTime InParis(DateOnly day, int hour, int minute = 0)
    {
        var isSummer = Summers.Any(summer => summer.Begins <= day && day < summer.Ends);
        return day.ToDateTime(new TimeOnly(hour, minute), DateTimeKind.Utc).AddHours(isSummer ? -2 : -1);
    }
}
