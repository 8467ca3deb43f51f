namespace Fabrique.Web.Kernel.Pages;

/// <summary>French puts spaces inside quotation marks and before double punctuation; no line may break there.</summary>
public static class FrenchSpacing
{
    /// <summary>Keeps those spaces of a sentence, however it was written.</summary>
    public static string Keep(string sentence) => sentence
        .Replace("« ", "«\u00a0", StringComparison.Ordinal)
        .Replace(" »", "\u00a0»", StringComparison.Ordinal)
        .Replace(" :", "\u00a0:", StringComparison.Ordinal)
        .Replace(" ;", "\u00a0;", StringComparison.Ordinal)
        .Replace(" ?", "\u00a0?", StringComparison.Ordinal)
        .Replace(" !", "\u00a0!", StringComparison.Ordinal);
}
