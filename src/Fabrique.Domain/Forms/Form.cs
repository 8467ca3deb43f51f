using System.Text.RegularExpressions;

namespace Fabrique.Domain.Forms;

/// <summary>One of the answers that a choice offers.</summary>
/// <param name="Key">What is kept; it survives a new label.</param>
/// <param name="Label">What people read.</param>
public sealed record FormChoice(string Key, string Label);

/// <summary>A question of a form.</summary>
/// <param name="Key">A slug, never shown: it names the answer, and survives a new label.</param>
/// <param name="Label">The question.</param>
/// <param name="Kind">What an answer is.</param>
public sealed record FormField(string Key, string Label, FieldKind Kind)
{
    public const int DefaultLines = 5;

    /// <summary>Help under the label; null when there is none.</summary>
    public string? Hint { get; init; }

    public bool IsRequired { get; init; }

    /// <summary>Only a choice has some.</summary>
    public IReadOnlyList<FormChoice> Choices { get; init; } = [];

    /// <summary>In characters, told to people; the bound of the kind, untold, when null.</summary>
    public int? MaximumLength { get; init; }

    /// <summary>Height of a long text, in lines.</summary>
    public int Lines { get; init; } = DefaultLines;

    /// <summary>The sentence to somebody who left a required question without an answer; that of the kind when null.</summary>
    public string? WhenMissing { get; init; }
}

/// <summary>What is missing or wrong in the answer to a question, with a French sentence for the person.</summary>
public sealed record FormProblem(string Key, Refusal Refusal);

/// <summary>
/// « Formulaire »: questions in order, under a stable code and a version. What was answered belongs to that version, which therefore never changes: another text
/// is another version.
/// </summary>
public sealed partial class Form
{
    public const int CodeLength = 100;
    public const int KeyLength = 60;

    /// <summary>Makes a form.</summary>
    /// <param name="code">A slug.</param>
    /// <param name="version">From 1.</param>
    /// <param name="fields">In the order of the page; their keys differ.</param>
    /// <exception cref="ArgumentException">A key is malformed or comes twice, or a field holds what its kind does not have.</exception>
    public Form(string code, int version, IReadOnlyList<FormField> fields)
    {
        Require(IsKey(code, CodeLength), $"« {code} » is no code.");
        Require(version >= 1, "Versions count from 1.");
        foreach (var field in fields)
        {
            Require(IsKey(field.Key, KeyLength), $"« {field.Key} » is no key.");
            Require(field.Label.Length > 0, $"{field.Key} has no label.");
            Require(field.Kind.HasChoices == field.Choices.Count > 0, $"{field.Key}: choices are for a choice, which has some.");
            Require(field.Choices.DistinctBy(choice => choice.Key).Count() == field.Choices.Count, $"{field.Key} offers a choice twice.");
            Require(field.MaximumLength is null || field.MaximumLength is > 0 && field.MaximumLength <= field.Kind.MaximumLength, $"{field.Key}: {field.MaximumLength} is no length of its kind.");
        }

        Require(fields.DistinctBy(field => field.Key).Count() == fields.Count, "A key comes twice.");
        (Code, Version, Fields, UnreadText) = (code, version, fields, "");

        void Require(bool rule, string otherwise)
        {
            if (!rule)
            {
                throw new ArgumentException(otherwise, nameof(fields));
            }
        }
    }

    private Form(string unread) => (Code, Fields, UnreadText) = ("", [], unread);

    /// <summary>No question at all.</summary>
    public static Form None { get; } = new("");

    public string Code { get; }

    public int Version { get; }

    public IReadOnlyList<FormField> Fields { get; }

    /// <summary>What was kept of a form that this program cannot read, to be shown as it is; empty otherwise.</summary>
    public string UnreadText { get; }

    /// <summary>A form that another program wrote: it asks nothing, and is shown as it was.</summary>
    public static Form Unread(string text) => new(text);

    /// <summary>Reads what a person typed.</summary>
    /// <param name="typed">By key; what is not of this form is left aside.</param>
    /// <param name="answers">What could be read.</param>
    /// <returns>What could not, in the order of the form; what is missing is no matter here.</returns>
    public IReadOnlyList<FormProblem> Read(IReadOnlyDictionary<string, string?> typed, out FormAnswers answers)
    {
        var problems = new List<FormProblem>();
        var values = new List<KeyValuePair<string, FormValue>>();
        foreach (var field in Fields)
        {
            if (field.Kind.Read(field, typed.GetValueOrDefault(field.Key), out var value) is { } refusal)
            {
                problems.Add(new FormProblem(field.Key, refusal));
            }
            else if (value is not null)
            {
                values.Add(new(field.Key, value));
            }
        }

        answers = new FormAnswers(Code, Version, values);
        return problems;
    }

    /// <summary>Answers to this form, typed as it is.</summary>
    /// <exception cref="ArgumentException">One of them is no answer.</exception>
    public FormAnswers Fill(params IEnumerable<KeyValuePair<string, string?>> typed) =>
        Read(new Dictionary<string, string?>(typed, StringComparer.Ordinal), out var answers) is [var problem, ..]
            ? throw new ArgumentException($"{problem.Key}: {problem.Refusal.Sentence}", nameof(typed))
            : answers;

    /// <summary>Something that every question accepts.</summary>
    public FormAnswers Example() => new(Code, Version, Fields.Select(field => KeyValuePair.Create(field.Key, field.Kind.Example(field))));

    /// <summary>What cannot be kept, be it as a draft: incomplete is fine, too long is not.</summary>
    /// <exception cref="ArgumentException">The answers are to another form, or to another version of it.</exception>
    public IReadOnlyList<FormProblem> Check(FormAnswers answers) => Among(answers, field => answers[field.Key] is { } value ? field.Kind.WhyNot(field, value) : null);

    /// <summary>What a complete form lacks; a blank text is no answer.</summary>
    /// <exception cref="ArgumentException">The answers are to another form, or to another version of it.</exception>
    public IReadOnlyList<FormProblem> MissingFor(FormAnswers answers) =>
        Among(answers, field => field.IsRequired && !field.Kind.IsAnswered(answers[field.Key]) ? field.Kind.Missing(field) : null);

    /// <summary>The same answers under this form: values that were kept as another shape are read again as the kinds of this one, none is lost.</summary>
    public FormAnswers Adopt(FormAnswers answers) => answers.AreTo(this)
        ? answers
        : new FormAnswers(Code, Version, answers.Values.Select(pair =>
            KeyValuePair.Create(pair.Key, Fields.FirstOrDefault(field => field.Key == pair.Key) is { } field ? field.Kind.Adopt(field, pair.Value) : pair.Value)));

    private List<FormProblem> Among(FormAnswers answers, Func<FormField, Refusal?> find)
    {
        if (!answers.AreTo(this))
        {
            throw new ArgumentException($"These are answers to {answers.FormCode} {answers.FormVersion}, not to {Code} {Version}.", nameof(answers));
        }

        return [.. Fields.Select(field => (field.Key, Refusal: find(field))).Where(found => found.Refusal is not null).Select(found => new FormProblem(found.Key, found.Refusal!))];
    }

    private static bool IsKey(string text, int length) => text.Length <= length && Key().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Key();
}
