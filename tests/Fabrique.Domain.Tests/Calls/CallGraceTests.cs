using Fabrique.Domain.Calls;

namespace Fabrique.Domain.Tests.Calls;

public sealed class CallGraceTests
{
    private static readonly DateTime Opens = new(2026, 11, 2, 8, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime Closes = new(2026, 12, 4, 17, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Time_is_granted_beyond_the_closing_with_a_reason_and_before_the_letters()
    {
        var call = Call();
        Assert.Equal("grace-before-closing", May(call, Closes, "Absence.", Opens));
        Assert.Equal("grace-in-the-past", May(call, Closes.AddDays(1), "Absence.", Closes.AddDays(1)));
        Assert.Equal("grace-unexplained", May(call, Closes.AddDays(1), "", Opens));
        Assert.Equal("grace-after-letters", May(call, Closes.AddDays(40), "Absence.", Opens));
        Assert.Null(May(call, Closes.AddTicks(1), "Absence.", Opens));
        Assert.Equal("grace-of-a-draft", May(CallForApplications.Draft(Ids.Next(), "a", "A", "", "", Opens, Closes, 1), Closes.AddDays(1), "Absence.", Opens));
        call.Open();
        call.Close();
        call.Advance(CallEvent.StartReview, 0);
        Assert.Null(May(call, Closes.AddDays(2), "Absence.", Closes.AddDays(1)));
        call.Advance(CallEvent.Decide, 0);
        Assert.Equal("grace-too-late", May(call, Closes.AddDays(2), "Absence.", Closes.AddDays(1)));
    }

    [Fact]
    public void What_was_granted_is_taken_back_once_and_may_be_granted_again()
    {
        var (call, team) = (Call(), Ids.Next());
        var grace = CallGrace.Grant(Ids.Next(), call, Ids.Next(), Closes.AddDays(1), "Absence.", team, Opens);
        Assert.Equal("grace-already-granted", CallGrace.MayBeGranted(call, grace, Closes.AddDays(1), "Absence.", Opens)?.Code);
        Assert.Null(CallGrace.MayBeGranted(call, grace, Closes.AddDays(1), "Un autre motif.", Opens));
        grace.Renew(call, Closes.AddDays(2), "Encore.", team, Opens.AddHours(1));
        Assert.Equal((Closes.AddDays(2), "Encore."), (grace.Until, grace.Reason));

        grace.Revoke(team, Opens.AddDays(1));
        Assert.Equal((false, "grace-already-revoked"), (grace.IsInForce, grace.MayBeRevoked(Opens.AddDays(1))?.Code));
        Assert.Equal(Closes, call.ClosesFor(grace));

        grace.Renew(call, Closes.AddDays(2), "Encore.", team, Opens.AddDays(2));
        Assert.True(grace.IsInForce);
        Assert.Equal(Closes.AddDays(2), call.ClosesFor(grace));
        Assert.Equal("grace-over", grace.MayBeRevoked(Closes.AddDays(2))?.Code);
    }

    private static string? May(CallForApplications call, DateTime until, string reason, DateTime now) => CallGrace.MayBeGranted(call, existing: null, until, reason, now)?.Code;

    private static CallForApplications Call()
    {
        var call = CallForApplications.Draft(Ids.Next(), "appel", new CallSheet { Title = "Appel", Theme = "", Presentation = "", OpensAt = Opens, ClosesAt = Closes, Places = 1, LettersOn = new DateOnly(2027, 1, 10) });
        call.Schedule();
        return call;
    }
}
