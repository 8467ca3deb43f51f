using Fabrique.Domain.Forms;
using Fabrique.Testing;
using Fabrique.Web.Features.Forms;
using Fabrique.Web.Kernel.Forms;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace Fabrique.Web.Tests.Kernel.Forms;

public sealed class FormFieldsTests
{
    /// <summary>The applying page and the preview show <see cref="FormFields.Sight"/>; the server keeps <see cref="Form.OnlyAsked"/>.</summary>
    [Fact]
    public void What_the_page_shows_is_what_the_server_reads_for_ten_thousand_forms()
    {
        var (hidden, refused) = (0, 0);
        for (var seed = 0; seed < 10_000; seed++)
        {
            var random = new RandomForms(seed);
            Form form = random.Form();
            var answers = random.Answers(form);
            var page = new FormFields(form, answers).Sight;
            var kept = form.OnlyAsked(answers);
            Assert.Equal(answers.Values.Keys.Where(page.Contains), kept.Values.Keys);
            Assert.All(form.MissingFor(answers), problem => Assert.True(page.Contains(problem.Key.Split('.')[0])));
            Assert.Equal(form.Eligibility.Any(rule => !rule.Rule.Holds(page.Answer)), form.WhyNotEligible(kept) is not null);
            hidden += form.Fields.Count(field => !page.Contains(field.Key));
            refused += form.WhyNotEligible(kept) is null ? 0 : 1;
        }

        Assert.True(hidden > 1000 && refused > 1000, $"{hidden} {refused}");
    }

    [Fact]
    public void A_rule_made_on_the_page_is_shown_again_as_it_was_made()
    {
        var (simple, other) = (0, 0);
        for (var seed = 0; seed < 5_000; seed++)
        {
            var random = new RandomForms(seed);
            var form = random.Form(hasRules: false);
            var rule = random.Rule(form.Fields, 2);
            if (RuleInput.Of(rule) is not { } input)
            {
                other++;
                continue;
            }

            var state = new ModelStateDictionary();
            if (new RuleEditor(input, [.. form.Questions], form.Find).Read(state) is not { } read)
            {
                Assert.False(state.IsValid);
                continue;
            }

            simple++;
            var answers = random.Answers(form);
            Assert.Equal(rule.Holds(form.SightOf(answers).Answer), read.Holds(form.SightOf(answers).Answer));
            Assert.Equal(read, new RuleEditor(RuleInput.Of(read)!, [.. form.Questions], form.Find).Read(null));
        }

        Assert.True(simple > 500 && other > 100, $"{simple} {other}");
    }
}
