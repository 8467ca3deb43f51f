using System.Globalization;
using Fabrique.Domain.Forms;

namespace Fabrique.Testing;

/// <summary>Forms, rules and answers of every kind, from a seed.</summary>
public sealed class RandomForms(int seed)
{
    private static readonly FieldKind[] Simple = [.. FieldKind.All.Where(kind => kind is { HasFields: false, IsQuestion: true })];

    private readonly Random random = new(seed);

    public int Next(int most) => random.Next(most);

    public bool Flip() => random.Next(2) == 0;

    public T Pick<T>(IReadOnlyList<T> list) => list[random.Next(list.Count)];

    /// <summary>A form of up to <paramref name="most"/> fields; its rules read what stands before, or not.</summary>
    public Form Form(string code = "essai", int version = 1, int most = 12, bool hasRules = true)
    {
        var fields = new List<FormField>();
        for (var rank = 0; rank < 1 + Next(most); rank++)
        {
            var field = Field($"q-{rank}", FieldKind.All[Next(FieldKind.All.Count)]);
            fields.Add(hasRules && Next(3) == 0 ? field with { VisibleWhen = Rule(fields, 3) } : field);
        }

        var eligibility = hasRules ? Enumerable.Range(0, Next(3)).Select(number => new EligibilityRule(Rule(fields, 3), $"Non, n° {number}.")).ToList() : [];
        return new Form(code, version, fields, eligibility);
    }

    public FormField Field(string key, FieldKind kind) => new(key, $"Question {key}", kind)
    {
        IsRequired = Flip(),
        Choices = kind.HasChoices ? [.. Enumerable.Range(0, 2 + Next(3)).Select(rank => new FormChoice($"c-{rank}", $"Choix {rank}"))] : [],
        MaximumWords = kind.IsBounded && Next(4) == 0 ? 20 : null,
        Fields = kind.HasFields ? [.. Enumerable.Range(0, 1 + Next(3)).Select(rank => Field($"r-{rank}", Pick(Simple)))] : [],
    };

    /// <summary>Some of them read a question that is not there, or compare what does not.</summary>
    public FormRule Rule(IReadOnlyList<FormField> before, int depth)
    {
        var field = before.Count == 0 || Next(20) == 0 ? Field("absente", FieldKind.Whole) : Pick(before);
        return Next(depth > 0 ? 8 : 5) switch
        {
            0 => new EmptyRule(field.Key),
            1 => new NotRule(new EmptyRule(field.Key)),
            2 => new TerritoryRule(field.Key, "R53", "Bretagne"),
            3 or 4 => new CompareRule(field.Key, (RuleComparison)Next(6), Constant(field)),
            5 => new NotRule(Rule(before, depth - 1)),
            _ => new GroupRule(Flip(), new(Enumerable.Range(0, 1 + Next(3)).Select(_ => Rule(before, depth - 1)).ToList())),
        };
    }

    /// <summary>Answers to some of the questions.</summary>
    public FormAnswers Answers(Form form)
    {
        var example = form.Example();
        return new FormAnswers(form.Code, form.Version, form.Questions.Where(_ => Next(4) > 0).Select(field => KeyValuePair.Create(field.Key, Next(3) == 0 ? example[field.Key]! : Value(field))));
    }

    public FormValue Value(FormField field) => field.Kind switch
    {
        var kind when kind == FieldKind.Text || kind == FieldKind.LongText => new TextValue(Pick(["12", "1 234,50", "Oui", "c-1", "true", "2026-05-04", "Un texte, et d’autres mots."])),
        var kind when kind == FieldKind.Whole => new NumberValue(Next(2000)),
        var kind when kind == FieldKind.Number || kind == FieldKind.Money => new NumberValue(Next(200_000) / 100m),
        var kind when kind == FieldKind.Indicator => new IndicatorValue(Next(500), "heures par an", Flip() ? "Enquête" : ""),
        var kind when kind == FieldKind.Date => new DateValue(new DateOnly(2026, 1, 1).AddDays(Next(700))),
        var kind when kind == FieldKind.YesNo || kind == FieldKind.Checkbox => new TickValue(Flip()),
        var kind when kind == FieldKind.Choice => new ChoiceValue(Pick(field.Choices).Key),
        var kind when kind == FieldKind.Choices => new ChoicesValue(new(field.Choices.Take(1 + Next(field.Choices.Count)).Select(choice => choice.Key))),
        var kind when kind == FieldKind.Repetition => new RowsValue(new(Enumerable.Range(0, 1 + Next(3)).Select(_ => new FormRow(field.Fields.Select(inner => KeyValuePair.Create(inner.Key, Value(inner))))).ToList())),
        _ => new Form("exemple", 1, [field with { Key = "e" }]).Example()["e"]!,
    };

    private string Constant(FormField field) => field.Kind.Order switch
    {
        FieldOrder.Numbers => Next(2000).ToString(CultureInfo.InvariantCulture),
        FieldOrder.Days => new DateOnly(2026, 1, 1).AddDays(Next(700)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        FieldOrder.Same or FieldOrder.Several when field.Kind.HasChoices => Pick(field.Choices).Key,
        _ => Flip() ? "true" : "peut-être",
    };
}
