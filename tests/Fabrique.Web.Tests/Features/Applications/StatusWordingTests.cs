using Fabrique.Domain.Applications;
using Fabrique.Web.Features.Admissibility;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Features.Applications.Wordings;
using Fabrique.Web.Kernel.Tasks;

namespace Fabrique.Web.Tests.Features.Applications;

public sealed class StatusWordingTests
{
    private static readonly DateOnly Today = new(2026, 3, 2);

    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public void Every_status_is_told_in_both_wordings_and_every_text_can_be_changed()
    {
        Assert.All(Enum.GetValues<ApplicationStatus>(), status =>
        {
            Assert.Single(StatusWording.Table, line => line.Status == status && line.AwaitedKind is null);
            Assert.NotEqual("", StatusWording.Tell(status, [], isInternal: true, Nothing, Today).Label);
            Assert.NotEqual("", StatusWording.Tell(status, [], isInternal: false, Nothing, Today).Next);
        });
        Assert.Equal(WordingCatalog.All.Count, WordingCatalog.All.Select(wording => wording.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.All(WordingCatalog.All, wording =>
        {
            Assert.Null(wording.FindProblem(wording.Default));
            Assert.InRange(wording.Default.Length, 0, wording.Length);
            Assert.Same(wording, WordingCatalog.Find(wording.Key));
        });
        Assert.All(StatusWording.Table.Select(line => line.AwaitedKind).OfType<string>(), kind => Assert.Contains((IEnumerable<TaskKind>)[.. ApplicationTasks.All, .. AdmissibilityTasks.All], task => task.Code == kind));
        Assert.Equal(StatusWording.Table.Count, StatusWording.Table.Select(line => (line.Status, line.AwaitedKind)).Distinct().Count());
    }

    [Fact]
    public void The_team_reads_what_is_awaited_and_those_who_apply_what_comes_next()
    {
        Awaited[] awaited = [new(ApplicationTasks.Opinion, 2, new DateOnly(2026, 3, 12))];
        Assert.Equal("En instruction – avis en attente de 2 directions", StatusWording.Tell(ApplicationStatus.UnderScreening, awaited, isInternal: true, Nothing, Today).Label);
        var told = StatusWording.Tell(ApplicationStatus.UnderScreening, awaited, isInternal: false, Nothing, Today);
        Assert.Equal("En instruction", told.Label);
        Assert.Contains("12 mars 2026", told.Next, StringComparison.Ordinal);
        Assert.DoesNotContain("dépassé", told.Next, StringComparison.Ordinal);
        Assert.Contains("dépassé", StatusWording.Tell(ApplicationStatus.UnderScreening, awaited, isInternal: false, Nothing, new DateOnly(2026, 3, 13)).Next, StringComparison.Ordinal);
        var written = new Dictionary<string, string> { ["statut.avis-attendus.interne"] = "{directions} d’ici au {date}" };
        Assert.Equal("une direction d’ici au 12 mars 2026", StatusWording.Tell(ApplicationStatus.UnderScreening, [awaited[0] with { Count = 1 }], isInternal: true, written, Today).Label);
    }
}
