using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A whole surface that leads somewhere. Badges or tags go between the tags.</summary>
public abstract class DsfrSurfaceTagHelper : DsfrTagHelper
{
    /// <summary>The text of the link.</summary>
    public string? Title { get; set; }

    /// <summary>The title's level, 3 by default.</summary>
    public int HeadingLevel { get; set; } = 3;

    /// <summary>Where it goes.</summary>
    public string? Href { get; set; }

    /// <summary>A sentence or two.</summary>
    public string? Description { get; set; }

    /// <summary>A detail in small print.</summary>
    public string? Detail { get; set; }

    /// <summary><c>sm</c>, <c>md</c> (default); a card also <c>lg</c>.</summary>
    public string Size { get; set; } = "md";

    /// <summary>The picture beside the text rather than above.</summary>
    public bool Horizontal { get; set; }

    private protected TagBuilder TitleLink(string cssClass) =>
        Heading(HeadingLevel, cssClass, Markup.Element("a", null, Markup.Text(Require(Title, "title"))).With("href", Require(Href, "href")));

    private protected static TagBuilder? Paragraph(string? text, string cssClass) => string.IsNullOrWhiteSpace(text) ? null : Markup.Element("p", cssClass, Markup.Text(text));
}

/// <summary>A tile: an entrance to a part of the site, with a pictogram or not.</summary>
[HtmlTargetElement("dsfr-tile")]
public sealed class DsfrTileTagHelper : DsfrSurfaceTagHelper
{
    /// <summary>One of <see cref="DsfrIcons.Pictograms"/>.</summary>
    public string? Pictogram { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var title = TitleLink("fr-tile__title");
        var start = await ContentAsync(output);
        var body = Markup.Element(
            "div",
            "fr-tile__body",
            Markup.Element(
                "div",
                "fr-tile__content",
                title,
                Paragraph(Description, "fr-tile__desc"),
                Paragraph(Detail, "fr-tile__detail"),
                start is null ? null : Markup.Element("div", "fr-tile__start", start)));
        var tile = Markup.Element(
            "div",
            Markup.Classes("fr-tile", OneOf(Size, "size", "sm", "md") == "md" ? null : "fr-tile--sm", Horizontal ? "fr-tile--horizontal" : null, "fr-enlarge-link"),
            body,
            Pictogram is null
                ? null
                : Markup.Element("div", "fr-tile__header", Markup.Element("div", "fr-tile__pictogram", Artwork.Pictogram(ViewContext, Pictogram, Misuse))));
        Pass(output, tile);
        return tile;
    }
}

/// <summary>A card: one thing among several of its kind, a product or a call.</summary>
[HtmlTargetElement("dsfr-card")]
public sealed class DsfrCardTagHelper : DsfrSurfaceTagHelper
{
    /// <summary>A second detail, at the bottom.</summary>
    public string? EndDetail { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var title = TitleLink("fr-card__title");
        var labels = await ContentAsync(output);
        var start = labels is null && string.IsNullOrWhiteSpace(Detail)
            ? null
            : Markup.Element("div", "fr-card__start", labels, Paragraph(Detail, "fr-card__detail"));
        var end = Paragraph(EndDetail, "fr-card__detail");
        var size = OneOf(Size, "size", "sm", "md", "lg");
        var card = Markup.Element(
            "div",
            Markup.Classes("fr-card", "fr-enlarge-link", size == "md" ? null : $"fr-card--{size}", Horizontal ? "fr-card--horizontal" : null),
            Markup.Element(
                "div",
                "fr-card__body",
                Markup.Element(
                    "div",
                    "fr-card__content",
                    title,
                    Paragraph(Description, "fr-card__desc"),
                    start,
                    end is null ? null : Markup.Element("div", "fr-card__end", end))));
        Pass(output, card);
        return card;
    }
}
