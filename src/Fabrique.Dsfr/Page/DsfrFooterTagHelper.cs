using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Page;

/// <summary>The State's footer, with the links that the law asks for. The content between the tags is the last paragraph: under which licence the site's contents are.</summary>
[HtmlTargetElement("dsfr-footer")]
public sealed class DsfrFooterTagHelper : DsfrTagHelper
{
    private static readonly string[] StateSites = ["info.gouv.fr", "service-public.gouv.fr", "legifrance.gouv.fr", "data.gouv.fr"];

    /// <summary>The official name, <c>|</c> breaking the lines.</summary>
    public string? Brand { get; set; }

    /// <summary>What the site is, in a sentence or two.</summary>
    public string? Description { get; set; }

    /// <summary>The home page's address.</summary>
    public string Home { get; set; } = "/";

    /// <summary>The compulsory links; one of them starts with "Accessibilité :" and says the level of conformity.</summary>
    public IReadOnlyList<DsfrLink>? Links { get; set; }

    /// <summary>The id that a skip link leads to.</summary>
    public string Id { get; set; } = "footer";

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var brand = Require(Brand, "brand");
        if (Links is null || !Links.Any(link => link.Text.StartsWith("Accessibilité", StringComparison.Ordinal)))
        {
            throw Misuse("links must hold the accessibility statement.");
        }

        var licence = await ContentAsync(output) ?? throw Misuse("the licence of the contents, between the tags, is missing.");
        var footer = Markup.Element(
            "footer",
            "fr-footer",
            Markup.Element(
                "div",
                "fr-container",
                Markup.Element(
                    "div",
                    "fr-footer__body",
                    Markup.Element(
                        "div",
                        "fr-footer__brand fr-enlarge-link",
                        Markup.Element("a", null, Page.Brand.Logo(brand)).With("title", $"Retour à l’accueil du site - {Page.Brand.OneLine(brand)}").With("href", Home)),
                    Markup.Element(
                        "div",
                        "fr-footer__content",
                        Markup.Element("p", "fr-footer__content-desc", Markup.Text(Require(Description, "description"))),
                        Markup.Element("ul", "fr-footer__content-list", Markup.All(StateSites.Select(StateSite))))),
                Markup.Element(
                    "div",
                    "fr-footer__bottom",
                    Markup.Element("ul", "fr-footer__bottom-list", Markup.All(Links.Select(Link))),
                    Markup.Element("div", "fr-footer__bottom-copy", Markup.Element("p", null, licence)))))
            .With("role", "contentinfo")
            .With("id", ClaimId(Id));
        Pass(output, footer);
        return footer;
    }

    private static TagBuilder StateSite(string site) => Markup.Element(
        "li",
        "fr-footer__content-item",
        Markup.Element("a", "fr-footer__content-link", Markup.Text(site))
            .With("title", $"{site} - nouvelle fenêtre")
            .With("href", $"https://{site}")
            .With("target", "_blank")
            .With("rel", "noopener external"));

    private TagBuilder Link(DsfrLink link) => Markup.Element(
        "li",
        "fr-footer__bottom-item",
        Markup.Element("a", "fr-footer__bottom-link", Markup.Text(Require(link.Text, "the text of a link"))).With("href", Require(link.Href, "the address of a link")));
}
