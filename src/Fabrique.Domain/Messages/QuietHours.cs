using System.Globalization;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Messages;

/// <summary>« Heures calmes »: when nothing that can wait is written to anybody, on the clock of where they work.</summary>
/// <param name="From">The first instant of them.</param>
/// <param name="Until">The first instant that no longer is one; before <paramref name="From"/> when they go over midnight.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly Until)
{
    private const string Hour = "HH:mm";

    /// <summary>From eight in the evening to seven in the morning.</summary>
    public static QuietHours Usual { get; } = new(new TimeOnly(20, 0), new TimeOnly(7, 0));

    /// <summary>Reads « 20:00-07:00 ».</summary>
    public static bool TryParse(string text, out QuietHours hours)
    {
        hours = Usual;
        if (text.Split('-') is not [var from, var until]
            || !TimeOnly.TryParseExact(from.Trim(), Hour, CultureInfo.InvariantCulture, DateTimeStyles.None, out var first)
            || !TimeOnly.TryParseExact(until.Trim(), Hour, CultureInfo.InvariantCulture, DateTimeStyles.None, out var end)
            || first == end)
        {
            return false;
        }

        hours = new QuietHours(first, end);
        return true;
    }

    /// <summary>When they end.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="time">That of who would be written to.</param>
    /// <returns>UTC; null when it is not one of them.</returns>
    public DateTime? EndOf(DateTime now, LocalTime time)
    {
        var local = time.FromUtc(now);
        var hour = TimeOnly.FromDateTime(local);

        // Between two hours of which the second comes first, it goes over midnight.
        if (!hour.IsBetween(From, Until))
        {
            return null;
        }

        var day = DateOnly.FromDateTime(local);
        var end = time.ToUtc(hour < Until ? day : day.AddDays(1), Until);

        // The hour that the autumn repeats may be over already.
        return end > now ? end : null;
    }

    public override string ToString() => $"{From.ToString(Hour, CultureInfo.InvariantCulture)}-{Until.ToString(Hour, CultureInfo.InvariantCulture)}";
}
