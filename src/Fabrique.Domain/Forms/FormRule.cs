namespace Fabrique.Domain.Forms;

public enum RuleComparison
{
    Is,
    IsNot,
    LessThan,
    AtMost,
    AtLeast,
    MoreThan,
}

/// <summary>
/// A condition on the answers of a form: one language for what is asked and for who may apply. A question that is not asked has no answer; a comparison with
/// no answer does not hold, except « is not ».
/// </summary>
public abstract record FormRule
{
    /// <summary>How deep rules are nested, at most.</summary>
    public const int Depth = 5;

    private protected FormRule()
    {
    }

    /// <summary>Whether it holds.</summary>
    /// <param name="answer">The answer to a question of the form; null when there is none, or when it is not asked.</param>
    public abstract bool Holds(Func<string, (FormField Field, FormValue? Value)?> answer);

    /// <summary>As a sentence goes on after « si »: « « Budget » dépasse 1 000 et « Commune » est dans Finistère (29) ».</summary>
    /// <param name="field">The question of a key; null when there is none.</param>
    public abstract string Explain(Func<string, FormField?> field);

    /// <summary>The keys of the questions that it reads.</summary>
    public abstract IEnumerable<string> Keys { get; }

    /// <summary>What keeps it from being understood, in French; null when nothing does.</summary>
    /// <param name="field">A question that stands before what the rule is of; null when there is none of that key.</param>
    internal abstract string? Fault(Func<string, FormField?> field);

    internal virtual int Height => 1;

    private protected static string Quote(string key, Func<string, FormField?> field) => field(key) is { } found ? $"« {found.Label} »" : "une question qui n’existe plus";

    private protected static string? FaultOf(string key, Func<string, FormField?> field) => field(key) switch
    {
        null => "elle porte sur une question qui n’existe pas, ou qui n’est pas posée avant",
        { Kind.IsQuestion: false } other => $"« {other.Label} » n’est pas une question",
        _ => null,
    };
}

/// <summary>« Toutes ces conditions » or « l’une de ces conditions ».</summary>
/// <param name="IsAll">Whether all have to hold; one is enough otherwise.</param>
/// <param name="Rules">Never empty.</param>
public sealed record GroupRule(bool IsAll, FormList<FormRule> Rules) : FormRule
{
    public override IEnumerable<string> Keys => Rules.SelectMany(rule => rule.Keys);

    internal override int Height => 1 + Rules.Select(rule => rule.Height).DefaultIfEmpty(0).Max();

    public override bool Holds(Func<string, (FormField Field, FormValue? Value)?> answer) => IsAll ? Rules.All(rule => rule.Holds(answer)) : Rules.Any(rule => rule.Holds(answer));

    public override string Explain(Func<string, FormField?> field) =>
        Rules.Count == 0 ? "rien n’est demandé" : string.Join(IsAll ? " et " : " ou ", Rules.Select(rule => rule is GroupRule { Rules.Count: > 1 } group && Rules.Count > 1 ? $"({group.Explain(field)})" : rule.Explain(field)));

    internal override string? Fault(Func<string, FormField?> field) => Rules.Count == 0 ? "elle ne dit rien" : Rules.Select(rule => rule.Fault(field)).FirstOrDefault(fault => fault is not null);
}

/// <summary>The contrary of a rule.</summary>
public sealed record NotRule(FormRule Rule) : FormRule
{
    public override IEnumerable<string> Keys => Rule.Keys;

    internal override int Height => 1 + Rule.Height;

    public override bool Holds(Func<string, (FormField Field, FormValue? Value)?> answer) => !Rule.Holds(answer);

    public override string Explain(Func<string, FormField?> field) => Rule switch
    {
        EmptyRule empty => $"{Quote(empty.Key, field)} a une réponse",
        TerritoryRule place => $"{Quote(place.Key, field)} n’est pas dans {place.Name}",
        _ => $"il n’est pas vrai que {Rule.Explain(field)}",
    };

    internal override string? Fault(Func<string, FormField?> field) => Rule.Fault(field);
}

/// <summary>A question has no answer.</summary>
public sealed record EmptyRule(string Key) : FormRule
{
    public override IEnumerable<string> Keys => [Key];

    public override bool Holds(Func<string, (FormField Field, FormValue? Value)?> answer) => answer(Key) is not { } found || !found.Field.Kind.IsAnswered(found.Value);

    public override string Explain(Func<string, FormField?> field) => $"{Quote(Key, field)} n’a pas de réponse";

    internal override string? Fault(Func<string, FormField?> field) => FaultOf(Key, field);
}

/// <summary>The place answered is a territory, or lies in it.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="Code">See <see cref="TerritoryValue"/>.</param>
/// <param name="Name">As people read it.</param>
public sealed record TerritoryRule(string Key, string Code, string Name) : FormRule
{
    public override IEnumerable<string> Keys => [Key];

    public override bool Holds(Func<string, (FormField Field, FormValue? Value)?> answer) =>
        answer(Key)?.Value is TerritoryValue place && (place.Code == Code || place.Within.Contains(Code, StringComparer.Ordinal));

    public override string Explain(Func<string, FormField?> field) => $"{Quote(Key, field)} est dans {Name}";

    internal override string? Fault(Func<string, FormField?> field) =>
        FaultOf(Key, field) ?? (field(Key)!.Kind.IsTerritory ? null : $"« {field(Key)!.Label} » ne demande pas un territoire");
}

/// <summary>An answer compared with a fixed one.</summary>
/// <param name="Key">Of the question.</param>
/// <param name="Comparison">How.</param>
/// <param name="Constant">The fixed answer, as <see cref="FieldKind.Write"/> writes it.</param>
public sealed record CompareRule(string Key, RuleComparison Comparison, string Constant) : FormRule
{
    public override IEnumerable<string> Keys => [Key];

    public override bool Holds(Func<string, (FormField Field, FormValue? Value)?> answer) => answer(Key) is { } found && (found.Field.Kind.IsAnswered(found.Value) || found.Field.Kind == FieldKind.Checkbox)
        ? found.Field.Kind.Constant(found.Field, Constant) is { } constant && Compare(found.Field.Kind, found.Value ?? new TickValue(false), constant)
        : Comparison is RuleComparison.IsNot;

    public override string Explain(Func<string, FormField?> field)
    {
        var label = Quote(Key, field);
        if (field(Key) is not { } found)
        {
            return $"{label} vaut « {Constant} »";
        }

        var constant = found.Kind.Constant(found, Constant) is { } value ? found.Kind.Show(found, value) ?? Constant : Constant;
        return found.Kind.Order switch
        {
            FieldOrder.Numbers => Comparison switch
            {
                RuleComparison.Is => $"{label} est égal à {constant}",
                RuleComparison.IsNot => $"{label} est différent de {constant}",
                RuleComparison.LessThan => $"{label} est inférieur à {constant}",
                RuleComparison.AtMost => $"{label} vaut au plus {constant}",
                RuleComparison.AtLeast => $"{label} vaut au moins {constant}",
                _ => $"{label} dépasse {constant}",
            },
            FieldOrder.Days => Comparison switch
            {
                RuleComparison.Is => $"{label} est le {constant}",
                RuleComparison.IsNot => $"{label} n’est pas le {constant}",
                RuleComparison.LessThan => $"{label} est avant le {constant}",
                RuleComparison.AtMost => $"{label} est au plus tard le {constant}",
                RuleComparison.AtLeast => $"{label} est à partir du {constant}",
                _ => $"{label} est après le {constant}",
            },
            FieldOrder.Several => Comparison is RuleComparison.IsNot ? $"{label} ne comprend pas « {constant} »" : $"{label} comprend « {constant} »",
            _ => Comparison is RuleComparison.IsNot ? $"{label} n’est pas « {constant} »" : $"{label} est « {constant} »",
        };
    }

    internal override string? Fault(Func<string, FormField?> field)
    {
        if (FaultOf(Key, field) is { } fault)
        {
            return fault;
        }

        var found = field(Key)!;
        return !found.Kind.Comparisons.Contains(Comparison)
            ? $"les réponses à « {found.Label} » ne se comparent pas ainsi"
            : found.Kind.Constant(found, Constant) is null ? $"« {Constant} » n’est pas une réponse à « {found.Label} »" : null;
    }

    private bool Compare(FieldKind kind, FormValue value, FormValue constant)
    {
        if (kind.Order is FieldOrder.Several)
        {
            var contains = value is ChoicesValue several && constant is ChoiceValue one && several.Keys.Contains(one.Key, StringComparer.Ordinal);
            return contains == Comparison is not RuleComparison.IsNot;
        }

        var order = (value, constant) switch
        {
            (NumberValue left, NumberValue right) => left.Number.CompareTo(right.Number),
            (IndicatorValue left, NumberValue right) => left.Number.CompareTo(right.Number),
            (DateValue left, DateValue right) => left.Day.CompareTo(right.Day),
            _ => (int?)null,
        };
        return Comparison switch
        {
            RuleComparison.Is => order is { } found ? found == 0 : value == constant,
            RuleComparison.IsNot => order is { } found ? found != 0 : value != constant,
            RuleComparison.LessThan => order < 0,
            RuleComparison.AtMost => order <= 0,
            RuleComparison.AtLeast => order >= 0,
            _ => order > 0,
        };
    }
}

/// <summary>Who may apply: what the answers have to fulfil, and the sentence to those who do not.</summary>
/// <param name="Rule">Holds for those who may.</param>
/// <param name="Otherwise">Says why not, and what to do instead.</param>
public sealed record EligibilityRule(FormRule Rule, string Otherwise);
