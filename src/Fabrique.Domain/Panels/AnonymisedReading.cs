using System.Security.Cryptography;
using System.Text;

namespace Fabrique.Domain.Panels;

/// <summary>What an item says, as its authors wrote it.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="Label">The question.</param>
/// <param name="Text">The answer as people read it.</param>
public sealed record ReadingSource(string Key, string Label, string Text)
{
    /// <inheritdoc cref="DigestOf"/>
    public string Digest { get; } = DigestOf(Text);

    /// <summary>SHA-256 of a text, in hexadecimal.</summary>
    public static string DigestOf(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>The same, as it is read without names.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="Label">The question.</param>
/// <param name="Text">The answer, with marks in place of names.</param>
/// <param name="Source">Digest of what it was made from.</param>
public sealed record ReadingPart(string Key, string Label, string Text, string Source);

/// <summary>All that is written of an item without names.</summary>
/// <param name="Title">How lists name it.</param>
/// <param name="TitleSource">Digest of the title that it was made from.</param>
/// <param name="Parts">In the order of the questions.</param>
/// <param name="ShownFiles">Keys of the joined files that may be read with it; no other is.</param>
public sealed record ReadingText(string Title, string TitleSource, IReadOnlyList<ReadingPart> Parts, IReadOnlyList<Guid> ShownFiles)
{
    /// <summary>Why it cannot be kept; null when it can.</summary>
    public Refusal? Problem =>
        Title.Length > AnonymisedReading.TitleLength ? new Refusal("reading-title-too-long", $"Le titre compte plus de {AnonymisedReading.TitleLength} caractères.")
        : Parts.FirstOrDefault(part => part.Text.Length > AnonymisedReading.PartLength) is { } lengthy ? new Refusal("reading-too-long", $"« {lengthy.Label} » compte plus de {AnonymisedReading.PartLength} caractères.")
        : null;

    public bool Equals(ReadingText? other) => other is not null && Title == other.Title && TitleSource == other.TitleSource && Parts.SequenceEqual(other.Parts) && ShownFiles.SequenceEqual(other.ShownFiles);

    public override int GetHashCode() => HashCode.Combine(Title, TitleSource, Parts.Count, ShownFiles.Count);
}

/// <summary>
/// « Version anonymisée » : what a panel reads of an item as long as it must not know whose it is. A program proposes it, a person reads it and releases it. It is of one state of the item: once that says
/// something else, it is no longer what the panel may read, until somebody looks at it again.
/// </summary>
public sealed class AnonymisedReading : IAggregate
{
    /// <summary>Marks are sometimes longer than names.</summary>
    public const int TitleLength = 300;
    public const int PartLength = 20_000;

    private AnonymisedReading()
    {
    }

    public Guid Id { get; private init; }

    public Guid PanelId { get; private init; }

    public string ItemKind { get; private init; } = "";

    public Guid ItemId { get; private init; }

    public Subject Item => new(ItemKind, ItemId);

    public string Title { get; private set; } = "";

    /// <inheritdoc cref="ReadingText.TitleSource"/>
    public string TitleSource { get; private set; } = "";

    public IReadOnlyList<ReadingPart> Parts { get; private set; } = [];

    /// <inheritdoc cref="ReadingText.ShownFiles"/>
    public IReadOnlyList<Guid> ShownFiles { get; private set; } = [];

    public Guid PreparedById { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime PreparedAt { get; private set; }

    /// <summary>Who read it and let the panel read it; null as long as nobody did.</summary>
    public Guid? ReleasedById { get; private set; }

    /// <summary>UTC.</summary>
    public DateTime? ReleasedAt { get; private set; }

    public int Version { get; private set; }

    public bool IsReleased => ReleasedAt is not null;

    public ReadingText Text => new(Title, TitleSource, Parts, ShownFiles);

    /// <param name="id">Of the reading.</param>
    /// <param name="panelId">Who will read it.</param>
    /// <param name="item">Of what.</param>
    /// <param name="text">What it says.</param>
    /// <param name="preparedById">Who wrote it, or left it as it was proposed.</param>
    /// <param name="now">UTC.</param>
    public static AnonymisedReading Prepare(Guid id, Guid panelId, Subject item, ReadingText text, Guid preparedById, DateTime now)
    {
        var reading = new AnonymisedReading { Id = id, PanelId = panelId, ItemKind = item.Kind, ItemId = item.Id };
        reading.Write(text, preparedById, now);
        return reading;
    }

    /// <summary>It says something else, which nobody has released yet.</summary>
    public void Write(ReadingText text, Guid preparedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(text.Problem);
        (Title, TitleSource, Parts, ShownFiles) = (text.Title, text.TitleSource, [.. text.Parts], [.. text.ShownFiles]);
        (PreparedById, PreparedAt, ReleasedById, ReleasedAt) = (preparedById, now, null, null);
    }

    /// <summary>Why it cannot be released; null when it can.</summary>
    /// <param name="title">Of the item, now.</param>
    /// <param name="parts">What it says, now.</param>
    public Refusal? MayRelease(ReadingSource title, IReadOnlyList<ReadingSource> parts) =>
        !Follows(title, parts) ? new Refusal("reading-outdated", "La candidature a changé depuis que cette version anonymisée a été préparée\u00a0: relisez-la.")
        : Title.Length == 0 ? new Refusal("reading-untitled", "Donnez un titre\u00a0: le jury en a besoin pour s’y retrouver.")
        : null;

    public void Release(ReadingSource title, IReadOnlyList<ReadingSource> parts, Guid releasedById, DateTime now)
    {
        BrokenRuleException.ThrowIf(MayRelease(title, parts));
        (ReleasedById, ReleasedAt) = (releasedById, now);
    }

    /// <summary>Whether it was made from what the item says now.</summary>
    public bool Follows(ReadingSource title, IReadOnlyList<ReadingSource> parts) =>
        TitleSource == title.Digest && Parts.Select(part => (part.Key, part.Source)).SequenceEqual(parts.Select(part => (part.Key, part.Digest)));

    /// <summary>Whether the panel may read it.</summary>
    public bool IsReadable(ReadingSource title, IReadOnlyList<ReadingSource> parts) => IsReleased && Follows(title, parts);

    /// <summary>What is to be read over: what was kept where the item still says the same, what is proposed elsewhere.</summary>
    /// <param name="kept">Null as long as nobody prepared anything.</param>
    /// <param name="title">Of the item, now.</param>
    /// <param name="parts">What it says, now.</param>
    /// <param name="mask">Proposes.</param>
    public static ReadingText Propose(AnonymisedReading? kept, ReadingSource title, IReadOnlyList<ReadingSource> parts, NameMask mask)
    {
        var known = kept?.Parts.ToDictionary(part => part.Key, StringComparer.Ordinal) ?? [];
        return new ReadingText(
            kept?.TitleSource == title.Digest ? kept.Title : mask.Apply(title.Text).Text,
            title.Digest,
            [.. parts.Select(part => known.TryGetValue(part.Key, out var same) && same.Source == part.Digest ? same with { Label = part.Label } : new ReadingPart(part.Key, part.Label, mask.Apply(part.Text).Text, part.Digest))],
            kept?.ShownFiles ?? []);
    }
}
