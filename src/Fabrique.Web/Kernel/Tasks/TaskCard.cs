namespace Fabrique.Web.Kernel.Tasks;

/// <summary>A task in a list, for <c>Shared/_TaskCard.cshtml</c>, itself an item of a list of classes <c>fab-tasks fr-raw-list</c>.</summary>
/// <param name="Title">What is asked.</param>
/// <param name="Href">Where it is done or read.</param>
/// <param name="Context">What it is about: the application or the product.</param>
/// <param name="Until">The last day given, Paris.</param>
/// <param name="HeadingLevel">The title’s level, after the page’s headings.</param>
public sealed record TaskCard(string Title, string Href, string? Context = null, DateOnly? Until = null, int HeadingLevel = 3)
{
    public bool IsLate { get; init; }

    /// <summary>How it ended; null while it is to be done.</summary>
    public string? Outcome { get; init; }

    internal string State => Outcome is not null ? "fab-task--done" : IsLate ? "fab-task--late" : "";
}
