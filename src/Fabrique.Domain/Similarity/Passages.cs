namespace Fabrique.Domain.Similarity;

/// <summary>A piece of a text.</summary>
/// <param name="Text">As it is written.</param>
/// <param name="IsShared">Whether the other text says it too, perhaps in another form.</param>
public readonly record struct TextPiece(string Text, bool IsShared);

/// <summary>Shows why two texts are close.</summary>
public static class Passages
{
    private const int LongestPassage = 300;

    /// <summary>A text cut where what it shares with another begins and ends.</summary>
    public static IReadOnlyList<TextPiece> Mark(string text, WordBag other)
    {
        var pieces = new List<TextPiece>();
        var from = 0;
        foreach (var word in FrenchWords.Read(text).Where(word => other.Stems.ContainsKey(FrenchFamilies.HeadOf(word.Stem))))
        {
            if (word.Start > from)
            {
                pieces.Add(new TextPiece(text[from..word.Start], IsShared: false));
            }

            from = word.Start + word.Length;
            pieces.Add(new TextPiece(text[word.Start..from], IsShared: true));
        }

        if (from < text.Length)
        {
            pieces.Add(new TextPiece(text[from..], IsShared: false));
        }

        return pieces;
    }

    /// <summary>The sentence of each text that is closest to one of the other; null when they share no word.</summary>
    public static (string One, string Other)? Closest(ComparedText one, ComparedText other)
    {
        var (ours, theirs) = (SentencesOf(one), SentencesOf(other));
        (string, string)? best = null;
        var most = 0.0;
        foreach (var (sentence, stems) in ours)
        {
            foreach (var (candidate, others) in theirs)
            {
                var shared = stems.Count(others.Contains);
                var score = shared / Math.Sqrt((double)stems.Count * others.Count) * Math.Log(1 + shared);
                if (score > most)
                {
                    (most, best) = (score, (Texts.Clip(sentence, LongestPassage), Texts.Clip(candidate, LongestPassage)));
                }
            }
        }

        return best;
    }

    /// <summary>How a text writes stems that it shares, in their order; those that it does not write are left out.</summary>
    public static IReadOnlyList<string> Write(IReadOnlyList<string> stems, ComparedText text)
    {
        var written = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Parts.Select(part => part.Text).Prepend(text.Title))
        {
            foreach (var word in FrenchWords.Read(part))
            {
                written.TryAdd(FrenchFamilies.HeadOf(word.Stem), part.Substring(word.Start, word.Length).ToLowerInvariant());
            }
        }

        return [.. stems.Select(stem => written.GetValueOrDefault(stem)).OfType<string>()];
    }

    private static List<(string Sentence, HashSet<string> Stems)> SentencesOf(ComparedText text) =>
    [
        .. text.Parts.Select(part => part.Text).Prepend(text.Title)
            .SelectMany(part => part.Split(['.', '!', '?', ';', '\n', '\r'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            .Select(sentence => (sentence, FrenchWords.Read(sentence).Select(word => FrenchFamilies.HeadOf(word.Stem)).ToHashSet(StringComparer.Ordinal)))
            .Where(read => read.Item2.Count > 0),
    ];
}
