using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>A field that takes a file. Browsers never show again what was chosen: what must not be lost is carried otherwise.</summary>
[HtmlTargetElement("dsfr-upload")]
public sealed class DsfrUploadTagHelper : DsfrFieldTagHelper
{
    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = ReadField();
        var input = field.Describe(Markup.Element("input", "fr-upload")).With("type", "file");
        Pass(output, input);
        return Task.FromResult<IHtmlContent>(Markup.Element(
            "div",
            Markup.Classes("fr-upload-group", field.StateOf("fr-upload-group"), Disabled ? "fr-upload-group--disabled" : null),
            field.LabelElement(),
            input,
            field.Messages()));
    }
}
