namespace Fabrique.Domain.Forms;

/// <summary>One change to the draft of a form.</summary>
public abstract record FormEdition
{
    private protected FormEdition()
    {
    }

    internal abstract Refusal? Apply(FormDraft draft);
}

/// <summary>A field more.</summary>
/// <param name="Field">Its key, and those of its fields, are given to it.</param>
/// <param name="After">Key of the field that it comes after; the first of all when empty, the last when null.</param>
/// <param name="Parent">Key of the repetition that asks it; null for the form itself.</param>
public sealed record AddField(FormField Field, string? After = null, string? Parent = null) : FormEdition
{
    internal override Refusal? Apply(FormDraft draft) => Field.WhyNot(Parent is not null) ?? draft.WhyFull() ?? draft.Edit(Parent, fields =>
    {
        var rank = After switch
        {
            null => fields.Count,
            "" => 0,
            _ => fields.FindIndex(field => field.Key == After) + 1,
        };
        fields.Insert(rank == 0 && After is { Length: > 0 } ? fields.Count : rank, draft.WithKey(Field, Parent, fields));
        return null;
    });
}

/// <summary>The same question, said or asked otherwise; the questions of a repetition stay.</summary>
/// <param name="Field">As it shall be.</param>
/// <param name="Parent">See <see cref="AddField"/>.</param>
public sealed record ReplaceField(FormField Field, string? Parent = null) : FormEdition
{
    internal override Refusal? Apply(FormDraft draft) => draft.Edit(Parent, fields =>
    {
        var rank = fields.FindIndex(field => field.Key == Field.Key);
        if (rank < 0)
        {
            return FormDraft.Gone;
        }

        var field = !Field.Kind.HasFields ? Field with { Fields = [] }
            : fields[rank].Kind.HasFields ? Field with { Fields = fields[rank].Fields }
            : draft.WithKey(Field, Parent, []) with { Key = Field.Key };
        if (field.WhyNot(Parent is not null) is { } refusal)
        {
            return refusal;
        }

        if (draft.RequirementOf(Field.Key, Parent) is { } requirement
            && (requirement.WhyNot(field) ?? (field.VisibleWhen is null ? null : new Refusal("form-lacks-question", $"« {field.Label} » nomme la candidature : elle est toujours posée."))) is { } lacking)
        {
            return lacking;
        }

        fields[rank] = field;
        return null;
    });
}

/// <summary>A field less. What was answered is kept among the former answers.</summary>
/// <param name="Key">Of the field.</param>
/// <param name="Parent">See <see cref="AddField"/>.</param>
public sealed record DeleteField(string Key, string? Parent = null) : FormEdition
{
    internal override Refusal? Apply(FormDraft draft) => draft.Edit(Parent, fields =>
    {
        if (fields.Find(field => field.Key == Key) is not { } field)
        {
            return FormDraft.Gone;
        }

        if (draft.RequirementOf(Key, Parent) is not null)
        {
            return new Refusal("field-required", $"« {field.Label} » nomme la candidature : elle ne peut pas être supprimée. Vous pouvez changer son libellé.");
        }

        fields.Remove(field);
        return null;
    });
}

/// <summary>A field one place up or down; nothing at the ends.</summary>
/// <param name="Key">Of the field.</param>
/// <param name="IsUp">Whether it comes earlier.</param>
/// <param name="Parent">See <see cref="AddField"/>.</param>
public sealed record MoveField(string Key, bool IsUp, string? Parent = null) : FormEdition
{
    internal override Refusal? Apply(FormDraft draft) => draft.Edit(Parent, fields =>
    {
        var rank = fields.FindIndex(field => field.Key == Key);
        if (rank < 0)
        {
            return FormDraft.Gone;
        }

        var other = IsUp ? rank - 1 : rank + 1;
        if (other >= 0 && other < fields.Count)
        {
            (fields[rank], fields[other]) = (fields[other], fields[rank]);
        }

        return null;
    });
}

/// <summary>The same field once more, right after it, under another name.</summary>
/// <param name="Key">Of the field.</param>
/// <param name="Parent">See <see cref="AddField"/>.</param>
public sealed record DuplicateField(string Key, string? Parent = null) : FormEdition
{
    private const string Mark = " (copie)";

    internal override Refusal? Apply(FormDraft draft) => draft.WhyFull() ?? draft.Edit(Parent, fields =>
    {
        var rank = fields.FindIndex(field => field.Key == Key);
        if (rank < 0)
        {
            return FormDraft.Gone;
        }

        var copy = fields[rank] with { Label = Texts.Clip(fields[rank].Label, Form.LabelLength - Mark.Length) + Mark };
        fields.Insert(rank + 1, draft.WithKey(copy, Parent, fields) with { Fields = copy.Fields });
        return null;
    });
}

/// <summary>A rule of eligibility more, less, or otherwise.</summary>
/// <param name="Rank">Of the rule, from 0; null for a new one.</param>
/// <param name="Rule">As it shall be; null when there shall be none.</param>
public sealed record PutEligibility(int? Rank, EligibilityRule? Rule) : FormEdition
{
    public const int MostRules = 20;
    public const int SentenceLength = 500;

    internal override Refusal? Apply(FormDraft draft)
    {
        var rules = draft.Eligibility;
        if (Rank is { } at && (at < 0 || at >= rules.Count))
        {
            return new Refusal("rule-gone", "Cette règle n’est plus dans le formulaire : quelqu’un l’a retirée.");
        }

        if (Rule is { Otherwise.Length: 0 or > SentenceLength })
        {
            return new Refusal("rule-unsaid", $"Écrivez, en {SentenceLength} caractères au plus, la phrase que liront les personnes qui ne peuvent pas candidater.");
        }

        switch (Rank, Rule)
        {
            case (null, { } more) when rules.Count >= MostRules:
                return new Refusal("rules-full", $"Ce formulaire a déjà {MostRules} règles d’éligibilité : retirez-en une.");
            case (null, { } more):
                rules.Add(more);
                break;
            case ({ } rank, null):
                rules.RemoveAt(rank);
                break;
            case ({ } rank, { } other):
                rules[rank] = other;
                break;
        }

        return null;
    }
}

/// <summary>The draft is what another form asks: an earlier version.</summary>
public sealed record RestoreForm(Form Form) : FormEdition
{
    internal override Refusal? Apply(FormDraft draft)
    {
        draft.Fields.Clear();
        draft.Fields.AddRange(Form.Fields);
        draft.Eligibility.Clear();
        draft.Eligibility.AddRange(Form.Eligibility);
        return null;
    }
}
