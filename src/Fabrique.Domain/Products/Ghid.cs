using System.Globalization;

namespace Fabrique.Domain.Products;

/// <summary>From an application's title (« Ombrelle – chaleur des lieux du quotidien ») to a product's name, pitch and beta.gouv.fr identifier.</summary>
public static class Ghid
{
    private static readonly string[] Separators = [" – ", " — ", " - ", " : ", ", "];

    /// <summary>The part before the first dash, colon or comma.</summary>
    public static string NameFromTitle(string title) => Split(title).Name;

    /// <summary>The part after it; the whole title when there is none.</summary>
    public static string PitchFromTitle(string title) => Split(title).Pitch;

    /// <summary>The name in lower-case ASCII kebab, followed by a number when another product has it.</summary>
    public static string FromTitle(string title, IReadOnlyCollection<string> taken)
    {
        var ghid = Kebab(NameFromTitle(title));
        var candidate = ghid;
        for (var number = 2; taken.Contains(candidate); number++)
        {
            candidate = $"{ghid}-{number}";
        }

        return candidate;
    }

    private static (string Name, string Pitch) Split(string title)
    {
        foreach (var separator in Separators)
        {
            var at = title.IndexOf(separator, StringComparison.Ordinal);
            if (at > 0 && at + separator.Length < title.Length)
            {
                var pitch = title[(at + separator.Length)..].Trim();
                return (title[..at].Trim(), char.ToUpper(pitch[0], CultureInfo.GetCultureInfo("fr-FR")) + pitch[1..]);
            }
        }

        return (title.Trim(), title.Trim());
    }

    private static string Kebab(string name) => Slug.Of(name, Product.GhidLength - 5) is { Length: > 0 } ghid ? ghid : "produit";
}
