namespace Fabrique.Web.Platform.Tables;

/// <summary>What the cells of a column hold. Each kind names the .NET type of its values; null is an empty cell and a string a text, whatever the kind.</summary>
public enum TableKind
{
    /// <summary>A <see cref="string"/>, as it is: leading zeros and line ends are kept.</summary>
    Text,

    /// <summary>An <see cref="int"/> or a <see cref="long"/>.</summary>
    WholeNumber,

    /// <summary>A <see cref="decimal"/>.</summary>
    DecimalNumber,

    /// <summary>A <see cref="DateOnly"/>.</summary>
    Day,

    /// <summary>A <see cref="DateTime"/>, UTC; written as clocks of Paris showed it.</summary>
    Instant,

    /// <summary>A <see cref="bool"/>.</summary>
    YesNo,

    /// <summary>Texts, in an <see cref="IEnumerable{T}"/> of strings.</summary>
    Several,
}

/// <summary>A column of a table that is taken away.</summary>
/// <param name="Code">Stable; without comma.</param>
/// <param name="Title">What its header says, in French.</param>
/// <param name="Kind">What its cells hold.</param>
public sealed record TableColumn(string Code, string Title, TableKind Kind = TableKind.Text);
