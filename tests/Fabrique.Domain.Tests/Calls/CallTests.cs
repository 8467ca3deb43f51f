using Fabrique.Domain.Calls;

namespace Fabrique.Domain.Tests.Calls;

public sealed class CallTests
{
    private static readonly DateTime Opens = new(2026, 11, 2, 8, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Closes = new(2026, 12, 4, 17, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_call_closes_after_it_opens()
    {
        Assert.Throws<ArgumentException>(() => Draft(Opens, Opens));
        Assert.Throws<ArgumentException>(() => Draft(Opens, Opens.AddSeconds(-1)));
        Assert.Equal(CallStatus.Draft, Draft(Opens, Opens.AddSeconds(1)).Status);
    }

    [Fact]
    public void A_call_is_deleted_only_before_it_is_announced_and_without_applications()
    {
        var call = Draft(Opens, Closes);
        Assert.Null(call.MayBeDeleted(0));
        Assert.Equal("call-has-applications", call.MayBeDeleted(1)?.Code);
        call.Schedule();
        Assert.Equal("call-announced", call.MayBeDeleted(0)?.Code);
    }

    [Fact]
    public void Whoever_has_more_time_reads_that_it_is_theirs()
    {
        var call = Draft(Opens, Closes);
        call.Schedule();
        Assert.Equal("4 décembre 2026 à 18\u00a0h (heure de Paris)", call.DeadlineOf(null).ToString(), StringComparer.Ordinal);
        var grace = CallGrace.Grant(Ids.Next(), call, Ids.Next(), Closes.AddDays(1), "Mission.", Ids.Next(), Opens);
        Assert.Equal("5 décembre 2026 à 18\u00a0h (heure de Paris) – délai personnel", call.DeadlineOf(grace).ToString(), StringComparer.Ordinal);
        grace.Revoke(Ids.Next(), Opens);
        Assert.Equal(new CallDeadline(Closes, IsPersonal: false), call.DeadlineOf(grace));
    }

    [Fact]
    public void The_date_that_comes_too_early_is_named()
    {
        var sheet = Draft(Opens, Closes).Sheet;
        Assert.Null(sheet.MisplacedDate);
        Assert.Equal(nameof(CallSheet.ClosesAt), (sheet with { ClosesAt = Opens }).MisplacedDate);
        Assert.Equal(nameof(CallSheet.LettersOn), (sheet with { HearingsOn = new DateOnly(2026, 12, 20), LettersOn = new DateOnly(2026, 12, 19) }).MisplacedDate);
    }

    [Fact]
    public void A_director_is_asked_once()
    {
        var (call, director) = (Draft(Opens, Closes), Ids.Next());
        call.AddJuror(director);
        call.AddJuror(director);
        call.AddJuror(Ids.Next());
        Assert.Equal(2, call.Jurors.Count);
        Assert.All(call.Jurors, juror => Assert.Equal(call.Id, juror.CallId));
    }

    [Fact]
    public void Opening_and_closing_twice_is_harmless()
    {
        var call = Draft(Opens, Closes);
        call.Schedule();
        call.Open();
        call.Open();
        Assert.Equal(CallStatus.Open, call.Status);
        call.Close();
        call.Close();
        call.Open();
        Assert.Equal(CallStatus.Closed, call.Status);
    }

    [Fact]
    public void A_draft_neither_opens_nor_closes()
    {
        var call = Draft(Opens, Closes);
        Assert.Throws<InvalidOperationException>(call.Open);
        Assert.Throws<InvalidOperationException>(call.Close);
    }

    [Fact]
    public void A_call_is_scheduled_once()
    {
        var call = Draft(Opens, Closes);
        call.Schedule();
        Assert.Throws<InvalidOperationException>(call.Schedule);
    }

    [Theory]
    [InlineData(-1, 0, "call-not-open")]
    [InlineData(0, 0, null)]
    [InlineData(0, -1, null)]
    [InlineData(0, 1, "call-closed")]
    public void The_instants_decide_to_the_second(int secondsFromOpening, int secondsFromClosing, string? code)
    {
        var call = Draft(Opens, Closes);
        call.Schedule();
        var now = secondsFromClosing == 0 ? Opens.AddSeconds(secondsFromOpening) : Closes.AddSeconds(secondsFromClosing);
        Assert.Equal(code, call.MayReceive(CallApplicant.Unknown, now)?.Code);
    }

    [Fact]
    public void The_closing_instant_itself_is_too_late_and_the_reason_says_when()
    {
        var call = Draft(Opens, Closes);
        call.Schedule();
        var refusal = call.MayReceive(CallApplicant.Unknown, Closes)!;
        Assert.Equal("call-closed", refusal.Code);
        Assert.Contains("4 décembre 2026 à 18\u00a0h", refusal.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_draft_receives_nothing_even_in_its_period() => Assert.Equal("call-not-open", Draft(Opens, Closes).MayReceive(CallApplicant.Unknown, Opens.AddDays(1))?.Code);

    /// <summary>Seconds from the closing, hours of grace (none when null), whether it was revoked, whom the call is for, where the person works, whether they may.</summary>
    [Theory]
    [InlineData(-1, null, false, "", "", null)]
    [InlineData(0, null, false, "", "", "call-closed")]
    [InlineData(0, 24, false, "", "", null)]
    [InlineData(24 * 3600 - 1, 24, false, "", "", null)]
    [InlineData(24 * 3600, 24, false, "", "", "call-closed")]
    [InlineData(0, 24, true, "", "", "call-closed")]
    [InlineData(-1, null, false, "direction", "direction", null)]
    [InlineData(-1, null, false, "direction", "bureau>direction", null)]
    [InlineData(-1, null, false, "bureau", "direction", "call-not-for-you")]
    [InlineData(-1, null, false, "bureau,autre", "autre", null)]
    [InlineData(-1, null, false, "direction", "", "call-not-for-you")]
    [InlineData(0, 24, false, "direction", "autre", "call-not-for-you")]
    [InlineData(0, null, false, "direction", "autre", "call-closed")]
    public void Who_may_apply_depends_on_the_second_on_the_time_granted_and_on_the_unit(int seconds, int? graceHours, bool isRevoked, string audience, string units, string? code)
    {
        var call = Draft(Opens, Closes);
        call.AddressTo(Units(audience, ','), Opens.AddDays(-1));
        call.Schedule();
        CallGrace? grace = null;
        if (graceHours is { } hours)
        {
            grace = CallGrace.Grant(Ids.Next(), call, Ids.Next(), Closes.AddHours(hours), "Absence.", Ids.Next(), Closes.AddDays(-1));
            if (isRevoked)
            {
                grace.Revoke(Ids.Next(), Closes.AddHours(-1));
            }
        }

        Assert.Equal(code, call.MayReceive(new CallApplicant(Units(units, '>'), grace), Closes.AddSeconds(seconds))?.Code);
    }

    [Fact]
    public void Time_granted_for_another_call_counts_for_nothing()
    {
        var (call, other) = (Draft(Opens, Closes), Draft(Opens, Closes));
        call.Schedule();
        other.Schedule();
        var grace = CallGrace.Grant(Ids.Next(), other, Ids.Next(), Closes.AddDays(3), "Absence.", Ids.Next(), Opens);
        Assert.Equal("call-closed", call.MayReceive(new CallApplicant([], grace), Closes)?.Code);
        Assert.Contains("pris fin le 7 décembre 2026", other.MayReceive(new CallApplicant([], grace), Closes.AddDays(3))!.Sentence, StringComparison.Ordinal);
    }

    /// <summary>On the night when clocks go back, 2:30 comes twice: the call closes at the first. On the night when they go forward, 2:30 is 3:30.</summary>
    [Theory]
    [InlineData(2026, 10, 25, 0, 30)]
    [InlineData(2026, 3, 29, 1, 30)]
    public void The_closing_of_a_night_when_clocks_change_is_one_instant(int year, int month, int day, int utcHour, int utcMinute)
    {
        var closes = Domain.Time.ParisTime.ToUtc(new DateOnly(year, month, day), new TimeOnly(2, 30));
        Assert.Equal(new DateTime(year, month, day, utcHour, utcMinute, 0, DateTimeKind.Utc), closes);
        var call = Draft(closes.AddDays(-20), closes);
        call.Schedule();
        Assert.Null(call.MayReceive(CallApplicant.Unknown, closes.AddTicks(-1)));
        Assert.Equal("call-closed", call.MayReceive(CallApplicant.Unknown, closes)?.Code);
    }

    [Theory]
    [InlineData("draft", -1, null)]
    [InlineData("draft", 1, null)]
    [InlineData("scheduled", -1, null)]
    [InlineData("open", -1, "call-closing-unexplained")]
    [InlineData("open", 1, null)]
    [InlineData("open", -400, "call-closes-in-the-past")]
    [InlineData("closed", 1, "call-already-closed")]
    [InlineData("archived", 1, "call-archived")]
    public void The_closing_moves_later_or_with_a_reason_as_long_as_it_has_not_come(string state, int days, string? code)
    {
        var (call, now) = In(state);
        var moved = call.Sheet with { ClosesAt = days < -30 ? now.AddMinutes(-1) : call.ClosesAt.AddDays(days) };
        Assert.Equal(code, call.MayChange(moved, "", now)?.Code);
        if (code == "call-closing-unexplained")
        {
            Assert.Null(call.MayChange(moved, "Une erreur d’affichage.", now));
        }
    }

    [Fact]
    public void Once_open_neither_the_opening_nor_the_criteria_nor_the_address_change()
    {
        var (call, now) = In("open");
        Assert.Equal("call-already-open", call.MayChange(call.Sheet with { OpensAt = call.OpensAt.AddHours(1) }, "Motif.", now)?.Code);
        Assert.Equal("call-criteria-settled", call.MayChange(call.Sheet with { Criteria = ["Un autre"] }, "Motif.", now)?.Code);
        Assert.Equal("call-slug-settled", call.MayMove("ailleurs")?.Code);
        Assert.Null(call.MayChange(call.Sheet with { Title = "Un autre titre", Questions = [new("Qui ?", "Tous.")] }, "", now));
        Assert.Throws<BrokenRuleException>(() => call.Change(call.Sheet with { Criteria = ["Un autre"] }, "Motif.", now));
    }

    [Fact]
    public void Instants_tell_that_a_call_is_open_even_when_its_procedure_is_late()
    {
        var call = Draft(Opens, Closes);
        call.Schedule();
        Assert.Equal("call-criteria-settled", call.MayChange(call.Sheet with { Criteria = ["Un autre"] }, "", Opens)?.Code);
        Assert.Null(call.MayChange(call.Sheet with { Criteria = ["Un autre"] }, "", Opens.AddTicks(-1)));
        Assert.Equal("call-already-closed", call.MayChange(call.Sheet with { ClosesAt = Closes.AddDays(1) }, "", Closes)?.Code);
    }

    [Fact]
    public void The_audience_of_an_open_call_only_widens()
    {
        var (call, now) = In("open");
        var (one, other) = (Ids.Next(), Ids.Next());
        Assert.Equal("call-audience-narrowed", call.MayBeFor([one], now)?.Code);
        var reserved = Draft(Opens, Closes);
        reserved.AddressTo([one], Opens.AddDays(-2));
        reserved.Schedule();
        Assert.Null(reserved.MayBeFor([one, other], Opens));
        Assert.Null(reserved.MayBeFor([], Opens));
        Assert.Equal("call-audience-narrowed", reserved.MayBeFor([other], Opens)?.Code);
        Assert.Null(reserved.MayBeFor([other], Opens.AddTicks(-1)));
    }

    [Fact]
    public void A_call_is_scheduled_before_it_opens_and_with_somebody_to_ask()
    {
        var call = Draft(Opens, Closes);
        Assert.Equal("call-without-juror", call.MayBeScheduled(Opens.AddDays(-1))?.Code);
        call.AddJuror(Ids.Next());
        Assert.Null(call.MayBeScheduled(Opens.AddTicks(-1)));
        Assert.Equal("call-opens-in-the-past", call.MayBeScheduled(Opens)?.Code);
        call.Schedule("version-2");
        Assert.Equal(("version-2", "call-already-scheduled"), (call.ProcedureVersionId, call.MayBeScheduled(Opens.AddDays(-1))?.Code));
        Assert.Equal("call-without-juror", call.MayNameJurors([])?.Code);
    }

    [Fact]
    public void A_call_is_decided_once_each_application_is_and_then_archived()
    {
        var (call, _) = In("closed");
        Assert.Equal("call-not-there", call.MayAdvance(CallEvent.Decide, 0)?.Code);
        Assert.Equal("call-not-there", call.MayAdvance(CallEvent.Open, 0)?.Code);
        call.Advance(CallEvent.StartReview, 3);
        Assert.Equal("call-undecided", call.MayAdvance(CallEvent.Decide, 1)?.Code);
        call.Advance(CallEvent.Decide, 0);
        call.Advance(CallEvent.Archive, 0);
        Assert.Equal(CallStatus.Archived, call.Status);
        Assert.Equal("call-archived", call.MayChange(call.Sheet, "", Closes)?.Code);
        Assert.Equal("call-archived", call.MayNameJurors([Ids.Next()])?.Code);
    }

    private static readonly Dictionary<string, Guid> Known = new(StringComparer.Ordinal) { ["direction"] = Ids.Next(), ["bureau"] = Ids.Next(), ["autre"] = Ids.Next() };

    private static IReadOnlyList<Guid> Units(string names, char between) => [.. names.Split(between, StringSplitOptions.RemoveEmptyEntries).Select(name => Known[name])];

    private static (CallForApplications Call, DateTime Now) In(string state)
    {
        var call = Draft(Opens, Closes);
        if (state != "draft")
        {
            call.Schedule();
        }

        if (state is "archived")
        {
            call.Open();
            call.Close();
            call.Advance(CallEvent.StartReview, 0);
            call.Advance(CallEvent.Decide, 0);
            call.Advance(CallEvent.Archive, 0);
        }
        else if (state is "closed")
        {
            call.Open();
            call.Close();
        }

        return (call, state is "draft" or "scheduled" ? Opens.AddDays(-5) : state is "open" ? Opens.AddDays(5) : Closes.AddDays(1));
    }

    private static CallForApplications Draft(DateTime opens, DateTime closes) =>
        CallForApplications.Draft(Ids.Next(), "appel", "Appel", "Thème", "Présentation", opens, closes, 3);
}
