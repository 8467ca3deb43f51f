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

    /// <summary>As people count them: what stands between two spaces, and holds a letter or a digit.</summary>
    public static int WordsOf(string text) => Words().Count(text);

    [GeneratedRegex(@"\S*[\p{L}\p{N}]\S*", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Words();
}
