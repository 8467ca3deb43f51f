using Fabrique.Domain.Time;

namespace Fabrique.Web.Features.Calls;

/// <summary>Instants as a form has them: a day and an hour of Paris.</summary>
internal static class CallInstant
{
    /// <summary>The instant of a day and hour of Paris; the known one when it is told so, seconds included.</summary>
    internal static DateTime Join(DateOnly? day, TimeOnly? hour, DateTime? known = null) =>
        day is not { } onDay || hour is not { } atHour ? default
        : known is { } instant && Split(instant) == (onDay, atHour) ? instant
        : ParisTime.ToUtc(onDay, atHour);

    internal static (DateOnly Day, TimeOnly Hour) Split(DateTime instant)
    {
        var local = ParisTime.FromUtc(instant);
        return (DateOnly.FromDateTime(local), new TimeOnly(local.Hour, local.Minute));
    }
}
