using System.Text.RegularExpressions;

namespace Fabrique.Domain.Forms;

/// <summary>One of the answers that a choice offers.</summary>
/// <param name="Key">What is kept; it survives a new label.</param>
/// <param name="Label">What people read.</param>
public sealed record FormChoice(string Key, string Label);

/// <summary>A question of a form, or what stands between questions: a section's title, an explanation.</summary>
/// <param name="Key">A slug, never shown: it names the answer, and survives a new label.</param>
/// <param name="Label">The question.</param>
/// <param name="Kind">What an answer is.</param>
public sealed partial record FormField(string Key, string Label, FieldKind Kind)
{
    public const int DefaultLines = 5;
    public const int MostLines = 30;

    /// <summary>Help under the label; null when there is none.</summary>
    public string? Hint { get; init; }

    /// <summary>An answer as it could be given, told after the hint; null when there is none.</summary>
    public string? Example { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Only a choice has some.</summary>
    public IReadOnlyList<FormChoice> Choices { get; init; } = [];

    /// <summary>In characters, told to people; the bound of the kind, untold, when null.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>Told to people; null when words are not counted.</summary>
    public int? MaximumWords { get; init; }

    /// <summary>Height of a long text, in lines.</summary>
    public int Lines { get; init; } = DefaultLines;

    /// <summary>The sentence to somebody who left a required question without an answer; that of the kind when null.</summary>
    public string? WhenMissing { get; init; }

    /// <summary>First day, in Paris, on which the answer no longer changes; null when it may until the end.</summary>
    public DateOnly? FrozenFrom { get; init; }

    /// <summary>When it is asked; always when null. That of a section holds for all that is in it.</summary>
    public FormRule? VisibleWhen { get; init; }

    /// <summary>What is asked each time; only a repetition has some.</summary>
    public IReadOnlyList<FormField> Fields { get; init; } = [];

    /// <summary>What keeps it from being put in a form, in French; null when nothing does.</summary>
    /// <param name="isRepeated">Whether it is one of the questions of a repetition.</param>
    internal Refusal? WhyNot(bool isRepeated)
    {
        var sentence = this switch
        {
            { Label.Length: 0 } => "Donnez un libellé.",
            { Label.Length: > Form.LabelLength } => $"Le libellé compte {Label.Length} caractères, pour {Form.LabelLength} au plus : raccourcissez-le.",
            { Hint.Length: > Form.HintLength } => $"L’aide compte {Hint!.Length} caractères, pour {Form.HintLength} au plus : raccourcissez-la.",
            { Example.Length: > Form.LabelLength } or { WhenMissing.Length: > Form.LabelLength } => $"L’exemple et la phrase tiennent en {Form.LabelLength} caractères : raccourcissez-les.",
            { Kind.HasChoices: true, Choices.Count: < 2 } => "Proposez au moins deux réponses, une par ligne.",
            { Choices.Count: > Form.MostChoices } => $"Vous proposez {Choices.Count} réponses, pour {Form.MostChoices} au plus.",
            { MaximumLength: < 1 } or { MaximumWords: < 1 } or { Lines: < 1 or > MostLines } => "Les limites se comptent à partir de 1.",
            _ when MaximumLength > Kind.MaximumLength => $"Une réponse de ce type tient en {Kind.MaximumLength} caractères : donnez une limite plus petite.",
            _ when Choices.FirstOrDefault(choice => choice.Label.Length > Form.LabelLength) is { } lengthy => $"La réponse « {Texts.Clip(lengthy.Label, 40)} » dépasse {Form.LabelLength} caractères.",
            _ when Choices.GroupBy(choice => choice.Label, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } twice => $"La réponse « {twice.Key} » est proposée deux fois : n’en gardez qu’une.",
            _ when isRepeated && (Kind.HasFields || !Kind.IsQuestion) => $"Un bloc répété ne contient que des questions : « {Kind.Label} » n’y a pas sa place.",
            _ when Kind.HasFields && Fields.Count == 0 => "Donnez la première question du bloc.",
            _ => Fields.Select(inner => inner.WhyNot(isRepeated: true)?.Sentence).FirstOrDefault(inner => inner is not null),
        };
        return sentence is null ? null : new Refusal("field-faulty", sentence);
    }

    /// <summary>Choices by their labels; those that were there keep their keys: the same label, or else a new label at the same rank.</summary>
    /// <param name="labels">In order.</param>
    /// <param name="before">As they were.</param>
    public static IReadOnlyList<FormChoice> ChoicesOf(IReadOnlyList<string> labels, IReadOnlyList<FormChoice> before)
    {
        var left = before.ToList();
        var kept = labels.Select(label => Take(choice => choice.Label == label)).ToList();
        for (var rank = 0; rank < labels.Count; rank++)
        {
            kept[rank] ??= rank < before.Count ? Take(choice => choice.Key == before[rank].Key) : null;
        }

        var keys = before.Select(choice => choice.Key).ToList();
        return [.. labels.Select((label, rank) =>
        {
            if (kept[rank] is { } same)
            {
                return same with { Label = label };
            }

            keys.Add(FormText.NewKey(label, keys));
            return new FormChoice(keys[^1], label);
        })];

        FormChoice? Take(Predicate<FormChoice> rule)
        {
            var found = left.Find(rule);
            return found is not null && left.Remove(found) ? found : null;
        }
    }

    /// <summary>As people count them: what stands between two spaces, and holds a letter or a digit.</summary>
    public static int WordsOf(string text) => Words().Count(text);

    [GeneratedRegex(@"\S*[\p{L}\p{N}]\S*", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Words();
}
