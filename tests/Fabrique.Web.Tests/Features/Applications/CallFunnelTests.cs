using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Applications.Funnel;

namespace Fabrique.Web.Tests.Features.Applications;

public sealed class CallFunnelTests
{
    private static readonly DateTime Day = new(2026, 11, 2, 8, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Stages_count_all_that_came_so_far_with_the_middle_of_their_times()
    {
        var funnel = CallFunnel.Of(
        [
            new(ApplicationStatus.Draft, Day, null, null, null),
            new(ApplicationStatus.Withdrawn, Day, null, null, null),
            new(ApplicationStatus.Submitted, Day, Day.AddDays(9), null, null),
            new(ApplicationStatus.UnderScreening, Day, Day.AddDays(3), null, null),
            new(ApplicationStatus.Retained, Day, Day.AddDays(1), Day.AddDays(5), Day.AddDays(25)),
            new(ApplicationStatus.NotRetained, Day, Day.AddDays(5), Day.AddDays(7), Day.AddDays(17)),
            new(ApplicationStatus.Withdrawn, Day, Day.AddDays(2), Day.AddDays(8), null),
        ]);

        Assert.Equal(
            [
                new("Commencées", 7, null, null),
                new("Déposées", 5, 71, TimeSpan.FromDays(3)),
                new("Passées en instruction", 4, 80, null),
                new("Avis au complet", 3, 75, TimeSpan.FromDays(4)),
                new("Décidées", 2, 50, TimeSpan.FromDays(15)),
                new("Retenues", 1, 50, null),
                new("Non retenues", 1, 50, null),
            ],
            funnel.Stages);
        Assert.Equal((1, 2), (funnel.Drafts, funnel.Withdrawn));
    }

    [Fact]
    public void Nothing_is_divided_by_nothing()
    {
        var funnel = CallFunnel.Of([]);
        Assert.All(funnel.Stages, stage => Assert.Equal((0, (int?)null, "–"), (stage.Count, stage.Conversion, stage.Time)));
    }

    [Theory]
    [InlineData(0.5, "moins d’une heure")]
    [InlineData(1.4, "1 heure")]
    [InlineData(30, "30 heures")]
    [InlineData(100, "4 jours")]
    public void Times_are_told_in_hours_or_days(double hours, string told) => Assert.Equal(told, new FunnelStage("", 0, null, TimeSpan.FromHours(hours)).Time);
}
