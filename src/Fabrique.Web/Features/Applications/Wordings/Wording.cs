using Fabrique.Domain.Wordings;

namespace Fabrique.Web.Features.Applications.Wordings;

/// <summary>A text that administrators may write in the place of the software's.</summary>
/// <param name="Key">Stable.</param>
/// <param name="Group">French, the heading under which it is listed.</param>
/// <param name="Label">French.</param>
/// <param name="Default">What the software says.</param>
public sealed record Wording(string Key, string Group, string Label, string Default)
{
    /// <summary>What an administrator should know of it; null when its label says all.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether it may say nothing.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>In characters.</summary>
    public int Length { get; init; } = 200;

    /// <summary>Whether it has several lines.</summary>
    public bool IsLong { get; init; }

    /// <summary>What may stand between braces in it: <c>{date}</c>.</summary>
    public IReadOnlyList<string> Blanks { get; init; } = [];

    /// <summary>Why a text cannot stand in its place, in a French sentence; null when it can.</summary>
    public string? FindProblem(string text)
    {
        if (text.Length == 0 && !MayBeEmpty)
        {
            return "Écrivez un texte : celui-ci ne peut pas rester vide.";
        }

        var known = Blanks.Aggregate(text, (rest, blank) => rest.Replace(blank, "", StringComparison.Ordinal));
        return known.AsSpan().ContainsAny('{', '}')
            ? Blanks.Count == 0 ? "Ce texte ne se complète pas : retirez les accolades." : $"Entre accolades, ce texte ne connaît que {string.Join(" et ", Blanks)}."
            : null;
    }
}

/// <summary>Every wording, and what is in force of each.</summary>
public static class WordingCatalog
{
    public static IReadOnlyList<Wording> All { get; } = [.. StatusWording.Wordings, .. LetterWording.All];

    /// <summary>Null when there is none.</summary>
    public static Wording? Find(string key) => All.FirstOrDefault(wording => wording.Key == key);

    /// <summary>What a wording says, given what administrators wrote.</summary>
    /// <param name="wording">The wording.</param>
    /// <param name="written">By key.</param>
    public static string InForce(this Wording wording, IReadOnlyDictionary<string, string> written) => written.GetValueOrDefault(wording.Key) ?? wording.Default;
}

/// <summary>What every letter says of who signs it, and of what one can do against it.</summary>
public static class LetterWording
{
    private const string Group = "Lettres de décision";

    /// <summary>Of the keys of all of them.</summary>
    public const string Prefix = "lettre.";

    public static Wording Signatory { get; } = new($"{Prefix}signataire", Group, "Qui signe : prénom, nom et fonction", "")
    {
        MayBeEmpty = true,
        Hint = "Par exemple : Camille Durand, responsable de la Fabrique numérique. Vide : les lettres sont signées « L’équipe de la Fabrique numérique ».",
    };

    public static Wording Capacity { get; } = new($"{Prefix}qualite", Group, "En quelle qualité", "Pour le directeur et par délégation")
    {
        MayBeEmpty = true,
        Hint = "Écrit au-dessus du nom. N’est écrit que si quelqu’un signe.",
    };

    public static Wording Remedies { get; } = new(
        $"{Prefix}recours",
        Group,
        "Voies et délais de recours",
        "Si vous contestez cette décision, vous pouvez, dans les deux mois qui suivent sa notification, former un recours gracieux auprès de son auteur, ou un recours contentieux devant le tribunal administratif compétent. "
            + "Un recours gracieux formé dans ce délai prolonge d’autant celui du recours contentieux.")
    {
        MayBeEmpty = true,
        IsLong = true,
        Length = WordingOverride.TextLength,
        Hint = "Écrit dans les lettres défavorables. Un appel à idées n’est pas toujours une décision faisant grief : videz ce texte s’il n’a pas lieu d’être.",
    };

    public static IReadOnlyList<Wording> All { get; } = [Signatory, Capacity, Remedies];
}
