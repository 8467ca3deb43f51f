namespace Fabrique.Domain.Similarity;

/// <summary>A text that is close to another.</summary>
/// <param name="Id">Which.</param>
/// <param name="Score">From 0, nothing shared, to 1, the same words.</param>
/// <param name="Stems">Those that bring them closest, the first most.</param>
public sealed record Neighbour(Guid Id, double Score, IReadOnlyList<string> Stems);

/// <summary>
/// Texts, and how close any two of them are: the cosine of their stems, each the heavier the fewer texts say it, and that of the pieces of four letters of those
/// stems, which sees through slips of the pen and words of one family. Not for several threads at once.
/// </summary>
public sealed class SimilarityCorpus
{
    /// <summary>From this score on, two ideas are close; measured (decision 36), never guessed.</summary>
    public const double Close = 0.21;

    /// <summary>From this score on, they are very close.</summary>
    public const double VeryClose = 0.40;

    private const double ShareOfPieces = 0.5;
    private const int ShownStems = 6;
    private const int PieceLength = 4;

    // As if so many texts said none of the words: a corpus of ten texts does not yet know which words are rare.
    private const int Unseen = 30;

    // Those whose stems alone are closest are compared in full.
    private const int Candidates = 200;

    private readonly Dictionary<Guid, int> places = [];
    private readonly List<Entry?> entries = [];
    private readonly Terms stems = new();
    private readonly Terms pieces = new();

    public int Count => places.Count;

    /// <summary>Adds a text, or puts another in its place. One that is too short is left out.</summary>
    public void Add(Guid id, WordBag words)
    {
        Remove(id);
        if (words.IsTooShort)
        {
            return;
        }

        var place = entries.Count;
        var entry = Read(id, words);
        entries.Add(entry);
        places.Add(id, place);
        stems.Count(entry.Stems, +1);
        pieces.Count(entry.Pieces, +1);
        stems.Post(place, entry.Stems);
    }

    public void Remove(Guid id)
    {
        if (places.Remove(id, out var place))
        {
            var entry = entries[place]!;
            entries[place] = null;
            stems.Count(entry.Stems, -1);
            pieces.Count(entry.Pieces, -1);
        }
    }

    /// <summary>The texts that are closest to one, which may be among them or not.</summary>
    /// <param name="id">Of the text: it is not its own neighbour.</param>
    /// <param name="words">What it says.</param>
    /// <param name="most">How many.</param>
    /// <param name="least">The least score.</param>
    public IReadOnlyList<Neighbour> Nearest(Guid id, WordBag words, int most, double least = Close)
    {
        if (words.IsTooShort || entries.Count == 0)
        {
            return [];
        }

        var text = Read(id, words);
        var weights = Weigh(stems, text.Stems);
        var pieceWeights = Weigh(pieces, text.Pieces);
        return [.. Choose(id, weights)
            .Select(other => (Entry: other, Score: Score(weights, pieceWeights, other)))
            .Where(scored => scored.Score >= least)
            .OrderByDescending(scored => scored.Score)
            .ThenBy(scored => scored.Entry.Id)
            .Take(most)
            .Select(scored => new Neighbour(scored.Entry.Id, Math.Min(1, scored.Score), Shared(weights, scored.Entry)))];
    }

    /// <summary>How close two texts of the corpus are; 0 when one of them is not in it.</summary>
    public double Between(Guid one, Guid other) => places.TryGetValue(one, out var a) && places.TryGetValue(other, out var b)
        ? Score(Weigh(stems, entries[a]!.Stems), Weigh(pieces, entries[a]!.Pieces), entries[b]!)
        : 0;

    private IEnumerable<Entry> Choose(Guid id, Dictionary<int, double> weights)
    {
        var scores = new double[entries.Count];
        foreach (var (term, weight) in weights)
        {
            var rarity = Rarity(stems, term);
            foreach (var (place, strength) in stems.Postings(term))
            {
                scores[place] += weight * strength * rarity;
            }
        }

        return Enumerable.Range(0, scores.Length)
            .Where(place => scores[place] > 0 && entries[place] is { } entry && entry.Id != id)
            .OrderByDescending(place => scores[place] / entries[place]!.Length)
            .ThenBy(place => place)
            .Take(Candidates)
            .Select(place => entries[place]!);
    }

    private double Score(Dictionary<int, double> weights, Dictionary<int, double> pieceWeights, Entry other) =>
        ((1 - ShareOfPieces) * Cosine(stems, weights, other.Stems)) + (ShareOfPieces * Cosine(pieces, pieceWeights, other.Pieces));

    private double Cosine(Terms terms, Dictionary<int, double> weights, (int Term, double Strength)[] other)
    {
        var (product, norm) = (0.0, 0.0);
        foreach (var (term, strength) in other)
        {
            var weight = strength * Rarity(terms, term);
            norm += weight * weight;
            product += weight * weights.GetValueOrDefault(term);
        }

        return norm == 0 ? 0 : product / Math.Sqrt(norm);
    }

    private List<string> Shared(Dictionary<int, double> weights, Entry other) => [.. other.Stems
        .Where(stem => weights.ContainsKey(stem.Term))
        .OrderByDescending(stem => weights[stem.Term] * stem.Strength * Rarity(stems, stem.Term))
        .ThenBy(stem => stems.Name(stem.Term), StringComparer.Ordinal)
        .Take(ShownStems)
        .Select(stem => stems.Name(stem.Term))];

    private Dictionary<int, double> Weigh(Terms terms, (int Term, double Strength)[] said)
    {
        var weights = said.ToDictionary(one => one.Term, one => one.Strength * Rarity(terms, one.Term));
        var norm = Math.Sqrt(weights.Values.Sum(weight => weight * weight));
        foreach (var (term, _) in said)
        {
            weights[term] /= norm;
        }

        return weights;
    }

    private double Rarity(Terms terms, int term) => Math.Log((places.Count + Unseen + 1.0) / (terms.CountOf(term) + 1.0));

    private Entry Read(Guid id, WordBag words)
    {
        var ofPieces = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var (stem, said) in words.Stems)
        {
            var framed = $"^{stem}";
            for (var start = 0; start + PieceLength <= framed.Length; start++)
            {
                var piece = framed.Substring(start, PieceLength);
                ofPieces[piece] = ofPieces.GetValueOrDefault(piece) + said;
            }
        }

        return new Entry(id, stems.Name(words.Stems), pieces.Name(ofPieces), Math.Sqrt(words.Stems.Count));
    }

    private sealed record Entry(Guid Id, (int Term, double Strength)[] Stems, (int Term, double Strength)[] Pieces, double Length);

    private sealed class Terms
    {
        private readonly Dictionary<string, int> numbers = new(StringComparer.Ordinal);
        private readonly List<string> names = [];
        private readonly List<int> counts = [];
        private readonly List<List<(int Place, double Strength)>> postings = [];

        public string Name(int term) => names[term];

        public int CountOf(int term) => counts[term];

        public List<(int Place, double Strength)> Postings(int term) => postings[term];

        // Said three times is not three times as much.
        public (int Term, double Strength)[] Name(IReadOnlyDictionary<string, double> said) => [.. said.Select(one => (NumberOf(one.Key), 1 + Math.Log(1 + one.Value)))];

        public void Count((int Term, double Strength)[] said, int change)
        {
            foreach (var (term, _) in said)
            {
                counts[term] += change;
            }
        }

        public void Post(int place, (int Term, double Strength)[] said)
        {
            foreach (var (term, strength) in said)
            {
                postings[term].Add((place, strength));
            }
        }

        private int NumberOf(string name)
        {
            if (!numbers.TryGetValue(name, out var number))
            {
                number = names.Count;
                numbers.Add(name, number);
                names.Add(name);
                counts.Add(0);
                postings.Add([]);
            }

            return number;
        }
    }
}
