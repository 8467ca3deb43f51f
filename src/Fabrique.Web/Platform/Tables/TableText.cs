using System.Globalization;
using System.Text;
using Fabrique.Domain.Time;

namespace Fabrique.Web.Platform.Tables;

/// <summary>Texts of cells, alike in all formats.</summary>
internal static class TableText
{
    /// <summary>What stands between the texts of a cell that holds several.</summary>
    public const string Between = " | ";

    private const char Unwritable = '\ufffd';

    /// <summary>A text that every format can hold: line ends are one character, a tabulation is a space (LibreOffice 7.4 drops those of an ODS), and what XML refuses (control characters, halves of a pair, two that stand for nothing) is shown as « � ».</summary>
    public static string Clean(string text)
    {
        var isClean = true;
        foreach (var character in text)
        {
            // The first two tests are for all but a few.
            if (character < ' ' && character != '\n' || char.IsSurrogate(character) || character >= '\ufffe')
            {
                isClean = false;
                break;
            }
        }

        if (isClean)
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            var character = text[index];
            if (character == '\r')
            {
                kept.Append('\n');
                index += index + 1 < text.Length && text[index + 1] == '\n' ? 1 : 0;
            }
            else if (character == '\t')
            {
                kept.Append(' ');
            }
            else if (char.IsHighSurrogate(character) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                kept.Append(character).Append(text[++index]);
            }
            else
            {
                kept.Append(character < ' ' && character != '\n' || char.IsSurrogate(character) || character >= '\ufffe' ? Unwritable : character);
            }
        }

        return kept.ToString();
    }

    /// <summary>What a cell holds: what its column says, or a text where there is no number, say, but something to be read.</summary>
    public static TableKind KindOf(TableColumn column, object? value) => value is string ? TableKind.Text : column.Kind;

    /// <summary>The text of a cell of texts; null for another kind.</summary>
    public static string? Of(TableKind kind, object value) => kind switch
    {
        TableKind.Text => Clean((string)value),
        TableKind.Several => Clean(string.Join(Between, (IEnumerable<string>)value)),
        TableKind.YesNo => YesNo((bool)value),
        _ => null,
    };

    public static string YesNo(bool value) => value ? "Oui" : "Non";

    public static long Whole(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture);

    /// <summary>As clocks of Paris showed it, to the second.</summary>
    public static DateTime Local(object instant)
    {
        var local = ParisTime.FromUtc((DateTime)instant);
        return new DateTime(local.Ticks - (local.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Unspecified);
    }

    /// <summary>Of a column, in characters: enough for most of what it holds.</summary>
    public static int WidthOf(TableColumn column)
    {
        var (least, most) = column.Kind switch
        {
            TableKind.Day => (12, 20),
            TableKind.Instant => (20, 24),
            TableKind.WholeNumber or TableKind.DecimalNumber or TableKind.YesNo => (10, 20),
            _ => (24, 40),
        };

        // Beside its title, the header has the arrow of its filter.
        return Math.Clamp(column.Title.Length + 4, least, most);
    }

    /// <summary>A name that a sheet may have: at most 31 characters, none of those that formulas use.</summary>
    public static string SheetName(string title)
    {
        var name = string.Concat(Clean(title).Select(character => "[]:*?/\\'\n\t".Contains(character, StringComparison.Ordinal) ? ' ' : character)).Trim();
        name = name.Length > 31 ? name[..(char.IsHighSurrogate(name[30]) ? 30 : 31)].Trim() : name;
        return name.Length == 0 ? "Export" : name;
    }
}
