namespace Fabrique.Domain.Forms;

/// <summary>An answer to a question that the form no longer asks so.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="Label">As it was.</param>
/// <param name="Shown">The answer as people read it then.</param>
/// <param name="Value">The answer.</param>
public sealed record FormerAnswer(string Key, string Label, string Shown, FormValue Value);

/// <summary>What was answered to a version of a form, by key; perhaps not to everything.</summary>
public sealed class FormAnswers : IEquatable<FormAnswers>
{
    private readonly Dictionary<string, FormValue> values;

    public FormAnswers(string formCode, int formVersion, params IEnumerable<KeyValuePair<string, FormValue>> values) =>
        (FormCode, FormVersion, this.values) = (formCode, formVersion, new Dictionary<string, FormValue>(values, StringComparer.Ordinal));

    public static FormAnswers None { get; } = new("", 0);

    public string FormCode { get; }

    public int FormVersion { get; }

    public IReadOnlyDictionary<string, FormValue> Values => values;

    /// <summary>What was answered to earlier versions, and has no place in this one.</summary>
    public IReadOnlyList<FormerAnswer> Former { get; init; } = [];

    /// <summary>The answer to a question; null when there is none.</summary>
    public FormValue? this[string key] => values.GetValueOrDefault(key);

    /// <summary>The same, with what was answered to earlier versions.</summary>
    public FormAnswers With(IReadOnlyList<FormerAnswer> former) => new(FormCode, FormVersion, values) { Former = former };

    public bool AreTo(Form form) => FormCode == form.Code && FormVersion == form.Version;

    /// <summary>Empty when nothing was written.</summary>
    public string Text(string key) => (this[key] as TextValue)?.Text ?? "";

    public decimal? Number(string key) => (this[key] as NumberValue)?.Number;

    public DateOnly? Date(string key) => (this[key] as DateValue)?.Day;

    /// <summary>The key of the choice made.</summary>
    public string? Choice(string key) => (this[key] as ChoiceValue)?.Key;

    public bool IsTicked(string key) => this[key] is TickValue { IsTicked: true };

    public bool Equals(FormAnswers? other) => other is not null
        && FormCode == other.FormCode
        && FormVersion == other.FormVersion
        && values.Count == other.values.Count
        && values.All(pair => pair.Value == other[pair.Key])
        && Former.SequenceEqual(other.Former);

    public override bool Equals(object? obj) => Equals(obj as FormAnswers);

    public override int GetHashCode() => HashCode.Combine(FormCode, FormVersion, values.Count);
}
