using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Fabrique.Domain.Messages;
using Fabrique.Web.Features.Applications;
using Fabrique.Web.Kernel.Subjects;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Support;
using Fabrique.Workflows;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class MessageRendererTests
{
    private const string Hostile =
        "<script>alert(1)</script> <img src=x onerror=alert(1)> [cliquez](https://piege.example) ![x](https://piege.example/x.png) " +
        "**gras** _it_ `code` <https://piege.example> &lt;b&gt; {{ destinataire.nom }} {% if x %} \\[ # titre\r\nBcc: victime@piege.example\n\n# Titre\n- liste\n1. un\n> cité\n```\nbloc\n\0\u2028\ud83c\udf33 é";

    public static TheoryData<string> Keys => [.. MailSamples.Catalog.All.Select(template => template.Key)];

    [Fact]
    public void Every_first_message_is_there() => Assert.Equal(
        [
            "appel/delai-accorde",
            "appel/delai-retire",
            "appel/rappel-brouillon",
            "candidature/accuse-de-reception",
            "candidature/complements-delai",
            "candidature/complements-demandes",
            "candidature/complements-recus",
            "candidature/complements-sans-reponse",
            "candidature/decision-a-prendre",
            "candidature/demande-avis",
            "candidature/echange-demande",
            "candidature/equipe-modifiee",
            "candidature/invitation",
            "candidature/lettre-depart",
            "candidature/lettre-irrecevable",
            "candidature/lettre-liste-close",
            "candidature/lettre-liste-d-attente",
            "candidature/lettre-non-preselectionnee",
            "candidature/lettre-non-retenue",
            "candidature/lettre-place-sans-reponse",
            "candidature/lettre-reorientee",
            "candidature/lettre-retenue",
            "candidature/lettre-sans-visa",
            "candidature/message-a-l-equipe",
            "candidature/message-de-l-equipe",
            "candidature/place-proposee",
            "candidature/place-rendue",
            "candidature/preselection-a-dire",
            "candidature/recevabilite-a-dire",
            "candidature/recevable",
            "candidature/reorientation",
            "candidature/reponse-a-la-decision",
            "candidature/responsable-a-nommer",
            "candidature/visa-a-la-place",
            "candidature/visa-confie-a-un-autre",
            "candidature/visa-defavorable",
            "candidature/visa-demande",
            "candidature/visa-rendu",
            "candidature/visa-sans-reponse",
            "commun/export-pret",
            "commun/incidents",
            "commun/invitation",
            "commun/invitation-annulee",
            "commun/invitation-modifiee",
            "commun/relance-tache",
            "commun/resume",
            "commun/suppleance",
            "commun/tache-a-faire",
            "commun/tache-commentee",
            "commun/tache-confiee",
            "commun/tache-en-retard",
            "commun/tache-rendue",
            "commun/tache-reprise",
            "commun/tache-sans-personne",
            "commun/taches-confiees",
            "commun/taches-reprises",
            "incubation/arret",
            "incubation/bienvenue",
            "incubation/equipe-a-nommer",
            "incubation/fin-de-cycle-approche",
            "incubation/jalon-a-decider",
            "incubation/renouvellement",
            "jury/audition",
            "jury/audition-annulee",
            "jury/audition-deplacee",
            "jury/convocation",
            "jury/convocation-annulee",
            "jury/convocation-modifiee",
            "jury/etape-a-faire",
            "jury/evaluations-a-rendre",
            "jury/evaluations-manquantes",
        ],
        MailSamples.Catalog.All.Select(template => template.Key));

    [Fact]
    public void A_message_tells_the_answers_of_an_application_and_nothing_for_a_question_that_is_not_asked()
    {
        var message = MailSamples.Catalog["candidature/accuse-de-reception"];
        var text = message.Text with { Body = "Budget : {{ candidature.reponses.budget-prevu }}.{% if candidature.reponses.absente %} Absente.{% endif %} Dossier {{ candidature.reference }}." };
        var template = message.With(text, ModuleSamples.Tags, out var problems);
        Assert.Empty(problems);
        var facts = MailSamples.Data.With(new ApplicationFacts("C-2026-0042", "Idée", "Dominique Petit") { Answers = new Dictionary<string, string> { ["budget-prevu"] = "12 € & <b>" } });
        Assert.Contains("Budget : 12 € & <b>. Dossier C-2026-0042.", MailSamples.Renderer.Render(template!, MailSamples.Person(), facts).Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Contains("12 € &amp; &lt;b&gt;", MailSamples.Renderer.Render(template!, MailSamples.Person(), facts).Html.Replace('\u00a0', ' '), StringComparison.Ordinal);

        foreach (var unknown in new[] { "candidature.reponses", "candidature.reponses.a.b", "candidature.absente", "reponses.budget" })
        {
            Assert.Null(message.With(message.Text with { Body = $"{{{{ {unknown} }}}}" }, ModuleSamples.Tags, out problems));
            Assert.Contains(problems, problem => problem.Reason.Contains("n’existe pas", StringComparison.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_message_is_a_whole_French_document(string key)
    {
        var message = MailSamples.Renderer.Render(MailSamples.Catalog[key], MailSamples.Person(), MailSamples.Data);
        var document = Parse(message.Html);

        Assert.Equal("fr", document.DocumentElement.GetAttribute("lang"));
        Assert.Equal(message.Subject, document.Title);
        Assert.Equal(message.Subject, Assert.Single(document.QuerySelectorAll("h1")).TextContent);
        Assert.Single(document.QuerySelectorAll("main"));
        Assert.Empty(document.QuerySelectorAll("table, img, script, link, iframe, form, [style]"));
        Assert.Contains("merci de ne pas y répondre", document.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Vous recevez ce message parce que", document.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("{{", message.Subject + message.Text + message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("{%", message.Subject + message.Text + message.Html, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_message_leads_to_one_page_by_absolute_links(string key)
    {
        var document = Parse(MailSamples.Renderer.Render(MailSamples.Catalog[key], MailSamples.Person(), MailSamples.Data).Html);

        Assert.Single(document.QuerySelectorAll("a.bouton"));
        Assert.All(document.QuerySelectorAll("a"), link => Assert.StartsWith("https://fabrique.example/", link.GetAttribute("href"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_text_part_says_all_that_the_html_part_says(string key)
    {
        var message = MailSamples.Renderer.Render(MailSamples.Catalog[key], MailSamples.Person(), MailSamples.Data);
        var text = Words(message.Text).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var document = Parse(message.Html);

        Assert.DoesNotContain(Words(document.QuerySelector("main")!.TextContent).Except(Words(message.Subject)), word => !text.Contains(word));
        Assert.All(document.QuerySelectorAll("main a"), link => Assert.Contains(link.GetAttribute("href")!, message.Text, StringComparison.Ordinal));
        Assert.DoesNotContain("**", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("](", message.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("&#", message.Text, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public void What_people_type_forms_no_markup_and_no_header(string key)
    {
        var innocent = Parse(MailSamples.Renderer.Render(MailSamples.Catalog[key], MailSamples.Person(), MailSamples.Data).Html);
        var message = MailSamples.Renderer.Render(MailSamples.Catalog[key], MailSamples.Person(Hostile), MailSamples.DataWith(Hostile));
        var document = Parse(message.Html);

        // Line breaks apart, the elements are those of the text as its author wrote it.
        Assert.Equal(Shape(innocent), Shape(document));
        Assert.DoesNotContain("piege.example", string.Concat(document.QuerySelectorAll("[href]").Select(link => link.GetAttribute("href"))), StringComparison.Ordinal);
        Assert.DoesNotContain(message.Subject, char.IsControl);
        Assert.DoesNotContain(message.Text, character => char.IsControl(character) && character != '\n');
        Assert.InRange(message.Subject.Length, 1, OutgoingMail.SubjectLength);
        Assert.Contains("<script>alert(1)</script>", document.QuerySelector("main")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("**gras** _it_ `code`", message.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_lines_of_a_reason_are_kept()
    {
        var data = MailSamples.Data.With(new DecisionFacts("Premier point.\r\nSecond point."));
        var message = MailSamples.Renderer.Render(MailSamples.Catalog["candidature/lettre-retenue"], MailSamples.Person(), data);

        Assert.Contains("> Premier point.\n> Second point.", message.Text, StringComparison.Ordinal);
        Assert.Equal("Premier point.<br>\nSecond point.", Parse(message.Html).QuerySelector("blockquote p")!.InnerHtml.Trim().Replace("<br>Second", "<br>\nSecond", StringComparison.Ordinal));
    }

    [Fact]
    public void A_blank_title_is_left_out()
    {
        var data = MailSamples.Data.With(new ApplicationFacts("C-2026-0042", "  ", "Éloïse Lefèvre"));
        var message = MailSamples.Renderer.Render(MailSamples.Catalog["appel/rappel-brouillon"], MailSamples.Person(), data);

        Assert.DoesNotContain("intitulée", message.Text, StringComparison.Ordinal);
        Assert.Contains("intitulée", MailSamples.Renderer.Render(MailSamples.Catalog["appel/rappel-brouillon"], MailSamples.Person(), MailSamples.Data).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_fact_stops_the_mail()
    {
        var error = Assert.Throws<PermanentFailureException>(() =>
            MailSamples.Renderer.Render(MailSamples.Catalog["candidature/lettre-retenue"], MailSamples.Person(), MailSamples.Undecided));

        Assert.Equal("Le message « candidature/lettre-retenue » montre la balise « decision.motif », dont rien n’est connu à cette étape.", error.Message);
    }

    [Fact]
    public void An_unknown_message_is_a_programmers_fault() =>
        Assert.Throws<ArgumentException>(() => MailSamples.Renderer.Render(MailSamples.Catalog["candidature/inconnu"], MailSamples.Person(), MailSamples.Data));

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_message_has_a_preview(string key) => Assert.NotEmpty(MailSamples.Renderer.RenderSample(MailSamples.Catalog[key]).Text);

    [Fact]
    public void Answers_are_invited_when_someone_reads_them()
    {
        var options = new MailOptions { From = MailSamples.Options.From, PublicUrl = MailSamples.Options.PublicUrl, ReplyTo = "equipe@fabrique.example" };
        var renderer = new MessageRenderer(MailSamples.Catalog, ModuleSamples.Tags, new PublicAddress(new Uri(options.PublicUrl!)), options);

        Assert.DoesNotContain("ne pas y répondre", renderer.RenderSample(MailSamples.Catalog["commun/relance-tache"]).Text, StringComparison.Ordinal);
    }

    private static IHtmlDocument Parse(string html) => new HtmlParser().ParseDocument(html);

    private static string Shape(IHtmlDocument document) =>
        string.Join(' ', document.QuerySelectorAll("main *").Where(element => element is not IHtmlBreakRowElement).Select(element => $"{element.LocalName}.{element.ClassName}"));

    private static string[] Words(string text) =>
        text.Split([' ', '\n', '\u00a0', '>', '-', ':', '.', ',', ';', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
}
