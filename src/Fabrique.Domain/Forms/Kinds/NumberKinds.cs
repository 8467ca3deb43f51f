using System.Globalization;
using System.Text.RegularExpressions;
using Fabrique.Domain.Time;

namespace Fabrique.Domain.Forms.Kinds;

internal enum NumberShape
{
    Decimal,
    Whole,
    Euros,
}

internal sealed partial class NumberKind(string code, string label, NumberShape shape) : FieldKind(code, label)
{
    /// <summary>Beyond, nothing that people count.</summary>
    private const decimal Most = 999_999_999_999m;

    private protected override string Expected => shape switch
    {
        NumberShape.Whole => "écrivez un nombre entier, par exemple 1 234.",
        NumberShape.Euros => "écrivez un montant en euros, par exemple 1 234,50.",
        _ => "écrivez un nombre, par exemple 1 234,50.",
    };

    public override FieldOrder Order => FieldOrder.Numbers;

    public override string Write(FormValue value) => value is NumberValue { Number: var number } ? number.ToString(CultureInfo.InvariantCulture).Replace('.', ',') : Text.Write(value);

    public override string? Show(FormField field, FormValue? value) => value is not NumberValue { Number: var number } ? base.Show(field, value) : shape switch
    {
        NumberShape.Euros => number.ToString(decimal.IsInteger(number) ? "#,##0 €" : "#,##0.00 €", French),
        NumberShape.Whole => number.ToString("#,##0", French),
        _ => base.Show(field, value),
    };

    public override object? ToPlain(FormField field, FormValue? value) => value is NumberValue { Number: var number } ? number : base.ToPlain(field, value);

    internal override FormValue Example(FormField field) => new NumberValue(1);

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is NumberValue { Number: var number } && Math.Abs(number) <= Most && IsInShape(number) ? null : Unreadable(field);

    /// <summary>A number as people write it; null when it is none.</summary>
    internal static decimal? ParseNumber(string text) =>
        decimal.TryParse(Spaces().Replace(text, "").Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;

    private protected override FormValue? Parse(FormField field, string text) =>
        ParseNumber(shape is NumberShape.Euros ? text.TrimEnd('€') : text) is { } number ? new NumberValue(number) : null;

    private bool IsInShape(decimal number) => shape switch
    {
        NumberShape.Whole => decimal.IsInteger(number),
        NumberShape.Euros => number >= 0 && decimal.IsInteger(number * 100),
        _ => true,
    };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();
}

/// <summary>A measure: a number, its unit, and where it comes from.</summary>
internal sealed class IndicatorKind(string code, string label) : FieldKind(code, label)
{
    public const string UnitPart = "unit";
    public const string SourcePart = "source";

    private const int UnitLength = 60;
    private const int SourceLength = 300;

    private protected override string Expected => $"écrivez un nombre, puis son unité en {UnitLength} caractères au plus, par exemple 1 200 et « heures par an » ; la source en tient {SourceLength}.";

    public override FieldOrder Order => FieldOrder.Numbers;

    public override string Write(FormValue value) => value is IndicatorValue indicator
        ? $"{Number.Write(new NumberValue(indicator.Number))} {indicator.Unit}" + (indicator.Source.Length > 0 ? $" (source : {indicator.Source})" : "")
        : Text.Write(value);

    public override IEnumerable<KeyValuePair<string, string>> WriteParts(FormField field, FormValue value) => value is IndicatorValue indicator
        ? [new(field.Key, Number.Write(new NumberValue(indicator.Number))), new($"{field.Key}.{UnitPart}", indicator.Unit), new($"{field.Key}.{SourcePart}", indicator.Source)]
        : base.WriteParts(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is IndicatorValue indicator
        ? new Dictionary<string, object?>(StringComparer.Ordinal) { ["value"] = indicator.Number, ["unit"] = indicator.Unit, ["source"] = indicator.Source }
        : base.ToPlain(field, value);

    internal override FormValue? Read(FormField field, TypedAnswers typed, FormReferences references, ICollection<FormProblem> problems)
    {
        var (number, unit, source) = (Texts.Line(typed.Text), Texts.Line(typed[UnitPart].Text), Texts.Line(typed[SourcePart].Text));
        if (number.Length == 0 && unit.Length == 0 && source.Length == 0)
        {
            return null;
        }

        if (NumberKind.ParseNumber(number) is { } read && new IndicatorValue(read, unit, source) is var value && WhyNot(field, value) is null)
        {
            return value;
        }

        problems.Add(new FormProblem(typed.Path, Unreadable(field)));
        return null;
    }

    internal override FormValue Example(FormField field) => new IndicatorValue(1200, "heures par an", "");

    internal override Refusal? WhyNot(FormField field, FormValue value) =>
        value is IndicatorValue { Unit.Length: > 0 and <= UnitLength, Source.Length: <= SourceLength } indicator && Number.WhyNot(field, new NumberValue(indicator.Number)) is null ? null : Unreadable(field);

    internal override FormValue? Constant(FormField field, string text) => Number.Constant(field, text);

    private protected override FormValue? Parse(FormField field, string text) => null;
}

internal sealed class DateKind(string code, string label) : FieldKind(code, label)
{
    private static readonly string[] Formats = ["yyyy-MM-dd", "d/M/yyyy"];

    private protected override string Expected => "écrivez une date, par exemple 31/12/2026.";

    public override FieldOrder Order => FieldOrder.Days;

    public override string Write(FormValue value) => value is DateValue { Day: var day } ? day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : Text.Write(value);

    public override string? Show(FormField field, FormValue? value) => value is DateValue { Day: var day } ? FrenchDate.Day(day) : base.Show(field, value);

    internal override FormValue Example(FormField field) => new DateValue(new DateOnly(2026, 1, 1));

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is DateValue ? null : Unreadable(field);

    private protected override FormValue? Parse(FormField field, string text) =>
        DateOnly.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? new DateValue(day) : null;
}
