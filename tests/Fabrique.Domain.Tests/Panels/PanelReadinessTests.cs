using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class PanelReadinessTests
{
    [Fact]
    public void A_panel_that_may_sit_lacks_nothing() => Assert.Empty(PanelReadiness.Missing(new Sample(Sample.Half()).Panel, Sample.Day, 5, 50));

    [Fact]
    public void What_is_missing_is_told_in_the_order_in_which_it_is_settled()
    {
        var panel = Panel.Constitute(Ids.Next(), "Jury", "Jury", new Subject("Call", Ids.Next()), new QuorumRule(3, null, true, false), Majority.Simple, chairHasCastingVote: false);
        Assert.Equal(["Aucun membre ne vote, il en faut 2.", "La présidence n’est pas choisie.", "Le secrétariat n’est pas choisi."], PanelReadiness.Missing(panel, Sample.Day, 2, 50));
        panel.Admit(Ids.Next(), Capacity.Voting, Sample.Day);
        panel.Admit(Ids.Next(), Capacity.Observer, Sample.Day);
        Assert.Equal(
            ["Un seul membre vote, il en faut 2.", "Le quorum demande 3 membres, et un seul vote.", "La présidence n’est pas choisie.", "Le secrétariat n’est pas choisi."],
            PanelReadiness.Missing(panel, Sample.Day, 2, 50));
    }

    [Theory]
    [InlineData(2, null, 40, true)]
    [InlineData(2, null, 41, false)]
    [InlineData(0, null, 0, true)]
    [InlineData(0, null, 1, false)]
    [InlineData(1, 2, 60, true)]
    [InlineData(1, 2, 61, false)]
    public void A_quorum_asks_for_the_least_part_at_least(int count, int? outOf, int percent, bool isEnough)
    {
        var panel = new Sample(new QuorumRule(count, outOf, CountsSubstitutes: true, RequiresChair: false)).Panel;
        Assert.Equal(isEnough ? [] : [$"Le quorum doit demander au moins {percent}\u00a0% des membres qui votent."], PanelReadiness.Missing(panel, Sample.Day, 5, percent));
    }
}
