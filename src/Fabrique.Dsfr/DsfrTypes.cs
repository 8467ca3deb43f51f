namespace Fabrique.Dsfr;

/// <summary>A choice of a list, of radio buttons or of checkboxes.</summary>
/// <param name="Value">What the form posts.</param>
/// <param name="Label">What the person reads.</param>
/// <param name="Hint">A second line of explanation (not shown in a drop-down list).</param>
/// <param name="Disabled">Shown, and cannot be chosen.</param>
public sealed record DsfrOption(string Value, string Label, string? Hint = null, bool Disabled = false);

/// <summary>A link of a breadcrumb, a footer or a list of skip links.</summary>
/// <param name="Text">Its visible text, never empty.</param>
/// <param name="Href">Where it goes; null for the page itself, in a breadcrumb.</param>
public sealed record DsfrLink(string Text, string? Href = null);

/// <summary>How a column sorts the rows of a table.</summary>
public enum SortDirection
{
    /// <summary>The smallest first.</summary>
    Ascending,

    /// <summary>The greatest first.</summary>
    Descending,
}

/// <summary>An entry of the main navigation or of a side menu.</summary>
/// <param name="Text">Its visible text, never empty.</param>
/// <param name="Href">Where it goes.</param>
/// <param name="IsCurrent">The entry is the page itself.</param>
/// <param name="IsAncestor">The page is below the entry.</param>
public sealed record DsfrMenuItem(string Text, string Href, bool IsCurrent = false, bool IsAncestor = false)
{
    /// <summary>Entries below this one (side menu only): the entry becomes a button that unfolds them.</summary>
    public IReadOnlyList<DsfrMenuItem> Children { get; init; } = [];
}
