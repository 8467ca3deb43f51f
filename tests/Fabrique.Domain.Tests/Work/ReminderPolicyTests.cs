using System.Globalization;
using CsCheck;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;
using Fabrique.Testing;

namespace Fabrique.Domain.Tests.Work;

public sealed class ReminderPolicyTests
{
    [Theory]
    // Due on Tuesday 24 November 2026 in Paris: winter time.
    [InlineData("J-7, J-2, J, J+3", "2026-10-01T08:00", "2026-11-24T22:59:59", "2026-11-17T08:00 2026-11-20T08:00 2026-11-24T08:00 2026-11-27T08:00")]
    // J-2 and J-3 fall on a week-end: the same Friday, once.
    [InlineData("J-2, J-3, J-4", "2026-10-01T08:00", "2026-11-24T22:59:59", "2026-11-20T08:00")]
    // Opened after the first reminder.
    [InlineData("J-7, J-2", "2026-11-17T08:00", "2026-11-24T22:59:59", "2026-11-20T08:00")]
    // Due on 1 April 2027: Easter Monday is 29 March, the clocks change on 28 March.
    [InlineData("J-3, J-7", "2027-03-01T08:00", "2027-04-01T21:59:59", "2027-03-25T08:00 2027-03-26T08:00")]
    // Summer time: nine in Paris is seven in UTC.
    [InlineData("J-1", "2027-06-01T08:00", "2027-07-16T21:59:59", "2027-07-15T07:00")]
    // 14 July is not worked.
    [InlineData("J-2", "2027-06-01T08:00", "2027-07-16T21:59:59", "2027-07-13T07:00")]
    // Due at half past midnight in Paris, still the day before in UTC.
    [InlineData("J", "2027-06-01T08:00", "2027-06-16T22:30:00", "2027-06-17T07:00")]
    // 25 and 26 December 2027 are a Saturday and a Sunday.
    [InlineData("J-1, J", "2027-12-01T08:00", "2027-12-26T22:59:59", "2027-12-24T08:00")]
    // Due on Thursday 27 May 2027: three days after is a Sunday, hence Monday.
    [InlineData("J, J+3", "2027-04-27T08:00", "2027-05-27T21:59:59", "2027-05-27T07:00 2027-05-31T07:00")]
    // Due on a Sunday: nobody is told that it is over before it is.
    [InlineData("J, J+1", "2026-11-02T08:00", "2026-11-29T22:59:59", "2026-11-27T08:00 2026-11-30T08:00")]
    // Due on the Friday before Easter: the three days after it are not worked, and the same Tuesday tells it once.
    [InlineData("J+1, J+2, J+3, J+4", "2027-03-01T08:00", "2027-03-26T22:59:59", "2027-03-30T07:00")]
    // Working days: over a week-end, over Easter Monday, over two holidays and their week-ends, back over 11 November.
    [InlineData("J+1 ouvré", "2026-11-02T08:00", "2026-11-27T22:59:59", "2026-11-30T08:00")]
    [InlineData("J+1 ouvré, J+2 ouvrés", "2027-03-01T08:00", "2027-03-26T22:59:59", "2027-03-30T07:00 2027-03-31T07:00")]
    [InlineData("J+1, J+3 ouvrés", "2026-04-01T08:00", "2026-04-30T21:59:59", "2026-05-04T07:00 2026-05-06T07:00")]
    [InlineData("J-2 ouvrés, J-3", "2026-11-02T08:00", "2026-11-12T22:59:59", "2026-11-09T08:00")]
    [InlineData("J-5 ouvrés, J-5", "2026-12-01T08:00", "2026-12-28T22:59:59", "2026-12-18T08:00 2026-12-23T08:00")]
    // Due on a day off: the first working day after it, the last before it.
    [InlineData("J-1 ouvré, J, J ouvré, J+1 ouvré", "2026-11-02T08:00", "2026-11-29T22:59:59", "2026-11-27T08:00 2026-11-30T08:00")]
    // From one year to the next.
    [InlineData("J+3 ouvrés", "2026-12-01T08:00", "2026-12-30T22:59:59", "2027-01-05T08:00")]
    public void Reminders_leave_at_nine_in_Paris_on_worked_days(string text, string opened, string due, string expected)
    {
        Assert.Null(ReminderText.Read(text, out var policy));
        var occurrences = policy.Occurrences(Utc(opened), Utc(due)).ToList();
        Assert.Equal(expected, string.Join(' ', occurrences.Select(at => at.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture))));
        Assert.All(occurrences, at => Assert.Equal(DateTimeKind.Utc, at.Kind));
    }

    public static TheoryData<DateOnly> Days => [.. KnownDays.Starts];

    [Theory, MemberData(nameof(Days))]
    public void Whatever_the_last_day_reminders_move_to_a_worked_day_on_their_own_side_of_it(DateOnly due)
    {
        var dueAt = KnownDays.InParis(due, 23, 59);
        foreach (var offset in Enumerable.Range(-21, 43))
        {
            var expected = offset > 0 ? KnownDays.WorkedFrom(due.AddDays(offset)) : KnownDays.WorkedUntil(due.AddDays(offset));
            Assert.Equal([KnownDays.InParis(expected, 9)], Policy(offset).Occurrences(dueAt.AddDays(-60), dueAt));
            Assert.Equal(offset > 0, expected > due);
        }
    }

    [Theory, MemberData(nameof(Days))]
    public void Whatever_the_day_on_which_a_task_is_opened_its_reminders_leave_after_it_on_worked_days(DateOnly opened)
    {
        var openedAt = KnownDays.InParis(opened, 10);
        foreach (var length in (int[])[1, 2, 5, 10, 20])
        {
            var due = KnownDays.WorkedAfter(opened, length);
            DateOnly[] days = [.. new[] { -15, -7, -5, -2, -1, 0 }.Select(offset => KnownDays.WorkedUntil(due.AddDays(offset))), .. new[] { 1, 2, 3, 8 }.Select(offset => KnownDays.WorkedFrom(due.AddDays(offset)))];
            var dueAt = Deadline.InWorkingDays(openedAt, length);
            Assert.Equal(KnownDays.InParis(due, 23, 59), dueAt);
            Assert.Equal(
                days.Where(day => day > opened).Distinct().Select(day => KnownDays.InParis(day, 9)),
                Policy(-15, -7, -5, -2, -1, 0, 1, 2, 3, 8).Occurrences(openedAt, dueAt));
        }
    }

    [Fact]
    public void Reminders_are_ascending_distinct_worked_and_after_the_opening() => Gen.Select(Gen.Int[0, 3_000], Gen.Int[0, 60], Gen.Int[-30, 30].Array[1, 5]).Sample(
        (day, length, offsets) =>
        {
            var opened = new DateTime(2026, 1, 1, 13, 0, 0, DateTimeKind.Utc).AddDays(day);
            var due = opened.AddDays(length);
            var occurrences = Policy(offsets).Occurrences(opened, due).ToList();
            Assert.Equal(occurrences.Distinct().Order(), occurrences);
            Assert.True(occurrences.Count <= offsets.Distinct().Count());
            Assert.All(occurrences, at =>
            {
                Assert.True(at > opened);
                Assert.True(WorkingCalendar.IsWorkingDay(ParisTime.DayOf(at)));
                Assert.Equal(new TimeOnly(9, 0), TimeOnly.FromDateTime(ParisTime.FromUtc(at)));
            });
            Assert.All(offsets, offset => Assert.All(Policy(offset).Occurrences(opened, due), at => Assert.Equal(offset > 0, ParisTime.DayOf(at) > ParisTime.DayOf(due))));
        },
        iter: 2_000);

    private static ReminderPolicy Policy(params int[] offsets) => ReminderPolicy.On(offsets.Select(offset => new ReminderDay(offset)));

    private static DateTime Utc(string text) => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
}
