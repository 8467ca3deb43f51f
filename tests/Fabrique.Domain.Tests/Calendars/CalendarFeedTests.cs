using Fabrique.Domain.Calendars;

namespace Fabrique.Domain.Tests.Calendars;

public sealed class CalendarFeedTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void An_address_is_renewed_revoked_once_and_made_again()
    {
        var feed = CalendarFeed.Make(Ids.Next(), Ids.Next(), "a", Now);
        Assert.True(feed.IsOpen);

        feed.Renew("b", Now.AddDays(1));
        Assert.Equal(("b", Now.AddDays(1)), (feed.SecretDigest, feed.MadeAt));

        feed.Revoke(Now.AddDays(2));
        Assert.False(feed.IsOpen);
        Assert.Equal(Now.AddDays(2), feed.RevokedAt);
        Assert.Equal("feed-not-open", feed.MayBeRevoked()?.Code);
        Assert.Throws<BrokenRuleException>(() => feed.Revoke(Now));

        feed.Renew("c", Now.AddDays(3));
        Assert.Equal(("c", null), (feed.SecretDigest, feed.RevokedAt));
    }
}
