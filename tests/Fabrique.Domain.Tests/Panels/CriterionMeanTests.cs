using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class CriterionMeanTests
{
    private readonly Sample sample = new();
    private readonly ScoringGrid grid;

    public CriterionMeanTests() => grid = ScoringGrid.Draft(
        Ids.Next(),
        sample.Panel.Id,
        [new("c1", "Le besoin", "", 3, new Scale(0, 5, 1), RequiresComment: false), new("c2", "L’impact", "", 1, new Scale(0, 20, 0.5m), RequiresComment: false)]);

    [Fact]
    public void Means_are_of_what_counts_and_none_tells_what_one_person_scored()
    {
        var item = sample.Items[0];
        var given = new List<Assessment> { Assess(0, 5, 10) };
        Assert.Empty(CriterionMean.Of(grid, given, sample.InForce, item));
        given.Add(Assess(1, 4, 11.5m));
        given.Add(Assess(2, 4, 12));
        given.Add(Assess(3, 0, 0, submit: false));
        Assert.Equal([("c1", 4.33m), ("c2", 11.16m)], CriterionMean.Of(grid, given, sample.InForce, item).Select(mean => (mean.Criterion.Code, mean.Mean)));
        Assert.Empty(CriterionMean.Of(grid, given, sample.InForce, sample.Items[1]));
        sample.Recuse(2);
        Assert.Equal([4.5m, 10.75m], CriterionMean.Of(grid, given, sample.InForce, item).Select(mean => mean.Mean));
    }

    private Assessment Assess(int person, decimal first, decimal second, bool submit = true)
    {
        var who = sample.People[person];
        var assessment = Assessment.Start(Ids.Next(), grid, sample.Items[0], who, Recusals.None, Sample.Now);
        assessment.Give(grid, who, Recusals.None, "c1", first, "");
        assessment.Give(grid, who, Recusals.None, "c2", second, "");
        if (submit)
        {
            assessment.Submit(grid, who, Recusals.None, Sample.Now);
        }

        return assessment;
    }
}
