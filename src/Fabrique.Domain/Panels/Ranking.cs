using System.Numerics;

namespace Fabrique.Domain.Panels;

public enum RankingBasis
{
    /// <summary>The means as they were given.</summary>
    Raw,

    /// <summary>The means once each reviewer’s severity and range are taken out.</summary>
    Normalised,
}

/// <summary>What the assessments of an item come to. Figures are out of <see cref="Ranking.OutOf"/>, cut to four decimals for reading: ranks are computed on exact ones.</summary>
/// <param name="Item">Which.</param>
/// <param name="Rank">From 1; equal ones share theirs, and the next ones are skipped: 1, 2, 2, 4. Null as long as nobody’s assessment counts.</param>
/// <param name="Reviewers">How many assessments count.</param>
/// <param name="Mean">Of their weighted means; null without any.</param>
/// <param name="Normalised">The same, normalised; null without any.</param>
/// <param name="Spread">Standard deviation of their weighted means; null without any.</param>
/// <param name="IsDisputed">Whether two at least disagree: their spread reaches the threshold.</param>
public sealed record Standing(Subject Item, int? Rank, int Reviewers, decimal? Mean, decimal? Normalised, decimal? Spread, bool IsDisputed);

/// <summary>What a reviewer gave an item, without the words: all that a ranking reads of a submitted assessment.</summary>
/// <param name="Item">Which.</param>
/// <param name="ReviewerId">By whom.</param>
/// <param name="Scores">By code of criterion, one for each of the grid.</param>
public sealed record GivenScores(Subject Item, Guid ReviewerId, IReadOnlyDictionary<string, decimal> Scores)
{
    public static GivenScores Of(Assessment assessment) => new(assessment.Item, assessment.ReviewerId, assessment.Scores.ToDictionary(score => score.CriterionCode, score => score.Value, StringComparer.Ordinal));
}

/// <summary>
/// Ranks items from their assessments. Only assessments that count do (<see cref="Assessment.Counts"/>): one by somebody recused weighs on no figure, not even through the
/// severity of that reviewer elsewhere.
/// <para>
/// An assessment comes to its weighted mean, each score counted as its part of its scale. Normalised, it comes to how many standard deviations it lies from the mean of what its
/// reviewer gave (z-score, population deviation). A reviewer of fewer than <see cref="FewestToNormalise"/> assessments is too little known: theirs are placed among those of all. One who gave
/// everybody the same prefers nobody: theirs are 0. Means of z-scores are told on the scale of the panel, as its mean plus so many of its standard deviations.
/// </para>
/// <para>
/// Everything is counted in whole numbers, so that ties are ties and the order of the input changes nothing: weighted means on one denominator, and z-scores in billionths, cut towards zero.
/// </para>
/// </summary>
public static class Ranking
{
    /// <summary>The best mean.</summary>
    public const int OutOf = 20;

    /// <summary>A reviewer of fewer assessments has no mean nor deviation of their own.</summary>
    public const int FewestToNormalise = 3;

    /// <summary>The spread, out of <see cref="OutOf"/>, from which reviewers disagree unless another is said.</summary>
    public const decimal Disagreement = 4;

    /// <summary>Bits of the numbers that a double can come close to.</summary>
    private const int LargestDouble = 1_000;

    private static readonly BigInteger Billion = 1_000_000_000;

    /// <param name="items">All those ranked, assessed or not; each once.</param>
    /// <param name="grid">By which.</param>
    /// <param name="assessments">All of the panel, in any order; those of other items are left out.</param>
    /// <param name="recusals">Those of the panel.</param>
    /// <param name="basis">On what ranks are computed.</param>
    /// <param name="disagreement">The spread, out of <see cref="OutOf"/>, from which reviewers disagree.</param>
    /// <returns>By rank, those without one last, equal ones as their identifiers are written.</returns>
    /// <exception cref="ArgumentException">A reviewer has two assessments of an item that count.</exception>
    public static IReadOnlyList<Standing> Compute(
        IEnumerable<Subject> items,
        ScoringGrid grid,
        IEnumerable<Assessment> assessments,
        Recusals recusals,
        RankingBasis basis = RankingBasis.Normalised,
        decimal disagreement = Disagreement) => ComputeGiven(items, grid, assessments.Where(assessment => assessment.Counts(grid, recusals)).Select(GivenScores.Of), recusals, basis, disagreement);

    /// <summary>The same, from what was submitted by the grid, and nothing else.</summary>
    /// <inheritdoc cref="Compute"/>
    public static IReadOnlyList<Standing> ComputeGiven(
        IEnumerable<Subject> items,
        ScoringGrid grid,
        IEnumerable<GivenScores> given,
        Recusals recusals,
        RankingBasis basis = RankingBasis.Normalised,
        decimal disagreement = Disagreement)
    {
        var asked = items.ToHashSet();
        var (whole, totals) = Total(grid, given.Where(scores => asked.Contains(scores.Item) && !recusals.Excludes(scores.ReviewerId, scores.Item)));
        var everybody = Sample.Of(totals.Select(total => total.Points));
        var own = totals.GroupBy(total => total.ReviewerId).ToDictionary(given => given.Key, given => Sample.Of(given.Select(total => total.Points)));
        var byItem = totals.ToLookup(total => total.Item);
        var figures = asked.Select(item => Figure.Of(item, [.. byItem[item].Select(total => (total.Points, ScoreOf(own[total.ReviewerId], everybody, total.Points)))])).ToList();
        var ranked = figures.Where(figure => figure.Count > 0).OrderBy(figure => figure, Comparer<Figure>.Create((x, y) => y.CompareTo(x, basis))).ToList();
        var ranks = new Dictionary<Subject, int>();
        for (var i = 0; i < ranked.Count; i++)
        {
            ranks[ranked[i].Item] = i > 0 && ranked[i].CompareTo(ranked[i - 1], basis) == 0 ? ranks[ranked[i - 1].Item] : i + 1;
        }

        return
        [
            .. figures.Select(figure => figure.Tell(ranks.TryGetValue(figure.Item, out var rank) ? rank : null, whole, everybody, disagreement))
                .OrderBy(standing => standing.Rank ?? int.MaxValue)
                .ThenBy(standing => standing.Item, WrittenOrder.Ascending),
        ];
    }

    /// <summary>Weighted means as whole numbers of points, and how many points the best one has.</summary>
    private static (BigInteger Whole, List<Weighed> Totals) Total(ScoringGrid grid, IEnumerable<GivenScores> counted)
    {
        var criteria = grid.Criteria;
        var steps = criteria.Aggregate(BigInteger.One, (multiple, criterion) => multiple * criterion.Scale.Steps / BigInteger.GreatestCommonDivisor(multiple, criterion.Scale.Steps));
        var totals = new List<Weighed>();
        var seen = new HashSet<(Subject, Guid)>();
        foreach (var given in counted)
        {
            if (!seen.Add((given.Item, given.ReviewerId)))
            {
                throw new ArgumentException("Two assessments of one item by one reviewer.", nameof(counted));
            }

            var points = BigInteger.Zero;
            foreach (var criterion in criteria)
            {
                points += criterion.Weight * criterion.Scale.StepsTo(given.Scores[criterion.Code]) * (steps / criterion.Scale.Steps);
            }

            totals.Add(new Weighed(given.Item, given.ReviewerId, points));
        }

        return (steps * criteria.Sum(criterion => criterion.Weight), totals);
    }

    /// <summary>The z-score of an assessment, in billionths.</summary>
    private static BigInteger ScoreOf(Sample own, Sample everybody, BigInteger points) => (own.Count < FewestToNormalise ? everybody : own).ScoreOf(points);

    private readonly record struct Weighed(Subject Item, Guid ReviewerId, BigInteger Points);

    /// <summary>Numbers, of which only the count, the sum and the sum of squares matter.</summary>
    private readonly record struct Sample(int Count, BigInteger Sum, BigInteger Squares)
    {
        /// <summary>The variance, times the square of the count.</summary>
        public BigInteger Variance => (Count * Squares) - (Sum * Sum);

        public static Sample Of(IEnumerable<BigInteger> numbers)
        {
            var sample = default(Sample);
            foreach (var number in numbers)
            {
                sample = new Sample(sample.Count + 1, sample.Sum + number, sample.Squares + (number * number));
            }

            return sample;
        }

        /// <summary>(x - mean) / deviation, in billionths: both terms are times the count.</summary>
        public BigInteger ScoreOf(BigInteger number)
        {
            var (distance, variance) = ((Count * number) - Sum, Variance);
            return variance.IsZero ? BigInteger.Zero : distance.Sign * Root(distance * distance * Billion * Billion / variance);
        }
    }

    private sealed record Figure(Subject Item, Sample Points, BigInteger Scores)
    {
        public int Count => Points.Count;

        public static Figure Of(Subject item, IReadOnlyCollection<(BigInteger Points, BigInteger Score)> given) =>
            new(item, Sample.Of(given.Select(one => one.Points)), given.Aggregate(BigInteger.Zero, (sum, one) => sum + one.Score));

        /// <summary>Compares means: sums, each times the count of the other.</summary>
        public int CompareTo(Figure other, RankingBasis basis) => basis is RankingBasis.Raw
            ? (Points.Sum * other.Count).CompareTo(other.Points.Sum * Count)
            : (Scores * other.Count).CompareTo(other.Scores * Count);

        public Standing Tell(int? rank, BigInteger whole, Sample everybody, decimal disagreement)
        {
            if (Count == 0)
            {
                return new Standing(Item, rank, 0, Mean: null, Normalised: null, Spread: null, IsDisputed: false);
            }

            // Ten thousandths of a point out of OutOf.
            var unit = new BigInteger(OutOf) * 10_000;
            var mean = Points.Sum * unit / (whole * Count);
            var centre = everybody.Sum * unit / (whole * everybody.Count);
            var deviation = Root(everybody.Variance * unit * unit) / (whole * everybody.Count);
            var spread = (decimal)(Root(Points.Variance * unit * unit) / (whole * Count)) / 10_000;
            return new Standing(Item, rank, Count, (decimal)mean / 10_000, (decimal)(centre + (deviation * Scores / (Billion * Count))) / 10_000, spread, Count > 1 && spread >= disagreement);
        }
    }

    /// <summary>The whole part of a square root.</summary>
    private static BigInteger Root(BigInteger number)
    {
        if (number < 2)
        {
            return number;
        }

        // Newton's method from above: it decreases until it is there. What a double says, a little more, is close already.
        var root = number.GetBitLength() < LargestDouble ? (BigInteger)(Math.Sqrt((double)number) * (1 + 1e-15)) + 1 : BigInteger.One << (int)((number.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (number / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
