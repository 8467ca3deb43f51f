using CsCheck;
using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Tests.Forms;

public sealed class FormTextTests
{
    [Fact]
    public void A_form_is_read_a_question_a_line()
    {
        Assert.Null(FormText.Read("Montant : demandé : nombre obligatoire\n\n  Le Jour :date\r\nAvis : choix obligatoire ( Favorable | Réservé )\nPrécisions : Texte  long\nJ’ai lu : case obligatoire\nSuite : texte", out var form));
        Assert.Equal(
            [
                ("montant-demande", "Montant : demandé", FieldKind.Number, true, ""),
                ("le-jour", "Le Jour", FieldKind.Date, false, ""),
                ("avis", "Avis", FieldKind.Choice, true, "Favorable=Favorable/Réservé=Réservé"),
                ("precisions", "Précisions", FieldKind.LongText, false, ""),
                ("j-ai-lu", "J’ai lu", FieldKind.Checkbox, true, ""),
                ("suite", "Suite", FieldKind.Text, false, ""),
            ],
            form.Fields.Select(field => (field.Key, field.Label, field.Kind, field.IsRequired, string.Join('/', field.Choices.Select(choice => $"{choice.Key}={choice.Label}")))));
        Assert.Equal((FormText.Code, 1), (form.Code, form.Version));
    }

    [Fact]
    public void A_text_without_a_question_is_no_form()
    {
        Assert.Null(FormText.Read(" \n\r\n", out var form));
        Assert.Same(Form.None, form);
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
        var problem = FormText.Read(text, out var form);
        Assert.Contains($"« {text.Split('\n')[^1]} »", problem, StringComparison.Ordinal);
        Assert.Empty(form.Fields);
    }

    [Fact]
    public void Too_many_questions_are_refused()
    {
        Assert.Null(FormText.Read(string.Join('\n', Enumerable.Range(1, 20).Select(rank => $"Question {rank} : texte")), out _));
        Assert.Contains("21 questions", FormText.Read(string.Join('\n', Enumerable.Range(1, 21).Select(rank => $"Question {rank} : texte")), out _), StringComparison.Ordinal);
        Assert.Contains("120", FormText.Read($"{new string('a', 121)} : texte", out _), StringComparison.Ordinal);
    }

    [Fact]
    public void Labels_that_read_alike_have_different_keys()
    {
        Assert.Equal(["l-echeance", "l-echeance-2", "question", "question-2", "l-echeance-3"], FormText.KeysOf(["L’échéance", "l'Échéance ?", "?", "…", "L echeance"]));
    }

    [Fact]
    public void Any_labels_make_a_form()
    {
        Gen.String[1, FormText.LabelLength].Array[1, FormText.MostFields].Sample(
            labels => new Form(FormText.Code, 1, [.. FormText.KeysOf(labels).Zip(labels, (key, label) => new FormField(key, label, FieldKind.Text))]).Fields.Count == labels.Length);
    }
}
