using Fabrique.Domain.Forms;
using Fabrique.Dsfr;
using Fabrique.Web.Kernel.Forms;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Web.Features.Forms;

/// <summary>A rule as it is made on a page: groups of conditions, all of which or one of which hold. A rule that says nothing has no group.</summary>
public sealed class RuleInput
{
    public const int MostGroups = 10;
    public const int MostRows = 20;

    /// <summary>Whether all groups have to hold; one is enough otherwise.</summary>
    public bool IsAll { get; set; } = true;

    public List<RuleGroupInput> Groups { get; set; } = [];

    public bool IsEmpty => Groups.TrueForAll(group => group.Rows.Count == 0);

    /// <summary>A rule as it can be made again; null when it was made by other means.</summary>
    public static RuleInput? Of(FormRule? rule)
    {
        if (rule is null)
        {
            return new RuleInput();
        }

        if (rule is not GroupRule group || group.Rules.All(inner => inner is not GroupRule))
        {
            return GroupOf(rule) is { } only ? new RuleInput { Groups = [only] } : null;
        }

        var groups = group.Rules.Select(inner => GroupOf(inner)).ToList();
        return groups.TrueForAll(found => found is not null) ? new RuleInput { IsAll = group.IsAll, Groups = groups! } : null;
    }

    private static RuleGroupInput? GroupOf(FormRule rule)
    {
        var (isAll, rules) = rule is GroupRule group ? (group.IsAll, group.Rules) : (true, new FormList<FormRule>([rule]));
        var rows = rules.Select(RuleRowInput.Of).ToList();
        return rows.TrueForAll(row => row is not null) ? new RuleGroupInput { IsAll = isAll, Rows = rows! } : null;
    }
}

/// <summary>Conditions together.</summary>
public sealed class RuleGroupInput
{
    public bool IsAll { get; set; } = true;

    public List<RuleRowInput> Rows { get; set; } = [];

    /// <summary>Key of the question on which a condition is to be added.</summary>
    public string? Add { get; set; }
}

/// <summary>« question, comparaison, réponse ».</summary>
public sealed class RuleRowInput
{
    public const string Empty = "empty";
    public const string Filled = "filled";
    public const string In = "in";
    public const string NotIn = "not-in";

    /// <summary>Key of the question.</summary>
    public string? Question { get; set; }

    /// <summary>A <see cref="RuleComparison"/>, or one of the constants of this class.</summary>
    public string? Test { get; set; }

    /// <summary>As it was typed or chosen; without meaning for a test of whether there is an answer.</summary>
    public string? Answer { get; set; }

    internal static RuleRowInput? Of(FormRule rule) => rule switch
    {
        EmptyRule empty => new() { Question = empty.Key, Test = Empty },
        NotRule { Rule: EmptyRule empty } => new() { Question = empty.Key, Test = Filled },
        TerritoryRule place => new() { Question = place.Key, Test = In, Answer = place.Name },
        NotRule { Rule: TerritoryRule place } => new() { Question = place.Key, Test = NotIn, Answer = place.Name },
        CompareRule compare => new() { Question = compare.Key, Test = compare.Comparison.ToString(), Answer = compare.Constant },
        _ => null,
    };
}

/// <summary>A rule on a page, rendered by <c>/Features/Forms/_RuleEditor.cshtml</c> and posted as <see cref="Name"/>.</summary>
/// <param name="Input">As it was read or typed.</param>
/// <param name="Questions">Those that it may read.</param>
/// <param name="Find">Any question of the form.</param>
public sealed record RuleEditor(RuleInput Input, IReadOnlyList<FormField> Questions, Func<string, FormField?> Find)
{
    /// <summary>Identifier of the element that says the rule as it reads.</summary>
    public const string Sentence = "regle-en-francais";

    /// <summary>Of the property that a page binds.</summary>
    public const string Name = "Rule";

    /// <summary>The row that was just added, to be written in.</summary>
    public (int Group, int Row)? Fresh { get; init; }

    /// <summary>As it reads in French; null when it says nothing, or cannot be read.</summary>
    public string? Explanation => Read(null) is { } rule ? rule.Explain(Find) : null;

    public IReadOnlyList<DsfrOption> Offered => [.. Questions.Where(question => TestsOf(question).Count > 0).Select(question => new DsfrOption(question.Key, question.Label))];

    public FormField? QuestionOf(RuleRowInput row) => Questions.FirstOrDefault(question => question.Key == row.Question);

    public static string NameOf(int group, string part) => $"{Name}.Groups[{group}].{part}";

    public static string NameOf(int group, int row, string part) => $"{Name}.Groups[{group}].Rows[{row}].{part}";

    /// <summary>How answers to a question may be compared.</summary>
    public static IReadOnlyList<DsfrOption> TestsOf(FormField question)
    {
        var tests = new List<DsfrOption>();
        if (question.Kind.IsTerritory)
        {
            tests.AddRange([new(RuleRowInput.In, "est dans"), new(RuleRowInput.NotIn, "n’est pas dans")]);
        }

        tests.AddRange(question.Kind.Comparisons.Select(comparison => new DsfrOption(comparison.ToString(), LabelOf(question.Kind.Order, comparison))));
        if (question.Kind != FieldKind.Checkbox)
        {
            tests.AddRange([new(RuleRowInput.Filled, "a une réponse"), new(RuleRowInput.Empty, "n’a pas de réponse")]);
        }

        return tests;
    }

    /// <summary>Among what an answer is chosen; null when it is typed.</summary>
    public static IReadOnlyList<DsfrOption>? AnswersOf(FormField question) =>
        question.Kind.HasChoices ? [.. question.Choices.Select(choice => new DsfrOption(choice.Key, choice.Label))]
        : question.Kind == FieldKind.YesNo || question.Kind == FieldKind.Checkbox ? [new("true", "Oui"), new("false", "Non")]
        : null;

    /// <summary>Whether any of the tests of a question needs an answer.</summary>
    public static bool IsCompared(FormField question) => question.Kind.IsTerritory || question.Kind.Comparisons.Count > 0;

    /// <summary>The rule that was made.</summary>
    /// <param name="modelState">Where what cannot be read is told, beside its field; null for nowhere.</param>
    /// <returns>Null when it says nothing, or when something of it cannot be read.</returns>
    public FormRule? Read(ModelStateDictionary? modelState)
    {
        var groups = new List<FormRule>();
        var isRead = true;
        for (var group = 0; group < Input.Groups.Count; group++)
        {
            var rules = new List<FormRule>();
            for (var row = 0; row < Input.Groups[group].Rows.Count; row++)
            {
                var (rule, part, problem) = ReadRow(Input.Groups[group].Rows[row]);
                if (rule is null)
                {
                    isRead = false;
                    modelState?.AddModelError(NameOf(group, row, part), problem);
                }
                else
                {
                    rules.Add(rule);
                }
            }

            if (rules.Count > 0)
            {
                groups.Add(rules is [var only] ? only : new GroupRule(Input.Groups[group].IsAll, new(rules)));
            }
        }

        return !isRead || groups.Count == 0 ? null : groups is [var single] ? single : new GroupRule(Input.IsAll, new(groups));
    }

    private (FormRule? Rule, string Part, string Problem) ReadRow(RuleRowInput row)
    {
        if (QuestionOf(row) is not { } question)
        {
            return (null, nameof(RuleRowInput.Test), "Cette condition porte sur une question supprimée, ou qui n’est plus posée avant : retirez-la.");
        }

        if (TestsOf(question).All(test => test.Value != row.Test))
        {
            return (null, nameof(RuleRowInput.Test), $"« {question.Label} » : choisissez une comparaison dans la liste.");
        }

        var answer = row.Answer ?? "";
        switch (row.Test)
        {
            case RuleRowInput.Empty:
                return (new EmptyRule(question.Key), "", "");
            case RuleRowInput.Filled:
                return (new NotRule(new EmptyRule(question.Key)), "", "");
            case RuleRowInput.In or RuleRowInput.NotIn:
                if (PlaceReferences.FindAny(answer) is not { Value: TerritoryValue place })
                {
                    return (null, nameof(RuleRowInput.Answer), PlaceReferences.FindAny(answer) is { Candidates: { Count: > 0 } candidates }
                        ? $"« {question.Label} » : précisez lequel de ces territoires vous voulez : {string.Join(" ; ", candidates)}."
                        : $"« {question.Label} » : écrivez le nom d’une région, d’un département ou d’une commune, par exemple Bretagne, Finistère ou Brest.");
                }

                FormRule rule = new TerritoryRule(question.Key, place.Code, place.Name);
                return (row.Test is RuleRowInput.In ? rule : new NotRule(rule), "", "");
            default:
                return question.Kind.ReadConstant(question, answer) is { } constant
                    ? (new CompareRule(question.Key, Enum.Parse<RuleComparison>(row.Test!), constant), "", "")
                    : (null, nameof(RuleRowInput.Answer), $"« {question.Label} » : {ExpectedOf(question)}");
        }
    }

    private static string ExpectedOf(FormField question) => question.Kind.Order switch
    {
        FieldOrder.Numbers => "écrivez le nombre avec lequel comparer, par exemple 1 000.",
        FieldOrder.Days => "donnez le jour avec lequel comparer.",
        _ => "choisissez la réponse dans la liste.",
    };

    private static string LabelOf(FieldOrder order, RuleComparison comparison) => (order, comparison) switch
    {
        (FieldOrder.Several, RuleComparison.Is) => "comprend",
        (FieldOrder.Several, _) => "ne comprend pas",
        (FieldOrder.Numbers, RuleComparison.Is) => "est égal à",
        (FieldOrder.Numbers, RuleComparison.IsNot) => "est différent de",
        (FieldOrder.Numbers, RuleComparison.LessThan) => "est inférieur à",
        (FieldOrder.Numbers, RuleComparison.AtMost) => "vaut au plus",
        (FieldOrder.Numbers, RuleComparison.AtLeast) => "vaut au moins",
        (FieldOrder.Numbers, _) => "dépasse",
        (FieldOrder.Days, RuleComparison.Is) => "est le",
        (FieldOrder.Days, RuleComparison.IsNot) => "n’est pas le",
        (FieldOrder.Days, RuleComparison.LessThan) => "est avant le",
        (FieldOrder.Days, RuleComparison.AtMost) => "est au plus tard le",
        (FieldOrder.Days, RuleComparison.AtLeast) => "est à partir du",
        (FieldOrder.Days, _) => "est après le",
        (_, RuleComparison.Is) => "est",
        _ => "n’est pas",
    };
}
