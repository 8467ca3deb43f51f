namespace Fabrique.Domain.Panels;

/// <summary>« Barème » : the scores that a criterion may have.</summary>
/// <param name="Min">The worst.</param>
/// <param name="Max">The best, a whole number of steps above.</param>
/// <param name="Step">Between two scores.</param>
public sealed record Scale(decimal Min, decimal Max, decimal Step)
{
    /// <summary>The most steps of a scale.</summary>
    public const int MostSteps = 100;

    public Refusal? Problem => Step <= 0 || Max <= Min || (Max - Min) % Step != 0 || (Max - Min) / Step > MostSteps
        ? new Refusal("scale-impossible", $"Un barème va d’une note à une note plus haute, par pas égaux, en {MostSteps} pas au plus.")
        : null;

    /// <summary>How many steps it has.</summary>
    public int Steps => (int)((Max - Min) / Step);

    public bool Allows(decimal score) => score >= Min && score <= Max && (score - Min) % Step == 0;

    /// <summary>How many steps a score is above the worst.</summary>
    public int StepsTo(decimal score) => (int)((score - Min) / Step);
}

/// <summary>« Critère ».</summary>
public sealed class Criterion
{
    public const int CodeLength = 40;
    public const int LabelLength = 200;
    public const int GuidanceLength = 2000;
    public const int HeaviestWeight = 100;

    private Criterion()
    {
    }

    internal Criterion(Guid gridId, int rank, CriterionDraft draft) =>
        (GridId, Rank, Code, Label, Guidance, Weight, Scale, RequiresComment) = (gridId, rank, draft.Code, draft.Label, draft.Guidance, draft.Weight, draft.Scale, draft.RequiresComment);

    public Guid GridId { get; private init; }

    /// <summary>From 1, as they are read.</summary>
    public int Rank { get; private init; }

    /// <summary>Unique in its grid, and the same from one version to the next.</summary>
    public string Code { get; private init; } = "";

    public string Label { get; private init; } = "";

    /// <summary>What the scores mean; may be empty.</summary>
    public string Guidance { get; private init; } = "";

    /// <summary>From 1 to <see cref="HeaviestWeight"/>.</summary>
    public int Weight { get; private init; }

    public Scale Scale { get; private init; } = new(0, 5, 1);

    public bool RequiresComment { get; private init; }

    public CriterionDraft Draft => new(Code, Label, Guidance, Weight, Scale, RequiresComment);
}

/// <summary>What is said of a criterion: see <see cref="Criterion"/>.</summary>
public sealed record CriterionDraft(string Code, string Label, string Guidance, int Weight, Scale Scale, bool RequiresComment)
{
    public Refusal? Problem =>
        Code.Length is 0 or > Criterion.CodeLength || string.IsNullOrWhiteSpace(Label) || Label.Length > Criterion.LabelLength || Guidance.Length > Criterion.GuidanceLength
            ? new Refusal("criterion-unnamed", $"Donnez à chaque critère un intitulé de {Criterion.LabelLength} caractères au plus, et une aide de {Criterion.GuidanceLength} au plus.")
        : Weight is < 1 or > Criterion.HeaviestWeight ? new Refusal("criterion-weight", $"Le poids d’un critère va de 1 à {Criterion.HeaviestWeight}.")
        : Scale.Problem;
}

/// <summary>« Grille d’évaluation » of a panel, in one version: once somebody has scored by it, it does not change, and what changes is the next version.</summary>
public sealed class ScoringGrid : IAggregate
{
    public const int MostCriteria = 20;

    private readonly List<Criterion> criteria = [];

    private ScoringGrid()
    {
    }

    public Guid Id { get; private init; }

    public Guid PanelId { get; private init; }

    /// <summary>From 1.</summary>
    public int Number { get; private init; }

    /// <summary>Since when it does not change, UTC; null as long as it may.</summary>
    public DateTime? SettledAt { get; private set; }

    public int Version { get; private set; }

    public IReadOnlyList<Criterion> Criteria => [.. criteria.OrderBy(criterion => criterion.Rank)];

    public bool IsSettled => SettledAt is not null;

    /// <summary>Why these cannot be the criteria; null when they can.</summary>
    public static Refusal? MayHold(IReadOnlyList<CriterionDraft> drafts) =>
        drafts.Count is 0 or > MostCriteria ? new Refusal("grid-size", $"Une grille a de 1 à {MostCriteria} critères.")
        : drafts.DistinctBy(draft => draft.Code, StringComparer.Ordinal).Count() < drafts.Count ? new Refusal("grid-criterion-twice", "Deux critères de la grille portent le même code.")
        : drafts.Select(draft => draft.Problem).FirstOrDefault(problem => problem is not null);

    public static ScoringGrid Draft(Guid id, Guid panelId, IReadOnlyList<CriterionDraft> drafts)
    {
        var grid = new ScoringGrid { Id = id, PanelId = panelId, Number = 1 };
        grid.Change(drafts);
        return grid;
    }

    public Refusal? MayChange(IReadOnlyList<CriterionDraft> drafts) => IsSettled
        ? new Refusal("grid-settled", "Des évaluations suivent déjà cette grille\u00a0: elle ne change plus. Préparez-en une nouvelle version.")
        : MayHold(drafts);

    public void Change(IReadOnlyList<CriterionDraft> drafts)
    {
        BrokenRuleException.ThrowIf(MayChange(drafts));
        criteria.Clear();
        criteria.AddRange(drafts.Select((draft, index) => new Criterion(Id, index + 1, draft)));
    }

    /// <summary>The next version, to be changed: assessments that followed this one count in no ranking by the next.</summary>
    public ScoringGrid Revise(Guid id)
    {
        var next = new ScoringGrid { Id = id, PanelId = PanelId, Number = Number + 1 };
        next.Change([.. Criteria.Select(criterion => criterion.Draft)]);
        return next;
    }

    /// <summary>Somebody scores by it. The first time counts.</summary>
    public void Settle(DateTime now) => SettledAt ??= now;

    /// <summary>The criterion of a code; null when it has none.</summary>
    public Criterion? Find(string code) => criteria.Find(criterion => criterion.Code == code);
}
