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

    /// <summary>Whether it is over without having been done.</summary>
    public bool IsWithdrawn { get; init; }

    /// <summary>Who sees to it, entrusted it, or why it is over; null when there is nothing to say.</summary>
    public string? Note { get; init; }

    /// <summary>How the reader may take it; null when they may not.</summary>
    public TaskClaim? Claim { get; init; }

    /// <summary>What the button that leads to it says.</summary>
    public string Action { get => field ?? (Outcome is null ? "Traiter" : "Relire"); init; }

    internal string State => IsWithdrawn ? "" : Outcome is not null ? "fab-task--done" : IsLate ? "fab-task--late" : "";
}

/// <summary>A button that takes a task which a role is asked.</summary>
/// <param name="Id">Of the task.</param>
/// <param name="From">Who sees to it; null when nobody does.</param>
/// <param name="Label">« Je m’en occupe ».</param>
public sealed record TaskClaim(Guid Id, Guid? From, string Label);
