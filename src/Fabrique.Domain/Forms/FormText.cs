using System.Globalization;
using System.Text.RegularExpressions;

namespace Fabrique.Domain.Forms;

/// <summary>
/// A form as an administrator writes it, one question a line: « Montant demandé : nombre obligatoire », « Avis technique : choix (Favorable | Réservé) ».
/// Keys come from the labels; a choice is its own key.
/// </summary>
public static partial class FormText
{
    /// <summary>The code of a form written so.</summary>
    public const string Code = "drawn";

    /// <summary>Of the whole text, in characters.</summary>
    public const int Length = 8_000;

    public const int MostFields = 20;
    public const int MostChoices = 30;
    public const int LabelLength = 120;
    public const int ChoiceLength = 300;

    private static readonly Dictionary<string, FieldKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["texte"] = FieldKind.Text,
        ["texte long"] = FieldKind.LongText,
        ["date"] = FieldKind.Date,
        ["nombre"] = FieldKind.Number,
        ["choix"] = FieldKind.Choice,
        ["case"] = FieldKind.Checkbox,
    };

    /// <summary>Reads the form.</summary>
    /// <param name="text">A question a line; blank lines do not count.</param>
    /// <param name="form">The form; <see cref="Form.None"/> when there is no question, or when it is not understood.</param>
    /// <returns>Null when it is understood; otherwise which line is not, and why, in French.</returns>
    public static string? Read(string text, out Form form)
    {
        form = Form.None;
        var fields = new List<FormField>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (ReadField(line, out var field) is { } problem)
            {
                return $"« {line} » : {problem}";
            }

            if (fields.Exists(other => other.Label == field!.Label))
            {
                return $"« {line} » : deux questions portent le même libellé";
            }

            fields.Add(field!);
        }

        if (fields.Count > MostFields)
        {
            return $"{fields.Count} questions, pour {MostFields} au plus : coupez la tâche en deux";
        }

        if (fields.Count > 0)
        {
            form = new Form(Code, 1, [.. fields.Zip(KeysOf(fields.Select(field => field.Label)), (field, key) => field with { Key = key })]);
        }

        return null;
    }

    /// <summary>The keys of questions so labelled, in their order.</summary>
    public static IReadOnlyList<string> KeysOf(IEnumerable<string> labels)
    {
        var keys = new List<string>();
        foreach (var label in labels)
        {
            keys.Add(NewKey(label, keys));
        }

        return keys;
    }

    /// <summary>A key that none of these is.</summary>
    internal static string NewKey(string label, IReadOnlyCollection<string> taken)
    {
        var key = SlugFor(1);
        for (var number = 2; taken.Contains(key, StringComparer.Ordinal); number++)
        {
            key = string.Create(CultureInfo.InvariantCulture, $"{SlugFor(number)}-{number}");
        }

        return key;

        // Room is left for the number.
        string SlugFor(int number) => Slug.Of(label, Form.KeyLength - (number < 100 ? 3 : 4)) is { Length: > 0 } found ? found : "question";
    }

    private static string? ReadField(string line, out FormField? field)
    {
        field = null;
        if (Line().Match(line) is not { Success: true } match || !Kinds.TryGetValue(Spaces().Replace(match.Groups["kind"].Value, " "), out var kind))
        {
            return "écrivez le libellé, deux points, puis texte, texte long, date, nombre, choix ou case ; par exemple « Montant : nombre obligatoire »";
        }

        var label = match.Groups["label"].Value;
        if (label.Length > LabelLength)
        {
            return $"le libellé dépasse {LabelLength} caractères";
        }

        string[] choices = match.Groups["choices"].Success ? match.Groups["choices"].Value.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        if (!kind.HasChoices && choices.Length > 0)
        {
            return "seul un choix a des réponses entre parenthèses";
        }

        if (kind.HasChoices && (choices.Length is < 2 or > MostChoices || choices.Distinct(StringComparer.Ordinal).Count() < choices.Length || choices.Any(choice => choice.Length > ChoiceLength)))
        {
            return $"un choix a de 2 à {MostChoices} réponses différentes ; par exemple « Avis : choix (Favorable | Défavorable) »";
        }

        field = new FormField("", label, kind)
        {
            IsRequired = match.Groups["required"].Success,
            Choices = [.. choices.Select(choice => new FormChoice(choice, choice))],
        };
        return null;
    }

    [GeneratedRegex(@"^(?<label>\S.*?)\s*:\s*(?<kind>texte\s+long|texte|date|nombre|choix|case)(?<required>\s+obligatoire)?\s*(?:\((?<choices>.*)\))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();
}
