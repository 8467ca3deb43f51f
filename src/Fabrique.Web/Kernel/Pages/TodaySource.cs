namespace Fabrique.Web.Kernel.Pages;

/// <summary>What « Aujourd’hui » tells the signed-in person, as the modules have it.</summary>
public sealed record Today
{
    public static Today Nothing { get; } = new();

    /// <summary>What waits for the person, each a French clause without capital nor stop: « 3 tâches vous attendent, dont 1 en retard ».</summary>
    public IReadOnlyList<string> Waiting { get; init; } = [];

    /// <summary>What they may do next.</summary>
    public IReadOnlyList<TodayStep> Steps { get; init; } = [];

    /// <summary>The days to come that matter to them.</summary>
    public IReadOnlyList<TodayDate> Dates { get; init; } = [];

    /// <summary>What happened to their own cases since their last visit, the last first.</summary>
    public IReadOnlyList<TodayMove> Moves { get; init; } = [];

    /// <summary>What modules tell, put together in their order; the most pressing step and day come first, and what nobody waits for comes last.</summary>
    public static Today Merge(IReadOnlyCollection<Today> parts) => new()
    {
        Waiting = [.. parts.SelectMany(part => part.Waiting)],
        Steps = [.. parts.SelectMany(part => part.Steps).OrderBy(step => step.IsSuggestion).ThenBy(step => step.Until ?? DateTime.MaxValue)],
        Dates = [.. parts.SelectMany(part => part.Dates).OrderBy(date => date.At)],
        Moves = [.. parts.SelectMany(part => part.Moves).OrderByDescending(move => move.At)],
    };
}

/// <param name="What">What is to be done, in a few words.</param>
/// <param name="Action">What its button says: « Donner mon avis ».</param>
/// <param name="Href">Where it is done.</param>
/// <param name="Until">The last instant, UTC; null when there is none.</param>
public sealed record TodayStep(string What, string Action, string Href, DateTime? Until = null)
{
    public bool IsLate { get; init; }

    /// <summary>Nobody waits for it: it is what one could do when nothing waits.</summary>
    public bool IsSuggestion { get; init; }
}

/// <param name="At">UTC.</param>
/// <param name="What">What happens then, in a few words with a capital.</param>
/// <param name="Href">The page that tells more.</param>
public sealed record TodayDate(DateTime At, string What, string Href)
{
    /// <summary>Whether the hour matters, and not only the day.</summary>
    public bool IsToTheMinute { get; init; }
}

/// <param name="At">UTC.</param>
/// <param name="Sentence">A French sentence.</param>
/// <param name="About">The name of the case.</param>
/// <param name="Href">Its page.</param>
public sealed record TodayMove(DateTime At, string Sentence, string About, string Href);

/// <summary>Where a module says what it has for « Aujourd’hui ».</summary>
public abstract class TodaySource
{
    /// <summary>Its place among the others: tens are the product's.</summary>
    public abstract int Order { get; }

    public abstract Task<Today> ReadAsync(CancellationToken cancellationToken);
}
