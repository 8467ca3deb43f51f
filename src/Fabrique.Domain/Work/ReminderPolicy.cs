using System.Globalization;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Work;

/// <summary>
/// « Politique de relance »: on which days before (J-n), on (J) or after (J+n) the due day a task is recalled, at 9:00 in Paris.
/// A day off moves back to a worked day until the due day, and forward after it. Written « J-7, J-2, J+3 ».
/// </summary>
public sealed record ReminderPolicy
{
    private static readonly TimeOnly Hour = new(9, 0);

    private ReminderPolicy(IReadOnlyList<int> offsets) => Offsets = offsets;

    public static ReminderPolicy None { get; } = new([]);

    /// <summary>In days from the due day, ascending.</summary>
    public IReadOnlyList<int> Offsets { get; }

    public static bool TryParse(string text, out ReminderPolicy policy)
    {
        policy = None;
        var offsets = new SortedSet<int>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part is "J")
            {
                offsets.Add(0);
            }
            else if (part is ['J', '+' or '-', ..] && int.TryParse(part.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var days) && days is >= -366 and <= 366)
            {
                offsets.Add(days);
            }
            else
            {
                return false;
            }
        }

        policy = new ReminderPolicy([.. offsets]);
        return true;
    }

    /// <summary>The instants (UTC, ascending, distinct) that fall after the opening of the task.</summary>
    public IEnumerable<DateTime> Occurrences(DateTime openedAt, DateTime dueAt)
    {
        var due = ParisTime.DayOf(dueAt);
        return Offsets
            .Select(offset => ParisTime.ToUtc(WorkedDay(due, offset), Hour))
            .Where(at => at > openedAt)
            .Distinct()
            .Order();
    }

    // Moved back, a reminder of what is late could come before it is.
    private static DateOnly WorkedDay(DateOnly due, int offset)
    {
        var day = due.AddDays(offset);
        return offset > 0 ? WorkingCalendar.RollForward(day) : WorkingCalendar.RollBack(day);
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

    public DateTime? SentAt { get; private set; }

    public void MarkSent(DateTime now) => SentAt ??= now;
}
