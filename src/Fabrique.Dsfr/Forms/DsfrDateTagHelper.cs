using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>
/// A date. It is the browser's own date field, as in the design system's example, rather than three fields: every browser that the State supports has it, it shows
/// dates the French way, is reachable by keyboard, needs no script, and posts one value (yyyy-MM-dd) that binds to a <see cref="DateOnly"/>.
/// </summary>
[HtmlTargetElement("dsfr-date")]
public sealed class DsfrDateTagHelper : DsfrFieldTagHelper
{
    /// <summary>The first date that can be chosen.</summary>
    public DateOnly? Min { get; set; }

    /// <summary>The last date that can be chosen.</summary>
    public DateOnly? Max { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = ReadField();
        if (Min > Max)
        {
            throw Misuse("min is after max.");
        }

        var input = field.Describe(Markup.Element("input", "fr-input"))
            .With("type", "date")
            .With("min", Iso(Min))
            .With("max", Iso(Max))
            .With("value", ReadValue(field.Name));
        Pass(output, input);
        return Task.FromResult<IHtmlContent>(Markup.Element(
            "div",
            Markup.Classes("fr-input-group", field.StateOf("fr-input-group"), Disabled ? "fr-input-group--disabled" : null),
            field.LabelElement(),
            input,
            field.Messages()));
    }

    private static string? Iso(DateOnly? date) => date?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
