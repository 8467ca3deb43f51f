using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A keyword: the content between the tags; with <c>href</c>, a link to what bears it.</summary>
[HtmlTargetElement("dsfr-tag")]
public sealed class DsfrTagTagHelper : DsfrTagHelper
{
    /// <summary>Where it goes.</summary>
    public string? Href { get; set; }

    /// <summary>An icon before the word.</summary>
    public string? Icon { get; set; }

    /// <summary>A smaller tag.</summary>
    public bool Small { get; set; }

    /// <summary>One of <see cref="DsfrColors.Illustrative"/>, for a link only.</summary>
    public string? Color { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await ContentAsync(output) ?? throw Misuse("the text between the tags is missing.");
        if (Color is not null && Href is null)
        {
            throw Misuse("color is for a tag with href.");
        }

        var icon = IconClass(Icon);
        var tag = Markup.Element(
            Href is null ? "p" : "a",
            Markup.Classes(
                "fr-tag",
                Small ? "fr-tag--sm" : null,
                Color is null ? null : $"fr-tag--{OneOf(Color, "color", [.. DsfrColors.Illustrative])}",
                icon,
                icon is null ? null : "fr-tag--icon-left"),
            content)
            .With("href", Href is null ? null : Require(Href, "href"));
        Pass(output, tag);
        return tag;
    }
}
