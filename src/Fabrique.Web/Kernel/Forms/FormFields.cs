using System.Globalization;
using Fabrique.Domain.Forms;
using Fabrique.Dsfr;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Web.Kernel.Forms;

/// <summary>The questions of a form on a page, rendered by <c>/Features/Shared/_FormFields.cshtml</c> and posted as <see cref="Prefix"/>, by path.</summary>
/// <param name="Form">The questions.</param>
/// <param name="Answers">What the page shows as long as nobody typed anything.</param>
public sealed record FormFields(Form Form, FormAnswers Answers)
{
    /// <summary>Of the dictionary that a page binds: <c>[BindProperty(Name = FormFields.Prefix)] Dictionary&lt;string, string?&gt;</c>.</summary>
    public const string Prefix = "Answers";

    private IReadOnlyDictionary<string, string?>? values;

    /// <summary>Whether what is required may wait: it is asked for when the form is sent, not by the browser.</summary>
    public bool IsDraft { get; init; }

    /// <summary>What may be chosen where a question names something known elsewhere, by kind; a question whose kind is not here is typed.</summary>
    public IReadOnlyDictionary<FieldKind, IReadOnlyList<string>> Known { get; init; } = new Dictionary<FieldKind, IReadOnlyList<string>>();

    /// <summary>What was typed and not kept, by path: it tells how many rows are shown. Null when the page shows what is kept.</summary>
    public IReadOnlyDictionary<string, string?>? Typed { get; init; }

    /// <summary>The first day on which the page is shown, in Paris: what is frozen is read, not written.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>In the order of the page.</summary>
    public IEnumerable<string> Names => Form.Questions.SelectMany(question => question.Kind.HasFields
        ? RowsOf(question).SelectMany(row => question.Fields.Select(inner => NameOf($"{question.Key}.{row}.{inner.Key}"))).Prepend(NameOf(question.Key))
        : [NameOf(question.Key)]);

    /// <summary>What is asked of the person, given the answers.</summary>
    public FormSight Sight => Form.SightOf(Answers);

    /// <summary>Whether some questions are only asked after others were answered in some way.</summary>
    public bool HasRules => Form.Fields.Any(one => one.VisibleWhen is not null || one.Fields.Any(inner => inner.VisibleWhen is not null));

    /// <summary>Whether a part of it is a file: the form is then sent in parts.</summary>
    public bool HasFiles => Form.Questions.Any(one => one.Kind == FieldKind.File);

    public static string NameOf(string path) => $"{Prefix}[{path}]";

    /// <summary>What a control holds before anybody types.</summary>
    public string? ValueOf(string path) => (values ??= Form.Write(Answers)).GetValueOrDefault(path);

    public bool IsFrozen(FormField field) => field.FrozenFrom <= Today;

    /// <summary>The numbers of the rows to show: those that are filled, and an empty one.</summary>
    public IReadOnlyList<string> RowsOf(FormField field)
    {
        var filled = Typed is null
            ? [.. Enumerable.Range(0, Answers[field.Key] is RowsValue rows ? rows.Rows.Count : 0).Select(Text)]
            : new TypedAnswers(Typed)[field.Key].Rows;
        var next = filled.Count == 0 ? 0 : int.Parse(filled[^1], CultureInfo.InvariantCulture) + 1;
        return [.. filled, Text(next)];

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A question, at its place.</summary>
    public FormFieldView ViewOf(FormField field, string? row = null, FormField? inner = null) => inner is null
        ? new FormFieldView(this, field, field.Key)
        : new FormFieldView(this, inner, $"{field.Key}.{row}.{inner.Key}");
}

/// <summary>A question on a page: <c>/Features/Shared/_FormField.cshtml</c>.</summary>
/// <param name="Fields">The form.</param>
/// <param name="Field">The question.</param>
/// <param name="Path">Where its answer is: its key, or that of a row.</param>
public sealed record FormFieldView(FormFields Fields, FormField Field, string Path)
{
    public string Name => FormFields.NameOf(Path);

    public string? Value => Fields.ValueOf(Path);

    /// <summary>What says whether somebody may apply is not left out, whatever the form requires.</summary>
    public string Label => Field.IsRequired || Fields.Form.EligibilityFields.Any(one => one.Key == Path) ? Field.Label : $"{Field.Label} (facultatif)";

    /// <summary>Null when there is none.</summary>
    public string? Hint => (Field.Hint, Field.Example, Own) switch
    {
        (null, null, var own) => own,
        ({ } hint, null, _) => WithBound(hint),
        (null, { } example, _) => WithBound($"Par exemple : {example}"),
        var (hint, example, _) => WithBound($"{hint} Par exemple : {example}"),
    };

    public bool IsRequired => Field.IsRequired && !Fields.IsDraft;

    public IEnumerable<DsfrOption> Choices => Field.Choices.Select(choice => new DsfrOption(choice.Key, choice.Label));

    /// <summary>What it may be chosen from; null when it is typed.</summary>
    public IReadOnlyList<string>? Known => Fields.Known.GetValueOrDefault(Field.Kind);

    /// <summary>Something known, as it is chosen: what names it beyond doubt is not read.</summary>
    public static DsfrOption Option(string known) => new(known, known.EndsWith(']') && known.LastIndexOf(" [", StringComparison.Ordinal) is > 0 and var at ? known[..at] : known);

    private string? Own => WithBound(Field.Kind switch
    {
        var kind when kind == FieldKind.Number => "Un nombre, par exemple 1 234,50.",
        var kind when kind == FieldKind.Whole => "Un nombre entier, par exemple 1 234.",
        var kind when kind == FieldKind.Money => "En euros, par exemple 1 234,50.",
        var kind when kind == FieldKind.Email => "Par exemple prenom.nom@exemple.fr.",
        var kind when kind == FieldKind.Telephone => "Par exemple 01 23 45 67 89.",
        var kind when kind == FieldKind.Link => "Une adresse complète, par exemple https://www.exemple.fr/page.",
        var kind when kind == FieldKind.Person => "Le prénom et le nom, ou l’adresse électronique, d’une personne de l’annuaire.",
        var kind when kind == FieldKind.Commune => "Le nom de la commune, avec son département s’il y en a plusieurs : Saint-Denis (93).",
        _ => null,
    });

    private string? WithBound(string? hint) => Field.MaximumWords is { } words ? $"{hint} {words} mots au plus.".TrimStart() : hint;
}

public static class TypedForms
{
    /// <summary>Reads what was typed; what is wrong is marked beside its field.</summary>
    /// <param name="modelState">Of the page.</param>
    /// <param name="form">The questions.</param>
    /// <param name="typed">By path.</param>
    /// <param name="complete">Whether what is missing is wrong too.</param>
    /// <param name="references">What the names among it stand for; see <see cref="FormReader"/>.</param>
    /// <returns>What could be read.</returns>
    public static FormAnswers ReadForm(this ModelStateDictionary modelState, Form form, IReadOnlyDictionary<string, string?> typed, bool complete, FormReferences? references = null)
    {
        var problems = form.Read(typed, out var answers, references);
        IEnumerable<FormProblem> missing = complete ? form.MissingFor(answers) : [];
        foreach (var problem in problems.Concat(missing).DistinctBy(problem => problem.Key))
        {
            var sentence = problem.Refusal.Sentence;
            modelState.AddModelError(
                FormFields.NameOf(problem.Key),
                problem.Refusal.Code == Form.TooLong ? $"{sentence} Il est conservé ci-dessous, mais n’est pas encore enregistré." : sentence);
        }

        return answers;
    }
}
