using Fabrique.Domain.Time;

namespace Fabrique.Domain.Work;

/// <summary>How far a task's due instant lies: always the end of a day in Paris.</summary>
public static class Deadline
{
    private static readonly TimeOnly EndOfDay = new(23, 59);

    public static DateTime EndOf(DateOnly day) => ParisTime.ToUtc(day, EndOfDay);

    /// <summary>The end of the day that lies <paramref name="days"/> working days after today; today does not count.</summary>
    public static DateTime InWorkingDays(DateTime now, int days) =>
        EndOf(WorkingCalendar.AddWorkingDays(ParisTime.DayOf(now), days));
}
