using System.Globalization;
using System.Text.RegularExpressions;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Forms;

/// <summary>What an answer is: how it is typed, checked, and written back, in a control and for people.</summary>
public abstract partial class FieldKind
{
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    private protected FieldKind(string code, int maximumLength = int.MaxValue) => (Code, MaximumLength) = (code, maximumLength);

    /// <summary>One line.</summary>
    public static FieldKind Text { get; } = new TextKind("text", 300, isOneLine: true);

    public static FieldKind LongText { get; } = new TextKind("long-text", 4000);

    public static FieldKind Date { get; } = new DateKind("date");

    public static FieldKind Number { get; } = new NumberKind("number");

    public static FieldKind Choice { get; } = new ChoiceKind("choice");

    /// <summary>A box. One that is required has to be ticked.</summary>
    public static FieldKind Checkbox { get; } = new CheckboxKind("checkbox");

    public static IReadOnlyList<FieldKind> All { get; } = [Text, LongText, Date, Number, Choice, Checkbox];

    /// <summary>What is stored.</summary>
    public string Code { get; }

    /// <summary>Most characters of an answer.</summary>
    public int MaximumLength { get; }

    public virtual bool HasChoices => false;

    /// <summary>The kind of that code; one that this program does not know is asked and shown as a text.</summary>
    public static FieldKind Of(string code) => All.FirstOrDefault(kind => kind.Code == code) ?? new TextKind(code, LongText.MaximumLength);

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

    /// <summary>What to type to give this answer again.</summary>
    public abstract string Write(FormValue value);

    /// <summary>The answer as people read it; null when there is nothing to read.</summary>
    public virtual string? Show(FormField field, FormValue? value) => value is null ? null : Write(value);

    /// <summary>The answer as procedures take it: a text, a number, a truth; null when there is none.</summary>
    public virtual object? ToPlain(FormField field, FormValue? value) => value is null ? null : Write(value);

    /// <summary>Something that the question accepts.</summary>
    internal abstract FormValue Example(FormField field);

    /// <summary>Why such a value is no answer to the question; null when it is.</summary>
    internal abstract Refusal? WhyNot(FormField field, FormValue value);

    internal virtual bool IsAnswered(FormValue? value) => value is not null;

    internal Refusal Missing(FormField field) => new("answer-missing", field.WhenMissing ?? WhenMissing(field.Label));

    /// <summary>The same answer, kept as another kind of value; unchanged when it cannot be read as this kind.</summary>
    internal FormValue Adopt(FormField field, FormValue value) => WhyNot(field, value) is null
        ? value
        : value is TextValue { Text: var text } && Parse(field, text) is { } parsed && WhyNot(field, parsed) is null ? parsed : value;

    private protected virtual string Clean(string? typed) => Texts.Line(typed);

    private protected abstract FormValue? Parse(FormField field, string text);

    private protected abstract string Expected { get; }

    private protected virtual string WhenMissing(string label) => $"Répondez à « {label} ».";

    private protected Refusal Unreadable(FormField field) => new("answer-unreadable", $"« {field.Label} » : {Expected}");

    private sealed class TextKind(string code, int maximumLength, bool isOneLine = false) : FieldKind(code, maximumLength)
    {
        private protected override string Expected => "écrivez un texte.";

        public override string Write(FormValue value) => value switch
        {
            TextValue text => text.Text,
            NumberValue number => Number.Write(number),
            DateValue day => Date.Write(day),
            ChoiceValue choice => choice.Key,
            _ => Checkbox.Write(value),
        };

        internal override FormValue Example(FormField field)
        {
            const string Sentence = "Une réponse.";
            return new TextValue(Sentence[..Math.Min(Sentence.Length, field.MaximumLength ?? MaximumLength)]);
        }

        internal override bool IsAnswered(FormValue? value) => value is TextValue { Text: var text } && !string.IsNullOrWhiteSpace(text);

        internal override Refusal? WhyNot(FormField field, FormValue value)
        {
            if (value is not TextValue { Text: var text })
            {
                return Unreadable(field);
            }

            var longest = field.MaximumLength ?? MaximumLength;
            return text.Length <= longest
                ? null
                : new Refusal("answer-too-long", string.Create(French, $"« {field.Label} » : ce texte compte {text.Length:N0} caractères, pour {longest:N0} au plus. Raccourcissez-le."));
        }

        private protected override string Clean(string? typed) => isOneLine ? Texts.Line(typed) : Texts.Lines(typed);

        private protected override FormValue Parse(FormField field, string text) => new TextValue(text);
    }

    private sealed class DateKind(string code) : FieldKind(code)
    {
        private static readonly string[] Formats = ["yyyy-MM-dd", "d/M/yyyy"];

        private protected override string Expected => "écrivez une date, par exemple 31/12/2026.";

        public override string Write(FormValue value) => value is DateValue { Day: var day } ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Text.Write(value);

        public override string? Show(FormField field, FormValue? value) => value is DateValue { Day: var day } ? FrenchDate.Day(day) : base.Show(field, value);

        internal override FormValue Example(FormField field) => new DateValue(new DateOnly(2026, 1, 1));

        internal override Refusal? WhyNot(FormField field, FormValue value) => value is DateValue ? null : Unreadable(field);

        private protected override FormValue? Parse(FormField field, string text) =>
            DateOnly.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateValue(day) : null;
    }

    private sealed partial class NumberKind(string code) : FieldKind(code)
    {
        private protected override string Expected => "écrivez un nombre, par exemple 1 234,50.";

        public override string Write(FormValue value) => value is NumberValue { Number: var number } ? number.ToString(CultureInfo.InvariantCulture).Replace('.', ',') : Text.Write(value);

        public override object? ToPlain(FormField field, FormValue? value) => value is NumberValue { Number: var number } ? number : base.ToPlain(field, value);

        internal override FormValue Example(FormField field) => new NumberValue(1);

        internal override Refusal? WhyNot(FormField field, FormValue value) => value is NumberValue ? null : Unreadable(field);

        private protected override FormValue? Parse(FormField field, string text) =>
            decimal.TryParse(Spaces().Replace(text, "").Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                ? new NumberValue(number)
                : null;

        [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
        private static partial Regex Spaces();
    }

    private sealed class ChoiceKind(string code) : FieldKind(code)
    {
        private protected override string Expected => "choisissez une réponse de la liste.";

        public override bool HasChoices => true;

        public override string Write(FormValue value) => value is ChoiceValue { Key: var key } ? key : Text.Write(value);

        public override string? Show(FormField field, FormValue? value) => LabelOf(field, value) ?? base.Show(field, value);

        public override object? ToPlain(FormField field, FormValue? value) => LabelOf(field, value) ?? base.ToPlain(field, value);

        internal override FormValue Example(FormField field) => new ChoiceValue(field.Choices[0].Key);

        internal override Refusal? WhyNot(FormField field, FormValue value) => LabelOf(field, value) is null ? Unreadable(field) : null;

        private protected override FormValue Parse(FormField field, string text) => new ChoiceValue(text);

        private static string? LabelOf(FormField field, FormValue? value) => value is ChoiceValue { Key: var key } ? field.Choices.FirstOrDefault(choice => choice.Key == key)?.Label : null;
    }

    private sealed class CheckboxKind(string code) : FieldKind(code)
    {
        private protected override string Expected => "cochez ou ne cochez pas.";

        public override Refusal? Read(FormField field, string? typed, out FormValue? value)
        {
            value = new TickValue(typed?.Trim() is "true");
            return null;
        }

        public override string Write(FormValue value) => value is TickValue { IsTicked: var isTicked } ? isTicked ? "true" : "false" : Text.Write(value);

        public override string? Show(FormField field, FormValue? value) => value is TickValue { IsTicked: var isTicked } ? isTicked ? "Oui" : "Non" : base.Show(field, value);

        public override object? ToPlain(FormField field, FormValue? value) => value is TickValue { IsTicked: true };

        internal override FormValue Example(FormField field) => new TickValue(true);

        internal override bool IsAnswered(FormValue? value) => value is TickValue { IsTicked: true };

        internal override Refusal? WhyNot(FormField field, FormValue value) => value is TickValue ? null : Unreadable(field);

        private protected override FormValue? Parse(FormField field, string text) => text switch
        {
            "true" => new TickValue(true),
            "false" => new TickValue(false),
            _ => null,
        };

        private protected override string WhenMissing(string label) => $"Cochez « {label} » pour continuer.";
    }
}
