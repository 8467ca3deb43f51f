using System.Globalization;
using System.Text;

namespace Fabrique.Domain;

/// <summary>
/// What people type, as it is kept: the one rule for every text, wherever it comes from. Line ends are one character; what controls a terminal or turns the
/// direction of what surrounds it is dropped; a text of which nothing can be seen is empty. What is written, in any script, stays as it is.
/// </summary>
public static class Texts
{
    private const char ZeroWidthNonJoiner = '\u200c';
    private const char ZeroWidthJoiner = '\u200d';

    /// <summary>A text of several lines.</summary>
    public static string Lines(string? typed) => Clean(typed, '\n');

    /// <summary>A text of one line: a line end in it, pasted, is a space.</summary>
    public static string Line(string? typed) => Clean(typed, ' ');

    /// <summary>A text that fits: what is beyond is replaced by « … ».</summary>
    public static string Clip(string text, int length) => text.Length <= length ? text : $"{text.AsSpan(0, length - 1)}…";

    private static string Clean(string? typed, char lineEnd)
    {
        var text = (typed ?? "").Replace("\r\n", "\n", StringComparison.Ordinal);
        var kept = new StringBuilder(text.Length);
        var isSeen = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsLineEnd(rune))
            {
                kept.Append(lineEnd);
            }
            else if (rune.Value == '\t' || !IsDropped(rune))
            {
                kept.Append(rune);
                isSeen |= IsSeen(rune);
            }
        }

        return isSeen ? Trim(kept.ToString()) : "";
    }

    private static string Trim(string text)
    {
        var (start, end) = (0, text.Length);
        while (IsBlank(text[start]))
        {
            start++;
        }

        while (IsBlank(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static bool IsBlank(char character) => char.IsWhiteSpace(character) || character is ZeroWidthNonJoiner or ZeroWidthJoiner || IsHidden(character);

    // The line and paragraph separators of Unicode, and those of old machines.
    private static bool IsLineEnd(Rune rune) => rune.Value is '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029;

    private static bool IsDropped(Rune rune) => Rune.IsControl(rune) || IsDirection(rune.Value) || IsHidden(rune.Value);

    // Embeddings, overrides and isolates: they let a name or a reason read otherwise than it is written.
    private static bool IsDirection(int value) => value is (>= 0x202a and <= 0x202e) or (>= 0x2066 and <= 0x2069);

    // Marks of pages copied from elsewhere, without any effect on a text.
    private static bool IsHidden(int value) => value is 0xad or 0x180e or 0x200b or 0x2060 or 0xfeff or (>= 0xfff9 and <= 0xfffb);

    // Joiners, variation selectors and fillers show nothing without what they go with.
    private static bool IsSeen(Rune rune) => !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        && rune.Value is not (0x115f or 0x1160 or 0x2800 or 0x3164 or 0xffa0);
}
