namespace Fabrique.Domain.Forms;

/// <summary>What changed of a question.</summary>
/// <param name="Before">Null for one that is new.</param>
/// <param name="After">Null for one that is no longer asked.</param>
/// <param name="Changes">In French, what is otherwise; empty for a new question or one that is gone.</param>
public sealed record FieldChange(FormField? Before, FormField? After, IReadOnlyList<string> Changes)
{
    /// <summary>Whether answers given before may have no place any more.</summary>
    public bool SetsAnswersAside => After is null || Before is not null && Before.Kind != After.Kind;

    /// <summary>Whether whoever had answered everything may have to answer again.</summary>
    public bool AsksMore => After is { IsRequired: true, Kind.IsQuestion: true } && Before is not { IsRequired: true };
}

/// <summary>What a version of a form asks otherwise than another.</summary>
public sealed class FormDifference
{
    private FormDifference(IReadOnlyList<FieldChange> changes, bool isReordered, bool changesEligibility) =>
        (Changes, IsReordered, ChangesEligibility) = (changes, isReordered, changesEligibility);

    public IReadOnlyList<FieldChange> Changes { get; }

    /// <summary>Whether the questions that both ask come in another order.</summary>
    public bool IsReordered { get; }

    public bool ChangesEligibility { get; }

    public bool IsEmpty => Changes.Count == 0 && !IsReordered && !ChangesEligibility;

    public static FormDifference Between(Form before, Form after)
    {
        var kept = after.Fields.Select(field => field.Key).Where(key => before.Find(key) is not null).ToList();
        return new FormDifference(
            [
                .. after.Fields.Select(field => before.Find(field.Key) is { } old ? new FieldChange(old, field, [.. Describe(old, field, before, after)]) : new FieldChange(null, field, [])).Where(change => change.Before is null || change.Changes.Count > 0),
                .. before.Fields.Where(field => after.Find(field.Key) is null).Select(field => new FieldChange(field, null, [])),
            ],
            !kept.SequenceEqual(before.Fields.Select(field => field.Key).Where(key => after.Find(key) is not null), StringComparer.Ordinal),
            !before.Eligibility.SequenceEqual(after.Eligibility));
    }

    private static IEnumerable<string> Describe(FormField before, FormField after, Form old, Form young)
    {
        if (before.Label != after.Label)
        {
            yield return $"libellé : « {after.Label} » au lieu de « {before.Label} »";
        }

        if (before.Kind != after.Kind)
        {
            yield return $"type : {Lower(after.Kind.Label)} au lieu de {Lower(before.Kind.Label)}";
        }

        if (before.IsRequired != after.IsRequired)
        {
            yield return after.IsRequired ? "devient obligatoire" : "devient facultatif";
        }

        if ((before.MaximumLength, before.MaximumWords) != (after.MaximumLength, after.MaximumWords))
        {
            yield return $"longueur : {Bound(after)} au lieu de {Bound(before)}";
        }

        if (before.VisibleWhen != after.VisibleWhen)
        {
            yield return after.VisibleWhen is { } rule ? $"posée seulement si {rule.Explain(young.Find)}" : "toujours posée";
        }

        if (before.FrozenFrom != after.FrozenFrom)
        {
            yield return after.FrozenFrom is { } day ? $"réponse figée à partir du {Time.FrenchDate.Day(day)}" : "réponse qui n’est plus figée";
        }

        if (!before.Choices.SequenceEqual(after.Choices))
        {
            yield return "réponses proposées";
        }

        if ((before.Hint, before.Example, before.WhenMissing, before.Lines) != (after.Hint, after.Example, after.WhenMissing, after.Lines))
        {
            yield return "aide à la saisie";
        }

        if (!SameFields(before.Fields, after.Fields))
        {
            yield return "questions du bloc répété";
        }
    }

    private static bool SameFields(IReadOnlyList<FormField> before, IReadOnlyList<FormField> after) =>
        before.Count == after.Count && before.Zip(after).All(pair =>
            pair.First with { Choices = pair.Second.Choices, Fields = pair.Second.Fields } == pair.Second && pair.First.Choices.SequenceEqual(pair.Second.Choices) && SameFields(pair.First.Fields, pair.Second.Fields));

    private static string Bound(FormField field) => (field.MaximumLength, field.MaximumWords) switch
    {
        (null, null) => "sans limite dite",
        ({ } characters, null) => $"{characters} caractères",
        (null, { } words) => $"{words} mots",
        var (characters, words) => $"{characters} caractères et {words} mots",
    };

    private static string Lower(string label) => $"{char.ToLowerInvariant(label[0])}{label[1..]}";
}
