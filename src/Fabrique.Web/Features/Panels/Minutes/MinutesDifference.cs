using Fabrique.Web.Kernel.Differences;

namespace Fabrique.Web.Features.Panels.Minutes;

/// <summary>What one text of minutes changes of another: the lines that changed, and those around them.</summary>
internal static class MinutesDifference
{
    private const int Around = 2;

    public static IReadOnlyList<ComparedLine> Between(string before, string after)
    {
        var lines = TextDifference.Between(before.Split('\n'), after.Split('\n'));
        var shown = new List<ComparedLine>();
        var isCut = false;
        for (var number = 0; number < lines.Count; number++)
        {
            if (lines.Skip(number - Around).Take((2 * Around) + 1 + Math.Min(0, number - Around)).Any(line => line.Change is not LineChange.Kept))
            {
                shown.Add(lines[number]);
                isCut = false;
            }
            else if (!isCut)
            {
                shown.Add(new ComparedLine(LineChange.Kept, "…"));
                isCut = true;
            }
        }

        return shown;
    }
}
