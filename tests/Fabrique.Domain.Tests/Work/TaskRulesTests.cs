using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Domain.Time;
using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Work;

public sealed class TaskRulesTests
{
    private static readonly DateTime Monday = new(2026, 11, 23, 10, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Due_reminders_are_taken_once_and_all_together()
    {
        Assert.Null(ReminderText.Read("J-5, J-2, J", out var policy));
        var item = WorkItem.Open(Ids.Next(), "Opinion", new Subject("Application", Ids.Next()), "Avis", Assignee.Person(Ids.Next()), "i", Monday, Deadline.InWorkingDays(Monday, 10), policy);

        Assert.Equal(0, item.TakeDueReminders(Monday));
        Assert.Equal(2, item.TakeDueReminders(item.Reminders[1].DueAt));
        Assert.Equal(0, item.TakeDueReminders(item.Reminders[1].DueAt));
        Assert.All(item.Reminders.Take(2), reminder => Assert.NotNull(reminder.SentAt));
        Assert.Null(item.Reminders[2].SentAt);
    }

    [Fact]
    public void A_reminder_that_reached_nobody_is_not_told_as_sent_nor_made_up_for()
    {
        Assert.Null(ReminderText.Read("J-5, J-2", out var policy));
        var item = WorkItem.Open(Ids.Next(), "Opinion", new Subject("Application", Ids.Next()), "Avis", Assignee.Person(Ids.Next()), "i", Monday, Deadline.InWorkingDays(Monday, 10), policy);
        var first = item.Reminders[0].DueAt;

        Assert.False(item.HasDueReminders(Monday));
        Assert.True(item.HasDueReminders(first));
        Assert.Equal(1, item.TakeDueReminders(first, isReached: false));
        Assert.False(item.HasDueReminders(first));
        Assert.Equal((null, first), (item.Reminders[0].SentAt, item.Reminders[0].MissedAt));
        Assert.Equal(1, item.TakeDueReminders(item.Reminders[1].DueAt));
        Assert.Equal((item.Reminders[1].DueAt, null), (item.Reminders[1].SentAt, item.Reminders[1].MissedAt));
    }

    [Fact]
    public void A_task_that_is_done_is_not_recalled()
    {
        Assert.Null(ReminderText.Read("J", out var policy));
        var item = WorkItem.Open(Ids.Next(), "Decision", new Subject("Application", Ids.Next()), "Décider", Assignee.HoldersOf("Equipe"), "i", Monday, Deadline.InWorkingDays(Monday, 5), policy);
        item.Complete("Retained", Ids.Next(), Monday);

        Assert.Equal(0, item.TakeDueReminders(Monday.AddYears(1)));
    }

    [Fact]
    public void A_deadline_is_the_end_of_a_worked_day_in_Paris()
    {
        Assert.Equal(ParisTime.ToUtc(new DateOnly(2026, 11, 30), new TimeOnly(23, 59)), Deadline.InWorkingDays(Monday, 5));
        Assert.Equal(new DateOnly(2026, 12, 28), ParisTime.DayOf(Deadline.InWorkingDays(new DateTime(2026, 12, 24, 9, 0, 0, DateTimeKind.Utc), 1)));
    }

    [Theory]
    [InlineData(OpinionVerdict.Favourable, "", null)]
    [InlineData(OpinionVerdict.Favourable, "Oui", null)]
    [InlineData(OpinionVerdict.FavourableWithReservation, " ", "opinion-unexplained")]
    [InlineData(OpinionVerdict.Unfavourable, "", "opinion-unexplained")]
    [InlineData(OpinionVerdict.Unfavourable, "Hors champ", null)]
    public void An_opinion_that_is_not_plainly_favourable_is_explained(OpinionVerdict verdict, string comment, string? code)
    {
        Assert.Equal(code, Opinion.MayBeGiven(verdict, comment)?.Code);
    }

    [Theory]
    [InlineData(true, false, 0, true)]
    [InlineData(false, false, 0, true)]
    [InlineData(true, false, 1, false)]
    [InlineData(true, false, 2, true)]
    [InlineData(false, false, 1, true)]
    [InlineData(true, true, 2, false)]
    public void What_a_person_is_asked_by_name_and_ends_in_one_way_or_for_their_part_judges_nothing(bool isPerson, bool isForPart, int outcomes, bool isJudgement)
    {
        var assignee = isPerson ? Assignee.Person(Ids.Next()) : Assignee.HoldersOf("Equipe");
        var sheet = outcomes == 0 ? null : new TaskSheet("", Form.None, [.. Enumerable.Range(1, outcomes).Select(number => $"Issue {number}")]);

        Assert.Equal(isJudgement, WorkItem.IsJudgement(assignee, sheet, isForPart));
    }
}
