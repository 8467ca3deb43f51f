using System.Text.RegularExpressions;

namespace Fabrique.Web.Kernel.Differences;

/// <summary>What became of a line.</summary>
public enum LineChange
{
    Kept,
    Removed,
    Added,
}

/// <summary>A line of one text, of the other, or of both.</summary>
public readonly record struct ComparedLine(LineChange Change, string Text);

/// <summary>The difference of two texts, line by line or word by word: the longest common sequence is kept.</summary>
internal static partial class TextDifference
{
    /// <summary>Beyond so many comparisons the whole middle is told as removed and written again.</summary>
    private const long MostCells = 4_000_000;

    /// <summary>Word by word: runs of words of the same fate, with the spaces between them.</summary>
    public static IReadOnlyList<ComparedLine> OfWords(string before, string after)
    {
        var runs = new List<ComparedLine>();
        foreach (var word in Between(Split(before), Split(after)))
        {
            if (runs.Count > 0 && runs[^1].Change == word.Change)
            {
                runs[^1] = runs[^1] with { Text = runs[^1].Text + word.Text };
            }
            else
            {
                runs.Add(word);
            }
        }

        return runs;

        static string[] Split(string text) => [.. Words().Matches(text).Select(match => match.Value)];
    }

    public static IReadOnlyList<ComparedLine> Between(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var start = 0;
        while (start < before.Count && start < after.Count && before[start] == after[start])
        {
            start++;
        }

        var end = 0;
        while (end < before.Count - start && end < after.Count - start && before[^(end + 1)] == after[^(end + 1)])
        {
            end++;
        }

        return
        [
            .. before.Take(start).Select(Kept),
            .. Compare([.. before.Skip(start).Take(before.Count - start - end)], [.. after.Skip(start).Take(after.Count - start - end)]),
            .. before.Skip(before.Count - end).Select(Kept),
        ];
    }

    private static IEnumerable<ComparedLine> Compare(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostCells)
        {
            return [.. before.Select(Removed), .. after.Select(Added)];
        }

        // common[i, j] is the length of what the ends of both, from i and from j, have in common.
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var lines = new List<ComparedLine>();
        var (left, right) = (0, 0);
        while (left < before.Length && right < after.Length)
        {
            if (before[left] == after[right])
            {
                lines.Add(Kept(before[left++]));
                right++;
            }
            else
            {
                lines.Add(common[left + 1, right] >= common[left, right + 1] ? Removed(before[left++]) : Added(after[right++]));
            }
        }

        return [.. lines, .. before[left..].Select(Removed), .. after[right..].Select(Added)];
    }

    private static ComparedLine Kept(string text) => new(LineChange.Kept, text);

    private static ComparedLine Removed(string text) => new(LineChange.Removed, text);

    private static ComparedLine Added(string text) => new(LineChange.Added, text);

    [GeneratedRegex(@"\S+\s*|\s+", RegexOptions.None, matchTimeoutMilliseconds: 5_000)]
    private static partial Regex Words();
}
