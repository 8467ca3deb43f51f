using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class AssessmentTests
{
    private static readonly CriterionDraft Impact = new("impact", "Impact", "", 2, new Scale(0, 5, 1), RequiresComment: false);
    private static readonly CriterionDraft Team = new("equipe", "Équipe", "", 1, new Scale(0, 10, 0.5m), RequiresComment: true);

    private readonly Sample sample = new();
    private readonly ScoringGrid grid = ScoringGrid.Draft(Ids.Next(), Ids.Next(), [Impact, Team]);

    private Guid Reviewer => sample.People[2];

    [Fact]
    public void A_grid_is_settled_by_the_first_assessment_and_then_revised()
    {
        Assert.Null(grid.MayChange([Impact]));
        Start();
        Assert.Equal("grid-settled", grid.MayChange([Impact])?.Code);
        var next = grid.Revise(Ids.Next());
        next.Change([Team]);
        Assert.Equal(2, next.Number);
        Assert.Equal(2, grid.Criteria.Count);
    }

    [Theory]
    [InlineData(0, 5, 0)]
    [InlineData(5, 5, 1)]
    [InlineData(0, 5, 2)]
    [InlineData(0, 500, 1)]
    public void A_scale_goes_up_by_equal_steps(int min, int max, int step) => Assert.Equal("scale-impossible", new Scale(min, max, step).Problem?.Code);

    [Fact]
    public void Criteria_are_named_weighed_and_distinct()
    {
        Assert.Equal("grid-size", ScoringGrid.MayHold([])?.Code);
        Assert.Equal("grid-criterion-twice", ScoringGrid.MayHold([Impact, Impact])?.Code);
        Assert.Equal("criterion-weight", ScoringGrid.MayHold([Impact with { Weight = 0 }])?.Code);
        Assert.Equal("criterion-unnamed", ScoringGrid.MayHold([Impact with { Label = " " }])?.Code);
    }

    [Fact]
    public void It_is_kept_criterion_by_criterion_and_submitted_once()
    {
        var mine = Start();
        Assert.Equal("assessment-not-yours", mine.MayScore(grid, sample.People[3], Recusals.None, "impact", 3, "")?.Code);
        Assert.Equal("score-unknown-criterion", mine.MayScore(grid, Reviewer, Recusals.None, "autre", 3, "")?.Code);
        Assert.Equal("La note de «\u00a0Équipe\u00a0» va de 0 à 10, par pas de 0,5.", mine.MayScore(grid, Reviewer, Recusals.None, "equipe", 10.5m, "")?.Sentence);
        Assert.Equal("score-out-of-scale", mine.MayScore(grid, Reviewer, Recusals.None, "equipe", 9.25m, "")?.Code);
        mine.Give(grid, Reviewer, Recusals.None, "impact", 3, "");
        Assert.Equal("Il manque une note\u00a0: «\u00a0Équipe\u00a0».", mine.MaySubmit(grid, Reviewer, Recusals.None)?.Sentence);
        mine.Give(grid, Reviewer, Recusals.None, "equipe", 9.5m, "");
        Assert.Equal("assessment-unexplained", mine.MaySubmit(grid, Reviewer, Recusals.None)?.Code);
        mine.Give(grid, Reviewer, Recusals.None, "equipe", 9, "Solide");
        mine.Submit(grid, Reviewer, Recusals.None, Sample.Now);
        Assert.Equal(9, mine.ScoreOf("equipe")!.Value);
        Assert.Equal(2, mine.Scores.Count);
        Assert.Equal("assessment-already-submitted", mine.MaySubmit(grid, Reviewer, Recusals.None)?.Code);
        Assert.Equal("assessment-already-submitted", mine.MayScore(grid, Reviewer, Recusals.None, "impact", 1, "")?.Code);
    }

    [Fact]
    public void Others_read_it_once_they_have_given_theirs()
    {
        var (mine, theirs) = (Start(), Assessment.Start(Ids.Next(), grid, sample.Items[0], sample.People[3], Recusals.None, Sample.Now));
        Assert.Null(mine.MayBeRead(Reviewer, mine, isAsked: true, Recusals.None));
        Assert.Equal("assessment-private", mine.MayBeRead(sample.People[3], theirs, isAsked: true, Recusals.None)?.Code);
        Submit(mine);
        Assert.Equal("assessment-after-yours", mine.MayBeRead(sample.People[3], theirs, isAsked: true, Recusals.None)?.Code);
        Assert.Null(mine.MayBeRead(sample.Clerk, theirs: null, isAsked: false, Recusals.None));
        Submit(theirs);
        Assert.Null(mine.MayBeRead(sample.People[3], theirs, isAsked: true, Recusals.None));
    }

    [Fact]
    public void Somebody_recused_neither_scores_nor_reads_nor_is_read_and_begins_again_from_what_they_had()
    {
        var mine = Start();
        Submit(mine);
        var recusal = sample.Recuse(2);
        Assert.False(mine.Counts(grid, sample.InForce));
        Assert.Equal("recused", mine.MayBeRead(Reviewer, mine, isAsked: true, sample.InForce)?.Code);
        Assert.Equal("assessment-private", mine.MayBeRead(sample.Clerk, theirs: null, isAsked: false, sample.InForce)?.Code);
        Assert.Equal("recused", mine.MayScore(grid, Reviewer, sample.InForce, "impact", 1, "")?.Code);
        Assert.Equal("recused", Assessment.MayBeStarted(sample.Items[0], Reviewer, sample.InForce)?.Code);
        recusal.Withdraw(sample.Panel, "Erreur", sample.Clerk, Sample.Now);
        mine.Reopen();
        Assert.False(mine.Counts(grid, sample.InForce));
        Assert.Null(mine.MaySubmit(grid, Reviewer, sample.InForce));
    }

    private Assessment Start() => Assessment.Start(Ids.Next(), grid, sample.Items[0], Reviewer, Recusals.None, Sample.Now);

    private void Submit(Assessment assessment)
    {
        assessment.Give(grid, assessment.ReviewerId, Recusals.None, "impact", 3, "");
        assessment.Give(grid, assessment.ReviewerId, Recusals.None, "equipe", 3, "Oui");
        assessment.Submit(grid, assessment.ReviewerId, Recusals.None, Sample.Now);
    }
}
