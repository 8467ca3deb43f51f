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

    private static CallForApplications Draft(DateTime opens, DateTime closes) =>
        CallForApplications.Draft(Ids.Next(), "appel", "Appel", "Thème", "Présentation", opens, closes, 3);
}
