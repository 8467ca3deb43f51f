using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>One box, bound to a <see cref="bool"/>. Not ticked, it posts nothing, which binds to false. It is compulsory only with <c>required="true"</c>.</summary>
[HtmlTargetElement("dsfr-checkbox")]
public sealed class DsfrCheckboxTagHelper : DsfrFieldTagHelper
{
    /// <summary>A smaller box.</summary>
    public bool Small { get; set; }

    // A bool always has a value, so the model calls it required although an empty box is an answer.
    private protected override bool IsRequiredByModel => false;

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        MarkOptional = false;
        var field = ReadField();
        var input = field.Describe(Markup.Element("input"))
            .With("type", "checkbox")
            .With("value", "true")
            .With("checked", ReadValues(field.Name).Contains("true"));
        Pass(output, input);
        return Task.FromResult<IHtmlContent>(Markup.Element(
            "div",
            Markup.Classes("fr-checkbox-group", Small ? "fr-checkbox-group--sm" : null, field.StateOf("fr-checkbox-group")),
            input,
            field.LabelElement(),
            field.Messages()));
    }
}
