using System.Net.Mail;
using System.Text.RegularExpressions;

namespace Fabrique.Domain.Forms.Kinds;

internal class TextKind(string code, string label, int maximumLength, bool isOneLine = false) : FieldKind(code, label, maximumLength)
{
    private protected override string Expected => "écrivez un texte.";

    public override bool IsBounded => true;

    public override string Write(FormValue value) => value switch
    {
        TextValue text => text.Text,
        NumberValue number => Number.Write(number),
        DateValue day => Date.Write(day),
        ChoiceValue choice => choice.Key,
        ChoicesValue several => string.Join(", ", several.Keys),
        IndicatorValue indicator => Indicator.Write(indicator),
        TerritoryValue place => place.Name,
        PersonValue person => person.Name,
        UnitValue unit => unit.Name,
        FilesValue files => string.Join(", ", files.Files.Select(file => file.Name)),
        RowsValue rows => string.Join('\n', rows.Rows.Select(row => string.Join(" ; ", row.Values.Values.Select(Write)))),
        _ => Checkbox.Write(value),
    };

    internal override FormValue Example(FormField field)
    {
        const string Sentence = "Une réponse.";
        var length = Math.Min(Sentence.Length, field.MaximumLength ?? MaximumLength);
        return new TextValue(field.MaximumWords is 1 ? Sentence[..Math.Min(3, length)] : Sentence[..length]);
    }

    public override bool IsAnswered(FormValue? value) => value is TextValue { Text: var text } && !string.IsNullOrWhiteSpace(text);

    internal override Refusal? WhyNot(FormField field, FormValue value)
    {
        if (value is not TextValue { Text: var text })
        {
            return Unreadable(field);
        }

        var longest = field.MaximumLength ?? MaximumLength;
        if (text.Length > longest)
        {
            return new Refusal(Form.TooLong, string.Create(French, $"« {field.Label} » : ce texte compte {text.Length:N0} caractères, pour {longest:N0} au plus. Raccourcissez-le."));
        }

        return field.MaximumWords is { } most && FormField.WordsOf(text) is var words && words > most
            ? new Refusal(Form.TooLong, string.Create(French, $"« {field.Label} » : ce texte compte {words:N0} mots, pour {most:N0} au plus. Raccourcissez-le."))
            : null;
    }

    private protected override string Clean(string? typed) => isOneLine ? Texts.Line(typed) : Texts.Lines(typed);

    private protected override FormValue? Parse(FormField field, string text) => new TextValue(text);
}

/// <summary>What a text of one line has to look like.</summary>
/// <param name="Expected">Says it, after the label of the question.</param>
/// <param name="Read">The text as it is kept; null when it does not look like it.</param>
/// <param name="Example">One that does.</param>
internal sealed partial record TextShape(string Expected, Func<string, string?> Read, string Example)
{
    public static TextShape Email { get; } = new("écrivez une adresse électronique, par exemple prenom.nom@exemple.fr.", ReadEmail, "prenom.nom@exemple.fr");

    public static TextShape Telephone { get; } = new("écrivez un numéro de téléphone, par exemple 01 23 45 67 89 ou +262 262 12 34 56.", ReadTelephone, "01 23 45 67 89");

    public static TextShape Link { get; } = new("écrivez une adresse complète, par exemple https://www.exemple.fr/page.", ReadLink, "https://www.exemple.fr/");

    private static string? ReadEmail(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal) && !address.Host.EndsWith('.') ? text : null;

    private static string? ReadTelephone(string text)
    {
        var digits = Separators().Replace(text, "");
        return National().IsMatch(digits) ? string.Join(' ', digits.Chunk(2).Select(pair => new string(pair)))
            : International().IsMatch(digits) ? text
            : null;
    }

    private static string? ReadLink(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp) && address.UserInfo.Length == 0 && address.Host.Contains('.', StringComparison.Ordinal)
            ? text
            : null;

    [GeneratedRegex(@"[\s.\-()/]", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Separators();

    [GeneratedRegex("^0[1-9][0-9]{8}$", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex National();

    [GeneratedRegex(@"^(\+|00)[1-9][0-9]{6,14}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex International();
}

internal sealed class ShapedTextKind(string code, string label, TextShape shape) : TextKind(code, label, 300, isOneLine: true)
{
    private protected override string Expected => shape.Expected;

    public override bool IsBounded => false;

    internal override FormValue Example(FormField field) => new TextValue(shape.Example);

    internal override Refusal? WhyNot(FormField field, FormValue value) => base.WhyNot(field, value) ?? (value is TextValue { Text: var text } && shape.Read(text) == text ? null : Unreadable(field));

    private protected override FormValue? Parse(FormField field, string text) => shape.Read(text) is { } read ? new TextValue(read) : null;
}
