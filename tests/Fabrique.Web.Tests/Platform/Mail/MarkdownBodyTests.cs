using Fabrique.Web.Platform.Mail;

namespace Fabrique.Web.Tests.Platform.Mail;

public sealed class MarkdownBodyTests
{
    [Theory]
    [InlineData("Lisez [la page](https://a.example/x).", "Lisez la page (https://a.example/x).")]
    [InlineData("Lisez [https://a.example](https://a.example).", "Lisez https://a.example.")]
    [InlineData("[Ouvrir](https://a.example)", "Ouvrir :\nhttps://a.example")]
    [InlineData("## Titre\n\n**gras** et _penché_", "TITRE\n\ngras et penché")]
    [InlineData("- un\n- deux\n  suite", "- un\n- deux suite")]
    [InlineData("3. trois\n4. quatre", "3. trois\n4. quatre")]
    [InlineData("> cité\n>\n> encore", "> cité\n> \n> encore")]
    [InlineData("un\n\n---\n\ndeux", "un\n\n----\n\ndeux")]
    public void Markdown_reads_as_plain_text(string markdown, string text) =>
        Assert.Equal(text, new MarkdownBody(markdown).ToText());

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("<b onclick=x>gras</b>")]
    [InlineData("[x](javascript:alert)")]
    [InlineData("[x](data:text/html,x)")]
    [InlineData("![x](https://a.example/suivi.png)")]
    public void The_author_of_a_message_cannot_run_or_fetch_anything_either(string markdown)
    {
        var html = new MarkdownBody(markdown).ToHtml();

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", html, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"data", html, StringComparison.Ordinal);
    }
}
