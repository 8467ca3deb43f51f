namespace Fabrique.Domain.Forms.Kinds;

internal class ChoiceKind(string code, string label) : FieldKind(code, label)
{
    private protected override string Expected => "choisissez une réponse de la liste.";

    public override bool HasChoices => true;

    public override FieldOrder Order => FieldOrder.Same;

    public override string Write(FormValue value) => value is ChoiceValue { Key: var key } ? key : Text.Write(value);

    public override string? Show(FormField field, FormValue? value) => LabelOf(field, value) ?? base.Show(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => LabelOf(field, value) ?? base.ToPlain(field, value);

    internal override FormValue Example(FormField field) => new ChoiceValue(field.Choices[0].Key);

    internal override Refusal? WhyNot(FormField field, FormValue value) => LabelOf(field, value) is null ? Unreadable(field) : null;

    private protected override FormValue? Parse(FormField field, string text) => new ChoiceValue(text);

    private protected static string? LabelOf(FormField field, FormValue? value) => value is ChoiceValue { Key: var key } ? LabelOf(field, key) : null;

    private protected static string? LabelOf(FormField field, string key) => field.Choices.FirstOrDefault(choice => choice.Key == key)?.Label;
}

/// <summary>Some of the choices, each a box: <c>publics.agents = true</c>. A control of one part may send their keys joined by commas.</summary>
internal sealed class ChoicesKind(string code, string label) : ChoiceKind(code, label)
{
    private protected override string Expected => "choisissez des réponses de la liste.";

    public override FieldOrder Order => FieldOrder.Several;

    public override string Write(FormValue value) => value is ChoicesValue several ? string.Join(",", several.Keys) : base.Write(value);

    public override IEnumerable<KeyValuePair<string, string>> WriteParts(FormField field, FormValue value) =>
        value is ChoicesValue several ? several.Keys.Select(key => KeyValuePair.Create($"{field.Key}.{key}", "true")) : base.WriteParts(field, value);

    public override string? Show(FormField field, FormValue? value) => value is ChoicesValue several ? string.Join(", ", several.Keys.Select(key => LabelOf(field, key) ?? key)) : base.Show(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is ChoicesValue several ? several.Keys.Select(key => LabelOf(field, key) ?? key).ToList<object?>() : base.ToPlain(field, value);

    internal override FormValue? Read(FormField field, TypedAnswers typed, FormReferences references, ICollection<FormProblem> problems)
    {
        var chosen = field.Choices.Where(choice => typed[choice.Key].Text?.Trim() is "true").Select(choice => choice.Key).ToList();
        return chosen.Count > 0 ? new ChoicesValue(new(chosen)) : base.Read(field, typed, references, problems);
    }

    internal override FormValue Example(FormField field) => new ChoicesValue(new([field.Choices[0].Key]));

    internal override Refusal? WhyNot(FormField field, FormValue value) =>
        value is ChoicesValue { Keys: { Count: > 0 } keys } && keys.All(key => LabelOf(field, key) is not null) && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count ? null : Unreadable(field);

    // In the order of the field, whatever the order they were ticked in.
    private protected override FormValue? Parse(FormField field, string text)
    {
        var keys = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var known = field.Choices.Select(choice => choice.Key).Where(key => keys.Contains(key, StringComparer.Ordinal)).ToList();
        return known.Count > 0 && known.Count == keys.Length ? new ChoicesValue(new(known)) : null;
    }

    internal override FormValue? Constant(FormField field, string text) => LabelOf(field, text) is null ? null : new ChoiceValue(text);
}

/// <summary>Yes, no, or not answered yet.</summary>
internal sealed class YesNoKind(string code, string label) : FieldKind(code, label)
{
    private protected override string Expected => "répondez par oui ou par non.";

    public override FieldOrder Order => FieldOrder.Same;

    public override string Write(FormValue value) => value is TickValue { IsTicked: var isTicked } ? isTicked ? "true" : "false" : Text.Write(value);

    public override string? Show(FormField field, FormValue? value) => value is TickValue { IsTicked: var isTicked } ? isTicked ? "Oui" : "Non" : base.Show(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is TickValue { IsTicked: var isTicked } ? isTicked : base.ToPlain(field, value);

    internal override FormValue Example(FormField field) => new TickValue(true);

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is TickValue ? null : Unreadable(field);

    private protected override FormValue? Parse(FormField field, string text) => text.ToLowerInvariant() switch
    {
        "true" or "oui" => new TickValue(true),
        "false" or "non" => new TickValue(false),
        _ => null,
    };
}

internal sealed class CheckboxKind(string code, string label) : FieldKind(code, label)
{
    private protected override string Expected => "cochez ou ne cochez pas.";

    public override FieldOrder Order => FieldOrder.Same;

    public override Refusal? Read(FormField field, string? typed, out FormValue? value)
    {
        value = new TickValue(typed?.Trim() is "true");
        return null;
    }

    public override string Write(FormValue value) => value is TickValue { IsTicked: var isTicked } ? isTicked ? "true" : "false" : Text.Write(value);

    public override string? Show(FormField field, FormValue? value) => value is TickValue { IsTicked: var isTicked } ? isTicked ? "Oui" : "Non" : base.Show(field, value);

    public override object? ToPlain(FormField field, FormValue? value) => value is TickValue { IsTicked: true };

    internal override FormValue Example(FormField field) => new TickValue(true);

    public override bool IsAnswered(FormValue? value) => value is TickValue { IsTicked: true };

    internal override Refusal? WhyNot(FormField field, FormValue value) => value is TickValue ? null : Unreadable(field);

    private protected override FormValue? Parse(FormField field, string text) => text switch
    {
        "true" => new TickValue(true),
        "false" => new TickValue(false),
        _ => null,
    };

    private protected override string WhenMissing(string label) => $"Cochez « {label} » pour continuer.";
}
