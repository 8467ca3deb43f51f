using System.Globalization;

namespace Fabrique.Domain.Similarity;

/// <summary>What is compared of a text: its stems, and how much each is said.</summary>
public sealed class WordBag
{
    /// <summary>Below, a text is too short to be compared: two of a few words would be alike by chance.</summary>
    public const int FewestStems = 6;

    /// <summary>Characters that <see cref="ToString"/> takes at most: what is beyond is left out, the least said first.</summary>
    public const int MaximumLength = 6000;

    private readonly Dictionary<string, double> said;

    private WordBag(Dictionary<string, double> said) => this.said = said;

    public static WordBag None { get; } = new([]);

    public IReadOnlyDictionary<string, double> Stems => said;

    public bool IsTooShort => said.Count < FewestStems;

    /// <param name="parts">Texts, and how much each counts: a title more than a paragraph.</param>
    public static WordBag Of(params IEnumerable<(string Text, double Weight)> parts)
    {
        var bag = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (text, weight) in parts)
        {
            foreach (var word in FrenchWords.Read(text))
            {
                var head = FrenchFamilies.HeadOf(word.Stem);
                bag[head] = bag.GetValueOrDefault(head) + weight;
            }
        }

        return new WordBag(bag);
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static WordBag Parse(string kept)
    {
        var bag = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var one in kept.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = one.IndexOf(':', StringComparison.Ordinal);
            bag[colon < 0 ? one : one[..colon]] = colon < 0 ? 1 : double.Parse(one.AsSpan(colon + 1), CultureInfo.InvariantCulture);
        }

        return new WordBag(bag);
    }

    /// <summary>« haie:3 plant:1.5 suiv », the most said first.</summary>
    public override string ToString()
    {
        var kept = string.Join(' ', said
            .OrderByDescending(stem => stem.Value)
            .ThenBy(stem => stem.Key, StringComparer.Ordinal)
            .Select(stem => stem.Value == 1 ? stem.Key : string.Create(CultureInfo.InvariantCulture, $"{stem.Key}:{stem.Value:0.##}")));
        return kept.Length <= MaximumLength ? kept : kept[..kept.LastIndexOf(' ', MaximumLength)];
    }
}
