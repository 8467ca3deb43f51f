using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>Fields that belong together, under a legend.</summary>
[HtmlTargetElement("dsfr-fieldset")]
public sealed class DsfrFieldsetTagHelper : DsfrTagHelper
{
    /// <summary>What the fields have in common.</summary>
    public string? Legend { get; set; }

    /// <summary>The explanation under the legend.</summary>
    public string? Hint { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var id = ClaimOrGenerateId(null, "fieldset");
        var legend = Markup.Element(
            "legend",
            "fr-fieldset__legend",
            Markup.Text(Require(Legend, "legend")),
            Hint is null ? null : Markup.Element("span", "fr-hint-text", Markup.Text(Hint)))
            .With("id", $"{id}-legend");
        var content = await ContentAsync(output) ?? throw Misuse("there is no field between the tags.");
        var fieldset = Markup.Element("fieldset", "fr-fieldset", legend, Markup.Element("div", "fr-fieldset__element", content)).With("aria-labelledby", $"{id}-legend");
        Pass(output, fieldset);
        return fieldset;
    }
}
