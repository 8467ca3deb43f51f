using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Navigation;

/// <summary>The first links of a page, shown when they get the focus: they lead to its main parts.</summary>
[HtmlTargetElement("dsfr-skip-links")]
public sealed class DsfrSkipLinksTagHelper : DsfrTagHelper
{
    /// <summary>The parts, by <c>#id</c>.</summary>
    public IReadOnlyList<DsfrLink>? Links { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Links is not { Count: > 0 } || Links.Any(link => link.Href is not ['#', _, ..]))
        {
            throw Misuse("links is missing, or one of them does not lead to an #id of the page.");
        }

        var skipLinks = Markup.Element(
            "div",
            "fr-skiplinks",
            Markup.Element(
                "nav",
                "fr-container",
                Markup.Element(
                    "ul",
                    "fr-skiplinks__list",
                    Markup.All(Links.Select(link => Markup.Element(
                        "li",
                        null,
                        Markup.Element("a", "fr-link", Markup.Text(Require(link.Text, "the text of a link"))).With("href", link.Href))))))
                .With("role", "navigation")
                .With("aria-label", "Accès rapide"));
        Pass(output, skipLinks);
        return Task.FromResult<IHtmlContent>(skipLinks);
    }
}
