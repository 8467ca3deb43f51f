using Fabrique.Domain.Messages;
using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Support;

namespace Fabrique.Web.Tests.Platform.Mail;

/// <summary>What an administrator may write in the place of a message, and what is told when they may not.</summary>
public sealed class MessageReviewTests
{
    private static readonly MessageReview Review = new(MailSamples.Catalog, ModuleSamples.Tags, MailSamples.Renderer);
    private static readonly MessageText Shipped = MailSamples.Catalog["candidature/accuse-de-reception"].Text;

    [Fact]
    public void Every_shipped_message_could_be_written_by_an_administrator()
    {
        foreach (var message in MailSamples.Catalog.All)
        {
            Assert.True(Review.Read(message.Key, message.Text, out var problems) is not null, $"{message.Key}: {string.Join(", ", problems.Select(MessageProblems.Tell))}");
        }
    }

    [Theory]
    [InlineData("Bonjour\n\n{{ candidature.auteur }}", 3, "la balise « candidature.auteur » n’existe pas")]
    [InlineData("Bonjour\n{{ produit.nom }}", 2, "la balise « produit.nom » n’est pas connue là où ce message s’écrit")]
    [InlineData("Un\n{{ candidature.titre", 2, "une balise n’est pas fermée")]
    [InlineData("Un\n{% if candidature.titre %}\nsans fin", 3, "n’est pas fermée par « {% endif %} »")]
    [InlineData("Un\n{% endif %}", 2, "une condition est fermée sans avoir été ouverte")]
    [InlineData("Un\nDeux\n{% for x in candidature.titre %}a{% endfor %}", 3, "l’instruction « for » n’est pas permise")]
    [InlineData("{% while true %}", 1, "l’instruction « while » n’est pas permise")]
    [InlineData("Un\n{{ candidature }}", 2, "la balise « candidature » n’existe pas")]
    [InlineData("Un\n{{ candidature.titre | upcase }}", 2, "le filtre « upcase » n’est pas permis")]
    [InlineData("Un\n{{ candidature.titre candidature.titre }}", 2, "mal écrite")]
    public void A_broken_body_is_refused_with_its_line(string body, int line, string reason)
    {
        Assert.Null(Review.Read("candidature/accuse-de-reception", Shipped with { Body = body }, out var problems));

        var problem = problems[0];
        Assert.Equal((MessagePart.Body, line), (problem.Part, problem.Line));
        Assert.Contains(reason, problem.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_part_is_looked_at()
    {
        Assert.Null(Review.Read("candidature/accuse-de-reception", new MessageText("{{ a.b }}", "{{ a.c }}", "{{ a.d }}", "{{ a.e }}\n{{ a.f }}"), out var problems));

        Assert.Equal(
            ["objet : la balise « a.b » n’existe pas", "aperçu : la balise « a.c » n’existe pas", "pourquoi : la balise « a.d » n’existe pas", "corps, ligne 1 : la balise « a.e » n’existe pas", "corps, ligne 2 : la balise « a.f » n’existe pas"],
            problems.Select(MessageProblems.Tell));
    }

    [Theory]
    [InlineData("{{ candidature.titre }}", "n’est pas toujours connue dans ce message")]
    [InlineData("{% if produit.nom %}{{ candidature.titre }}{% endif %}", "n’est pas toujours connue dans ce message")]
    [InlineData("{% if candidature.titre %}{{ candidature.reference }}{% endif %}", null)]
    [InlineData("{{ tache.titre }}", null)]
    public void What_is_not_always_known_stands_in_a_condition(string body, string? reason)
    {
        var template = Review.Read("commun/tache-a-faire", MailSamples.Catalog["commun/tache-a-faire"].Text with { Body = body }, out var problems);

        Assert.Equal(reason is null, template is not null);
        Assert.True(reason is null || problems[0].Reason.Contains(reason, StringComparison.Ordinal));
    }

    /// <summary>None of them may take the stack, the memory or the time of the process.</summary>
    [Theory]
    [InlineData("{% if candidature.titre %}", 500, "{% endif %}", "imbriquées")]
    [InlineData("{{ candidature.titre }}", 800, "", "balises et conditions")]
    [InlineData("{% if candidature.titre ", 1, "CHAIN", "dépasse 200 caractères")]
    [InlineData(">", 15_000, "a", "imbriquées")]
    [InlineData("- ", 8_000, "a", "imbriquées")]
    public void An_endless_text_is_refused_at_once(string text, int times, string end, string reason)
    {
        var tail = end == "CHAIN" ? string.Concat(Enumerable.Repeat("and candidature.titre ", 500)) + "%}a{% endif %}" : string.Concat(Enumerable.Repeat(end, end.Length == 1 ? 1 : times / 2));

        Assert.Null(Review.Read("candidature/accuse-de-reception", Shipped with { Body = string.Concat(Enumerable.Repeat(text, times)) + tail }, out var problems));

        Assert.Contains(reason, problems[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_subject_the_preheader_and_the_text_part_say_what_was_written_spaces_included()
    {
        var template = Review.Read("candidature/accuse-de-reception", new MessageText("Reçu\u00a0: {{ candidature.reference }}", "Merci\u00a0! <b>", "Vous avez candidaté.", "Bonjour\u00a0!\n\n[Suivre]({{ candidature.lien }})"), out _)!;

        var message = MailSamples.Renderer.Render(template, MailSamples.Person(), MailSamples.Data);

        Assert.Equal("Reçu\u00a0: C-2026-0042", message.Subject);
        Assert.StartsWith("Bonjour\u00a0!\n\nSuivre :\nhttps://fabrique.example/candidatures/C-2026-0042\n", message.Text, StringComparison.Ordinal);
        Assert.Contains("<div class=\"apercu\">Merci&#160;! &lt;b&gt;</div>", message.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"apercu\"", MailSamples.Renderer.RenderSample(MailSamples.Catalog["candidature/accuse-de-reception"]).Html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filled_message_that_nobody_could_read_is_not_written()
    {
        var template = Review.Read("candidature/lettre-retenue", MailSamples.Catalog["candidature/lettre-retenue"].Text with { Body = string.Concat(Enumerable.Repeat("{{ decision.motif }}\n\n", 300)) }, out _)!;

        Assert.Throws<Fabrique.Workflows.PermanentFailureException>(() => MailSamples.Renderer.Render(template, MailSamples.Person(), MailSamples.DataWith(new string('é', 4_000))));
    }

    [Fact]
    public void The_notices_of_decisions_are_mandatory() => Assert.Equal(
        ["candidature/lettre-depart", "candidature/lettre-irrecevable", "candidature/lettre-liste-close", "candidature/lettre-liste-d-attente", "candidature/lettre-non-preselectionnee", "candidature/lettre-non-retenue", "candidature/lettre-place-sans-reponse", "candidature/lettre-reorientee", "candidature/lettre-retenue", "candidature/lettre-sans-visa", "candidature/place-proposee", "candidature/reorientation", "incubation/arret", "incubation/renouvellement"],
        MailSamples.Catalog.All.Where(message => message.IsMandatory).Select(message => message.Key));
}
