using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>Something worth noticing beside the text; the content between the tags follows it, a button for instance.</summary>
[HtmlTargetElement("dsfr-callout")]
public sealed class DsfrCalloutTagHelper : DsfrTagHelper
{
    /// <summary>The text.</summary>
    public string? Text { get; set; }

    /// <summary>The title.</summary>
    public string? Title { get; set; }

    /// <summary>The title's level, 3 by default.</summary>
    public int HeadingLevel { get; set; } = 3;

    /// <summary>An icon above the title.</summary>
    public string? Icon { get; set; }

    /// <summary>One of <see cref="DsfrColors.Illustrative"/>.</summary>
    public string? Color { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var callout = Markup.Element(
            "div",
            Markup.Classes("fr-callout", IconClass(Icon), Color is null ? null : $"fr-callout--{OneOf(Color, "color", [.. DsfrColors.Illustrative])}"),
            Title is null ? null : Heading(HeadingLevel, "fr-callout__title", Markup.Text(Require(Title, "title"))),
            Markup.Element("p", "fr-callout__text", Markup.Text(Require(Text, "text"))),
            await ContentAsync(output));
        Pass(output, callout);
        return callout;
    }
}
