namespace Fabrique.Domain.Forms;

/// <summary>The draft of a form while an edition changes it.</summary>
internal sealed class FormDraft(FormDesign design, IReadOnlyList<FormRequirement> require)
{
    public List<FormField> Fields { get; } = [.. design.Draft.Fields];

    public List<EligibilityRule> Eligibility { get; } = [.. design.Draft.Eligibility];

    public static Refusal Gone { get; } = new("field-gone", "Cette question n’est plus dans le formulaire : quelqu’un l’a retirée.");

    public FormRequirement? RequirementOf(string key, string? parent) => parent is null ? require.FirstOrDefault(requirement => requirement.Key == key) : null;

    /// <summary>Changes the fields of the form, or those that a repetition asks.</summary>
    public Refusal? Edit(string? parent, Func<List<FormField>, Refusal?> edit)
    {
        if (parent is null)
        {
            return edit(Fields);
        }

        var rank = Fields.FindIndex(field => field.Key == parent && field.Kind.HasFields);
        if (rank < 0)
        {
            return Gone;
        }

        List<FormField> inner = [.. Fields[rank].Fields];
        if (edit(inner) is { } refusal)
        {
            return refusal;
        }

        if (inner.Count == 0)
        {
            return new Refusal("repetition-empty", "Un bloc répété pose au moins une question : supprimez plutôt le bloc.");
        }

        Fields[rank] = Fields[rank] with { Fields = inner };
        return null;
    }

    /// <summary>Why there is no room for another field; null when there is.</summary>
    public Refusal? WhyFull() => Fields.Sum(field => 1 + field.Fields.Count) >= Form.MostFields
        ? new Refusal("form-full", $"Ce formulaire compte déjà {Form.MostFields} champs : retirez-en un avant d’en ajouter.")
        : null;

    public FormField WithKey(FormField field, string? parent, IEnumerable<FormField> beside) => field with
    {
        Key = design.NewKey(field.Label, parent, beside.Select(other => other.Key)),
        Fields = [.. field.Fields.Zip(FormText.KeysOf(field.Fields.Select(inner => inner.Label)), (inner, key) => inner with { Key = key })],
    };
}
