namespace Fabrique.Domain.Forms;

/// <summary>A question that a form has to ask whatever else it asks: its answer names what is answered.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="Kind">What its answer is.</param>
/// <param name="MaximumLength">In characters, at most.</param>
public sealed record FormRequirement(string Key, FieldKind Kind, int MaximumLength)
{
    /// <summary>Why the form does not fulfil it; null when it does.</summary>
    internal Refusal? WhyNot(Form form) => form.Find(Key) switch
    {
        null => new Refusal("form-lacks-question", "Il manque la question du titre : c’est par elle que la candidature se nomme. Reprenez une version qui la pose."),
        var field when form.ConditionsOf(field).Any() => new Refusal("form-lacks-question", $"« {field.Label} » doit être toujours posée, et sa section aussi : c’est par elle que la candidature se nomme."),
        var field => WhyNot(field),
    };

    internal Refusal? WhyNot(FormField field) => field.Kind != Kind || !field.IsRequired || (field.MaximumLength ?? Kind.MaximumLength) > MaximumLength
        ? new Refusal("form-lacks-question", $"« {field.Label} » nomme la candidature : ce doit être une question obligatoire de type « {Kind.Label} », en {MaximumLength} caractères au plus.")
        : null;
}
