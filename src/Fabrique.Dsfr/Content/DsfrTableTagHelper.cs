using System.Text.RegularExpressions;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A table of data; the content is its <c>thead</c> and <c>tbody</c>. It scrolls sideways in its own frame on a narrow screen.</summary>
[HtmlTargetElement("dsfr-table")]
public sealed partial class DsfrTableTagHelper : DsfrTagHelper
{
    /// <summary>What the table tells.</summary>
    public string? Caption { get; set; }

    /// <summary>The caption is only read out, when a heading just above says the same.</summary>
    public bool HideCaption { get; set; }

    /// <summary><c>sm</c>, <c>md</c> (default), <c>lg</c>.</summary>
    public string Size { get; set; } = "md";

    /// <summary>Lines between the columns.</summary>
    public bool Bordered { get; set; }

    /// <summary>Cells break their text rather than widen the table.</summary>
    public bool Multiline { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var content = await ContentAsync(output) ?? throw Misuse("there is no row between the tags.");
        var headers = HeaderCell().Matches(PlainText.Markup(content));
        if (headers.Count == 0)
        {
            throw Misuse("there is no header cell; write <th scope=\"col\">.");
        }

        if (headers.FirstOrDefault(header => !header.Value.Contains("scope=", StringComparison.OrdinalIgnoreCase)) is { } mute)
        {
            throw Misuse($"the header cell {mute.Value} has no scope; write scope=\"col\" or scope=\"row\".");
        }

        var caption = Require(Caption, "caption");
        var grid = Markup.Element("table", null, Markup.Element("caption", null, Markup.Text(caption)), content);

        // The frame scrolls on a narrow screen: without a stop there, a keyboard could not reach the last columns.
        var frame = Markup.Element("div", "fr-table__container", Markup.Element("div", "fr-table__content", grid))
            .With("tabindex", "0")
            .With("role", "group")
            .With("aria-label", caption);
        var table = Markup.Element(
            "div",
            Markup.Classes(
                "fr-table",
                OneOf(Size, "size", "sm", "md", "lg") == "md" ? null : $"fr-table--{Size}",
                Bordered ? "fr-table--bordered" : null,
                Multiline ? "fr-table--multiline" : null,
                HideCaption ? "fr-table--no-caption" : null),
            Markup.Element("div", "fr-table__wrapper", frame));
        Pass(output, table);
        return table;
    }

    [GeneratedRegex(@"<th(\s[^>]*)?>", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex HeaderCell();
}
