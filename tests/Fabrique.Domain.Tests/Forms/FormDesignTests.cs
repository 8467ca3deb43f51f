using CsCheck;
using Fabrique.Domain.Applications;
using Fabrique.Domain.Forms;
using Fabrique.Testing;

namespace Fabrique.Domain.Tests.Forms;

public sealed class FormDesignTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Whatever_the_editions_no_answer_is_lost_and_each_comes_back_with_its_question()
    {
        var (published, converted, aside) = (0, 0, 0);
        Gen.Int.Sample(
            seed =>
            {
                var random = new RandomForms(seed);
                var design = FormDesign.Start(Ids.Next(), "essai", "Essai", random.Form(hasRules: false), Now);
                if (design.MayBePublished() is not null)
                {
                    return;
                }

                var first = design.Publish(Ids.Next(), Now, null).Form;
                var given = random.Answers(first);
                var (answers, form) = (given, first);
                for (var step = 0; step < 6; step++)
                {
                    for (var edition = 0; edition < 1 + random.Next(4); edition++)
                    {
                        design.Change(Edition(random, design.Draft), Now);
                    }

                    Carry();
                    foreach (var (key, value) in given.Values)
                    {
                        Assert.True(answers.Values.ContainsKey(key) || answers.Former.Any(former => former.Key == key && former.Value == value), $"{seed}: {key} is lost");
                    }

                    converted += answers.Values.Count(pair => given[pair.Key] is { } before && before != pair.Value);
                    aside += answers.Former.Count;
                }

                Assert.Null(design.Change(new RestoreForm(first), Now));
                Carry();
                Assert.Equal(given.Values.OrderBy(pair => pair.Key, StringComparer.Ordinal), answers.Values.Where(pair => given.Values.ContainsKey(pair.Key)).OrderBy(pair => pair.Key, StringComparer.Ordinal));

                void Carry()
                {
                    if (design.MayBePublished() is not null)
                    {
                        return;
                    }

                    var version = design.Publish(Ids.Next(), Now, null).Form;
                    (answers, form) = (version.Rebase(answers, form), version);
                    Assert.True(answers.AreTo(version));
                    published++;
                }
            },
            iter: 2000,
            threads: 1);
        Assert.True(published > 2000 && converted > 100 && aside > 1000, $"{published} {converted} {aside}");
    }

    [Fact]
    public void An_edition_that_is_tried_gives_what_it_would_and_changes_nothing()
    {
        var design = FormDesign.Start(Ids.Next(), "essai", "Essai", ApplicationForms.Default, Now);
        var before = design.Draft;
        var more = new AddField(new FormField("", "De plus", FieldKind.Text));
        var tried = design.Try(more, ApplicationForms.Requirements);
        Assert.Equal("De plus", tried.Value!.Fields[^1].Label);
        Assert.Equal("field-required", design.Try(new DeleteField(ApplicationForms.Title), ApplicationForms.Requirements).Refusal?.Code);
        Assert.Same(before, design.Draft);
        Assert.Equal(Now, design.ChangedAt);

        Assert.Null(design.Change(more, Now.AddDays(1), ApplicationForms.Requirements));
        Assert.Equal(tried.Value.Fields.Select(field => (field.Key, field.Label)), design.Draft.Fields.Select(field => (field.Key, field.Label)));
    }

    [Fact]
    public void An_answer_that_the_person_took_away_does_not_come_back()
    {
        var (number, text) = (Asking(1, FieldKind.Indicator), Asking(2, FieldKind.Text));
        var given = new FormAnswers("a", 1, new KeyValuePair<string, FormValue>("q", new IndicatorValue(12, "jours", "Enquête")));
        var asText = text.Rebase(given, number);
        Assert.Equal("12 jours (source : Enquête)", asText.Text("q"));
        Assert.Empty(text.FormerOf(asText));
        Assert.Equal(given["q"], Asking(3, FieldKind.Indicator).Rebase(asText, text)["q"]);

        var emptied = new FormAnswers("a", 2) { Former = asText.Former };
        Assert.Null(Asking(3, FieldKind.Indicator).Rebase(emptied, text)["q"]);
        var written = new FormAnswers("a", 2, new KeyValuePair<string, FormValue>("q", new TextValue("13"))) { Former = asText.Former };
        Assert.Equal(new NumberValue(13), Asking(3, FieldKind.Whole).Rebase(written, text)["q"]);
    }

    [Fact]
    public void A_repetition_that_asks_less_keeps_its_rows_and_what_is_gone_is_kept_beside_them()
    {
        var inner = new[] { new FormField("nom", "Nom", FieldKind.Text), new FormField("age", "Âge", FieldKind.Whole) };
        Form Of(int version, params FormField[] fields) => new("a", version, [new FormField("gens", "Gens", FieldKind.Repetition) { Fields = fields }]);
        var rows = new RowsValue(new([new FormRow([new("nom", new TextValue("Ana")), new("age", new NumberValue(4))])]));
        var carried = Of(2, inner[0]).Rebase(new FormAnswers("a", 1, new KeyValuePair<string, FormValue>("gens", rows)), Of(1, inner));
        Assert.Equal(new RowsValue(new([new FormRow([new("nom", new TextValue("Ana"))])])), carried["gens"]);
        Assert.Equal("Nom : Ana ; Âge : 4", Assert.Single(Of(2, inner[0]).FormerOf(carried)).Shown);
        Assert.Equal(rows, Of(3, inner).Rebase(carried, Of(2, inner[0]))["gens"]);
    }

    [Fact]
    public void Choices_keep_their_keys_by_their_label_or_else_by_their_place()
    {
        FormChoice[] before = [new("a", "Petit"), new("b", "Moyen"), new("c", "Grand")];
        Assert.Equal(["a:Petite", "b:Moyen", "c:Grand"], Written(["Petite", "Moyen", "Grand"]));
        Assert.Equal(["c:Grand", "a:Petit"], Written(["Grand", "Petit"]));
        Assert.Equal(["a:Petit", "tres-grand:Très grand", "b:Moyen", "c:Grand"], Written(["Petit", "Très grand", "Moyen", "Grand"]));
        Assert.Equal(["a:Minuscule", "b:Moyen", "c:Grand", "petit:Petit-"], Written(["Minuscule", "Moyen", "Grand", "Petit-"]));

        IEnumerable<string> Written(string[] labels) => FormField.ChoicesOf(labels, before).Select(choice => $"{choice.Key}:{choice.Label}");
    }

    [Fact]
    public void A_key_is_never_that_of_another_question_unless_the_same_question_comes_back()
    {
        var design = Design(new FormField("budget", "Budget", FieldKind.Money));
        design.Publish(Ids.Next(), Now, null);
        Assert.Null(design.Change(new ReplaceField(design.Draft.Fields[0] with { Label = "Coût" }), Now));
        design.Publish(Ids.Next(), Now, null);
        Assert.Null(design.Change(new AddField(new FormField("", "Autre", FieldKind.Text)), Now));
        Assert.Null(design.Change(new DeleteField("budget"), Now));
        Assert.Null(design.Change(new AddField(new FormField("", "Budget", FieldKind.Text)), Now));
        Assert.Null(design.Change(new AddField(new FormField("", "Coût", FieldKind.Money)), Now));
        Assert.Equal(["autre", "budget-2", "budget"], design.Draft.Fields.Select(field => field.Key));
    }

    [Fact]
    public void What_an_edition_cannot_do_is_refused_with_a_sentence_and_changes_nothing()
    {
        var design = Design([.. ApplicationForms.Default.Fields, new FormField("bloc", "Bloc", FieldKind.Repetition) { Fields = [new("seul", "Seul", FieldKind.Text)] }]);
        var before = design.Draft;
        var title = before.Find(ApplicationForms.Title)!;
        FormField choice = new("", "Choix", FieldKind.Choice);
        foreach (var (edition, sentence) in new (FormEdition, string)[]
        {
            (new DeleteField(ApplicationForms.Title), "« Titre de votre idée » nomme la candidature"),
            (new ReplaceField(title with { IsRequired = false }), "obligatoire"),
            (new ReplaceField(title with { MaximumLength = 300 }), "120 caractères"),
            (new ReplaceField(title with { VisibleWhen = new EmptyRule("problem") }), "toujours posée"),
            (new DeleteField("seul", "bloc"), "au moins une question"),
            (new DeleteField("absent"), "quelqu’un l’a retirée"),
            (new MoveField("absent", IsUp: true), "quelqu’un l’a retirée"),
            (new AddField(new FormField("", new string('a', 301), FieldKind.Text)), "301 caractères"),
            (new AddField(choice), "au moins deux réponses"),
            (new AddField(choice with { Choices = [new("a", "Oui"), new("b", "oui")] }), "deux fois"),
            (new AddField(new FormField("", "Nom", FieldKind.Text) { MaximumLength = 4000 }), "plus petite"),
            (new AddField(new FormField("", "Titre", FieldKind.Section), null, "bloc"), "n’y a pas sa place"),
            (new AddField(new FormField("", "Bloc", FieldKind.Repetition)), "première question"),
            (new PutEligibility(3, null), "quelqu’un l’a retirée"),
            (new PutEligibility(null, new EligibilityRule(new EmptyRule("problem"), "")), "la phrase que liront"),
        })
        {
            Assert.Contains(sentence, design.Change(edition, Now, ApplicationForms.Requirements)?.Sentence, StringComparison.Ordinal);
            Assert.Same(before, design.Draft);
        }
    }

    [Fact]
    public void A_form_of_two_hundred_fields_can_be_made_and_no_longer()
    {
        var design = Design(new FormField("x", "Question", FieldKind.Text));
        for (var number = 1; number < Form.MostFields; number++)
        {
            Assert.Null(design.Change(new AddField(new FormField("", "Question", FieldKind.Text)), Now));
        }

        Assert.Equal("form-full", design.Change(new AddField(new FormField("", "Question", FieldKind.Text)), Now)?.Code);
        Assert.Equal("form-full", design.Change(new DuplicateField("x"), Now)?.Code);
        Assert.Null(design.MayBePublished());
        Assert.Equal(200, design.Publish(Ids.Next(), Now, null).Form.Fields.Count);
    }

    [Fact]
    public void The_question_that_names_an_application_is_always_asked_its_section_too()
    {
        var design = Design([new FormField("oui", "Oui", FieldKind.YesNo), new FormField("s", "Section", FieldKind.Section) { VisibleWhen = new CompareRule("oui", RuleComparison.Is, "true") }, .. ApplicationForms.Default.Fields.Where(field => field.Key == ApplicationForms.Title)]);
        Assert.Equal("form-lacks-question", design.MayBePublished(ApplicationForms.Requirements)?.Code);
        Assert.Equal(["oui", "title"], new Form("a", 1, design.Draft.Fields, [new(new EmptyRule("title"), "Non.")]).EligibilityFields.Select(field => field.Key));
    }

    private static Form Asking(int version, FieldKind kind) => new("a", version, [new FormField("q", "Question", kind)]);

    private static FormDesign Design(params FormField[] fields) => FormDesign.Start(Ids.Next(), "essai", "Essai", new Form("modele", 1, fields), Now);

    private static FormEdition Edition(RandomForms random, Form draft)
    {
        if (draft.Fields.Count == 0)
        {
            return new AddField(random.Field("", FieldKind.Text));
        }

        var field = random.Pick(draft.Fields);
        return random.Next(8) switch
        {
            0 => new AddField(random.Field("", random.Pick(FieldKind.All)), field.Key),
            1 => new DeleteField(field.Key),
            2 => new ReplaceField(field with { Label = $"{field.Label} !" }),
            3 => new ReplaceField(random.Field(field.Key, random.Pick(FieldKind.All))),
            4 => new MoveField(field.Key, random.Flip()),
            5 when field.Kind.HasChoices => new ReplaceField(field with { Choices = FormField.ChoicesOf([.. field.Choices.Skip(1).Select(choice => choice.Label), "Autre", "Encore"], field.Choices) }),
            5 when field.Kind.IsBounded => new ReplaceField(field with { MaximumLength = 3 }),
            6 when field.Kind.HasFields => random.Flip() ? new DeleteField(field.Fields[0].Key, field.Key) : new AddField(random.Field("", FieldKind.Text), null, field.Key),
            _ => new DuplicateField(field.Key),
        };
    }
}
