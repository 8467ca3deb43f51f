using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class MailPaceTests
{
    private static readonly DateTime Now = MailSamples.Now;

    [Fact]
    public void So_many_leave_towards_a_domain_in_any_minute_and_others_are_not_held()
    {
        var pace = new MailPace(new MailOptions { MostPerMinute = 2 });

        Assert.Null(pace.Take("a.example", Now));
        Assert.Null(pace.Take("a.example", Now.AddSeconds(20)));
        Assert.Equal(Now.AddMinutes(1), pace.Take("a.example", Now.AddSeconds(30)));
        Assert.Null(pace.Take("b.example", Now.AddSeconds(30)));
        Assert.Null(pace.Take("a.example", Now.AddMinutes(1)));
        Assert.Equal(Now.AddSeconds(80), pace.Take("a.example", Now.AddSeconds(61)));
    }

    [Fact]
    public void A_clock_that_goes_back_holds_nothing()
    {
        var pace = new MailPace(new MailOptions { MostPerMinute = 1 });
        Assert.Null(pace.Take("a.example", Now.AddDays(1)));

        Assert.Null(pace.Take("a.example", Now));
        Assert.NotNull(pace.Take("a.example", Now.AddSeconds(1)));
    }

    [Fact]
    public void Without_a_bound_all_leave()
    {
        var pace = new MailPace(new MailOptions());
        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Null(pace.Take("a.example", Now)));
    }
}
