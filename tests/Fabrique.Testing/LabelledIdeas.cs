using System.Globalization;
using Fabrique.Domain.Similarity;

namespace Fabrique.Testing;

/// <summary>Two ideas, and what a person says of them.</summary>
/// <param name="Kind">How they were made: « reworded », « other words », « slips », « same theme », « unrelated », « short ».</param>
/// <param name="IsSame">Whether it is one idea.</param>
/// <param name="Theme">Which of the themes it is of, from 0: the threshold is chosen on the even ones, and tried on the odd ones.</param>
/// <param name="One">The first.</param>
/// <param name="Other">The second.</param>
internal sealed record LabelledPair(string Kind, bool IsSame, int Theme, Guid One, Guid Other);

/// <summary>How many of the pairs that are said to be close are one idea, and how many of those that are one idea are said to be close.</summary>
internal readonly record struct SimilarityFigures(double Threshold, double Precision, double Recall)
{
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Threshold:0.00}  precision {Precision:0.000}  recall {Recall:0.000}  F1 {F1:0.000}");
}

/// <summary>
/// Short ideas of the ministry’s world (LabelledIdeas.txt), made for the tests: of each theme an idea (<c>a</c>), the same reworded (<c>r</c>), the same with hardly a word
/// in common (<c>v</c>), and another idea of the same theme (<c>b</c>). The pairs are made of these, of the first with slips of the pen, and of texts too short to say anything.
/// </summary>
internal sealed class LabelledIdeas
{
    private const double TitleWeight = 2;

    private readonly SimilarityCorpus corpus = new();
    private readonly List<LabelledPair> pairs = [];
    private readonly List<Guid> texts = [];

    private LabelledIdeas()
    {
    }

    public IReadOnlyList<LabelledPair> Pairs => pairs;

    public SimilarityCorpus Corpus => corpus;

    public static LabelledIdeas Read()
    {
        var ideas = new LabelledIdeas();
        var themes = new List<Dictionary<char, (string Title, string Text)>>();
        using var reader = new StreamReader(typeof(LabelledIdeas).Assembly.GetManifestResourceStream("LabelledIdeas.txt")!);
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
            {
                themes.Add([]);
            }
            else if (line.Length > 3)
            {
                var parts = line[3..].Split(" | ");
                themes[^1].Add(line[0], (parts[0], parts[1]));
            }
        }

        var known = themes.Select(theme => theme.ToDictionary(idea => idea.Key, idea => ideas.Add(idea.Value.Title, idea.Value.Text))).ToList();
        for (var theme = 0; theme < known.Count; theme++)
        {
            var (a, r, v, b) = (known[theme]['a'], known[theme]['r'], known[theme]['v'], known[theme]['b']);
            var slips = ideas.Add(Slip(themes[theme]['a'].Title), Slip(themes[theme]['a'].Text));
            ideas.pairs.AddRange(
            [
                new("reworded", true, theme, a, r),
                new("other words", true, theme, a, v),
                new("other words", true, theme, r, v),
                new("slips", true, theme, a, slips),
                new("same theme", false, theme, a, b),
                new("same theme", false, theme, r, b),
                new("same theme", false, theme, v, b),
                new("unrelated", false, theme, a, known[(theme + 1) % known.Count]['a']),
                new("unrelated", false, theme, r, known[(theme + 2) % known.Count]['b']),
            ]);
        }

        var (empty, alsoEmpty, brief) = (ideas.Add("", ""), ideas.Add("", "   "), ideas.Add("Une application", "Pour les agents."));
        ideas.pairs.AddRange([new("short", false, 0, empty, alsoEmpty), new("short", false, 0, empty, known[0]['a']), new("short", false, 0, brief, alsoEmpty), new("short", false, 1, brief, known[1]['a'])]);
        return ideas;
    }

    /// <summary>The figures at a threshold.</summary>
    /// <param name="threshold">From 0 to 1.</param>
    /// <param name="keep">Which pairs count; all when null.</param>
    public SimilarityFigures At(double threshold, Func<LabelledPair, bool>? keep = null)
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var pair in pairs.Where(keep ?? (_ => true)))
        {
            var isClose = corpus.Between(pair.One, pair.Other) >= threshold;
            right += isClose && pair.IsSame ? 1 : 0;
            wrong += isClose && !pair.IsSame ? 1 : 0;
            missed += !isClose && pair.IsSame ? 1 : 0;
        }

        return new SimilarityFigures(threshold, right + wrong == 0 ? 1 : (double)right / (right + wrong), right + missed == 0 ? 1 : (double)right / (right + missed));
    }

    /// <summary>The figures at each threshold, the scores of each kind of pair, and the threshold that the even themes would choose, tried on the odd ones.</summary>
    public IEnumerable<string> Report()
    {
        for (var step = 5; step <= 50; step++)
        {
            yield return At(step / 100.0).ToString();
        }

        foreach (var kind in pairs.GroupBy(pair => pair.Kind))
        {
            var scores = kind.Select(pair => corpus.Between(pair.One, pair.Other)).Order().ToList();
            yield return string.Create(CultureInfo.InvariantCulture, $"{kind.Key}: {scores.Count} pairs, least {scores[0]:0.00}, quarter {scores[scores.Count / 4]:0.00}, middle {scores[scores.Count / 2]:0.00}, three quarters {scores[scores.Count * 3 / 4]:0.00}, most {scores[^1]:0.00}");
        }

        var chosen = Enumerable.Range(5, 46).Select(step => At(step / 100.0, pair => pair.Theme % 2 == 0)).MaxBy(figures => figures.F1);
        yield return $"chosen on even themes: {chosen}";
        yield return $"tried on odd themes:   {At(chosen.Threshold, pair => pair.Theme % 2 == 1)}";
    }

    private Guid Add(string title, string text)
    {
        var id = new Guid(texts.Count + 1, 0, 0, new byte[8]);
        texts.Add(id);
        corpus.Add(id, WordBag.Of((title, TitleWeight), (text, 1)));
        return id;
    }

    // No accent, two letters of one long word in four the wrong way round, a letter of another forgotten.
    private static string Slip(string text) => string.Join(' ', text.Split(' ').Select((word, place) => (word.Length > 5, place % 4) switch
    {
        (true, 1) => word[..2] + word[3] + word[2] + word[4..],
        (true, 3) => word[..3] + word[4..],
        _ => word,
    })).Replace('é', 'e').Replace('è', 'e').Replace('ê', 'e');
}
