using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>A one-line text field. Content between the tags becomes a button at the end of the field.</summary>
[HtmlTargetElement("dsfr-input")]
public sealed class DsfrInputTagHelper : DsfrFieldTagHelper
{
    private static readonly string[] Types = ["text", "email", "tel", "url", "number", "search", "password", "time"];

    /// <summary>The input's type; by default after the property's <c>[DataType]</c>, <c>[EmailAddress]</c>, <c>[Phone]</c> or <c>[Url]</c>.</summary>
    public string? Type { get; set; }

    /// <summary>An icon at the end of the field.</summary>
    public string? Icon { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = ReadField();
        var type = OneOf(Type ?? TypeOfModel(), "type", Types);
        var input = Markup.Element("input", "fr-input");
        if (type == "number")
        {
            input.With("pattern", "[0-9]*").With("inputmode", "numeric");
        }

        field.Describe(input)
            .With("type", type)
            .With("maxlength", ReadMaximumLength()?.ToString(CultureInfo.InvariantCulture))
            .With("value", type == "password" ? null : ReadValue(field.Name));
        Pass(output, input);

        IHtmlContent control = input;
        if (await ContentAsync(output) is { } addon)
        {
            control = Markup.Element("div", "fr-input-wrap fr-input-wrap--addon", input, addon);
        }
        else if (IconClass(Icon) is { } icon)
        {
            control = Markup.Element("div", $"fr-input-wrap {icon}", input);
        }

        return Markup.Element(
            "div",
            Markup.Classes("fr-input-group", field.StateOf("fr-input-group"), Disabled ? "fr-input-group--disabled" : null),
            field.LabelElement(),
            control,
            field.Messages());
    }

    private string TypeOfModel()
    {
        var rules = For?.Metadata.ValidatorMetadata ?? [];
        return For?.Metadata.DataTypeName switch
        {
            nameof(DataType.EmailAddress) => "email",
            nameof(DataType.PhoneNumber) => "tel",
            nameof(DataType.Url) => "url",
            nameof(DataType.Password) => "password",
            _ when rules.Any(rule => rule is EmailAddressAttribute) => "email",
            _ when rules.Any(rule => rule is PhoneAttribute) => "tel",
            _ when rules.Any(rule => rule is UrlAttribute) => "url",
            _ => "text",
        };
    }
}
