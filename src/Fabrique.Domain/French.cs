namespace Fabrique.Domain;

/// <summary>What French asks of a sentence into which a name is put.</summary>
public static class French
{
    private const string Vowels = "aàâäæeéèêëiîïoôöœuùûüAÀÂÄÆEÉÈÊËIÎÏOÔÖŒUÙÛÜ";

    /// <summary>« de » before a noun or a name: « d’Ombrelle », « de Seconde Pierre », « d’« Ombrelle » ». An « h » is taken for an aspirated one, as in « de Haie vive », and « onze » is not elided: « de onze mois ». The articles « le » and « les » contract with it: « du visa », « des avis ».</summary>
    public static string Of(string name) => name.StartsWith("le ", StringComparison.Ordinal) ? $"du {name[3..]}"
        : name.StartsWith("les ", StringComparison.Ordinal) ? $"des {name[4..]}"
        : IsElidedBefore(name) ? $"d’{name}" : $"de {name}";

    /// <summary>« Kenza Fauvette, Joris Grèbe et Claude Martin »; empty when there is none.</summary>
    public static string List(IReadOnlyList<string> names) => names.Count < 2 ? string.Concat(names) : $"{string.Join(", ", names.Take(names.Count - 1))} et {names[^1]}";

    private static bool IsElidedBefore(string name) => name.TrimStart('«', ' ', '\u00a0') is { Length: > 0 } word && !word.StartsWith("onz", StringComparison.OrdinalIgnoreCase) && Vowels.Contains(word[0], StringComparison.Ordinal);
}
