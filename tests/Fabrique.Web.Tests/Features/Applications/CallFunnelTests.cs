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
    public void Stages_that_a_procedure_adds_are_told_where_they_come()
    {
        var on = (int day) => Day.AddDays(day);
        var funnel = CallFunnel.Of(
        [
            new(ApplicationStatus.AwaitingApproval, Day, on(1), null, null),
            new(ApplicationStatus.Inadmissible, Day, on(1), null, on(6)) { ApprovalAt = on(3) },
            new(ApplicationStatus.NotShortlisted, Day, on(1), null, on(9)) { ApprovalAt = on(5), AdmissibleAt = on(7) },
            new(ApplicationStatus.Retained, Day, on(1), on(12), on(30)) { ApprovalAt = on(4), AdmissibleAt = on(6), ShortlistedAt = on(8), HeardAt = on(20) },
        ]);
        Assert.Equal(
            [
                new("Commencées", 4, null, null),
                new("Déposées", 4, 100, TimeSpan.FromDays(1)),
                new("Visa rendu, ou délai passé", 3, 75, TimeSpan.FromDays(3)),
                new("Passées en instruction", 3, 75, null),
                new("Recevables", 2, 67, TimeSpan.FromDays(2)),
                new("Présélectionnées", 1, 50, TimeSpan.FromDays(2)),
                new("Avis au complet", 1, 100, TimeSpan.FromDays(4)),
                new("Auditionnées", 1, 100, TimeSpan.FromDays(8)),
                new("Décidées", 3, 100, TimeSpan.FromDays(5)),
                new("Retenues", 1, 33, null),
                new("Non retenues", 0, 0, null),
                new("Non présélectionnées", 1, 33, null),
                new("Irrecevables", 1, 33, null),
            ],
            funnel.Stages);
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
