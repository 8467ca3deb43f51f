using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A link that stands alone. (A link within a sentence is a plain <c>a</c>.)</summary>
[HtmlTargetElement("dsfr-link")]
public sealed class DsfrLinkTagHelper : DsfrTagHelper
{
    /// <summary>Where it goes.</summary>
    public string? Href { get; set; }

    /// <summary>An icon beside the text.</summary>
    public string? Icon { get; set; }

    /// <summary><c>left</c> (default) or <c>right</c>.</summary>
    public string IconPosition { get; set; } = "left";

    /// <summary><c>sm</c>, <c>md</c> (default), <c>lg</c>.</summary>
    public string Size { get; set; } = "md";

    /// <summary>Opens another site in a new window, and says so.</summary>
    public bool External { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await ContentAsync(output) ?? throw Misuse("the text between the tags is missing.");
        var icon = IconClass(Icon);
        var size = OneOf(Size, "size", "sm", "md", "lg");
        var link = Markup.Element(
            "a",
            Markup.Classes("fr-link", size == "md" ? null : $"fr-link--{size}", icon, icon is null ? null : $"fr-link--icon-{OneOf(IconPosition, "icon-position", "left", "right")}"),
            content)
            .With("href", Require(Href, "href"));
        if (External)
        {
            link.With("target", "_blank").With("rel", "noopener external").With("title", $"{PlainText.Of(content)} - nouvelle fenêtre");
        }

        Pass(output, link);
        return link;
    }
}
