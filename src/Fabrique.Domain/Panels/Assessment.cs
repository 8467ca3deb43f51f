namespace Fabrique.Domain.Panels;

/// <summary>« Note » : what a reviewer gives an item for a criterion.</summary>
public sealed class Score
{
    private Score()
    {
    }

    internal Score(Guid assessmentId, string criterionCode) => (AssessmentId, CriterionCode) = (assessmentId, criterionCode);

    public Guid AssessmentId { get; private init; }

    public string CriterionCode { get; private init; } = "";

    /// <summary>On the scale of the criterion.</summary>
    public decimal Value { get; private set; }

    /// <summary>May be empty until it is submitted.</summary>
    public string Comment { get; private set; } = "";

    internal void Give(decimal value, string comment) => (Value, Comment) = (value, comment);
}

/// <summary>
/// « Appréciation » : what a reviewer says of an item by a grid, kept criterion by criterion, and theirs alone until they submit it. One for a reviewer, an item and a grid. That of somebody
/// recused stays and counts nowhere (<see cref="Recusals.Excludes"/>).
/// </summary>
public sealed class Assessment : IAggregate
{
    public const int CommentLength = 4000;

    private readonly List<Score> scores = [];

    private Assessment()
    {
    }

    public Guid Id { get; private init; }

    public Guid GridId { get; private init; }

    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    public Guid ReviewerId { get; private init; }

    public DateTime StartedAt { get; private init; }

    /// <summary>UTC; null as long as it is private.</summary>
    public DateTime? SubmittedAt { get; private set; }

    public int Version { get; private set; }

    public bool IsSubmitted => SubmittedAt is not null;

    /// <summary>In no order; at most one a criterion.</summary>
    public IReadOnlyList<Score> Scores => scores;

    public static Assessment Start(Guid id, ScoringGrid grid, Subject item, Guid reviewerId, Recusals recusals, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayBeStarted(item, reviewerId, recusals));
        grid.Settle(now);
        return new Assessment { Id = id, GridId = grid.Id, ItemKind = item.Kind, ItemId = item.Id, ReviewerId = reviewerId, StartedAt = now };
    }

    /// <summary>Why somebody may not score an item; null when they may, as far as recusals go.</summary>
    public static Refusal? MayBeStarted(Subject item, Guid reviewerId, Recusals recusals) => recusals.Excludes(reviewerId, item) ? Recused : null;

    public Score? ScoreOf(string criterionCode) => scores.Find(score => score.CriterionCode == criterionCode);

    /// <summary>Why a score is not taken; null when it is. Only its reviewer scores.</summary>
    public Refusal? MayScore(ScoringGrid grid, Guid actorId, Recusals recusals, string criterionCode, decimal value, string comment) =>
        MayBeTouched(actorId, recusals) ?? (
            GridOf(grid).Find(criterionCode) is not { } criterion ? new Refusal("score-unknown-criterion", "Ce critère n’est pas dans la grille\u00a0: rechargez la page.")
            : !criterion.Scale.Allows(value) ? new Refusal("score-out-of-scale", $"La note de «\u00a0{criterion.Label}\u00a0» va de {Tell(criterion.Scale.Min)} à {Tell(criterion.Scale.Max)}, par pas de {Tell(criterion.Scale.Step)}.")
            : comment.Length > CommentLength ? new Refusal("score-comment-too-long", $"Un commentaire a {CommentLength} caractères au plus.")
            : null);

    /// <summary>Keeps the score of one criterion, in place of an earlier one.</summary>
    public void Give(ScoringGrid grid, Guid actorId, Recusals recusals, string criterionCode, decimal value, string comment)
    {
        BrokenRuleException.ThrowIf(MayScore(grid, actorId, recusals, criterionCode, value, comment));
        if (ScoreOf(criterionCode) is not { } score)
        {
            score = new Score(Id, criterionCode);
            scores.Add(score);
        }

        score.Give(value, comment);
    }

    /// <summary>Why it cannot be submitted; null when it can.</summary>
    public Refusal? MaySubmit(ScoringGrid grid, Guid actorId, Recusals recusals)
    {
        if (MayBeTouched(actorId, recusals) is { } refusal)
        {
            return refusal;
        }

        var criteria = GridOf(grid).Criteria;
        var unscored = criteria.Where(criterion => ScoreOf(criterion.Code) is null).Select(criterion => $"«\u00a0{criterion.Label}\u00a0»").ToList();
        if (unscored.Count > 0)
        {
            return new Refusal("assessment-incomplete", $"Il manque une note\u00a0: {French.List(unscored)}.");
        }

        var unexplained = criteria.Where(criterion => criterion.RequiresComment && string.IsNullOrWhiteSpace(ScoreOf(criterion.Code)!.Comment)).Select(criterion => $"«\u00a0{criterion.Label}\u00a0»").ToList();
        return unexplained.Count > 0 ? new Refusal("assessment-unexplained", $"Il manque un commentaire\u00a0: {French.List(unexplained)}.") : null;
    }

    public void Submit(ScoringGrid grid, Guid actorId, Recusals recusals, DateTime now)
    {
        BrokenRuleException.ThrowIf(MaySubmit(grid, actorId, recusals));
        SubmittedAt = now;
    }

    /// <summary>A recusal was withdrawn, or the panel asks again: its reviewer looks at it once more before it counts. Nothing that was typed is lost.</summary>
    public void Reopen() => SubmittedAt = null;

    /// <summary>Whether it counts: submitted, by this grid, by somebody who is not recused.</summary>
    public bool Counts(ScoringGrid grid, Recusals recusals) => IsSubmitted && GridId == grid.Id && !recusals.Excludes(ReviewerId, Item);

    /// <summary>Why somebody may not read it; null when they may: its reviewer, and once it is submitted and counts, the others who have submitted theirs, or have none to give.</summary>
    /// <param name="readerId">Who would, of those whom the panel lets read assessments.</param>
    /// <param name="theirs">What they say of the item themselves; null when they have nothing to say of it.</param>
    /// <param name="isAsked">Whether they are asked to assess the item.</param>
    /// <param name="recusals">Those of the panel.</param>
    public Refusal? MayBeRead(Guid readerId, Assessment? theirs, bool isAsked, Recusals recusals) =>
        recusals.Excludes(readerId, Item) ? Recused
        : readerId == ReviewerId ? null
        : !IsSubmitted || recusals.Excludes(ReviewerId, Item) ? new Refusal("assessment-private", "Cette évaluation n’est pas communiquée.")
        : isAsked && theirs is not { IsSubmitted: true } ? new Refusal("assessment-after-yours", "Vous lirez les évaluations des autres quand vous aurez rendu la vôtre.")
        : null;

    private static Refusal Recused { get; } = new("recused", "Vous ne prenez pas part à ce point\u00a0: il ne vous est plus ouvert.");

    private static string Tell(decimal value) => value.ToString("0.####", System.Globalization.CultureInfo.GetCultureInfo("fr-FR"));

    private Refusal? MayBeTouched(Guid actorId, Recusals recusals) =>
        actorId != ReviewerId ? new Refusal("assessment-not-yours", "Cette évaluation est celle de quelqu’un d’autre.")
        : recusals.Excludes(ReviewerId, Item) ? Recused
        : IsSubmitted ? new Refusal("assessment-already-submitted", "Vous avez déjà rendu cette évaluation\u00a0: elle ne change plus.")
        : null;

    private ScoringGrid GridOf(ScoringGrid grid) => grid.Id == GridId ? grid : throw new ArgumentException("Not the grid that it follows.", nameof(grid));
}
