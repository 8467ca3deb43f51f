using Fabrique.Domain.Messages;

namespace Fabrique.Domain.Tests.Messages;

public sealed class MessageScopeTests
{
    private const string Call = "Call:01980000-0000-7000-8000-000000000001";

    [Fact]
    public void A_step_for_a_call_wins_then_the_call_the_step_and_the_procedure()
    {
        MessageScope[] ordered = [new("p", "s", Call), new("", "", Call), new("p", "s"), new("p"), MessageScope.Everywhere];
        Assert.Equal(ordered, ordered.Reverse().OrderByDescending(scope => scope.Precision));
        Assert.All(ordered, scope => Assert.True(scope.Covers(ordered[0])));
        Assert.False(ordered[1].Covers(ordered[2]));
        Assert.False(ordered[2].Covers(new MessageScope("p", "t", Call)));
        Assert.False(ordered[3].Covers(new MessageScope("q", "s")));
    }

    [Fact]
    public void What_people_choose_is_one_of_these()
    {
        Assert.Equal(MessageScope.Everywhere, MessageScope.Of(null, "s", null));
        Assert.Equal(new MessageScope("", "", Call), MessageScope.Of("p", "", Call));
        Assert.Equal(new MessageScope("p", "s", Call), MessageScope.Of("p", "s", Call));
        Assert.Equal(new MessageScope("p"), MessageScope.Of("p", null, ""));
    }

    [Fact]
    public void Cases_are_read_as_they_are_written()
    {
        var key = Guid.CreateVersion7();
        Assert.True(MessageScope.TryReadCases(MessageScope.OfCases("Call", key), out var kind, out var read));
        Assert.Equal(("Call", key), (kind, read));
        Assert.All(["", "Call", "Call:", ":x"], text => Assert.False(MessageScope.TryReadCases(text, out _, out _)));
    }
}
