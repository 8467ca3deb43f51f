using Fabrique.Domain.Applications;
using Fabrique.Domain.Similarity;
using Fabrique.Testing;

namespace Fabrique.Domain.Tests.Similarity;

public sealed class SimilarityTests(ITestOutputHelper output)
{
    private static readonly LabelledIdeas Labelled = LabelledIdeas.Read();

    [Fact]
    public void The_threshold_keeps_what_was_measured_on_the_labelled_pairs()
    {
        foreach (var line in Labelled.Report())
        {
            output.WriteLine(line);
        }

        Assert.True(Labelled.Pairs.Count >= 220, $"{Labelled.Pairs.Count} pairs");
        var (all, held) = (Labelled.At(SimilarityCorpus.Close), Labelled.At(SimilarityCorpus.Close, pair => pair.Theme % 2 == 1));
        Assert.True(all.Precision >= 0.78 && all.Recall >= 0.66, all.ToString());
        Assert.True(held.Precision >= 0.74 && held.Recall >= 0.64, held.ToString());
    }

    [Fact]
    public void What_is_reworded_or_misspelt_is_found_and_what_is_unrelated_is_not()
    {
        Assert.All(Labelled.Pairs.Where(pair => pair.Kind is "reworded" or "slips"), pair => Assert.True(Labelled.Corpus.Between(pair.One, pair.Other) >= SimilarityCorpus.Close, $"{pair}"));
        Assert.All(Labelled.Pairs.Where(pair => pair.Kind is "unrelated"), pair => Assert.True(Labelled.Corpus.Between(pair.One, pair.Other) < SimilarityCorpus.Close, $"{pair}"));
        Assert.All(Labelled.Pairs.Where(pair => pair.Kind is "short"), pair => Assert.Equal(0, Labelled.Corpus.Between(pair.One, pair.Other)));
    }

    [Fact]
    public void What_is_said_to_be_very_close_is_one_idea() => Assert.True(Labelled.At(SimilarityCorpus.VeryClose).Precision >= 0.97);

    [Theory]
    [InlineData("plantations", "planter")]
    [InlineData("L’INSPECTEUR", "inspections")]
    [InlineData("régional", "régionaux")]
    [InlineData("numérisé", "numériser")]
    [InlineData("œuvre", "oeuvres")]
    public void Forms_of_a_word_have_one_stem(string one, string other) => Assert.Equal(Assert.Single(FrenchWords.Read(one)).Stem, Assert.Single(FrenchWords.Read(other)).Stem);

    [Fact]
    public void Words_of_grammar_and_elisions_say_nothing() => Assert.Empty(FrenchWords.Read("Il y a l’outil qu’elle n’a pas, c’est-à-dire : aujourd’hui !"));

    [Fact]
    public void An_empty_text_is_close_to_nothing()
    {
        var corpus = new SimilarityCorpus();
        corpus.Add(Ids.Next(), WordBag.None);
        corpus.Add(Ids.Next(), Bag("Suivre la reprise des haies plantées par les agriculteurs du département depuis trois hivers pluvieux"));
        Assert.Equal(1, corpus.Count);
        Assert.Empty(corpus.Nearest(Ids.Next(), WordBag.None, 5, least: 0));
        Assert.Empty(corpus.Nearest(Ids.Next(), Bag("\0 \ud83c\udf33 !!!"), 5, least: 0));
    }

    [Fact]
    public void The_same_words_are_found_first_and_say_why()
    {
        var (corpus, hedge, bike) = (new SimilarityCorpus(), Ids.Next(), Ids.Next());
        corpus.Add(hedge, Bag("Suivre la reprise des haies plantées par les agriculteurs du département depuis trois hivers pluvieux"));
        corpus.Add(bike, Bag("Rembourser les trajets à vélo des agents qui viennent chaque matin au bureau"));
        var text = Bag("Savoir si les haies que plantent les agriculteurs reprennent, département par département, malgré la pluie de chaque hiver");
        var found = Assert.Single(corpus.Nearest(Ids.Next(), text, 5));
        Assert.Equal(hedge, found.Id);
        Assert.Contains(Assert.Single(FrenchWords.Read("agriculteur")).Stem, found.Stems);
        Assert.Equal(1, Assert.Single(corpus.Nearest(Ids.Next(), Bag("Suivre la reprise des haies plantées par les agriculteurs du département depuis trois hivers pluvieux"), 1)).Score, 6);
        Assert.Empty(corpus.Nearest(hedge, Bag("Suivre la reprise des haies plantées par les agriculteurs du département depuis trois hivers pluvieux"), 5));
        corpus.Remove(hedge);
        Assert.Empty(corpus.Nearest(Ids.Next(), text, 5));
    }

    [Fact]
    public void What_is_kept_of_a_text_is_read_back()
    {
        var bag = WordBag.Of(("Haies", 2), ("Suivre les haies plantées par les agriculteurs de trois départements", 1));
        Assert.Equal(bag.Stems.OrderBy(stem => stem.Key, StringComparer.Ordinal), WordBag.Parse(bag.ToString()).Stems.OrderBy(stem => stem.Key, StringComparer.Ordinal));
        var endless = WordBag.Of((string.Join(' ', Enumerable.Range(0, 5000).Select(number => $"mot{number}")), 1));
        Assert.InRange(endless.ToString().Length, 1, WordBag.MaximumLength);
    }

    [Fact]
    public void The_shared_words_are_marked_where_they_are_written()
    {
        var pieces = Passages.Mark("Les haies, plantées hier !", Bag("planter une haie"));
        Assert.Equal("Les haies, plantées hier !", string.Concat(pieces.Select(piece => piece.Text)));
        Assert.Equal(["haies", "plantées"], pieces.Where(piece => piece.IsShared).Select(piece => piece.Text));
        Assert.Equal([new TextPiece("Rien", IsShared: false)], Passages.Mark("Rien", WordBag.None));
        Assert.Empty(Passages.Mark("", WordBag.None));
    }

    [Fact]
    public void The_closest_sentences_are_shown()
    {
        var closest = Passages.Closest(
            new ComparedText("Haies", [new ComparedPart("", "Il pleut. Personne ne sait combien de plants survivent ! Le budget est connu.")]),
            new ComparedText("Bocage", [new ComparedPart("", "Nous ne savons pas si les plants survivent. Le chat dort.")]));
        Assert.Equal(("Personne ne sait combien de plants survivent", "Nous ne savons pas si les plants survivent"), closest);
        Assert.Null(Passages.Closest(new ComparedText("", []), new ComparedText("Bocage", [])));
    }

    [Fact]
    public void An_application_is_compared_by_what_is_written_in_it()
    {
        var answers = ApplicationForms.Default.Fill(new(ApplicationForms.Title, "Haies"), new(ApplicationForms.Problem, "Elles meurent."), new(ApplicationForms.Opinion, "Merci à vous."), new(ApplicationForms.CallBack, "true"));
        var text = ComparedText.Of(Application.StartDraft(Ids.Next(), "C-1", Ids.Next(), Ids.Next(), answers, DateTime.UnixEpoch));
        Assert.Equal("Haies", text.Title);
        Assert.Equal(new ComparedPart("Le problème", "Elles meurent."), Assert.Single(text.Parts));
    }

    [Fact]
    public void Two_applications_are_one_pair_and_nobody_judges_their_own()
    {
        var (owner, judge, now) = (Ids.Next(), Ids.Next(), DateTime.UnixEpoch);
        var (one, other) = (Draft(owner), Draft(Ids.Next()));
        var pair = Resemblance.OfApplications(Ids.Next(), one.Id, other.Id, now);
        var same = Resemblance.OfApplications(Ids.Next(), other.Id, one.Id, now);
        Assert.Equal((pair.ApplicationId, pair.OtherApplicationId), (same.ApplicationId, same.OtherApplicationId));
        Assert.Equal(other.Id, pair.OtherThan(one.Id));
        Assert.Equal(one.Id, pair.OtherThan(other.Id));
        Assert.Equal("own-case", pair.MayBeJudged(ResemblanceVerdict.Same, owner, [one, other])!.Code);
        Assert.Throws<BrokenRuleException>(() => pair.Judge(ResemblanceVerdict.Same, owner, [one, other], now));
        pair.Judge(ResemblanceVerdict.Different, judge, [one, other], now);
        Assert.Equal((ResemblanceVerdict.Different, judge, now), (pair.Verdict, pair.JudgedById, pair.JudgedAt));
        Assert.Equal("resemblance-already-judged", pair.MayBeJudged(ResemblanceVerdict.Different, judge, [one, other])!.Code);
        Assert.Null(pair.MayBeJudged(ResemblanceVerdict.Same, judge, [one, other]));
    }

    private static Application Draft(Guid owner) => Application.StartDraft(Ids.Next(), "C-1", Ids.Next(), owner, ApplicationForms.Fill("t", "p", "s", "u"), DateTime.UnixEpoch);

    private static WordBag Bag(string text) => WordBag.Of((text, 1));
}
