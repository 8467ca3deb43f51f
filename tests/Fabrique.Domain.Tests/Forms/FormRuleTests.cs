using CsCheck;
using Fabrique.Domain.Forms;
using Fabrique.Testing;

namespace Fabrique.Domain.Tests.Forms;

public sealed class FormRuleTests
{
    private static readonly Form Every = new("tout", 1,
    [
        .. FieldKind.All.Select(kind => new FormField(kind.Code, kind.Label, kind)
        {
            Choices = kind.HasChoices ? [new("a", "Oui, beaucoup"), new("b", "Non")] : [],
            Fields = kind.HasFields ? [new("nom", "Nom", FieldKind.Text)] : [],
        }),
    ]);

    [Fact]
    public void What_is_asked_missing_and_eligible_agree_for_any_form_and_no_rule_fails()
    {
        var (hidden, refused, lacking) = (0, 0, 0);
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomForms(seed);
                var form = random.Form();
                var answers = random.Answers(form);
                var sight = form.SightOf(answers);
                var asked = form.OnlyAsked(answers);

                // What is submitted tells the same as what was typed: hidden answers weigh nothing.
                Assert.All(form.Fields, field => Assert.Equal(sight.Contains(field.Key), form.SightOf(asked).Contains(field.Key)));
                Assert.Equal(form.WhyNotEligible(answers), form.WhyNotEligible(asked));
                Assert.Equal(form.MissingFor(answers), form.MissingFor(asked));
                Assert.Equal(asked, form.OnlyAsked(asked));
                Assert.All(form.MissingFor(answers), problem => Assert.True(sight.Contains(problem.Key.Split('.')[0])));
                Assert.Equal(form.Questions.Where(field => sight.Contains(field.Key)).Select(field => field.Key), form.ToPlain(answers).Keys);
                Assert.All(form.Fields.Select(field => field.VisibleWhen).Concat(form.Eligibility.Select(rule => rule.Rule)).OfType<FormRule>(), rule => Assert.NotEmpty(rule.Explain(form.Find)));
                form.FindFaults();
                hidden += form.Fields.Count(field => !sight.Contains(field.Key));
                refused += form.WhyNotEligible(answers) is null ? 0 : 1;
                lacking += form.MissingFor(answers).Count;
            },
            iter: 10_000,
            threads: 1);
        Assert.True(hidden > 1000 && refused > 1000 && lacking > 1000, $"{hidden} {refused} {lacking}");
    }

    [Fact]
    public void What_is_written_is_read_again_for_every_kind()
    {
        var example = Every.Example();
        var references = new FormReferences(Every.Questions.Where(field => field.Kind.IsReference).SelectMany(field =>
            Every.Write(example)[field.Key]!.Split(field.Kind == FieldKind.File ? " " : "\n").Select(text => KeyValuePair.Create((field.Kind.Code, text), new FormReference(example[field.Key], [])))));
        Assert.Empty(Every.Read(Every.Write(example), out var read, references));
        Assert.Equal(example, read);
        Assert.Equal(21, read.Values.Count);
    }

    [Theory]
    [InlineData("integer", RuleComparison.Is, "1000", "« Nombre entier » est égal à 1\u202f000")]
    [InlineData("integer", RuleComparison.IsNot, "5", "« Nombre entier » est différent de 5")]
    [InlineData("number", RuleComparison.LessThan, "2,5", "« Nombre décimal » est inférieur à 2,5")]
    [InlineData("money", RuleComparison.AtMost, "1000", "« Montant en euros » vaut au plus 1\u202f000 €")]
    [InlineData("money", RuleComparison.AtLeast, "12,50", "« Montant en euros » vaut au moins 12,50 €")]
    [InlineData("indicator", RuleComparison.MoreThan, "3", "« Indicateur chiffré » dépasse 3")]
    [InlineData("date", RuleComparison.Is, "2026-03-01", "« Date » est le 1er mars 2026")]
    [InlineData("date", RuleComparison.IsNot, "2026-03-02", "« Date » n’est pas le 2 mars 2026")]
    [InlineData("date", RuleComparison.LessThan, "2026-03-02", "« Date » est avant le 2 mars 2026")]
    [InlineData("date", RuleComparison.AtMost, "2026-03-02", "« Date » est au plus tard le 2 mars 2026")]
    [InlineData("date", RuleComparison.AtLeast, "2026-03-02", "« Date » est à partir du 2 mars 2026")]
    [InlineData("date", RuleComparison.MoreThan, "2026-03-02", "« Date » est après le 2 mars 2026")]
    [InlineData("yes-no", RuleComparison.Is, "true", "« Oui ou non » est « Oui »")]
    [InlineData("checkbox", RuleComparison.IsNot, "true", "« Case à cocher » n’est pas « Oui »")]
    [InlineData("choice", RuleComparison.Is, "a", "« Choix unique » est « Oui, beaucoup »")]
    [InlineData("choice", RuleComparison.IsNot, "b", "« Choix unique » n’est pas « Non »")]
    [InlineData("choices", RuleComparison.Is, "a", "« Choix multiple » comprend « Oui, beaucoup »")]
    [InlineData("choices", RuleComparison.IsNot, "b", "« Choix multiple » ne comprend pas « Non »")]
    [InlineData("absente", RuleComparison.Is, "x", "une question qui n’existe plus vaut « x »")]
    public void A_comparison_is_explained_in_french(string key, RuleComparison comparison, string constant, string expected) =>
        Assert.Equal(expected, new CompareRule(key, comparison, constant).Explain(Every.Find));

    [Fact]
    public void Every_comparison_of_every_kind_has_words_of_its_own_and_is_no_fault()
    {
        foreach (var field in Every.Questions)
        {
            var constant = field.Kind.HasChoices ? "a" : field.Kind.Order switch { FieldOrder.Numbers => "1", FieldOrder.Days => "2026-01-01", _ => "true" };
            var told = field.Kind.Comparisons.Select(comparison => new CompareRule(field.Key, comparison, constant).Explain(Every.Find)).ToList();
            Assert.Equal(told.Count, told.Distinct(StringComparer.Ordinal).Count());
            Assert.All(field.Kind.Comparisons, comparison => Assert.Empty(Faults(new CompareRule(field.Key, comparison, constant))));
            Assert.Equal(field.Kind.Comparisons.Count > 0, field.Kind.ReadConstant(field, constant) is not null && field.Kind.Order is not FieldOrder.None);
        }

        Assert.Equal(
            "« Oui ou non » est « Oui » et (« Commune » est dans Bretagne ou « Région » n’est pas dans Bretagne ou « Texte court » a une réponse) et « Lien » n’a pas de réponse",
            new GroupRule(true, new([
                new CompareRule("yes-no", RuleComparison.Is, "true"),
                new GroupRule(false, new([new TerritoryRule("commune", "R53", "Bretagne"), new NotRule(new TerritoryRule("region", "R53", "Bretagne")), new NotRule(new EmptyRule("text"))])),
                new EmptyRule("link"),
            ])).Explain(Every.Find));
    }

    [Fact]
    public void A_box_that_is_not_ticked_is_not_ticked()
    {
        var box = new Form("a", 1, [new FormField("lu", "Lu", FieldKind.Checkbox), new FormField("s", "Suite", FieldKind.Text) { VisibleWhen = new CompareRule("lu", RuleComparison.Is, "false") }]);
        Assert.True(box.SightOf(new FormAnswers("a", 1)).Contains("s"));
        Assert.True(box.SightOf(new FormAnswers("a", 1, new KeyValuePair<string, FormValue>("lu", new TickValue(false)))).Contains("s"));
        Assert.False(box.SightOf(new FormAnswers("a", 1, new KeyValuePair<string, FormValue>("lu", new TickValue(true)))).Contains("s"));
    }

    [Fact]
    public void A_rule_that_reads_itself_what_comes_later_or_nothing_is_a_fault_that_names_its_question()
    {
        FormRule deep = new EmptyRule("text");
        for (var height = 0; height < FormRule.Depth; height++)
        {
            deep = new NotRule(deep);
        }

        foreach (var (rule, sentence) in new (FormRule, string)[]
        {
            (new EmptyRule("suite"), "n’est pas posée avant"),
            (new EmptyRule("absente"), "n’existe pas"),
            (new EmptyRule("section"), "n’est pas une question"),
            (new TerritoryRule("text", "R53", "Bretagne"), "ne demande pas un territoire"),
            (new CompareRule("text", RuleComparison.Is, "a"), "ne se comparent pas ainsi"),
            (new CompareRule("choice", RuleComparison.AtLeast, "a"), "ne se comparent pas ainsi"),
            (new CompareRule("choice", RuleComparison.Is, "z"), "n’est pas une réponse"),
            (new GroupRule(true, new([])), "ne dit rien"),
            (deep, "emboîte plus de 5"),
        })
        {
            var fault = Assert.Single(Faults(rule));
            Assert.Equal("suite", fault.Key);
            Assert.Contains(sentence, fault.Sentence, StringComparison.Ordinal);
            Assert.Contains("« Suite »", fault.Sentence, StringComparison.Ordinal);
        }
    }

    private static IReadOnlyList<FormFault> Faults(FormRule rule) => new Form("tout", 1, [.. Every.Fields, new FormField("suite", "Suite", FieldKind.Text) { VisibleWhen = rule }]).FindFaults();
}
