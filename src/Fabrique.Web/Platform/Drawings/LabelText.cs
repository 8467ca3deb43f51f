using System.Globalization;
using System.Text;

namespace Fabrique.Web.Platform.Drawings;

/// <summary>Breaks labels into lines without a font at hand: widths are those of common letters, a little on the large side.</summary>
internal static class LabelText
{
    private const string Narrow = "iljtfrI.,:;'’!|()[] ·";
    private const string Wide = "mwMWŒÆœæ@%…—";

    /// <summary>Width of a text in the drawing’s letters of 14 pixels.</summary>
    public static double Width(string text) => Elements(text).Sum(LetterWidth);

    /// <summary>Breaks a text between its words, and within words that are too long; what does not fit in the last line is replaced by an ellipsis.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, int mostLines)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        var used = 0.0;
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            var needed = Width(word);
            if (line.Length > 0 && used + Width(" ") + needed > width)
            {
                Close();
            }

            if (line.Length > 0)
            {
                line.Append(' ');
                used += Width(" ");
            }

            foreach (var element in needed > width ? Elements(word) : [word])
            {
                var wide = needed > width ? LetterWidth(element) : needed;
                if (line.Length > 0 && used + wide > width)
                {
                    Close();
                }

                line.Append(element);
                used += wide;
            }

            if (lines.Count > mostLines)
            {
                break;
            }
        }

        Close();
        if (lines.Count <= mostLines)
        {
            return lines;
        }

        return [.. lines.Take(mostLines - 1), Shorten(lines[mostLines - 1], width)];

        void Close()
        {
            if (line.Length > 0)
            {
                lines.Add(line.ToString());
            }

            line.Clear();
            used = 0;
        }
    }

    /// <summary>The beginning of a text with an ellipsis, within a width.</summary>
    private static string Shorten(string text, double width)
    {
        var kept = new StringBuilder();
        var used = Width("…");
        foreach (var element in Elements(text))
        {
            used += LetterWidth(element);
            if (used > width)
            {
                break;
            }

            kept.Append(element);
        }

        return kept.ToString().TrimEnd() + "…";
    }

    /// <summary>What people see as letters: an accent or the parts of an emoji are never torn off.</summary>
    private static IEnumerable<string> Elements(string text)
    {
        var elements = StringInfo.GetTextElementEnumerator(text);
        while (elements.MoveNext())
        {
            yield return elements.GetTextElement();
        }
    }

    private static double LetterWidth(string element) => element[0] switch
    {
        var letter when Narrow.Contains(letter, StringComparison.Ordinal) => 4.6,
        var letter when Wide.Contains(letter, StringComparison.Ordinal) || char.IsSurrogate(letter) || letter >= '\u2e80' => 14,
        var letter when char.IsUpper(letter) => 9.8,
        _ => 8,
    };
}
