namespace Fabrique.Domain.Panels;

/// <summary>What the assessments of an item come to for one criterion: no score of anybody’s can be told from it unless one alone counts.</summary>
/// <param name="Criterion">Which.</param>
/// <param name="Mean">On its scale, cut to two decimals.</param>
public sealed record CriterionMean(Criterion Criterion, decimal Mean)
{
    /// <summary>Fewer assessments are told as what they are together, not criterion by criterion.</summary>
    public const int FewestToTell = 2;

    /// <summary>In the order of the grid; none when fewer than <see cref="FewestToTell"/> count.</summary>
    /// <param name="grid">By which.</param>
    /// <param name="assessments">Of any items.</param>
    /// <param name="recusals">Those of the panel.</param>
    /// <param name="item">Whose means.</param>
    public static IReadOnlyList<CriterionMean> Of(ScoringGrid grid, IEnumerable<Assessment> assessments, Recusals recusals, Subject item)
    {
        var counted = assessments.Where(assessment => assessment.Item == item && assessment.Counts(grid, recusals)).ToList();
        return counted.Count < FewestToTell
            ? []
            : [.. grid.Criteria.Select(criterion => new CriterionMean(criterion, Math.Floor(counted.Sum(assessment => assessment.ScoreOf(criterion.Code)!.Value) * 100 / counted.Count) / 100))];
    }
}
