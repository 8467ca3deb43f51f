using System.Globalization;
using Fabrique.Domain.Forms.Kinds;

namespace Fabrique.Domain.Forms;

/// <summary>How answers of a kind compare with a fixed one.</summary>
public enum FieldOrder
{
    /// <summary>They do not: they are there or not.</summary>
    None,

    /// <summary>It is that one or another.</summary>
    Same,

    /// <summary>That one is among them or not.</summary>
    Several,
    Numbers,
    Days,
}

/// <summary>What an answer is: how it is typed, checked, and written back, in a control and for people.</summary>
public abstract class FieldKind
{
    private protected static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private protected FieldKind(string code, string label, int maximumLength = int.MaxValue) => (Code, Label, MaximumLength) = (code, label, maximumLength);

    /// <summary>One line.</summary>
    public static FieldKind Text { get; } = new TextKind("text", "Texte court", 300, isOneLine: true);

    public static FieldKind LongText { get; } = new TextKind("long-text", "Texte long", 4000);

    public static FieldKind Email { get; } = new ShapedTextKind("email", "Adresse électronique", TextShape.Email);

    public static FieldKind Telephone { get; } = new ShapedTextKind("telephone", "Téléphone", TextShape.Telephone);

    public static FieldKind Link { get; } = new ShapedTextKind("link", "Lien", TextShape.Link);

    public static FieldKind Date { get; } = new DateKind("date", "Date");

    /// <summary>With decimals.</summary>
    public static FieldKind Number { get; } = new NumberKind("number", "Nombre décimal", NumberShape.Decimal);

    public static FieldKind Whole { get; } = new NumberKind("integer", "Nombre entier", NumberShape.Whole);

    /// <summary>In euros.</summary>
    public static FieldKind Money { get; } = new NumberKind("money", "Montant en euros", NumberShape.Euros);

    public static FieldKind Indicator { get; } = new IndicatorKind("indicator", "Indicateur chiffré");

    public static FieldKind YesNo { get; } = new YesNoKind("yes-no", "Oui ou non");

    /// <summary>A box. One that is required has to be ticked.</summary>
    public static FieldKind Checkbox { get; } = new CheckboxKind("checkbox", "Case à cocher");

    public static FieldKind Choice { get; } = new ChoiceKind("choice", "Choix unique");

    public static FieldKind Choices { get; } = new ChoicesKind("choices", "Choix multiple");

    public static FieldKind Region { get; } = new TerritoryKind("region", "Région");

    public static FieldKind Department { get; } = new TerritoryKind("department", "Département");

    public static FieldKind Commune { get; } = new TerritoryKind("commune", "Commune");

    public static FieldKind Person { get; } = new PersonKind("person", "Personne de l’annuaire");

    public static FieldKind Unit { get; } = new UnitKind("unit", "Direction ou service");

    public static FieldKind File { get; } = new FileKind("file", "Pièces jointes");

    public static FieldKind Repetition { get; } = new RepetitionKind("repetition", "Bloc répété");

    public static FieldKind Section { get; } = new TitleKind("section", "Section");

    public static FieldKind Explanation { get; } = new TitleKind("explanation", "Explication");

    /// <summary>In the order in which they are offered.</summary>
    public static IReadOnlyList<FieldKind> All { get; } =
    [
        Section, Explanation, Text, LongText, Whole, Number, Money, Date, YesNo, Checkbox, Choice, Choices, Email, Telephone, Link, File, Person, Unit, Region, Department,
        Commune, Indicator, Repetition,
    ];

    /// <summary>What is stored.</summary>
    public string Code { get; }

    /// <summary>What those who make forms read.</summary>
    public string Label { get; }

    /// <summary>Most characters of an answer.</summary>
    public int MaximumLength { get; }

    /// <summary>Whether it is answered; a title is not.</summary>
    public virtual bool IsQuestion => true;

    /// <summary>Whether its answers are texts whose length may be bounded.</summary>
    public virtual bool IsBounded => false;

    public virtual bool HasChoices => false;

    /// <summary>Whether it holds questions of its own.</summary>
    public virtual bool HasFields => false;

    public virtual bool IsTerritory => false;

    /// <summary>Whether what is typed names something that has to be looked up first: see <see cref="FormReferences"/>.</summary>
    public virtual bool IsReference => false;

    public virtual FieldOrder Order => FieldOrder.None;

    public IReadOnlyList<RuleComparison> Comparisons => Order switch
    {
        FieldOrder.None => [],
        FieldOrder.Same or FieldOrder.Several => [RuleComparison.Is, RuleComparison.IsNot],
        _ => [RuleComparison.Is, RuleComparison.IsNot, RuleComparison.LessThan, RuleComparison.AtMost, RuleComparison.AtLeast, RuleComparison.MoreThan],
    };

    /// <summary>The kind of that code; one that this program does not know is asked and shown as a text.</summary>
    public static FieldKind Of(string code) => All.FirstOrDefault(kind => kind.Code == code) ?? new TextKind(code, code, LongText.MaximumLength);

    /// <summary>Reads what a person typed.</summary>
    /// <param name="field">The question.</param>
    /// <param name="typed">As the page sent it.</param>
    /// <param name="value">The answer; null when there is none.</param>
    /// <returns>Null when it is an answer, or nothing; otherwise why not.</returns>
    public virtual Refusal? Read(FormField field, string? typed, out FormValue? value)
    {
        value = null;
        var text = Clean(typed);
        if (text.Length == 0)
        {
            return null;
        }

        if (Parse(field, text) is not { } parsed)
        {
            return Unreadable(field);
        }

        if (WhyNot(field, parsed) is { } refusal)
        {
            return refusal;
        }

        value = parsed;
        return null;
    }

    /// <summary>What to type to give this answer again, for answers of one part.</summary>
    public abstract string Write(FormValue value);

    /// <summary>The same, part by part: what a page sends, by path from the question.</summary>
    public virtual IEnumerable<KeyValuePair<string, string>> WriteParts(FormField field, FormValue value) => [new(field.Key, Write(value))];

    /// <summary>The answer as people read it; null when there is nothing to read.</summary>
    public virtual string? Show(FormField field, FormValue? value) => value is null ? null : Write(value);

    /// <summary>The answer as procedures take it: a text, a number, a truth, a list or an object; null when there is none.</summary>
    public virtual object? ToPlain(FormField field, FormValue? value) => value is null ? null : Write(value);

    /// <summary>Reads what was typed, part by part; what is wrong is added to <paramref name="problems"/> at its path.</summary>
    internal virtual FormValue? Read(FormField field, TypedAnswers typed, FormReferences references, ICollection<FormProblem> problems)
    {
        if (Read(field, typed.Text, out var value) is { } refusal)
        {
            problems.Add(new FormProblem(typed.Path, refusal));
        }

        return value;
    }

    /// <summary>The names typed that have to be looked up.</summary>
    internal virtual IEnumerable<(FieldKind Kind, string Text)> FindNames(FormField field, TypedAnswers typed) => [];

    /// <summary>Something that the question accepts.</summary>
    internal abstract FormValue Example(FormField field);

    /// <summary>Why such a value is no answer to the question; null when it is.</summary>
    internal abstract Refusal? WhyNot(FormField field, FormValue value);

    /// <summary>Whether it says something: a box that is not ticked, or blanks, do not.</summary>
    public virtual bool IsAnswered(FormValue? value) => value is not null;

    /// <summary>What a complete answer lacks, at its path; nothing for a question that may be left.</summary>
    internal virtual IEnumerable<FormProblem> Missing(FormField field, string path, FormValue? value, Func<string, (FormField Field, FormValue? Value)?> above) =>
        field.IsRequired && !IsAnswered(value) ? [new(path, Missing(field))] : [];

    internal Refusal Missing(FormField field) => new("answer-missing", field.WhenMissing ?? WhenMissing(field.Label));

    /// <summary>The same answer, kept as another kind of value; unchanged when it cannot be read as this kind.</summary>
    internal FormValue Adopt(FormField field, FormValue value) => WhyNot(field, value) is null
        ? value
        : value is TextValue { Text: var text } && Parse(field, text) is { } parsed && WhyNot(field, parsed) is null ? parsed : value;

    /// <summary>An answer to a question of another kind, as one to this question; null when it says something that this one cannot.</summary>
    /// <param name="field">Of this kind.</param>
    /// <param name="value">The answer.</param>
    /// <param name="shown">As people read it under its own question.</param>
    internal FormValue? Convert(FormField field, FormValue value, string shown)
    {
        var found = value switch
        {
            ChoiceValue { Key: var key } when Order is FieldOrder.Several => new ChoicesValue(new([key])),
            ChoicesValue { Keys: [var key] } when HasChoices && Order is FieldOrder.Same => new ChoiceValue(key),
            RowsValue rows when HasFields => ConvertRows(field, rows),
            not TextValue when IsBounded => new TextValue(shown.Length > 0 ? shown : Text.Write(value)),
            _ => Adopt(field, value),
        };
        return WhyNot(field, found) is null or { Code: Form.TooLong } ? found : null;
    }

    // What a row says that is no longer asked stays with the former answers.
    private static RowsValue ConvertRows(FormField field, RowsValue value) => new(new(value.Rows
        .Select(row => new FormRow(field.Fields.Where(inner => row[inner.Key] is not null).Select(inner => (inner.Key, Value: inner.Kind.Convert(inner, row[inner.Key]!, ""))).Where(found => found.Value is not null).Select(found => KeyValuePair.Create(found.Key, found.Value!))))
        .Where(row => row.Values.Count > 0)));

    /// <summary>The fixed answer of a rule as it is kept, from what a person typed or chose; null when it is none.</summary>
    public string? ReadConstant(FormField field, string typed) => Constant(field, Texts.Line(typed)) is { } value ? Write(value) : null;

    /// <summary>A fixed answer of a rule; null when it is none.</summary>
    internal virtual FormValue? Constant(FormField field, string text) => Parse(field, text) is { } value && WhyNot(field with { MaximumLength = null, MaximumWords = null }, value) is null ? value : null;

    private protected virtual string Clean(string? typed) => Texts.Line(typed);

    private protected abstract FormValue? Parse(FormField field, string text);

    private protected abstract string Expected { get; }

    private protected virtual string WhenMissing(string label) => $"Répondez à « {label} ».";

    private protected Refusal Unreadable(FormField field) => new("answer-unreadable", $"« {field.Label} » : {Expected}");
}
