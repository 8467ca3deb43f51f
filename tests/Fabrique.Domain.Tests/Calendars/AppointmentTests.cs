using Fabrique.Domain.Calendars;

namespace Fabrique.Domain.Tests.Calendars;

public sealed class AppointmentTests
{
    private const string Place = "Salle des cartes";

    private static readonly DateTime Now = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);
    private static readonly DateOnly Day = new(2026, 3, 3);
    private static readonly Subject About = new("Product", Ids.Next());
    private static readonly Guid Ada = Ids.Next();
    private static readonly Guid Bob = Ids.Next();
    private static readonly Guid Cleo = Ids.Next();

    public static TheoryData<string, string, string, string, string?> Asked { get; } = new()
    {
        { "10:00", "11:00", Place, "", null },
        { "10:00", "11:00", "", "https://visio.example/a", null },
        { "10:00", "10:00", Place, "", "appointment-ends-before-it-starts" },
        { "11:00", "10:00", Place, "", "appointment-ends-before-it-starts" },
        { "10:00", "11:00", "", "", "appointment-nowhere" },
        { "10:00", "11:00", "", "http://visio.example/a", "appointment-link-unreadable" },
        { "10:00", "11:00", "", "visio.example/a", "appointment-link-unreadable" },
        { "10:00", "11:00", "", "https://", "appointment-link-unreadable" },
        { "10:00", "11:00", Place, "javascript:alert(1)", "appointment-link-unreadable" },
        { "10:00", "11:00", Place, "https://visio.example/a b", "appointment-link-unreadable" },
    };

    [Theory]
    [MemberData(nameof(Asked))]
    public void What_cannot_be_is_refused_with_its_reason(string from, string until, string place, string link, string? refusal) =>
        Assert.Equal(refusal, Appointment.MayBePlanned(Terms(from, until, place) with { Link = link }, [Ada], Now)?.Code);

    [Fact]
    public void The_past_and_a_meeting_of_nobody_or_of_a_crowd_are_refused()
    {
        Assert.Equal("appointment-in-the-past", Appointment.MayBePlanned(Terms(), [Ada], Terms().Time.StartsAt)?.Code);
        Assert.Null(Appointment.MayBePlanned(Terms(), [Ada], Terms().Time.StartsAt.AddSeconds(-1)));
        Assert.Equal("appointment-without-people", Appointment.MayBePlanned(Terms(), [], Now)?.Code);
        Assert.Null(Appointment.MayBePlanned(Terms(), Crowd(Appointment.MostAttendees), Now));
        Assert.Equal("appointment-too-many", Appointment.MayBePlanned(Terms(), Crowd(Appointment.MostAttendees + 1), Now)?.Code);

        // A day that has begun is not over.
        var today = Terms() with { Time = AppointmentTime.WholeOf(new DateOnly(2026, 3, 2)) };
        Assert.Null(Appointment.MayBePlanned(today, [Ada], Now));
        Assert.Equal("appointment-in-the-past", Appointment.MayBePlanned(today, [Ada], today.Time.EndsAt)?.Code);

        static Guid[] Crowd(int size) => [.. Enumerable.Range(0, size).Select(_ => Ids.Next())];
    }

    [Fact]
    public void It_has_a_name_that_never_changes()
    {
        var appointment = Plan();
        var uid = appointment.Uid;
        Assert.Equal($"{appointment.Id:N}@fabrique.example", uid);
        Assert.Equal(0, appointment.Sequence);
        appointment.Change(Terms("14:00", "15:00"), [Bob], Now);
        appointment.Cancel(Ada, Now);
        Assert.Equal(uid, appointment.Uid);
    }

    [Fact]
    public void A_set_of_changes_raises_the_sequence_once_and_none_does_not()
    {
        var appointment = Plan(Ada, Bob);
        Assert.True(appointment.Change(Terms(), [Bob, Ada], Now.AddMinutes(1)).IsNothing);
        Assert.Equal((0, Now), (appointment.Sequence, appointment.ChangedAt));

        var change = appointment.Change(Terms("14:00", "15:00", "Ailleurs"), [Bob, Cleo], Now.AddMinutes(2));
        Assert.Equal([Cleo], change.Added);
        Assert.Equal([Bob], change.Remaining);
        Assert.Equal([Ada], change.Removed);
        Assert.True(change.HasMoved);
        Assert.Equal((1, Now.AddMinutes(2)), (appointment.Sequence, appointment.ChangedAt));
        Assert.Equal([Bob, Cleo], appointment.Attendees.Select(attendee => attendee.StaffMemberId));

        Assert.False(appointment.Change(Terms("14:00", "15:00", "Encore ailleurs"), [Bob, Cleo], Now).HasMoved);
        appointment.Change(Terms("14:00", "15:00", "Encore ailleurs") with { Title = "Autrement" }, [Bob, Cleo], Now);
        appointment.Change(Terms("14:00", "15:00", "Encore ailleurs") with { Title = "Autrement" }, [Bob], Now);
        Assert.Equal(4, appointment.Sequence);
    }

    [Fact]
    public void Another_time_asks_everybody_again_and_another_place_does_not()
    {
        var appointment = Plan(Ada);
        appointment.Answer(Ada, AttendanceAnswer.Accepted, sequence: 0, Now, Now);
        appointment.Change(Terms(place: "Ailleurs"), [Ada], Now);
        Assert.Equal(AttendanceAnswer.Accepted, appointment.AnswerOf(Ada));
        appointment.Change(Terms("14:00", "15:00", "Ailleurs"), [Ada], Now);
        Assert.Equal(AttendanceAnswer.None, appointment.AnswerOf(Ada));
    }

    [Fact]
    public void One_that_is_cancelled_or_over_is_not_touched_any_more()
    {
        var cancelled = Plan();
        cancelled.Cancel(Bob, Now);
        Assert.Equal((1, AppointmentStatus.Cancelled, Bob), (cancelled.Sequence, cancelled.Status, cancelled.CancelledById));
        Assert.Equal("appointment-cancelled", cancelled.MayBeTouched(Now)?.Code);
        Assert.Equal("appointment-cancelled", cancelled.MayBeChanged(Terms(), [Ada], Now)?.Code);
        Assert.Throws<BrokenRuleException>(() => cancelled.Cancel(Bob, Now));
        Assert.Equal("appointment-cancelled", cancelled.MayBeAnswered(Ada, 1, Now, Now)?.Code);
        Assert.Equal(1, cancelled.Sequence);

        var over = Plan();
        Assert.Null(over.MayBeTouched(over.EndsAt.AddSeconds(-1)));
        Assert.Equal("appointment-over", over.MayBeTouched(over.EndsAt)?.Code);
        Assert.Throws<BrokenRuleException>(() => over.Change(Terms("14:00", "15:00"), [Ada], over.EndsAt));
    }

    [Fact]
    public void One_that_has_begun_changes_place_and_people_but_not_towards_the_past()
    {
        var appointment = Plan(Ada);
        var during = appointment.StartsAt.AddMinutes(10);
        Assert.Null(appointment.MayBeChanged(Terms(place: "Ailleurs"), [Ada, Bob], during));
        Assert.Equal("appointment-without-people", appointment.MayBeChanged(Terms(), [], during)?.Code);
        Assert.Equal("appointment-in-the-past", appointment.MayBeChanged(Terms("09:00", "11:00"), [Ada], during)?.Code);
        appointment.Change(Terms(place: "Ailleurs"), [Ada, Bob], during);
        Assert.Equal("Ailleurs", appointment.Place);
    }

    [Fact]
    public void Who_planned_it_and_the_team_cancel_it_whatever_became_of_the_rest()
    {
        var appointment = Plan(Bob);
        Assert.True(appointment.IsCancelledBy(Ada, []));
        Assert.True(appointment.IsCancelledBy(Cleo, ["Equipe"]));
        Assert.False(appointment.IsCancelledBy(Bob, ["Agent", "Coach"]));
    }

    [Fact]
    public void An_answer_is_to_what_is_planned_now()
    {
        var appointment = Plan(Ada);
        Assert.Equal("appointment-not-invited", appointment.MayBeAnswered(Bob, 0, Now, Now)?.Code);
        appointment.Change(Terms("14:00", "15:00"), [Ada], Now);
        Assert.Equal(Appointment.OutdatedCode, appointment.MayBeAnswered(Ada, 0, Now, Now)?.Code);
        Assert.Throws<BrokenRuleException>(() => appointment.Answer(Ada, AttendanceAnswer.Accepted, 0, Now, Now));

        appointment.Answer(Ada, AttendanceAnswer.Accepted, 1, Now.AddMinutes(2), Now.AddMinutes(2));
        Assert.Equal(Appointment.OutdatedCode, appointment.MayBeAnswered(Ada, 1, Now.AddMinutes(1), Now.AddMinutes(3))?.Code);
        Assert.Equal((1, AttendanceAnswer.Accepted), (appointment.Sequence, appointment.AnswerOf(Ada)));

        // Neither does the same again change anything, nor a clock that is ahead stand in the way of what follows.
        appointment.Answer(Ada, AttendanceAnswer.Accepted, 1, Now.AddMinutes(3), Now.AddMinutes(3));
        Assert.Equal(Now.AddMinutes(2), Assert.Single(appointment.Attendees).AnsweredAt);
        appointment.Answer(Ada, AttendanceAnswer.Declined, 1, Now.AddYears(1), Now.AddMinutes(4));
        Assert.Null(appointment.MayBeAnswered(Ada, 1, Now.AddMinutes(5), Now.AddMinutes(5)));
    }

    private static Appointment Plan(params Guid[] invited) =>
        Appointment.Plan(Ids.Next(), "fabrique.example", About, 1, Terms(), invited.Length == 0 ? [Ada] : invited, Ada, Now);

    private static AppointmentTerms Terms(string from = "10:00", string until = "11:00", string place = Place) =>
        new("Jalon de Canopée", AppointmentTime.On(Day, TimeOnly.Parse(from, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.Parse(until, System.Globalization.CultureInfo.InvariantCulture)), place, "");
}
