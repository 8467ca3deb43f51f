using Fabrique.Domain.Work;

namespace Fabrique.Domain.Tests.Work;

public sealed class TaskFormTests
{
    [Fact]
    public void A_form_is_read_a_question_a_line()
    {
        Assert.Null(TaskForm.Read("Montant : demandé : nombre obligatoire\n\n  Le Jour :date\r\nAvis : choix obligatoire ( Favorable | Réservé )\nPrécisions : Texte  long\nJ’ai lu : case obligatoire\nSuite : texte", out var form));
        Assert.Equal(
            [
                ("Montant : demandé", TaskFieldKind.Number, true, ""),
                ("Le Jour", TaskFieldKind.Date, false, ""),
                ("Avis", TaskFieldKind.Choice, true, "Favorable/Réservé"),
                ("Précisions", TaskFieldKind.LongText, false, ""),
                ("J’ai lu", TaskFieldKind.Checkbox, true, ""),
                ("Suite", TaskFieldKind.Text, false, ""),
            ],
            form.Fields.Select(field => (field.Label, field.Kind, field.IsRequired, string.Join('/', field.Choices))));
    }

    [Theory]
    [InlineData("Montant")]
    [InlineData("Montant : somme")]
    [InlineData(": texte")]
    [InlineData("Montant : nombre facultatif")]
    [InlineData("Avis : choix")]
    [InlineData("Avis : choix (Seul)")]
    [InlineData("Avis : choix (A | A)")]
    [InlineData("Montant : nombre (1 | 2)")]
    [InlineData("Montant : nombre\nMontant : texte")]
    public void A_line_that_is_no_question_is_named(string text)
    {
        var problem = TaskForm.Read(text, out var form);
        Assert.Contains($"« {text.Split('\n')[^1]} »", problem, StringComparison.Ordinal);
        Assert.Empty(form.Fields);
    }

    [Fact]
    public void Too_many_questions_are_refused()
    {
        Assert.Null(TaskForm.Read(string.Join('\n', Enumerable.Range(1, 20).Select(rank => $"Question {rank} : texte")), out _));
        Assert.Contains("21 questions", TaskForm.Read(string.Join('\n', Enumerable.Range(1, 21).Select(rank => $"Question {rank} : texte")), out _), StringComparison.Ordinal);
        Assert.Contains("120", TaskForm.Read($"{new string('a', 121)} : texte", out _), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nombre", "1 234,50", "1234.50")]
    [InlineData("nombre", "1\u202f234\u00a0567", "1234567")]
    [InlineData("nombre", "-3.5", "-3.5")]
    [InlineData("nombre", "mille", null)]
    [InlineData("nombre", "1e5", null)]
    [InlineData("date", "2026-12-31", "2026-12-31")]
    [InlineData("date", "1/2/2027", "2027-02-01")]
    [InlineData("date", "31/02/2027", null)]
    [InlineData("choix (Oui | Non)", "Non", "Non")]
    [InlineData("choix (Oui | Non)", "non", null)]
    [InlineData("texte", "  deux\r\nlignes ", "deux\nlignes")]
    [InlineData("case", "true", "true")]
    [InlineData("case", null, "false")]
    [InlineData("case obligatoire", "", null)]
    [InlineData("texte", "", "")]
    [InlineData("texte obligatoire", "  ", null)]
    [InlineData("date", null, "")]
    public void An_answer_is_kept_in_one_form_or_refused_with_its_question(string kind, string? typed, string? expected)
    {
        Assert.Null(TaskForm.Read($"La question : {kind}", out var form));
        var sentence = TaskForm.ReadAnswer(form.Fields[0], typed, out var value);
        if (expected is null)
        {
            Assert.Contains("La question", sentence, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(sentence);
            Assert.Equal(expected, value);
        }
    }

    [Fact]
    public void A_text_has_the_length_of_its_kind()
    {
        Assert.Null(TaskForm.Read("Court : texte\nLong : texte long", out var form));
        Assert.Null(TaskForm.ReadAnswer(form.Fields[0], new string('a', 300), out _));
        Assert.NotNull(TaskForm.ReadAnswer(form.Fields[0], new string('a', 301), out _));
        Assert.Null(TaskForm.ReadAnswer(form.Fields[1], new string('a', 4000), out _));
        Assert.NotNull(TaskForm.ReadAnswer(form.Fields[1], new string('a', 4001), out _));
    }
}
