using System.Globalization;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Calendars;

/// <summary>When an appointment takes place: between two instants, or over the whole of a Paris day.</summary>
public readonly record struct AppointmentTime
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    internal AppointmentTime(DateTime startsAt, DateTime endsAt, DateOnly? day) => (StartsAt, EndsAt, Day) = (startsAt, endsAt, day);

    /// <summary>UTC.</summary>
    public DateTime StartsAt { get; }

    /// <summary>UTC, excluded.</summary>
    public DateTime EndsAt { get; }

    /// <summary>Paris; null when it has hours.</summary>
    public DateOnly? Day { get; }

    /// <param name="startsAt">UTC.</param>
    /// <param name="endsAt">UTC, excluded.</param>
    public static AppointmentTime Between(DateTime startsAt, DateTime endsAt) => new(startsAt, endsAt, day: null);

    /// <summary>Hours of a Paris day. Those that a change of clocks skips or repeats are as <see cref="ParisTime.ToUtc"/> has them.</summary>
    public static AppointmentTime On(DateOnly day, TimeOnly from, TimeOnly until) => Between(ParisTime.ToUtc(day, from), ParisTime.ToUtc(day, until));

    /// <summary>From midnight to midnight, in Paris: 23 or 25 hours when clocks change.</summary>
    public static AppointmentTime WholeOf(DateOnly day) => new(ParisTime.ToUtc(day, TimeOnly.MinValue), ParisTime.ToUtc(day.AddDays(1), TimeOnly.MinValue), day);

    public bool Meets(AppointmentTime other) => StartsAt < other.EndsAt && other.StartsAt < EndsAt;

    /// <summary>« mardi 3 mars 2026, de 10 h à 11 h (heure de Paris) ».</summary>
    public override string ToString()
    {
        if (Day is { } whole)
        {
            return $"{DayOf(whole)}, toute la journée";
        }

        var (from, until) = (ParisTime.FromUtc(StartsAt), ParisTime.FromUtc(EndsAt));
        var (first, last) = (DateOnly.FromDateTime(from), DateOnly.FromDateTime(until));
        return first == last
            ? $"{DayOf(first)}, de {Hour(from)} à {Hour(until)} (heure de Paris)"
            : $"du {DayOf(first)} à {Hour(from)} au {DayOf(last)} à {Hour(until)} (heure de Paris)";
    }

    private static string DayOf(DateOnly day) => $"{day.ToString("dddd", French)} {FrenchDate.Day(day)}";

    private static string Hour(DateTime local) => $"{local.ToString("%H", French)}\u00a0h{(local.Minute == 0 ? "" : $"\u00a0{local.ToString("mm", French)}")}";
}
