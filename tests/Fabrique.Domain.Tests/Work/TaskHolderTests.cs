using Fabrique.Domain.People;
using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Work;

public sealed class TaskHolderTests
{
    private static readonly DateTime Now = new(2026, 11, 24, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_task_of_a_role_is_claimed_once_and_taken_over_by_whoever_knows_from_whom()
    {
        var (task, one, other) = (Task(Assignee.HoldersOf(AppRoles.Team)), Ids.Next(), Ids.Next());
        task.Claim(one, from: null, Now);
        Assert.Equal((one, Now), (task.ClaimedById, task.ClaimedAt));
        Assert.Equal("task-already-yours", task.MayBeClaimed(one, from: null, "Une")?.Code);
        var refused = task.MayBeClaimed(other, from: null, "Une")!;
        Assert.Equal("task-claimed", refused.Code);
        Assert.StartsWith("Une s’en occupe depuis le 24 novembre 2026", refused.Sentence, StringComparison.Ordinal);
        Assert.Equal("task-claimed", Assert.Throws<BrokenRuleException>(() => task.Claim(other, from: Ids.Next(), Now)).Refusal.Code);

        task.Claim(other, from: one, Now.AddHours(1));
        Assert.Equal("task-not-claimed", Assert.Throws<BrokenRuleException>(() => task.Release(one)).Refusal.Code);
        Assert.True(task.IsAddressedTo(one, [AppRoles.Team], isOwnCase: false));
        task.Release(other);
        Assert.Equal((null, null), (task.ClaimedById, task.ClaimedAt));
        Assert.Equal("task-not-shared", Task(Assignee.Person(one)).MayBeClaimed(one, from: null, null)?.Code);
    }

    [Fact]
    public void What_is_entrusted_is_the_other_persons_until_it_is_taken_or_handed_back()
    {
        var (asked, to) = (Ids.Next(), Person());
        var task = Task(Assignee.Person(asked));
        Assert.Null(task.MayBeDelegated(asked, to, isParty: false));
        task.Entrust(Assignee.Person(to.Id), asked, "Merci.", Now);
        Assert.Equal((to.Id, asked, asked, "Merci.", Now), (task.AssigneeId, task.AskedId, task.DelegatedById, task.DelegationWord, task.DelegatedAt));
        Assert.Equal((Assignee.Person(asked), Assignee.Person(to.Id)), (task.Asked, task.Holder));
        Assert.Equal("task-entrusted", task.MayBeDelegated(to.Id, Person(), isParty: false)?.Code);
        Assert.Equal("task-not-entrusted", task.MayBeTakenBack(to.Id)?.Code);
        Assert.Equal("task-not-entrusted-to-you", Assert.Throws<BrokenRuleException>(() => task.HandBack(asked, task.ReturnsTo)).Refusal.Code);

        task.HandBack(to.Id, task.ReturnsTo);
        AssertBack(task, asked, to.Id);
        task.Entrust(Assignee.Person(to.Id), asked, "", Now);
        task.TakeBack(asked);
        AssertBack(task, asked, to.Id);

        static void AssertBack(WorkItem task, Guid asked, Guid previous) =>
            Assert.Equal((asked, null, null, null, previous), (task.AssigneeId, task.AskedId, task.DelegatedById, task.DelegationWord, task.PreviousId));
    }

    [Fact]
    public void What_waits_on_nobody_is_passed_on_once_and_taken_back_by_whom_the_procedure_asked()
    {
        var asked = Ids.Next();
        var task = Task(Assignee.Person(asked));
        Assert.True(task.PassOn(AppRoles.Team, Now));
        Assert.Equal((Assignee.HoldersOf(AppRoles.Team), Assignee.Person(asked), null, Now), (task.Holder, task.Asked, task.DelegatedById, task.DelegatedAt));
        Assert.False(task.PassOn(AppRoles.Team, Now.AddDays(1)));
        Assert.Equal(Now, task.DelegatedAt);

        task.TakeBack(asked);
        Assert.Equal((Assignee.Person(asked), (Guid?)null, (DateTime?)null), (task.Holder, task.AskedId, task.DelegatedAt));

        // What comes back to the role that the procedure asked is not passed on: it is where it was.
        var shared = Task(Assignee.HoldersOf(AppRoles.Team));
        shared.Entrust(Assignee.Person(asked), Ids.Next(), "", Now);
        Assert.True(shared.PassOn(AppRoles.Team, Now));
        Assert.Equal((Assignee.HoldersOf(AppRoles.Team), (string?)null, (DateTime?)null), (shared.Holder, shared.AskedRole, shared.DelegatedAt));

        shared.Complete("Done", asked, Now);
        Assert.False(shared.PassOn(AppRoles.Administrator, Now));
    }

    [Fact]
    public void What_is_moved_twice_still_counts_for_whom_the_procedure_asked_and_comes_back_to_who_moved_it()
    {
        var (director, lead, to) = (Ids.Next(), Ids.Next(), Ids.Next());
        var task = Task(Assignee.Person(director));
        task.Entrust(Assignee.HoldersOf(AppRoles.Team), lead, "Absente.", Now);
        task.Claim(Ids.Next(), from: null, Now);
        task.Entrust(Assignee.Person(to), lead, "Absente.", Now);
        Assert.Equal((director, to, null), (task.AskedId, task.AssigneeId, task.ClaimedById));
        Assert.Equal(Assignee.Person(lead), task.ReturnsTo);
        task.HandBack(to, task.ReturnsTo);
        Assert.Equal((lead, Assignee.Person(director), null), (task.AssigneeId, task.Asked, task.DelegatedById));
        task.Entrust(Assignee.Person(director), lead, "Revenue.", Now);
        Assert.Equal((director, null, null), (task.AssigneeId, task.AskedId, task.DelegatedById));

        // A role has back what one of its holders entrusted.
        var shared = Task(Assignee.HoldersOf(AppRoles.Director));
        shared.Entrust(Assignee.Person(to), director, "", Now);
        Assert.Equal(Assignee.HoldersOf(AppRoles.Director), shared.ReturnsTo);
        Assert.Equal("task-not-entrusted", shared.MayBeTakenBack(Ids.Next())?.Code);
        shared.TakeBack(director);
        Assert.Equal((null, AppRoles.Director, null), (shared.AssigneeId, shared.AssigneeRole, shared.AskedRole));
    }

    [Fact]
    public void A_judgement_is_entrusted_to_somebody_active_who_is_no_party()
    {
        var (asked, to, gone) = (Ids.Next(), Person(), Person());
        gone.Withdraw(byId: null, "Partie.", DateTime.UnixEpoch);
        var task = Task(Assignee.Person(asked));
        Assert.Equal("delegate-unknown", task.MayBeDelegated(asked, null, isParty: false)?.Code);
        Assert.Equal("delegate-gone", task.MayBeDelegated(asked, gone, isParty: false)?.Code);
        Assert.Equal("delegate-own-case", task.MayBeDelegated(asked, to, isParty: true)?.Code);
        Assert.Null(Task(Assignee.Person(asked), isForPart: true).MayBeDelegated(asked, to, isParty: true));
        Assert.Equal("delegate-self", Task(Assignee.Person(to.Id)).MayBeDelegated(to.Id, to, isParty: false)?.Code);
        Assert.Equal("delegate-has-it", Task(Assignee.Person(to.Id)).MayBeEntrustedTo(to, isParty: false)?.Code);
        Assert.Throws<ArgumentException>(() => task.Entrust(Assignee.Person(to.Id), asked, new string('m', WorkItem.WordLength + 1), Now));
        Assert.Null(task.DelegatedById);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_is_over_changes_hands_no_more(bool isDone)
    {
        var (asked, to) = (Ids.Next(), Person());
        var task = Task(Assignee.Person(asked));
        task.Entrust(Assignee.Person(to.Id), asked, "", Now);
        if (isDone)
        {
            task.Complete("Favourable", to.Id, Now);
        }
        else
        {
            task.Cancel(Now);
            Assert.Equal(Now, task.CancelledAt);
        }

        var code = isDone ? "task-already-done" : "task-cancelled";
        Assert.All(
            new[]
            {
                task.MayBeClaimed(asked, null, null), task.MayBeReleased(asked), task.MayBeDelegated(to.Id, Person(), isParty: false), task.MayBeEntrustedTo(Person(), isParty: false),
                task.MayBeTakenBack(asked), task.MayBeHandedBack(to.Id),
            },
            refusal => Assert.Equal(code, refusal?.Code));
        Assert.Equal(code, Assert.Throws<BrokenRuleException>(() => task.Entrust(Assignee.Person(asked), asked, "", Now)).Refusal.Code);
    }

    private static StaffMember Person() => StaffMember.Register(Ids.Next(), Ids.Next().ToString(), "Daphné Lavande", "daphne@fabrique.example", "DREAL", [AppRoles.Coach], Now);

    private static WorkItem Task(Assignee assignee, bool isForPart = false) =>
        WorkItem.Open(Ids.Next(), "Opinion", new Subject("Application", Ids.Next()), "Donner un avis", assignee, "i", Now, Now.AddDays(30), ReminderPolicy.None, isForPart: isForPart);
}
