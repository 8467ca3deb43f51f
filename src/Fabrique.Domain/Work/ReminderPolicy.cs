using Fabrique.Domain.Time;

namespace Fabrique.Domain.Work;

/// <summary>A day on which a task is recalled.</summary>
/// <param name="Days">From the last day given: negative before it.</param>
/// <param name="IsCountedInWorkingDays">Whether only working days count.</param>
public readonly record struct ReminderDay(int Days, bool IsCountedInWorkingDays = false)
{
    /// <summary>The worked day that it falls on.</summary>
    internal DateOnly After(DateOnly due, HolidayCalendar calendar)
    {
        var day = IsCountedInWorkingDays ? calendar.AddWorkingDays(due, Days) : due.AddDays(Days);

        // Moved back, a reminder of what is late could come before it is.
        return Days > 0 ? calendar.RollForward(day) : calendar.RollBack(day);
    }
}

/// <summary>
/// « Politique de relance »: on which days before, on or after the due day a task is recalled, at 9:00 where the person works. A day off moves back to a worked day until the
/// due day, and forward after it. <see cref="ReminderText"/> reads it.
/// </summary>
public sealed record ReminderPolicy
{
    private static readonly TimeOnly Hour = new(9, 0);

    private ReminderPolicy(IReadOnlyList<ReminderDay> days) => Days = days;

    public static ReminderPolicy None { get; } = new([]);

    /// <summary>Ascending and distinct, as they are written.</summary>
    public IReadOnlyList<ReminderDay> Days { get; }

    /// <summary>On these days, in any order.</summary>
    public static ReminderPolicy On(IEnumerable<ReminderDay> days) => new([.. days.Distinct().OrderBy(day => day.Days).ThenBy(day => day.IsCountedInWorkingDays)]);

    /// <summary>The instants (UTC, ascending, distinct) that fall after the opening of the task.</summary>
    /// <param name="openedAt">UTC.</param>
    /// <param name="dueAt">End of the last day given, UTC.</param>
    /// <param name="place">Where whoever is asked works; the mainland when null.</param>
    public IEnumerable<DateTime> Occurrences(DateTime openedAt, DateTime dueAt, Workplace? place = null)
    {
        var (calendar, time) = place ?? Workplace.Paris;
        var due = Deadline.DayOf(dueAt);
        return Days
            .Select(day => time.ToUtc(day.After(due, calendar), Hour))
            .Where(at => at > openedAt)
            .Distinct()
            .Order();
    }
}

/// <summary>A recall of a task: due at an instant, and sent or not yet.</summary>
public sealed class ReminderOccurrence
{
    internal ReminderOccurrence(Guid workItemId, DateTime dueAt)
    {
        WorkItemId = workItemId;
        DueAt = dueAt;
    }

    private ReminderOccurrence()
    {
    }

    public Guid WorkItemId { get; private init; }

    public DateTime DueAt { get; private init; }

    /// <summary>When it was written to somebody, UTC; null as long as it is not.</summary>
    public DateTime? SentAt { get; private set; }

    /// <summary>When it was to be written and nobody was there to read it, UTC; null otherwise.</summary>
    public DateTime? MissedAt { get; private set; }

    internal bool IsSettled => SentAt is not null || MissedAt is not null;

    public void MarkSent(DateTime now) => SentAt ??= now;

    public void MarkMissed(DateTime now) => MissedAt ??= now;
}
