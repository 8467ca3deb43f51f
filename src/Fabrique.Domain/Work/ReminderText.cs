using System.Globalization;
using System.Text.RegularExpressions;

namespace Fabrique.Domain.Work;

/// <summary>
/// Reminders as an administrator writes them, separated by commas or by lines: « J-7, J-2, J, J+1 ouvré, J+3 ouvrés », where J is the last day given and
/// « ouvré » counts working days. Case and spaces do not matter.
/// </summary>
public static partial class ReminderText
{
    /// <summary>Before or after the last day.</summary>
    public const int MostDays = 366;

    /// <summary>What may be written, for whoever wrote something else.</summary>
    public const string Example = "« J-7, J-2, J+1 ouvré »";

    /// <summary>Reads the reminders.</summary>
    /// <param name="text">Nothing when there are none.</param>
    /// <param name="policy">The reminders; <see cref="ReminderPolicy.None"/> when they are not understood.</param>
    /// <returns>Null when they are understood; otherwise which of them is not, and why, in French, as a sentence goes on.</returns>
    public static string? Read(string text, out ReminderPolicy policy)
    {
        policy = ReminderPolicy.None;
        var days = new List<ReminderDay>();
        foreach (var piece in text.Split([',', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Pattern().Match(piece) is not { Success: true } match)
            {
                return $"la relance « {piece} » ne se lit pas : écrivez par exemple {Example}";
            }

            if (!int.TryParse(match.Groups["days"].Success ? match.Groups["days"].ValueSpan : "0", NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count > MostDays)
            {
                return $"la relance « {piece} » est à plus de {MostDays} jours du dernier jour";
            }

            days.Add(new ReminderDay(match.Groups["sign"].ValueSpan is "+" ? count : -count, match.Groups["worked"].Success));
        }

        policy = ReminderPolicy.On(days);
        return null;
    }

    // A word processor turns the hyphen into a dash or a minus sign.
    [GeneratedRegex(@"^J(?:\s*(?<sign>[-\u2010-\u2013\u2212+])\s*(?<days>[0-9]+))?(?<worked>\s*(?:jours?\s+)?ouvr[ée]s?)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Pattern();
}
