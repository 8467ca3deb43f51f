using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>
/// A text of several lines. The model's maximum length is told in the hint and to scripts (<c>data-maximum</c>), never set as <c>maxlength</c>: a browser cuts a
/// pasted text there without a word, whereas the server gives an error and the person keeps the whole text.
/// </summary>
[HtmlTargetElement("dsfr-textarea")]
public sealed class DsfrTextareaTagHelper : DsfrFieldTagHelper
{
    private static readonly NumberFormatInfo French = CultureInfo.GetCultureInfo("fr-FR").NumberFormat;

    /// <summary>Height, in lines. 5 by default.</summary>
    public int Rows { get; set; } = 5;

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Rows < 2)
        {
            throw Misuse("rows is 2 at least; use dsfr-input for one line.");
        }

        var field = ReadField();
        var maximum = ReadMaximumLength();
        if (maximum is { } length)
        {
            field = field with { Hint = Join(field.Hint, $"{length.ToString("N0", French)} caractères au maximum.") };
        }

        var textarea = field.Describe(Markup.Element("textarea", "fr-input"))
            .With("rows", Rows.ToString(CultureInfo.InvariantCulture))
            .With("data-maximum", maximum?.ToString(CultureInfo.InvariantCulture));
        Pass(output, textarea);

        // A browser drops one line break right after the opening tag: this one is for it, so that a text that starts with a line break keeps its own.
        if (ReadValue(field.Name) is { Length: > 0 } value)
        {
            textarea.InnerHtml.AppendHtml("\n").Append(value);
        }

        return Task.FromResult<IHtmlContent>(Markup.Element(
            "div",
            Markup.Classes("fr-input-group", field.StateOf("fr-input-group"), Disabled ? "fr-input-group--disabled" : null),
            field.LabelElement(),
            textarea,
            field.Messages()));
    }

    private static string Join(string? hint, string count) => string.IsNullOrEmpty(hint) ? count : $"{hint.TrimEnd()} {count}";
}
