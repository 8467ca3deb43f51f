namespace Fabrique.Domain.Similarity;

/// <summary>What two ideas may be of.</summary>
public enum SimilarityKind
{
    Application,
    Product,
}

/// <summary>What is kept of a submitted application, or of a product, to be compared with others. One that is too short is kept too: it was read.</summary>
public sealed class SimilarityDocument
{
    private SimilarityDocument()
    {
    }

    /// <summary>Of the application, or of the product.</summary>
    public Guid Id { get; private init; }

    public SimilarityKind Kind { get; private init; }

    /// <summary>The version of the application, or of the product, that was read.</summary>
    public int SourceVersion { get; private set; }

    /// <summary>See <see cref="WordBag.ToString"/>.</summary>
    public string Words { get; private set; } = "";

    public WordBag Bag => WordBag.Parse(Words);

    public static SimilarityDocument Of(Guid id, SimilarityKind kind, int version, WordBag words) => new() { Id = id, Kind = kind, SourceVersion = version, Words = words.ToString() };

    /// <summary>Reads another version.</summary>
    /// <returns>Whether it says something else.</returns>
    public bool Read(int version, WordBag words)
    {
        var (before, after) = (Words, words.ToString());
        (SourceVersion, Words) = (version, after);
        return before != after;
    }
}
