using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Navigation;

/// <summary>Where the page stands in the site. The last link is the page itself and has no address.</summary>
[HtmlTargetElement("dsfr-breadcrumb")]
public sealed class DsfrBreadcrumbTagHelper : DsfrTagHelper
{
    /// <summary>From the home page to this one.</summary>
    public IReadOnlyList<DsfrLink>? Links { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Links is not { Count: >= 2 })
        {
            throw Misuse("links goes from the home page to this one: two at least.");
        }

        var id = ClaimOrGenerateId(null, "breadcrumb");
        var list = Markup.Element("ol", "fr-breadcrumb__list");
        for (var i = 0; i < Links.Count; i++)
        {
            var isLast = i == Links.Count - 1;
            if (isLast != Links[i].Href is null)
            {
                throw Misuse("every link has an address except the last, which is the page itself.");
            }

            var link = Markup.Element("a", "fr-breadcrumb__link", Markup.Text(Require(Links[i].Text, "the text of a link")))
                .With("href", Links[i].Href)
                .With("aria-current", isLast ? "page" : null);
            list.InnerHtml.AppendHtml(Markup.Element("li", null, link));
        }

        var breadcrumb = Markup.Element(
            "nav",
            "fr-breadcrumb",
            Markup.Element("button", "fr-breadcrumb__button", Markup.Text("Voir le fil d’Ariane")).With("type", "button").With("aria-expanded", "false").With("aria-controls", id),
            Markup.Element("div", "fr-collapse", list).With("id", id))
            .With("role", "navigation")
            .With("aria-label", "vous êtes ici :");
        Pass(output, breadcrumb);
        return Task.FromResult<IHtmlContent>(breadcrumb);
    }
}
