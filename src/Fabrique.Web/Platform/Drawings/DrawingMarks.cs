namespace Fabrique.Web.Platform.Drawings;

/// <summary>How a step stands in a run, or what became of it from one version to another.</summary>
public enum StepState
{
    Done,
    Current,
    Future,

    /// <summary>The run went another way, or is over without it.</summary>
    Skipped,
    Faulted,
    Added,
    Removed,
    Changed,

    /// <summary>Something in it keeps the procedure from being published.</summary>
    Wrong,

    /// <summary>Something in it is probably not meant.</summary>
    Doubtful,
}

/// <summary>What became of an arrow.</summary>
public enum ArrowState
{
    Followed,
    Added,
    Removed,
}

/// <summary>A mark on a step.</summary>
/// <param name="State">Its state.</param>
/// <param name="Detail">A few words that complete it: « le 12 mars 2026 ».</param>
public sealed record StepMark(StepState State, string? Detail = null)
{
    /// <summary>Sentences about the step, in the order in which they are read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}

/// <summary>An arrow by what it joins: the activity and the port that it leaves by, as definitions name them, and the activity that it leads to.</summary>
public readonly record struct ArrowKey(string From, string Port, string To);

/// <summary>What a drawing shows besides the procedure itself. Marks of activities that the definition does not have are left out.</summary>
public sealed record DrawingMarks
{
    public static readonly DrawingMarks None = new();

    /// <summary>By identifier of the activity in the definition.</summary>
    public IReadOnlyDictionary<string, StepMark> Steps { get; init; } = new Dictionary<string, StepMark>(StringComparer.Ordinal);

    public IReadOnlyDictionary<ArrowKey, ArrowState> Arrows { get; init; } = new Dictionary<ArrowKey, ArrowState>();

    /// <summary>How a state is said of a step.</summary>
    public static string Label(StepState state) => state switch
    {
        StepState.Done => "Faite",
        StepState.Current => "En cours",
        StepState.Future => "À venir",
        StepState.Skipped => "Non suivie",
        StepState.Faulted => "En échec",
        StepState.Added => "Ajoutée",
        StepState.Removed => "Retirée",
        StepState.Changed => "Modifiée",
        StepState.Wrong => "À corriger",
        StepState.Doubtful => "À vérifier",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
