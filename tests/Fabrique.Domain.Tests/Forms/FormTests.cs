using System.Globalization;
using CsCheck;
using Fabrique.Domain.Forms;

namespace Fabrique.Domain.Tests.Forms;

public sealed class FormTests
{
    private static readonly Form Every = new("tout", 3,
    [
        new FormField("court", "Court", FieldKind.Text) { IsRequired = true },
        new FormField("long", "Long", FieldKind.LongText) { MaximumLength = 40, WhenMissing = "Racontez." , IsRequired = true },
        new FormField("jour", "Jour", FieldKind.Date),
        new FormField("montant", "Montant", FieldKind.Number),
        new FormField("avis", "Avis", FieldKind.Choice) { Choices = [new("oui", "Favorable"), new("non", "Défavorable")] },
        new FormField("lu", "J’ai lu", FieldKind.Checkbox) { IsRequired = true },
    ]);

    private static readonly string?[] Odd = [null, "", " ", "oui", "non", "true", "false", "on", "31/02/2027"];

    /// <summary>What people type, sensible or not.</summary>
    private static readonly Gen<Dictionary<string, string?>> Typed = Gen.OneOf<string?>(
        Gen.String[0, 60],
        Gen.String[Gen.Char["abc é\r\n\t"], 0, 400],
        Gen.Int[-9, 99].Select(number => number.ToString(CultureInfo.InvariantCulture)),
        Gen.Decimal.Select(number => number.ToString(CultureInfo.GetCultureInfo("fr-FR"))),
        Gen.Date.Select(day => day.ToString("d/M/yyyy", CultureInfo.InvariantCulture)),
        Gen.Int[0, Odd.Length - 1].Select(rank => Odd[rank])).Array[Every.Fields.Count].Select(
        values => Every.Fields.Zip(values).ToDictionary(pair => pair.First.Key, pair => pair.Second, StringComparer.Ordinal));

    [Theory]
    [InlineData("nombre", "1 234,50", "1234,50")]
    [InlineData("nombre", "1\u202f234\u00a0567", "1234567")]
    [InlineData("nombre", "-3.5", "-3,5")]
    [InlineData("nombre", "mille", null)]
    [InlineData("nombre", "1e5", null)]
    [InlineData("date", "2026-12-31", "2026-12-31")]
    [InlineData("date", "1/2/2027", "2027-02-01")]
    [InlineData("date", "31/02/2027", null)]
    [InlineData("choix (Oui | Non)", "Non", "Non")]
    [InlineData("choix (Oui | Non)", "non", null)]
    [InlineData("texte", "  deux\r\nlignes ", "deux lignes")]
    [InlineData("texte long", "  deux\r\nlignes ", "deux\nlignes")]
    [InlineData("case", "true", "true")]
    [InlineData("case", null, "false")]
    [InlineData("case obligatoire", "", null)]
    [InlineData("texte", "", "")]
    [InlineData("texte obligatoire", "  ", null)]
    [InlineData("date", null, "")]
    public void An_answer_is_kept_in_one_form_or_refused_with_its_question(string kind, string? typed, string? expected)
    {
        Assert.Null(FormText.Read($"La question : {kind}", out var form));
        var field = form.Fields[0];
        var problems = form.Read(new Dictionary<string, string?> { [field.Key] = typed }, out var answers);
        var sentence = problems.Concat(form.MissingFor(answers)).FirstOrDefault()?.Refusal.Sentence;
        if (expected is null)
        {
            Assert.Contains("La question", sentence, StringComparison.Ordinal);
        }
        else
        {
            Assert.Null(sentence);
            Assert.Equal(expected, answers[field.Key] is { } value ? field.Kind.Write(value) : "");
        }
    }

    [Fact]
    public void A_text_has_the_length_of_its_kind_unless_its_question_says_less()
    {
        foreach (var (key, longest) in new[] { ("court", 300), ("long", 40) })
        {
            Assert.Empty(Every.Read(new Dictionary<string, string?> { [key] = new string('a', longest) }, out _));
            Assert.Equal((key, "answer-too-long"), Assert.Single(Every.Read(new Dictionary<string, string?> { [key] = new string('a', longest + 1) }, out var answers).Select(problem => (problem.Key, problem.Refusal.Code))));
            Assert.Null(answers[key]);
        }

        Assert.Equal("« Long » : ce texte compte 4\u202f001 caractères, pour 40 au plus. Raccourcissez-le.", Every.Read(new Dictionary<string, string?> { ["long"] = new string('a', 4001) }, out _)[0].Refusal.Sentence);
    }

    [Fact]
    public void Answers_are_typed_and_shown_to_people_and_given_to_procedures()
    {
        var answers = Every.Fill(new("court", " Un mot "), new("jour", "1/3/2027"), new("montant", "1 234,50"), new("avis", "oui"), new("lu", "true"));
        Assert.Equal(
            ("Un mot", "", new DateOnly(2027, 3, 1), 1234.50m, "oui", true),
            (answers.Text("court"), answers.Text("long"), answers.Date("jour"), answers.Number("montant"), answers.Choice("avis"), answers.IsTicked("lu")));
        Assert.Equal(["Un mot", null, "1er mars 2027", "1234,50", "Favorable", "Oui"], Every.Fields.Select(field => field.Kind.Show(field, answers[field.Key])));
        Assert.Equal(["Un mot", null, "2027-03-01", 1234.50m, "Favorable", true], Every.Fields.Select(field => field.Kind.ToPlain(field, answers[field.Key])));
        Assert.Equal(["Un mot", null, "2027-03-01", "1234,50", "oui", "true"], Every.Fields.Select(field => answers[field.Key] is { } value ? field.Kind.Write(value) : null));
        Assert.Null(answers.Number("court"));
        Assert.False(answers.IsTicked("montant"));
    }

    [Fact]
    public void A_draft_may_lack_anything_and_what_lacks_is_said_of_each_question()
    {
        Assert.Empty(Every.Read(new Dictionary<string, string?> { ["jour"] = "1/3/2027", ["lu"] = "on" }, out var answers));
        Assert.Empty(Every.Check(answers));
        Assert.Equal(
            [("court", "Répondez à « Court »."), ("long", "Racontez."), ("lu", "Cochez « J’ai lu » pour continuer.")],
            Every.MissingFor(answers).Select(problem => (problem.Key, problem.Refusal.Sentence)));
        Assert.Equal(["court"], Every.MissingFor(new FormAnswers("tout", 3, new("court", new TextValue(" \n")), new("long", new TextValue("l")), new("lu", new TickValue(true)))).Select(problem => problem.Key));
    }

    [Fact]
    public void Values_of_another_kind_and_choices_that_are_not_offered_are_refused()
    {
        var answers = new FormAnswers("tout", 3, new("court", new NumberValue(1)), new("long", new TextValue(new string('a', 41))), new("jour", new TextValue("demain")), new("montant", new TickValue(true)), new("avis", new ChoiceValue("peut-être")), new("lu", new TextValue("oui")));
        Assert.Equal(
            [("court", "answer-unreadable"), ("long", "answer-too-long"), ("jour", "answer-unreadable"), ("montant", "answer-unreadable"), ("avis", "answer-unreadable"), ("lu", "answer-unreadable")],
            Every.Check(answers).Select(problem => (problem.Key, problem.Refusal.Code)));
        Assert.Throws<ArgumentException>(() => Every.Check(new FormAnswers("tout", 2)));
        Assert.Throws<ArgumentException>(() => Every.MissingFor(new FormAnswers("autre", 3)));
        Assert.Throws<ArgumentException>(() => Every.Fill(new KeyValuePair<string, string?>("montant", "mille")));
    }

    [Fact]
    public void Whatever_is_typed_what_is_read_is_fit_to_be_kept_and_typed_again()
    {
        var (read, refused) = (0, 0);
        Typed.Sample(typed =>
        {
            var problems = Every.Read(typed, out var answers);
            Interlocked.Add(ref refused, problems.Count);
            Interlocked.Add(ref read, answers.Values.Count);
            Assert.Empty(Every.Check(answers));
            Assert.DoesNotContain(problems, problem => answers.Values.ContainsKey(problem.Key));
            Assert.Equal(Every.Fields.Count, problems.Count + answers.Values.Count + Every.Fields.Count(field => field.Kind != FieldKind.Checkbox && string.IsNullOrWhiteSpace(typed[field.Key])));
            Assert.Equal(answers, Every.Fill(Written(answers).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));
        });
        Assert.True(read > 0 && refused > 0);
    }

    [Fact]
    public void Answers_kept_as_texts_are_adopted_by_the_form_and_none_is_lost()
    {
        var older = new Form("tout", 2, [.. Every.Fields.Select(field => new FormField(field.Key, field.Label, FieldKind.LongText))]);
        Typed.Sample(typed =>
        {
            Every.Read(typed, out var answers);
            Assert.Same(answers, Every.Adopt(answers));
            Assert.Equal(answers, Every.Adopt(new FormAnswers("", 0, Written(answers).Select(pair => KeyValuePair.Create(pair.Key, (FormValue)new TextValue(pair.Value))))));

            older.Read(typed, out var texts);
            var adopted = Every.Adopt(texts);
            Assert.Equal(texts.Values.Keys.Order(StringComparer.Ordinal), adopted.Values.Keys.Order(StringComparer.Ordinal));
            Assert.All(Every.Check(adopted), problem => Assert.Equal(texts[problem.Key], adopted[problem.Key]));
        });
    }

    [Fact]
    public void An_example_answers_every_question_whatever_its_length()
    {
        var form = new Form("a", 1, [.. Every.Fields.Select(field => field with { IsRequired = true }), new FormField("x", "X", FieldKind.Text) { MaximumLength = 1, IsRequired = true }]);
        var example = form.Example();
        Assert.Empty(form.Check(example));
        Assert.Empty(form.MissingFor(example));
    }

    /// <summary>As people count them: what holds a letter or a digit between two spaces, of whatever kind.</summary>
    [Theory]
    [InlineData("", 0)]
    [InlineData("  \n — … ? ", 0)]
    [InlineData("Bonjour !", 1)]
    [InlineData("L’eau, c’est-à-dire la mer.", 4)]
    [InlineData("3\u00a0000\u202fm³", 3)]
    [InlineData("un\tdeux\r\ntrois", 3)]
    [InlineData("«\u00a0oui\u00a0»", 1)]
    public void Words_are_counted_as_people_count_them(string text, int words) => Assert.Equal(words, FormField.WordsOf(text));

    [Fact]
    public void A_text_of_too_many_words_is_refused_with_the_count()
    {
        var form = new Form("a", 1, [new FormField("mots", "Mots", FieldKind.LongText) { MaximumWords = 3 }]);
        Assert.Empty(form.Check(new FormAnswers("a", 1, [new("mots", new TextValue("Un, deux, trois !"))])));
        var problem = Assert.Single(form.Check(new FormAnswers("a", 1, [new("mots", new TextValue("Un, deux, trois, quatre."))])));
        Assert.Equal(("mots", Form.TooLong, "« Mots » : ce texte compte 4 mots, pour 3 au plus. Raccourcissez-le."), (problem.Key, problem.Refusal.Code, problem.Refusal.Sentence));
        Assert.Empty(form.Check(form.Example()));
    }

    /// <summary>A section with what its questions depend on: nothing else.</summary>
    [Fact]
    public void The_part_around_a_field_is_its_section_after_what_it_depends_on()
    {
        var form = new Form("a", 1,
        [
            new FormField("avant", "Avant", FieldKind.Text),
            new FormField("s1", "Une", FieldKind.Section) { VisibleWhen = new EmptyRule("avant") },
            new FormField("a1", "A1", FieldKind.Text) { VisibleWhen = new EmptyRule("avant") },
            new FormField("a2", "A2", FieldKind.Text),
            new FormField("s2", "Deux", FieldKind.Section) { VisibleWhen = new EmptyRule("a2") },
            new FormField("b1", "B1", FieldKind.Repetition) { Fields = [new FormField("x", "X", FieldKind.Text), new FormField("y", "Y", FieldKind.Text) { VisibleWhen = new EmptyRule("a1") }] },
            new FormField("s3", "Trois", FieldKind.Section),
            new FormField("c1", "C1", FieldKind.Text) { VisibleWhen = new EmptyRule("b1") },
        ]);
        Assert.Equal(["avant"], Keys("avant"));
        Assert.Equal(["avant", "s1", "a1", "a2"], Keys("a2"));
        Assert.Equal(["avant", "a1", "a2", "s2", "b1"], Keys("s2"));
        Assert.Equal(Keys("s2"), Keys("b1"));
        Assert.Equal(["avant", "a1", "a2", "b1", "s3", "c1"], Keys("c1"));

        // A section opens its own part: the condition of the one before is no matter of it.
        Assert.Empty(form.ConditionsOf(form.Find("s3")!));
        Assert.Single(form.ConditionsOf(form.Find("s2")!));
        Assert.Equal(2, form.ConditionsOf(form.Find("a1")!).Count());

        IEnumerable<string> Keys(string key) => form.Around(key).Fields.Select(field => field.Key);
    }

    [Fact]
    public void A_kind_that_this_program_does_not_know_is_asked_as_a_text_and_keeps_its_name()
    {
        Assert.All(FieldKind.All, kind => Assert.Same(kind, FieldKind.Of(kind.Code)));
        var form = new Form("a", 1, [new FormField("lieu", "Lieu", FieldKind.Of("territory"))]);
        Assert.Equal("territory", form.Fields[0].Kind.Code);
        Assert.Equal("Brest", form.Fill(new KeyValuePair<string, string?>("lieu", "Brest")).Text("lieu"));
    }

    [Fact]
    public void A_text_that_is_no_form_asks_nothing_and_is_kept()
    {
        var form = Form.Unread("Montant : beaucoup");
        Assert.Equal(("Montant : beaucoup", 0), (form.UnreadText, form.Fields.Count));
        Assert.Empty(form.Read(new Dictionary<string, string?> { ["montant"] = "1" }, out var answers));
        Assert.Empty(form.MissingFor(answers));
        Assert.Equal(FormAnswers.None, answers);
    }

    [Fact]
    public void A_form_that_cannot_be_is_a_programmers_fault()
    {
        FormField Field(string key) => new(key, "Libellé", FieldKind.Text);
        Assert.Throws<ArgumentException>(() => new Form("Pas un code", 1, []));
        Assert.Throws<ArgumentException>(() => new Form("a", 0, []));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("é")]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("")]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("k"), Field("k")]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("k") with { Label = "" }]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("k") with { MaximumLength = 301 }]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("k") with { MaximumLength = 0 }]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("k") with { Choices = [new("a", "A")] }]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("k") with { Kind = FieldKind.Choice }]));
        Assert.Throws<ArgumentException>(() => new Form("a", 1, [Field("k") with { Kind = FieldKind.Choice, Choices = [new("a", "A"), new("a", "B")] }]));
    }

    private static IEnumerable<(string Key, string Value)> Written(FormAnswers answers) =>
        Every.Fields.Where(field => answers[field.Key] is not null).Select(field => (field.Key, field.Kind.Write(answers[field.Key]!)));
}
