namespace Fabrique.Domain.Applications;

/// <summary>« Motif d’irrecevabilité »: one of those that administrators keep, with the sentence that whoever applies reads in the letter.</summary>
public sealed class InadmissibilityReason : IAggregate
{
    public const int CodeLength = 60;
    public const int LabelLength = 120;
    public const int SentenceLength = 600;

    /// <summary>What is said when nobody answered a request for corrections.</summary>
    public const string Unanswered = "dossier-incomplet";

    /// <summary>So many may be kept, used or not.</summary>
    public const int Most = 100;

    private InadmissibilityReason()
    {
    }

    public Guid Id { get; private init; }

    /// <summary>What rulings hold; it never changes.</summary>
    public string Code { get; private init; } = "";

    /// <summary>As the team chooses it.</summary>
    public string Label { get; private set; } = "";

    /// <summary>As the letter says it: a whole sentence.</summary>
    public string Sentence { get; private set; } = "";

    /// <summary>Place in the list.</summary>
    public int Rank { get; private init; }

    /// <summary>Whether it may no longer be chosen.</summary>
    public bool IsRetired { get; private set; }

    public int Version { get; private set; }

    /// <summary>Why it cannot be written so; null when it can.</summary>
    public static Refusal? MaySay(string label, string sentence) =>
        label.Length is 0 or > LabelLength ? new Refusal("reason-label", $"Donnez un libellé de 1 à {LabelLength} caractères.")
        : sentence.Length is 0 or > SentenceLength ? new Refusal("reason-sentence", $"Écrivez la phrase de la lettre, en {SentenceLength} caractères au plus.")
        : null;

    /// <param name="id">Of the reason.</param>
    /// <param name="label">See <see cref="Label"/>.</param>
    /// <param name="sentence">See <see cref="Sentence"/>.</param>
    /// <param name="rank">See <see cref="Rank"/>.</param>
    public static InadmissibilityReason Create(Guid id, string label, string sentence, int rank)
    {
        BrokenRuleException.ThrowIf(MaySay(label, sentence));
        return new InadmissibilityReason { Id = id, Code = id.ToString("N"), Label = label, Sentence = sentence, Rank = rank };
    }

    public void Say(string label, string sentence, bool isRetired)
    {
        BrokenRuleException.ThrowIf(MaySay(label, sentence));
        (Label, Sentence, IsRetired) = (label, sentence, isRetired);
    }
}
