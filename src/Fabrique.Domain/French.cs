namespace Fabrique.Domain;

/// <summary>What French asks of a sentence into which a name is put.</summary>
public static class French
{
    private const string Vowels = "aàâäæeéèêëiîïoôöœuùûüAÀÂÄÆEÉÈÊËIÎÏOÔÖŒUÙÛÜ";

    /// <summary>« de » before a noun or a name: « d’Ombrelle », « de Seconde Pierre », « d’« Ombrelle » ». An « h » is taken for an aspirated one, as in « de Haie vive ».</summary>
    public static string Of(string name) => IsElidedBefore(name) ? $"d’{name}" : $"de {name}";

    private static bool IsElidedBefore(string name) => name.TrimStart('«', ' ', '\u00a0') is { Length: > 0 } word && Vowels.Contains(word[0], StringComparison.Ordinal);
}
