namespace Fabrique.Domain.Tests;

public sealed class OutcomeTests
{
    [Fact]
    public void An_outcome_is_done_or_carries_its_refusal()
    {
        Outcome refused = new Refusal("code", "Phrase.");
        Assert.True(Outcome.Done.IsDone);
        Assert.False(refused.IsDone);
        Assert.Equal("code", refused.Refusal?.Code);
    }
}
