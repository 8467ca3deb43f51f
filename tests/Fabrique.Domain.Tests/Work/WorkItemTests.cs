using CsCheck;
using Fabrique.Domain.People;
using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Work;

public sealed class WorkItemTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    private enum Command
    {
        Complete,
        Cancel,
        MarkFirstReminderSent,
    }

    [Fact]
    public void A_task_is_addressed_to_its_person_or_to_the_holders_of_its_role()
    {
        var person = Ids.Next();
        var (personal, shared) = (Task(Assignee.Person(person)), Task(Assignee.HoldersOf(AppRoles.Team)));
        Assert.True(personal.IsAddressedTo(person, [], isOwnCase: false));
        Assert.False(personal.IsAddressedTo(Ids.Next(), AppRoles.All, isOwnCase: false));
        Assert.True(shared.IsAddressedTo(Ids.Next(), [AppRoles.Agent, AppRoles.Team], isOwnCase: false));
        Assert.False(shared.IsAddressedTo(person, [AppRoles.Agent], isOwnCase: false));
        Assert.False(shared.IsAddressedTo(person, ["equipe"], isOwnCase: false));
    }

    [Fact]
    public void What_a_role_is_asked_of_a_persons_own_case_is_for_its_other_holders_until_it_is_done()
    {
        var person = Ids.Next();
        var (personal, shared) = (Task(Assignee.Person(person)), Task(Assignee.HoldersOf(AppRoles.Team)));
        Assert.False(shared.IsAddressedTo(person, [AppRoles.Team], isOwnCase: true));
        Assert.True(personal.IsAddressedTo(person, [], isOwnCase: true));

        shared.Complete("Done", Ids.Next(), Now);
        Assert.True(shared.IsAddressedTo(person, [AppRoles.Team], isOwnCase: true));
    }

    [Fact]
    public void A_task_is_done_once_and_the_second_person_learns_when()
    {
        var (task, person) = (Task(Assignee.HoldersOf(AppRoles.Team)), Ids.Next());
        task.Complete("Retained", person, Now);
        Assert.Equal((WorkItemStatus.Done, "Retained", person, Now), (task.Status, task.Outcome, task.CompletedById, task.CompletedAt));

        var refusal = Assert.Throws<BrokenRuleException>(() => task.Complete("NotRetained", Ids.Next(), Now)).Refusal;

        Assert.Equal("task-already-done", refusal.Code);
        Assert.Contains("24 novembre 2026 à 10\u00a0h", refusal.Sentence, StringComparison.Ordinal);
        Assert.Equal("Retained", task.Outcome);
    }

    [Fact]
    public void A_cancelled_task_is_not_done_and_a_done_task_is_not_cancelled()
    {
        var cancelled = Task(Assignee.Person(Ids.Next()));
        cancelled.Cancel(Now);
        Assert.Equal("task-cancelled", Assert.Throws<BrokenRuleException>(() => cancelled.Complete("x", Ids.Next(), Now)).Refusal.Code);
        var done = Task(Assignee.Person(Ids.Next()));
        done.Complete("x", Ids.Next(), Now);
        done.Cancel(Now);
        Assert.Equal(WorkItemStatus.Done, done.Status);
    }

    [Fact]
    public void Texts_keep_to_their_limits()
    {
        Assert.Throws<ArgumentException>(() => Task(Assignee.Person(Ids.Next()), new string('t', WorkItem.TitleLength + 1)));
        var task = Task(Assignee.Person(Ids.Next()), new string('t', WorkItem.TitleLength));
        Assert.Throws<ArgumentException>(() => task.Complete(new string('o', WorkItem.OutcomeLength + 1), Ids.Next(), Now));
        Assert.Equal(WorkItemStatus.Open, task.Status);
    }

    [Fact]
    public void Any_history_agrees_with_the_model()
    {
        Gen.Enum<Command>().Array[0, 20].Sample(
            commands =>
            {
                var task = Task(Assignee.Person(Ids.Next()));
                var status = WorkItemStatus.Open;
                DateTime? sent = null;
                for (var i = 0; i < commands.Length; i++)
                {
                    var at = Now.AddMinutes(i);
                    switch (commands[i])
                    {
                        case Command.Cancel:
                            task.Cancel(Now);
                            status = status is WorkItemStatus.Open ? WorkItemStatus.Cancelled : status;
                            break;
                        case Command.MarkFirstReminderSent:
                            task.Reminders[0].MarkSent(at);
                            sent ??= at;
                            break;
                        case Command.Complete when status is WorkItemStatus.Open:
                            Assert.Null(task.MayBeCompleted());
                            task.Complete($"o{i}", Ids.Next(), at);
                            status = WorkItemStatus.Done;
                            break;
                        default:
                            Assert.Equal(
                                status is WorkItemStatus.Done ? "task-already-done" : "task-cancelled",
                                Assert.Throws<BrokenRuleException>(() => task.Complete("x", Ids.Next(), at)).Refusal.Code);
                            break;
                    }

                    Assert.Equal(status, task.Status);
                    Assert.Equal(status is WorkItemStatus.Done, task is { Outcome: not null, CompletedAt: not null, CompletedById: not null });
                    Assert.Equal(sent, task.Reminders[0].SentAt);
                }
            },
            iter: 3_000);
    }

    private static WorkItem Task(Assignee assignee, string title = "Donner un avis")
    {
        Assert.Null(ReminderText.Read("J-7, J-2", out var policy));
        return WorkItem.Open(Ids.Next(), "Opinion", new Subject("Application", Ids.Next()), title, assignee, "i", Now, Now.AddDays(30), policy);
    }
}
