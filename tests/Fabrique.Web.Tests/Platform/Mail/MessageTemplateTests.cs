using Fabrique.Web.Platform.Mail;
using Fabrique.Web.Tests.Support;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class MessageTemplateTests
{
    private const string Header = "---\nobjet: Bonjour {{ destinataire.nom }}\npourquoi: Vous testez.\n---\n";

    [Fact]
    public void The_tags_in_use_are_listed() =>
        Assert.Equal(
            ["candidature.titre", "decision.motif", "destinataire.nom"],
            MessageTemplate.Parse("essai/message", Header + "{% if candidature.titre %}{{ decision.motif }}{% endif %}", ModuleSamples.Tags).Tags);

    [Theory]
    [InlineData("Bonjour", "en-tête")]
    [InlineData("---\nobjet: Bonjour\n", "en-tête")]
    [InlineData("---\nobjet: Bonjour\n---\nCorps", "« pourquoi »")]
    [InlineData("---\npourquoi: Rien\n---\nCorps", "« objet »")]
    [InlineData("---\nobjet:\npourquoi: Rien\n---\nCorps", "« objet »")]
    [InlineData("---\nobjet: a\nobjet: b\npourquoi: Rien\n---\nCorps", "deux fois")]
    [InlineData("---\nobject: a\n---\nCorps", "« object »")]
    [InlineData(Header, "vide")]
    [InlineData(Header + "{{ candidature.titre", "corps")]
    [InlineData(Header + "{% if candidature.titre %}sans fin", "corps")]
    [InlineData(Header + "{{ candidature.auteur }}", "« candidature.auteur »")]
    [InlineData(Header + "{{ candidature }}", "« candidature »")]
    [InlineData(Header + "{{ candidature.titre.size }}", "« candidature.titre.size »")]
    [InlineData(Header + "{{ candidature['titre'] }}", "« candidature.? »")]
    [InlineData(Header + "{% if produit.budget %}riche{% endif %}", "« produit.budget »")]
    [InlineData(Header + "{{ decision.motif | raw }}", "« raw »")]
    [InlineData(Header + "{% assign x = decision.motif %}", "« if »")]
    [InlineData(Header + "{% for x in decision.motif %}a{% endfor %}", "« if »")]
    [InlineData(Header + "{% include 'autre' %}", "« if »")]
    [InlineData(Header + "{% if decision.motif %}{% raw %}{{ x }}{% endraw %}{% endif %}", "« if »")]
    public void A_broken_message_says_what_is_wrong(string source, string reason) =>
        Assert.Contains(reason, Assert.Throws<MessageFormatException>(() => MessageTemplate.Parse("essai/message", source, ModuleSamples.Tags)).Message, StringComparison.Ordinal);

    [Fact]
    public void Loading_a_folder_names_every_broken_file()
    {
        var folder = Directory.CreateTempSubdirectory("fabrique-messages-");
        try
        {
            var messages = Directory.CreateDirectory(Path.Combine(folder.FullName, "essai", "messages")).FullName;
            File.WriteAllText(Path.Combine(messages, "juste.md"), Header + "Corps");
            File.WriteAllText(Path.Combine(messages, "faux.md"), Header + "{{ inconnue.balise }}");
            File.WriteAllText(Path.Combine(messages, "vide.md"), "");

            var problems = Assert.Throws<MessageCatalogException>(() => MessageCatalog.Load(folder.FullName, ModuleSamples.Tags)).Problems;

            Assert.Equal(2, problems.Count);
            Assert.Equal("essai/messages/faux.md : corps, ligne 1 : la balise « inconnue.balise » n’existe pas", problems[0]);
            Assert.StartsWith("essai/messages/vide.md : ", problems[1], StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
