namespace Fabrique.Web.Kernel.Timelines;

/// <summary>
/// The story of an application or of a product, for <c>Shared/_Timeline.cshtml</c>: what happened, what is awaited, what comes next. Built by pages from the timeline's
/// rows, the open work items and the procedure.
/// </summary>
public sealed record TimelineModel(IReadOnlyList<TimelinePast> Past, IReadOnlyList<TimelineAwaited> Awaited, TimelineNext? Next = null)
{
    /// <summary>What is read out as the list's name.</summary>
    public string Label { get; init; } = "Suivi";
}

/// <summary>Something that happened.</summary>
/// <param name="At">When, UTC.</param>
/// <param name="Sentence">What, in a French sentence.</param>
/// <param name="Who">Who did it; null when the procedure did.</param>
/// <param name="IsInternal">Only the incubator’s staff read it: pages leave it out for others, the partial only marks it.</param>
/// <param name="Became">What became of it since; null when it was done at once.</param>
public sealed record TimelinePast(DateTime At, string Sentence, string? Who = null, bool IsInternal = false, TimelineState? Became = null)
{
    /// <summary>Whether it only says that something was asked once more: several in a row are folded.</summary>
    public bool IsReminder { get; init; }
}

/// <summary>What became of something that was asked for, such as a message.</summary>
/// <param name="Text">In a few words: « envoyé », « à envoyer ».</param>
/// <param name="Kind">Kind of badge, as the design system names it; null for a neutral one.</param>
public sealed record TimelineState(string Text, string? Kind);

/// <summary>Something that is waited for now.</summary>
/// <param name="What">What, in a few words: "Avis de la direction du numérique".</param>
/// <param name="FromWhom">Who owes it.</param>
/// <param name="Until">The last day given, Paris.</param>
/// <param name="IsLate">That day is over.</param>
/// <param name="Href">The page where the reader can do it; null when it is not theirs to do.</param>
public sealed record TimelineAwaited(string What, string FromWhom, DateOnly? Until = null, bool IsLate = false, string? Href = null);

/// <summary>What the procedure will do once nothing is awaited any more.</summary>
/// <param name="Sentence">A French sentence.</param>
public sealed record TimelineNext(string Sentence);
