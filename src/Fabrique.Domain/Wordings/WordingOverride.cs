namespace Fabrique.Domain.Wordings;

/// <summary>What administrators made of a wording of the software: it is in force as long as it is there.</summary>
public sealed class WordingOverride : IAggregate
{
    public const int KeyLength = 100;
    public const int TextLength = 2_000;

    private WordingOverride()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>Of the wording: <c>statut.en-instruction.public</c>.</summary>
    public string Key { get; private init; } = "";

    /// <summary>Perhaps empty, where the wording may be.</summary>
    public string Text { get; private set; } = "";

    public Guid ChangedById { get; private set; }

    public DateTime ChangedAt { get; private set; }

    public int Version { get; private set; }

    public static WordingOverride Of(Guid id, string key, string text, Guid authorId, DateTime now)
    {
        Limits.ThrowIfLonger(key, KeyLength);
        var written = new WordingOverride { Id = id, Key = key };
        written.Change(text, authorId, now);
        return written;
    }

    public void Change(string text, Guid authorId, DateTime now)
    {
        Limits.ThrowIfLonger(text, TextLength);
        (Text, ChangedById, ChangedAt) = (text, authorId, now);
    }
}
