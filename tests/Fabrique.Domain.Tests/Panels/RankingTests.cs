using Fabrique.Domain.Panels;

namespace Fabrique.Domain.Tests.Panels;

public sealed class RankingTests
{
    private static readonly ScoringGrid Simple = Grid(("note", 1, new Scale(0, 20, 1)));

    [Fact]
    public void Means_are_weighted_by_criterion_whatever_the_scale()
    {
        var grid = Grid(("a", 3, new Scale(0, 5, 1)), ("b", 1, new Scale(1, 4, 0.5m)));
        var item = Sample.NewItem();
        var standing = Ranking.Compute([item], grid, [Assess(grid, item, Ids.Next(), 4, 2.5m)], Recusals.None, RankingBasis.Raw).Single();

        // (3 × 4/5 + 1 × 1.5/3) / 4 × 20
        Assert.Equal(14.5m, standing.Mean);
        Assert.Equal((1, 1, 0m, false), (standing.Rank, standing.Reviewers, standing.Spread, standing.IsDisputed));
    }

    [Fact]
    public void Equal_ones_share_their_rank_and_the_next_ones_are_skipped()
    {
        var items = Items(6);
        var reviewer = Ids.Next();
        var standings = Ranking.Compute(items, Simple, Scores(reviewer, items, 12, 15, 12, 3, 15), Recusals.None);
        Assert.Equal([3, 1, 3, 5, 1, null], items.Select(item => standings.Single(standing => standing.Item == item).Rank));
        Assert.Equal([1, 1, 3, 3, 5, null], standings.Select(standing => standing.Rank));
    }

    [Fact]
    public void Thirds_are_as_much_as_thirds()
    {
        // 1/3 + 1/3 + 1/3 against 1: sums of rounded thirds would differ.
        var grid = Grid(("a", 1, new Scale(0, 3, 1)), ("b", 1, new Scale(0, 3, 1)), ("c", 1, new Scale(0, 3, 1)));
        var items = Items(2);
        var standings = Ranking.Compute(items, grid, [Assess(grid, items[0], Ids.Next(), 1, 1, 1), Assess(grid, items[1], Ids.Next(), 3, 0, 0)], Recusals.None, RankingBasis.Raw);
        Assert.All(standings, standing => Assert.Equal(1, standing.Rank));
    }

    [Fact]
    public void Severity_is_taken_out_when_normalised()
    {
        var items = Items(4);
        var (kind, severe) = (Ids.Next(), Ids.Next());

        // The severe one reads the first three, the kind one the last three: what the first one lost is put back.
        var assessments = Scores(severe, items, 8, 5, 2).Concat(Scores(kind, [.. items.Skip(1)], 18, 15, 12)).ToList();
        var raw = Ranking.Compute(items, Simple, assessments, Recusals.None, RankingBasis.Raw);
        var normalised = Ranking.Compute(items, Simple, assessments, Recusals.None, RankingBasis.Normalised);
        Assert.Equal(items[3], raw[0].Item);
        Assert.Equal(items[0], normalised[0].Item);
        Assert.Equal(2, normalised.Single(standing => standing.Item == items[1]).Rank);

        // Mean 10 and deviation √31 of all; (8 - 5) / √6 = 1.224744871 deviations above.
        Assert.Equal(16.819m, Math.Round(normalised[0].Normalised!.Value, 3));
    }

    [Fact]
    public void Who_scored_little_is_placed_among_all_and_who_scored_all_alike_prefers_nobody()
    {
        var items = Items(4);
        var assessments = Scores(Ids.Next(), items, 9, 9, 9, 9).Append(Assess(Simple, items[0], Ids.Next(), 19)).ToList();
        var standings = Ranking.Compute(items, Simple, assessments, Recusals.None);

        // 9, 9, 9, 9, 19: mean 11, deviation 4; 19 is two deviations above, and 9 of the one who prefers nobody is none.
        Assert.Equal((1, 15m), (standings[0].Rank, standings[0].Normalised));
        Assert.All(standings.Skip(1), standing => Assert.Equal((2, 11m), (standing.Rank, standing.Normalised)));
        Assert.All(Ranking.Compute(items, Simple, Scores(Ids.Next(), items, 9, 9, 9, 9), Recusals.None), standing => Assert.Equal((1, 9m, 9m), (standing.Rank, standing.Mean, standing.Normalised)));
    }

    [Fact]
    public void Disagreement_is_pointed_out()
    {
        var items = Items(2);
        Assessment[] assessments = [Assess(Simple, items[0], Ids.Next(), 6), Assess(Simple, items[0], Ids.Next(), 14), Assess(Simple, items[1], Ids.Next(), 10), Assess(Simple, items[1], Ids.Next(), 13)];
        var standings = Ranking.Compute(items, Simple, assessments, Recusals.None);
        Assert.Equal((4m, true), Told(items[0]));
        Assert.Equal((1.5m, false), Told(items[1]));

        (decimal?, bool) Told(Subject item) => standings.Where(standing => standing.Item == item).Select(standing => (standing.Spread, standing.IsDisputed)).Single();
    }

    [Fact]
    public void Only_what_was_submitted_by_this_grid_counts()
    {
        var item = Sample.NewItem();
        var draft = Assessment.Start(Ids.Next(), Simple, item, Ids.Next(), Recusals.None, Sample.Now);
        var old = Assess(Simple.Revise(Ids.Next()), item, Ids.Next(), 3);
        Assert.Null(Ranking.Compute([item], Simple, [draft, old], Recusals.None).Single().Rank);
        var reviewer = Ids.Next();
        Assert.Throws<ArgumentException>(() => Ranking.Compute([item], Simple, [Assess(Simple, item, reviewer, 3), Assess(Simple, item, reviewer, 4)], Recusals.None));
    }

    [Fact]
    public void A_large_call_is_ranked()
    {
        var items = Items(300);
        var reviewers = Enumerable.Range(0, 12).Select(_ => Ids.Next()).ToArray();
        var assessments = items.SelectMany((item, i) => reviewers.Select((reviewer, r) => Assess(Wide, item, reviewer, (i * (r + 3)) % 4, (i + r) % 15 * 0.5m))).ToList();
        var standings = Ranking.Compute(items, Wide, assessments, Recusals.None);
        Assert.Equal(1, standings[0].Rank);
        Assert.All(standings, standing => Assert.Equal(12, standing.Reviewers));
    }

    /// <summary>What somebody recused scored may be anything, or nothing: every figure of every item stays.</summary>
    [Fact]
    public void A_recused_score_never_influences_any_published_figure() => Cases.Play(Cases.Many, random =>
    {
        var (items, assessments, grid) = Random(random);
        var recused = assessments.Where(_ => random.Chance(25)).ToList();
        var recusals = new Recusals(recused.Select(one => Recusal.Enter(Ids.Next(), AnyPanel, one.ReviewerId, one.Item, ConflictKind.Other, "", one.ReviewerId, Recusals.None, Sample.Now)));
        var others = assessments.Except(recused).ToList();
        var changed = recused.Select(one => Assess(grid, one.Item, one.ReviewerId, [.. grid.Criteria.Select(criterion => random.Next(criterion.Scale.Steps + 1) * criterion.Scale.Step)]));
        var basis = Basis(random);
        var without = Ranking.Compute(items, grid, others, Recusals.None, basis);
        Assert.True(without.SequenceEqual(Ranking.Compute(items, grid, assessments, recusals, basis)));
        Assert.True(without.SequenceEqual(Ranking.Compute(items, grid, others.Concat(changed), recusals, basis)));
    });

    [Fact]
    public void The_order_of_the_input_changes_nothing() => Cases.Play(Cases.Many, random =>
    {
        var (items, assessments, grid) = Random(random);
        var basis = Basis(random);
        Assert.True(Ranking.Compute(items, grid, assessments, Recusals.None, basis).SequenceEqual(Ranking.Compute(random.Shuffled(items), grid, random.Shuffled(assessments), Recusals.None, basis)));
    });

    /// <summary>Against the definition, in floating point.</summary>
    [Fact]
    public void Figures_are_those_of_the_definition() => Cases.Play(Cases.Many / 10, random =>
    {
        var (items, assessments, grid) = Random(random);
        var totals = assessments.Select(one => (one.Item, one.ReviewerId, Total: Total(one))).ToList();
        var all = totals.ConvertAll(one => one.Total);
        foreach (var standing in Ranking.Compute(items, grid, assessments, Recusals.None))
        {
            var mine = totals.FindAll(one => one.Item == standing.Item);
            Assert.Equal(mine.Count, standing.Reviewers);
            if (mine.Count == 0)
            {
                continue;
            }

            Assert.Equal(mine.Average(one => one.Total), (double)standing.Mean!, 0.0002);
            Assert.Equal(Deviation(mine.ConvertAll(one => one.Total)), (double)standing.Spread!, 0.0002);
            var z = mine.Average(one =>
            {
                var own = totals.FindAll(other => other.ReviewerId == one.ReviewerId).ConvertAll(other => other.Total);
                var reference = own.Count < Ranking.FewestToNormalise ? all : own;
                var deviation = Deviation(reference);
                return deviation < 1e-9 ? 0 : (one.Total - reference.Average()) / deviation;
            });
            Assert.Equal(all.Average() + (z * Deviation(all)), (double)standing.Normalised!, 0.001);
        }

        double Total(Assessment one) => 20.0 * grid.Criteria.Sum(criterion => criterion.Weight * (double)((one.ScoreOf(criterion.Code)!.Value - criterion.Scale.Min) / (criterion.Scale.Max - criterion.Scale.Min))) / grid.Criteria.Sum(criterion => criterion.Weight);

        static double Deviation(List<double> numbers) => Math.Sqrt(numbers.Average(number => Math.Pow(number - numbers.Average(), 2)));
    });

    private static readonly Panel AnyPanel = new Sample().Panel;

    private static readonly ScoringGrid Wide = Grid(("a", 3, new Scale(0, 3, 1)), ("b", 2, new Scale(0, 7, 0.5m)));

    private static (Subject[] Items, Assessment[] Assessments, ScoringGrid Grid) Random(Random random)
    {
        var grid = random.Chance(50) ? Simple : Wide;
        var items = Items(random.Next(1, 5));
        var reviewers = Enumerable.Range(0, random.Next(1, 5)).Select(_ => Ids.Next()).ToArray();
        var assessments = items.SelectMany(item => reviewers.Where(_ => random.Chance(75)).Select(reviewer =>
            Assess(grid, item, reviewer, [.. grid.Criteria.Select(criterion => random.Next(Math.Min(criterion.Scale.Steps, 4) + 1) * criterion.Scale.Step)])));
        return (items, [.. assessments], grid);
    }

    private static RankingBasis Basis(Random random) => random.Chance(50) ? RankingBasis.Raw : RankingBasis.Normalised;

    private static Subject[] Items(int count) => [.. Enumerable.Range(0, count).Select(_ => Sample.NewItem())];

    private static ScoringGrid Grid(params (string Code, int Weight, Scale Scale)[] criteria) =>
        ScoringGrid.Draft(Ids.Next(), Ids.Next(), [.. criteria.Select(one => new CriterionDraft(one.Code, one.Code, "", one.Weight, one.Scale, RequiresComment: false))]);

    private static IEnumerable<Assessment> Scores(Guid reviewer, Subject[] items, params decimal[] scores) => scores.Select((score, i) => Assess(Simple, items[i], reviewer, score));

    private static Assessment Assess(ScoringGrid grid, Subject item, Guid reviewer, params decimal[] scores)
    {
        var assessment = Assessment.Start(Ids.Next(), grid, item, reviewer, Recusals.None, Sample.Now);
        for (var i = 0; i < scores.Length; i++)
        {
            assessment.Give(grid, reviewer, Recusals.None, grid.Criteria[i].Code, scores[i], "");
        }

        assessment.Submit(grid, reviewer, Recusals.None, Sample.Now);
        return assessment;
    }
}
