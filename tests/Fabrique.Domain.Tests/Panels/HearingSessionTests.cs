using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class HearingSessionTests
{
    private readonly Sample sample = new(Sample.Half(chair: true));

    private HearingSession Session => sample.Session;

    [Fact]
    public void Slots_follow_one_another_with_breaks()
    {
        Session.Break(2, 15);
        Assert.Equal([0, 8, 31, 39], Session.Slots.Select(slot => (int)(slot.StartsAt - Sample.Now).TotalMinutes));
        Assert.Equal([3, 11, 34, 42], Session.Slots.Select(slot => (int)(slot.PitchEndsAt - Sample.Now).TotalMinutes));
        Assert.Equal([8, 16, 39, 47], Session.Slots.Select(slot => (int)(slot.EndsAt - Sample.Now).TotalMinutes));
        Session.Break(2, 0);
        Assert.Equal(24, (int)(Session.Slots[3].StartsAt - Sample.Now).TotalMinutes);
    }

    [Fact]
    public void It_is_planned_again_until_it_begins()
    {
        Subject[] other = [sample.Items[2], Sample.NewItem(), sample.Items[0]];
        Session.Break(4, 10);
        Session.Replan(Sample.Now.AddHours(1), new HearingPace(5, 10, 1), other, seed: 7);
        Assert.Equal(other, Session.Agenda.Select(item => item.Item));
        Assert.Equal([1, 2, 3], Session.Agenda.Select(item => item.Position));
        Assert.Empty(Session.Breaks);
        Assert.Equal("session-item-twice", Session.MayBeReplanned(HearingPace.Default, [other[0], other[0]])?.Code);
        Assert.Equal("hearing-pace", Session.MayBeReplanned(new HearingPace(0, 5, 0), other)?.Code);
        sample.People.Take(3).ToList().ForEach(person => Session.Arrive(sample.Panel, person, Sample.Now));
        Session.Open(sample.Roll(), Sample.Now);
        Assert.Equal("session-begun", Session.MayBeReplanned(HearingPace.Default, other)?.Code);
        Assert.Equal("session-begun", Session.MayWaiveQuorum("Deuxième convocation")?.Code);
    }

    [Fact]
    public void It_opens_with_its_quorum_and_somebody_to_preside()
    {
        Assert.Equal("session-nobody-presides", Session.MayOpen(sample.Roll())?.Code);
        Session.Arrive(sample.Panel, sample.People[0], Sample.Now);
        Assert.Equal("session-without-quorum", Session.MayOpen(sample.Roll())?.Code);
        Session.WaiveQuorum("Deuxième convocation");
        Assert.Null(Session.MayOpen(sample.Roll()));
        Session.Open(sample.Roll(), Sample.Now);
        Assert.Equal("session-not-planned", Session.MayOpen(sample.Roll())?.Code);
    }

    [Fact]
    public void It_goes_through_its_states()
    {
        sample.Begin();
        Assert.Equal("session-not-suspended", Session.MayResume()?.Code);
        Session.StartTimer(Sample.Now);
        Session.Suspend(Sample.Now.AddSeconds(30));
        Assert.False(Session.Timer.IsRunning);
        Assert.Equal("session-not-open", Session.MaySuspend()?.Code);
        Assert.Equal("session-not-open", Session.MayCall(sample.Items[1], [])?.Code);
        Assert.Equal("session-not-open", Session.MayTime()?.Code);
        Session.Resume();
        Assert.Equal(TimeSpan.FromSeconds(150), Session.Timer.Remaining(Sample.Now.AddHours(1)));
        Session.Close([], Sample.Now.AddHours(2));
        Assert.Null(Session.Current);
        Assert.Equal("session-not-open", Session.MayClose([])?.Code);
        Assert.Equal("session-closed", Session.MayArrive(sample.Panel, sample.Clerk)?.Code);
        Assert.Equal("session-closed", Session.MayDepart(sample.People[0])?.Code);
    }

    [Fact]
    public void It_says_where_its_order_comes_from()
    {
        Assert.Equal((RunningOrderKind.ByHand, null), (Session.OrderedBy, Session.Seed));
        Session.Replan(Sample.Now, HearingPace.Default, sample.Items, seed: 7);
        Assert.Equal((RunningOrderKind.Drawn, 7L), (Session.OrderedBy, Session.Seed));
        Session.Replan(Sample.Now, HearingPace.Default, sample.Items, seed: 8, RunningOrderKind.FromRanking);
        Assert.Equal((RunningOrderKind.FromRanking, 8L), (Session.OrderedBy, Session.Seed));
        Session.Replan(Sample.Now, HearingPace.Default, sample.Items, seed: null, RunningOrderKind.Drawn);
        Assert.Equal(RunningOrderKind.ByHand, Session.OrderedBy);
    }

    [Fact]
    public void It_is_convened_before_it_begins_and_once_for_all()
    {
        Assert.Equal("session-in-the-past", Session.MayBeConvened(Sample.Now)?.Code);
        var before = Sample.Now.AddDays(-3);
        Session.Convene(before);
        Session.Convene(before.AddDays(1));
        Assert.Equal(before, Session.ConvenedAt);
        Session.Replan(Sample.Now.AddDays(1), HearingPace.Default, [], seed: null);
        Assert.Equal("session-empty", Session.MayBeConvened(Sample.Now)?.Code);
        Session.Replan(Sample.Now.AddDays(1), HearingPace.Default, sample.Items, seed: null);
        sample.Begin();
        Assert.Equal("session-begun", Session.MayBeConvened(before)?.Code);
    }

    [Fact]
    public void One_that_is_cancelled_stays_so_and_one_that_began_is_closed()
    {
        Assert.Equal("session-cancellation-unexplained", Session.MayCancel(" ")?.Code);
        Session.Cancel("La salle n’est plus libre.");
        Assert.Equal((SessionStatus.Cancelled, "La salle n’est plus libre."), (Session.Status, Session.CancellationReason));
        foreach (var refusal in new[]
        {
            Session.MayCancel("Encore."), Session.MayBeReplanned(HearingPace.Default, []), Session.MayWaiveQuorum("Deuxième convocation."), Session.MayBeConvened(Sample.Now.AddDays(-1)), Session.MayOpen(sample.Roll()),
            Session.MayArrive(sample.Panel, sample.People[0]), Session.MayDepart(sample.People[0]), Session.MayNote(sample.Items[0], 0, "Rien."),
        })
        {
            Assert.Equal("session-cancelled", refusal?.Code);
        }

        Assert.Equal("session-not-open", Session.MayCall(sample.Items[0], [])?.Code);
        var begun = new Sample(Sample.Half(chair: true));
        begun.Begin();
        Assert.Equal("session-begun", begun.Session.MayCancel("Trop tard.")?.Code);
    }

    [Fact]
    public void Notes_are_written_over_those_that_were_seen()
    {
        var item = sample.Items[0];
        Assert.Equal("session-not-open", Session.MayNote(item, 0, "Avant.")?.Code);
        sample.Begin();
        Session.Note(item, 0, "Le coût n’est pas chiffré.");
        Assert.Equal("session-notes-changed", Session.MayNote(item, 0, "Autre chose.")?.Code);
        Assert.Equal("session-notes-unchanged", Session.MayNote(item, 1, "Le coût n’est pas chiffré.")?.Code);
        Assert.Equal("session-item-unknown", Session.MayNote(Sample.NewItem(), 0, "Ailleurs.")?.Code);
        Assert.Throws<ArgumentException>(() => Session.Note(item, 1, new string('x', AgendaItem.NotesLength + 1)));
        Session.Close([], Sample.Now.AddHours(2));
        Session.Note(item, 1, "");
        Assert.Equal(("", 2), (Session.ItemOf(item)!.Notes, Session.ItemOf(item)!.NotesNumber));
    }

    [Fact]
    public void What_comes_next_is_what_was_not_called_yet()
    {
        sample.Begin();
        Session.Call(sample.Items[2], [], Sample.Now);
        var expected = Session.Agenda.First(item => item.CalledAt is null);
        Assert.Same(expected, Session.Next);
        foreach (var item in Session.Agenda.Where(item => item.CalledAt is null).ToList())
        {
            Session.Call(item.Item, [], Sample.Now);
        }

        Assert.Null(Session.Next);
    }

    [Fact]
    public void A_timer_is_facts_that_every_screen_reads_alike()
    {
        var timer = HearingTimer.Of(HearingPhase.Pitch, HearingPace.Default);
        Assert.Equal(TimeSpan.FromMinutes(3), timer.Remaining(Sample.Now));
        timer = timer.Start(Sample.Now).Start(Sample.Now.AddSeconds(5));
        Assert.Equal(TimeSpan.FromSeconds(170), timer.Remaining(Sample.Now.AddSeconds(10)));
        Assert.Equal(TimeSpan.FromSeconds(180), timer.Remaining(Sample.Now.AddSeconds(-10)));
        timer = timer.Pause(Sample.Now.AddSeconds(10)).Pause(Sample.Now.AddSeconds(90));
        Assert.Equal(TimeSpan.FromSeconds(170), timer.Remaining(Sample.Now.AddSeconds(100)));
        timer = timer.Start(Sample.Now.AddSeconds(100)).Extend(60);
        Assert.Equal(TimeSpan.FromSeconds(-30), timer.Remaining(Sample.Now.AddSeconds(360)));
    }

    [Fact]
    public void One_item_after_the_other_and_those_recused_leave_by_construction()
    {
        sample.Begin();
        sample.Recuse(2, item: 1);
        Assert.DoesNotContain(sample.Roll().Seats, seat => seat.IsRecused);
        Session.StartTimer(Sample.Now);
        Session.Enter(HearingPhase.Questions);
        Session.Call(sample.Items[1], [], Sample.Now.AddMinutes(9));
        Assert.Equal(sample.People[2], sample.Roll().Seats.Single(seat => seat.IsRecused).OccupantId);
        Assert.Equal((HearingPhase.Pitch, false), (Session.Timer.Phase, Session.Timer.IsRunning));
        Assert.Equal(Sample.Now.AddMinutes(9), Session.Agenda[0].LeftAt);
        Assert.Equal("session-item-unknown", Session.MayCall(Sample.NewItem(), [])?.Code);
    }

    [Fact]
    public void Who_is_there_is_computed_at_every_instant()
    {
        sample.Begin();
        var person = sample.People[3];
        Session.Depart(person, Sample.Now.AddMinutes(10));
        Session.Arrive(sample.Panel, person, Sample.Now.AddMinutes(20));
        Assert.Contains(person, Session.PresentAt(Sample.Now.AddMinutes(9)));
        Assert.DoesNotContain(person, Session.PresentAt(Sample.Now.AddMinutes(10)));
        Assert.Contains(person, Session.PresentAt(Sample.Now.AddMinutes(20)));
        Assert.Equal("attendance-already-there", Session.MayArrive(sample.Panel, person)?.Code);
        Assert.Equal("attendance-not-of-the-panel", Session.MayArrive(sample.Panel, Ids.Next())?.Code);
        Assert.Equal("attendance-not-there", Session.MayDepart(sample.Clerk)?.Code);

        // A clock a little behind does not rewrite what happened.
        Session.Arrive(sample.Panel, sample.Clerk, Sample.Now);
        Assert.Equal(Sample.Now.AddMinutes(20), Session.Attendance[^1].At);
    }

    [Fact]
    public void The_quorum_is_followed_from_one_instant_to_the_next()
    {
        sample.Begin(absent: [3, 4]);
        Assert.Empty(Session.QuorumChanges(sample.Panel, Recusals.None));
        Session.Depart(sample.People[1], Sample.Now.AddMinutes(10));
        Session.Depart(sample.People[2], Sample.Now.AddMinutes(15));
        Session.Arrive(sample.Panel, sample.People[1], Sample.Now.AddMinutes(20));
        Session.Arrive(sample.Panel, sample.People[3], Sample.Now.AddMinutes(20));
        Session.Depart(sample.People[6], Sample.Now.AddMinutes(25));
        Assert.Equal(
            [(10, 2, false), (20, 3, true)],
            Session.QuorumChanges(sample.Panel, Recusals.None).Select(change => ((int)(change.At - Sample.Now).TotalMinutes, change.State.Present, change.State.IsReached)));
    }

    [Fact]
    public void A_substitute_comes_in_their_days_only()
    {
        var (today, tomorrow) = (Ids.Next(), Ids.Next());
        sample.Panel.Delegate(sample.People[1], today, Sample.Day, Sample.Day, sample.Clerk, Sample.Now);
        sample.Panel.Delegate(sample.People[2], tomorrow, Sample.Day.AddDays(1), Sample.Day.AddDays(1), sample.Clerk, Sample.Now);
        Assert.Null(Session.MayArrive(sample.Panel, today));
        Assert.Equal("attendance-not-of-the-panel", Session.MayArrive(sample.Panel, tomorrow)?.Code);
    }

    [Fact]
    public void Nothing_is_left_while_a_vote_is_open()
    {
        sample.Begin();
        var ballot = sample.OpenNamed();
        Assert.Equal("session-ballot-open", Session.MayCall(sample.Items[1], [ballot])?.Code);
        Assert.Equal("session-ballot-open", Session.MayClose([ballot])?.Code);
    }
}
