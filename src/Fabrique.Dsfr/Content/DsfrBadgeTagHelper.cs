using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>The state of a thing in one or two words: the content between the tags.</summary>
[HtmlTargetElement("dsfr-badge")]
public sealed class DsfrBadgeTagHelper : DsfrTagHelper
{
    /// <summary><c>success</c>, <c>error</c>, <c>info</c>, <c>warning</c>, <c>new</c>, or one of <see cref="DsfrColors.Illustrative"/>; neutral by default.</summary>
    public string? Kind { get; set; }

    /// <summary>A smaller badge.</summary>
    public bool Small { get; set; }

    /// <summary>Without the icon of its kind.</summary>
    public bool NoIcon { get; set; }

    /// <summary>Within a line of text: a <c>span</c> instead of a paragraph.</summary>
    public bool Inline { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await ContentAsync(output) ?? throw Misuse("the text between the tags is missing.");
        var kind = string.IsNullOrEmpty(Kind) ? null : OneOf(Kind, "kind", ["success", "error", "info", "warning", "new", .. DsfrColors.Illustrative]);
        var badge = Markup.Element(
            Inline ? "span" : "p",
            Markup.Classes("fr-badge", Small ? "fr-badge--sm" : null, kind is null ? null : $"fr-badge--{kind}", NoIcon ? "fr-badge--no-icon" : null),
            content);
        Pass(output, badge);
        return badge;
    }
}
