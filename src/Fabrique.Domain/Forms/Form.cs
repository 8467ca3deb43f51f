using System.Text.RegularExpressions;

namespace Fabrique.Domain.Forms;

/// <summary>What is missing or wrong in the answer to a question, with a French sentence for the person.</summary>
/// <param name="Key">Of the question; the path of the part that is wrong, when the answer has several.</param>
/// <param name="Refusal">Why.</param>
public sealed record FormProblem(string Key, Refusal Refusal);

/// <summary>What keeps a form from being asked, with a French sentence for whoever makes it.</summary>
/// <param name="Key">Of the question; null when it is of the whole form.</param>
/// <param name="Sentence">What is wrong, and what to do.</param>
public sealed record FormFault(string? Key, string Sentence);

/// <summary>Part of a form, under one title.</summary>
/// <param name="Title">Null before the first.</param>
/// <param name="Fields">What comes under it; without the title.</param>
public sealed record FormSection(FormField? Title, IReadOnlyList<FormField> Fields);

/// <summary>How far somebody is in a part of a form.</summary>
/// <param name="Section">The part.</param>
/// <param name="Answered">Questions answered among those that are needed.</param>
/// <param name="Needed">Questions asked that need an answer.</param>
public sealed record FormProgress(FormSection Section, int Answered, int Needed);

/// <summary>
/// « Formulaire »: questions in order, under a stable code and a version. What was answered belongs to that version, which therefore never changes: another text
/// is another version.
/// </summary>
public sealed partial class Form
{
    /// <summary>Code of the refusal of a text that does not fit.</summary>
    public const string TooLong = "answer-too-long";

    public const int CodeLength = 100;
    public const int KeyLength = 60;
    public const int LabelLength = 300;
    public const int HintLength = 2000;
    public const int MostFields = 200;
    public const int MostChoices = 200;

    /// <summary>Makes a form.</summary>
    /// <param name="code">A slug.</param>
    /// <param name="version">From 1.</param>
    /// <param name="fields">In the order of the page; their keys differ.</param>
    /// <param name="eligibility">What the answers have to fulfil.</param>
    /// <exception cref="ArgumentException">A key is malformed or comes twice, or a field holds what its kind does not have.</exception>
    public Form(string code, int version, IReadOnlyList<FormField> fields, IReadOnlyList<EligibilityRule>? eligibility = null)
    {
        Require(IsKey(code, CodeLength), $"« {code} » is no code.");
        Require(version >= 1, "Versions count from 1.");
        RequireFields(fields);
        (Code, Version, Fields, Eligibility, UnreadText) = (code, version, fields, eligibility ?? [], "");

        void RequireFields(IReadOnlyList<FormField> fields)
        {
            foreach (var field in fields)
            {
                Require(IsKey(field.Key, KeyLength), $"« {field.Key} » is no key.");
                Require(field.Label.Length > 0, $"{field.Key} has no label.");
                Require(field.Kind.HasChoices == field.Choices.Count > 0, $"{field.Key}: choices are for a choice, which has some.");
                Require(field.Choices.DistinctBy(choice => choice.Key).Count() == field.Choices.Count, $"{field.Key} offers a choice twice.");
                Require(field.MaximumLength is null || field.MaximumLength is > 0 && field.MaximumLength <= field.Kind.MaximumLength, $"{field.Key}: {field.MaximumLength} is no length of its kind.");
                Require(field.MaximumWords is null || field.MaximumWords > 0 && field.Kind.IsBounded, $"{field.Key}: {field.MaximumWords} is no number of words of its kind.");
                Require(field.Kind.HasFields == field.Fields.Count > 0, $"{field.Key}: questions are for a repetition, which has some.");
                Require(field.Fields.All(inner => inner.Kind is { HasFields: false } and not { IsQuestion: false }), $"{field.Key} repeats what cannot be.");
                RequireFields(field.Fields);
            }

            Require(fields.DistinctBy(field => field.Key).Count() == fields.Count, "A key comes twice.");
        }

        void Require(bool rule, string otherwise)
        {
            if (!rule)
            {
                throw new ArgumentException(otherwise, nameof(fields));
            }
        }
    }

    private Form(string unread) => (Code, Fields, Eligibility, UnreadText) = ("", [], [], unread);

    /// <summary>No question at all.</summary>
    public static Form None { get; } = new("");

    public string Code { get; }

    public int Version { get; }

    /// <summary>Titles and explanations among them.</summary>
    public IReadOnlyList<FormField> Fields { get; }

    /// <summary>All have to hold.</summary>
    public IReadOnlyList<EligibilityRule> Eligibility { get; }

    /// <summary>What was kept of a form that this program cannot read, to be shown as it is; empty otherwise.</summary>
    public string UnreadText { get; }

    public IEnumerable<FormField> Questions => Fields.Where(one => one.Kind.IsQuestion);

    /// <summary>In order; the first has no title unless the form begins with one.</summary>
    public IReadOnlyList<FormSection> Sections
    {
        get
        {
            var sections = new List<FormSection>();
            var (title, fields) = ((FormField?)null, new List<FormField>());
            foreach (var one in Fields)
            {
                if (one.Kind != FieldKind.Section)
                {
                    fields.Add(one);
                    continue;
                }

                if (title is not null || fields.Count > 0)
                {
                    sections.Add(new FormSection(title, fields));
                }

                (title, fields) = (one, []);
            }

            return title is not null || fields.Count > 0 ? [.. sections, new FormSection(title, fields)] : sections;
        }
    }

    /// <summary>The questions that tell whether one may apply, with those that they depend on; in order.</summary>
    public IReadOnlyList<FormField> EligibilityFields
    {
        get
        {
            var keys = Eligibility.SelectMany(rule => rule.Rule.Keys).ToHashSet(StringComparer.Ordinal);
            AddConditions(keys);
            return [.. Questions.Where(one => keys.Contains(one.Key))];
        }
    }

    /// <summary>The part of the form where a field is: its section, after the questions on which what is in it depends.</summary>
    /// <param name="key">Of a field of the form.</param>
    public Form Around(string key)
    {
        var section = Sections.First(part => part.Title?.Key == key || part.Fields.Any(field => field.Key == key));
        var keys = section.Fields.Prepend(section.Title).OfType<FormField>().Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        AddConditions(keys);
        return new Form(Code, Version, [.. Fields.Where(field => keys.Contains(field.Key))]);
    }

    /// <summary>What has to hold for a field to be shown: its own condition, and that of its section.</summary>
    public IEnumerable<FormRule> ConditionsOf(FormField field)
    {
        var section = field.Kind == FieldKind.Section ? null : Fields.TakeWhile(other => other.Key != field.Key).LastOrDefault(other => other.Kind == FieldKind.Section);
        return new[] { section?.VisibleWhen, field.VisibleWhen }.OfType<FormRule>();
    }

    /// <summary>A form that another program wrote: it asks nothing, and is shown as it was.</summary>
    public static Form Unread(string text) => new(text);

    public FormField? Find(string key) => Fields.FirstOrDefault(field => field.Key == key);

    /// <summary>Reads what a person typed.</summary>
    /// <param name="typed">By key, see <see cref="TypedAnswers"/>; what is not of this form is left aside.</param>
    /// <param name="answers">What could be read.</param>
    /// <param name="references">What the names among it stand for; nothing was looked up when null.</param>
    /// <returns>What could not, in the order of the form; what is missing is no matter here.</returns>
    public IReadOnlyList<FormProblem> Read(IReadOnlyDictionary<string, string?> typed, out FormAnswers answers, FormReferences? references = null)
    {
        var all = new TypedAnswers(typed);
        var problems = new List<FormProblem>();
        var values = new List<KeyValuePair<string, FormValue>>();
        foreach (var field in Questions)
        {
            if (field.Kind.Read(field, all[field.Key], references ?? FormReferences.None, problems) is { } value)
            {
                values.Add(new(field.Key, value));
            }
        }

        answers = new FormAnswers(Code, Version, values);
        return problems;
    }

    /// <summary>The names typed that have to be looked up before they are read.</summary>
    public IEnumerable<(FieldKind Kind, string Text)> FindNames(IReadOnlyDictionary<string, string?> typed)
    {
        var all = new TypedAnswers(typed);
        return Questions.SelectMany(field => field.Kind.FindNames(field, all[field.Key]));
    }

    /// <summary>What to type to give these answers again, by path: the inverse of <see cref="Read"/>.</summary>
    public IReadOnlyDictionary<string, string?> Write(FormAnswers answers) => Questions
        .Where(field => answers[field.Key] is not null)
        .SelectMany(field => field.Kind.WriteParts(field, answers[field.Key]!))
        .ToDictionary(part => part.Key, part => (string?)part.Value, StringComparer.Ordinal);

    /// <summary>Answers to this form, typed as it is.</summary>
    /// <exception cref="ArgumentException">One of them is no answer.</exception>
    public FormAnswers Fill(params IEnumerable<KeyValuePair<string, string?>> typed) =>
        Read(new Dictionary<string, string?>(typed, StringComparer.Ordinal), out var answers) is [var problem, ..]
            ? throw new ArgumentException($"{problem.Key}: {problem.Refusal.Sentence}", nameof(typed))
            : answers;

    /// <summary>Something that every question accepts.</summary>
    public FormAnswers Example() => new(Code, Version, Questions.Select(field => KeyValuePair.Create(field.Key, field.Kind.Example(field))));

    /// <summary>What is asked of a person who gave these answers.</summary>
    public FormSight SightOf(FormAnswers answers) => FormSight.Of(Fields, key => answers[key], _ => null);

    /// <summary>The same answers without those to questions that are not asked: what is submitted, and what procedures read.</summary>
    public FormAnswers OnlyAsked(FormAnswers answers)
    {
        var sight = SightOf(answers);
        return new FormAnswers(answers.FormCode, answers.FormVersion, answers.Values
            .Where(pair => sight.Contains(pair.Key))
            .Select(pair => KeyValuePair.Create(pair.Key, OnlyAsked(Find(pair.Key)!, pair.Value, sight)))) { Former = answers.Former };
    }

    /// <summary>What is asked and answered as procedures take it, by key: see <see cref="FieldKind.ToPlain"/>. A question that is asked and has no answer is null.</summary>
    public IReadOnlyDictionary<string, object?> ToPlain(FormAnswers answers)
    {
        var (sight, asked) = (SightOf(answers), OnlyAsked(answers));
        return Questions.Where(field => sight.Contains(field.Key)).ToDictionary(field => field.Key, field => field.Kind.ToPlain(field, asked[field.Key]), StringComparer.Ordinal);
    }

    /// <summary>What is asked and answered, one line for each thing that can be looked for: a choice made, a file, an answer of a row.</summary>
    public IEnumerable<AnswerLine> Tabulate(FormAnswers answers)
    {
        var asked = OnlyAsked(answers);
        return Questions
            .SelectMany(field => asked[field.Key] is { } value ? AnswerLine.Of(field, value) : []);
    }

    private static FormValue OnlyAsked(FormField field, FormValue value, FormSight sight) => value is RowsValue { Rows: var rows } && field.Fields.Any(inner => inner.VisibleWhen is not null)
        ? new RowsValue(new(rows.Select(row => FormSight.Of(field.Fields, key => row[key], sight.Answer) is var shown ? new FormRow(row.Values.Where(pair => shown.Contains(pair.Key))) : row)))
        : value;

    /// <summary>What cannot be kept, be it as a draft: incomplete is fine, too long is not.</summary>
    /// <exception cref="ArgumentException">The answers are to another form, or to another version of it.</exception>
    public IReadOnlyList<FormProblem> Check(FormAnswers answers)
    {
        RequireMine(answers);
        return [.. Questions.Select(field => (field.Key, Refusal: answers[field.Key] is { } value ? field.Kind.WhyNot(field, value) : null)).Where(found => found.Refusal is not null).Select(found => new FormProblem(found.Key, found.Refusal!))];
    }

    /// <summary>What a complete form lacks among what is asked; a blank text is no answer.</summary>
    /// <exception cref="ArgumentException">The answers are to another form, or to another version of it.</exception>
    public IReadOnlyList<FormProblem> MissingFor(FormAnswers answers)
    {
        RequireMine(answers);
        var sight = SightOf(answers);
        return [.. Fields.Where(field => sight.Contains(field.Key)).SelectMany(field => field.Kind.Missing(field, field.Key, answers[field.Key], sight.Answer))];
    }

    /// <summary>How far somebody is, in each part that is asked of them.</summary>
    public IReadOnlyList<FormProgress> ProgressOf(FormAnswers answers)
    {
        var sight = SightOf(answers);
        return [.. Sections
            .Where(section => section.Title is null || sight.Contains(section.Title.Key))
            .Select(section => (Section: section, Needed: section.Fields.Where(field => field.IsRequired && field.Kind.IsQuestion && sight.Contains(field.Key)).ToList()))
            .Select(part => new FormProgress(part.Section, part.Needed.Count(field => !field.Kind.Missing(field, field.Key, answers[field.Key], sight.Answer).Any()), part.Needed.Count))];
    }

    /// <summary>Why whoever gave these answers may not apply; null when they may.</summary>
    public Refusal? WhyNotEligible(FormAnswers answers)
    {
        var sight = SightOf(answers);
        return Eligibility.FirstOrDefault(rule => !rule.Rule.Holds(sight.Answer)) is { } unmet ? new Refusal("not-eligible", unmet.Otherwise) : null;
    }

    /// <summary>Answers given now, with those that can no longer change as they were.</summary>
    /// <param name="answers">Given now.</param>
    /// <param name="kept">As they were.</param>
    /// <param name="today">In Paris.</param>
    public FormAnswers Freeze(FormAnswers answers, FormAnswers kept, DateOnly today)
    {
        var frozen = Questions.Where(field => field.FrozenFrom <= today).Select(field => field.Key).ToHashSet(StringComparer.Ordinal);
        return frozen.Count == 0
            ? answers
            : new FormAnswers(answers.FormCode, answers.FormVersion, answers.Values.Where(pair => !frozen.Contains(pair.Key)).Concat(kept.Values.Where(pair => frozen.Contains(pair.Key)))) { Former = answers.Former };
    }

    /// <summary>The same answers under this form: values that were kept as another shape are read again as the kinds of this one, none is lost.</summary>
    public FormAnswers Adopt(FormAnswers answers) => answers.AreTo(this)
        ? answers
        : new FormAnswers(Code, Version, answers.Values.Select(pair =>
            KeyValuePair.Create(pair.Key, Find(pair.Key) is { } field ? field.Kind.Adopt(field, pair.Value) : pair.Value))) { Former = answers.Former };

    /// <summary>
    /// Answers to another version, carried to this one. What no question of this one asks, or asks otherwise, is kept among the former answers, and comes back
    /// with a version that asks it again; so is what became another answer that does not say all of it.
    /// </summary>
    /// <param name="answers">To <paramref name="from"/>.</param>
    /// <param name="from">The version that they were given to.</param>
    public FormAnswers Rebase(FormAnswers answers, Form from)
    {
        var values = new Dictionary<string, FormValue>(StringComparer.Ordinal);
        var former = answers.Former.ToList();
        foreach (var (key, value) in answers.Values)
        {
            // What a version made of an answer leads back to the answer, unless the person changed it since.
            var asked = from.Find(key);
            var answer = answers.Former.LastOrDefault(other => other.Key == key && Convert(from, other) == value) ?? new FormerAnswer(key, asked?.Label ?? key, asked?.Kind.Show(asked, value) ?? "", value);
            former.Remove(answer);
            if (Convert(this, answer) is { } carried)
            {
                values.Add(key, carried);
                if (carried == answer.Value)
                {
                    continue;
                }
            }

            former.Add(answer);
        }

        foreach (var answer in answers.Former)
        {
            // What the version before could ask had its place there: if it is gone, the person took it away.
            if (!values.ContainsKey(answer.Key) && Convert(from, answer) is null && Convert(this, answer) is { } back)
            {
                values.Add(answer.Key, back);
                if (back == answer.Value)
                {
                    former.Remove(answer);
                }
            }
        }

        return new FormAnswers(Code, Version, values) { Former = [.. former.Distinct()] };

        static FormValue? Convert(Form form, FormerAnswer answer) => form.Find(answer.Key) is { Kind.IsQuestion: true } field ? field.Kind.Convert(field, answer.Value, answer.Shown) : null;
    }

    /// <summary>The former answers that are not read among those to this form.</summary>
    public IEnumerable<FormerAnswer> FormerOf(FormAnswers answers) => answers.Former.Where(former =>
        answers[former.Key] is not { } value || Find(former.Key) is not { } field || field.Kind.Show(field, value) != former.Shown);

    /// <summary>What keeps it from being asked; none when it can be.</summary>
    public IReadOnlyList<FormFault> FindFaults()
    {
        var faults = new List<FormFault>();
        if (!Questions.Any())
        {
            faults.Add(new FormFault(null, "Ce formulaire ne pose aucune question : ajoutez-en une."));
        }

        if (Fields.Sum(field => 1 + field.Fields.Count) is var count && count > MostFields)
        {
            faults.Add(new FormFault(null, $"Ce formulaire compte {count} champs, pour {MostFields} au plus : retirez-en."));
        }

        FindFaults(Fields, _ => null, faults);
        faults.AddRange(Eligibility
            .Select((rule, rank) => (Number: rank + 1, Fault: FaultOf(rule.Rule, Find)))
            .Where(found => found.Fault is not null)
            .Select(found => new FormFault(null, $"Règle d’éligibilité n° {found.Number} : {found.Fault}. Corrigez-la ou retirez-la.")));
        return faults;
    }

    // Adds the questions that have to be answered for those of these keys to be asked.
    private void AddConditions(HashSet<string> keys)
    {
        foreach (var one in Fields.Reverse().Where(one => keys.Contains(one.Key)))
        {
            keys.UnionWith(ConditionsOf(one).Concat(one.Fields.Select(inner => inner.VisibleWhen).OfType<FormRule>()).SelectMany(rule => rule.Keys));
        }
    }

    private static void FindFaults(IReadOnlyList<FormField> fields, Func<string, FormField?> above, List<FormFault> faults)
    {
        for (var rank = 0; rank < fields.Count; rank++)
        {
            var field = fields[rank];
            var before = fields.Take(rank).ToList();
            FormField? FindBefore(string key) => before.Find(other => other.Key == key) ?? above(key);
            if (field.VisibleWhen is { } rule && FaultOf(rule, FindBefore) is { } fault)
            {
                faults.Add(new FormFault(field.Key, $"Condition d’affichage de « {field.Label} » : {fault}. Corrigez-la ou retirez-la."));
            }

            FindFaults(field.Fields, FindBefore, faults);
        }
    }

    private static string? FaultOf(FormRule rule, Func<string, FormField?> field) =>
        rule.Height > FormRule.Depth ? $"elle emboîte plus de {FormRule.Depth} conditions" : rule.Fault(field);

    private void RequireMine(FormAnswers answers)
    {
        if (!answers.AreTo(this))
        {
            throw new ArgumentException($"These are answers to {answers.FormCode} {answers.FormVersion}, not to {Code} {Version}.", nameof(answers));
        }
    }

    private static bool IsKey(string text, int length) => text.Length <= length && Key().IsMatch(text);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Key();
}
