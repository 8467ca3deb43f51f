using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>Watches the headings that pages write themselves: a skipped level is refused. Their markup is left as it is.</summary>
[HtmlTargetElement("h1")]
[HtmlTargetElement("h2")]
[HtmlTargetElement("h3")]
[HtmlTargetElement("h4")]
[HtmlTargetElement("h5")]
[HtmlTargetElement("h6")]
public sealed class HeadingTagHelper : TagHelper
{
    /// <summary>The view being rendered.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        var level = int.Parse(context.TagName.AsSpan(1), CultureInfo.InvariantCulture);
        PageOutline.Of(ViewContext).Enter(context.TagName, level);
    }
}
