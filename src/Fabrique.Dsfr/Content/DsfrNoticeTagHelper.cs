using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A strip across the page, at its top: something that everyone must know now. Text between the tags is its description.</summary>
[HtmlTargetElement("dsfr-notice")]
public sealed class DsfrNoticeTagHelper : DsfrTagHelper
{
    /// <summary><c>info</c> (default), <c>warning</c> or <c>alert</c>.</summary>
    public string Kind { get; set; } = "info";

    /// <summary>The message in a few words.</summary>
    public string? Title { get; set; }

    /// <summary>The title's level; by default it is a paragraph, since a strip stands above the page's own title.</summary>
    public int? HeadingLevel { get; set; }

    /// <summary>An icon instead of the kind's.</summary>
    public string? Icon { get; set; }

    /// <summary>Text of a link after the description.</summary>
    public string? LinkText { get; set; }

    /// <summary>Where that link goes.</summary>
    public string? LinkHref { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var kind = OneOf(Kind, "kind", "info", "warning", "alert");
        var cssClass = Markup.Classes("fr-notice__title", IconClass(Icon));
        var text = Markup.Text(Require(Title, "title"));
        var title = HeadingLevel is { } level ? Heading(level, cssClass, text) : Markup.Element("p", cssClass, text);
        var description = await ContentAsync(output);
        if (LinkText is null != LinkHref is null)
        {
            throw Misuse("link-text and link-href go together.");
        }

        var notice = Markup.Element(
            "div",
            $"fr-notice fr-notice--{kind}",
            Markup.Element(
                "div",
                "fr-container",
                Markup.Element(
                    "div",
                    "fr-notice__body",
                    Markup.Element(
                        "div",
                        null,
                        title,
                        description is null ? null : Markup.Element("p", "fr-notice__desc", description),
                        LinkText is null ? null : Markup.Element("a", "fr-notice__link", Markup.Text(Require(LinkText, "link-text"))).With("href", LinkHref)))));
        Pass(output, notice);
        return notice;
    }
}
