using System.Globalization;
using System.Text.RegularExpressions;

namespace Fabrique.Domain.Work;

public enum TaskFieldKind
{
    Text,
    LongText,
    Date,
    Number,
    Choice,
    Checkbox,
}

/// <summary>A question of the form of a task.</summary>
public sealed record TaskField(string Label, TaskFieldKind Kind, bool IsRequired, IReadOnlyList<string> Choices);

/// <summary>What was answered to a question: a text, <c>yyyy-MM-dd</c>, a number with a point, <c>true</c> or <c>false</c>; empty when nothing was.</summary>
public sealed record TaskAnswer(string Label, string Value);

/// <summary>
/// « Formulaire » of a task, written by an administrator, one question a line: « Montant demandé : nombre obligatoire »,
/// « Avis technique : choix (Favorable | Réservé) ».
/// </summary>
public sealed partial record TaskForm
{
    public const int MostFields = 20;
    public const int MostChoices = 30;
    public const int LabelLength = 120;
    public const int TextLength = 300;
    public const int LongTextLength = 4000;

    private static readonly Dictionary<string, TaskFieldKind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        ["texte"] = TaskFieldKind.Text,
        ["texte long"] = TaskFieldKind.LongText,
        ["date"] = TaskFieldKind.Date,
        ["nombre"] = TaskFieldKind.Number,
        ["choix"] = TaskFieldKind.Choice,
        ["case"] = TaskFieldKind.Checkbox,
    };

    private TaskForm(IReadOnlyList<TaskField> fields) => Fields = fields;

    public static TaskForm Empty { get; } = new([]);

    public IReadOnlyList<TaskField> Fields { get; }

    /// <summary>Reads the form.</summary>
    /// <param name="text">A question a line; blank lines do not count.</param>
    /// <param name="form">The form; empty when it is not understood.</param>
    /// <returns>Null when it is understood; otherwise which line is not, and why, in French.</returns>
    public static string? Read(string text, out TaskForm form)
    {
        form = Empty;
        var fields = new List<TaskField>();
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

        form = new TaskForm(fields);
        return null;
    }

    /// <summary>Reads what a person typed.</summary>
    /// <param name="field">The question.</param>
    /// <param name="typed">As the page sent it.</param>
    /// <param name="value">The answer, as <see cref="TaskAnswer.Value"/> has it.</param>
    /// <returns>Null when it is an answer; otherwise a French sentence for the person.</returns>
    public static string? ReadAnswer(TaskField field, string? typed, out string value)
    {
        var text = (typed ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
        value = text;
        if (field.Kind is TaskFieldKind.Checkbox)
        {
            value = text is "true" ? "true" : "false";
            return field.IsRequired && value is "false" ? $"Cochez « {field.Label} » pour continuer." : null;
        }

        if (text.Length == 0)
        {
            return field.IsRequired ? $"Répondez à « {field.Label} »." : null;
        }

        switch (field.Kind)
        {
            case TaskFieldKind.Date when DateOnly.TryParseExact(text, ["yyyy-MM-dd", "d/M/yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day):
                value = day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                return null;
            case TaskFieldKind.Date:
                return $"« {field.Label} » : écrivez une date, par exemple 31/12/2026.";
            case TaskFieldKind.Number when decimal.TryParse(Spaces().Replace(text, "").Replace(',', '.'), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number):
                value = number.ToString(CultureInfo.InvariantCulture);
                return null;
            case TaskFieldKind.Number:
                return $"« {field.Label} » : écrivez un nombre, par exemple 1 234,50.";
            case TaskFieldKind.Choice:
                return field.Choices.Contains(text, StringComparer.Ordinal) ? null : $"« {field.Label} » : choisissez une réponse de la liste.";
            default:
                var longest = field.Kind is TaskFieldKind.Text ? TextLength : LongTextLength;
                return text.Length <= longest ? null : $"« {field.Label} » : ce texte compte {text.Length} caractères, pour {longest} au plus. Raccourcissez-le.";
        }
    }

    private static string? ReadField(string line, out TaskField? field)
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
        if (kind is not TaskFieldKind.Choice && choices.Length > 0)
        {
            return "seul un choix a des réponses entre parenthèses";
        }

        if (kind is TaskFieldKind.Choice && (choices.Length is < 2 or > MostChoices || choices.Distinct(StringComparer.Ordinal).Count() < choices.Length || choices.Any(choice => choice.Length > TextLength)))
        {
            return $"un choix a de 2 à {MostChoices} réponses différentes ; par exemple « Avis : choix (Favorable | Défavorable) »";
        }

        field = new TaskField(label, kind, match.Groups["required"].Success, choices);
        return null;
    }

    [GeneratedRegex(@"^(?<label>\S.*?)\s*:\s*(?<kind>texte\s+long|texte|date|nombre|choix|case)(?<required>\s+obligatoire)?\s*(?:\((?<choices>.*)\))?$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spaces();
}
