using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A heading whose level depends on where a partial is used.</summary>
[HtmlTargetElement("dsfr-heading")]
public sealed class DsfrHeadingTagHelper : DsfrTagHelper
{
    /// <summary>The level, 2 to 6.</summary>
    public int Level { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var heading = Heading(Level, "");
        heading.InnerHtml.AppendHtml(await ContentAsync(output) ?? throw Misuse("the text between the tags is missing."));
        Pass(output, heading);
        return heading;
    }
}
