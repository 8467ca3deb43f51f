using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>What is known of a thing, term by term; the content is made of <c>dsfr-summary-row</c>. The design system has no such component: the classes are ours.</summary>
[HtmlTargetElement("dsfr-summary-list")]
public sealed class DsfrSummaryListTagHelper : DsfrTagHelper
{
    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(DsfrSummaryListTagHelper)] = this;
        var list = Markup.Element("dl", "dsfr-summary-list", await ContentAsync(output) ?? throw Misuse("there is no row between the tags."));
        Pass(output, list);
        return list;
    }
}

/// <summary>One term of a <c>dsfr-summary-list</c>, and its value between the tags. Without value, it says "Non renseigné".</summary>
[HtmlTargetElement("dsfr-summary-row")]
public sealed class DsfrSummaryRowTagHelper : DsfrTagHelper
{
    /// <summary>The name of the value.</summary>
    public string? Term { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.ContainsKey(typeof(DsfrSummaryListTagHelper)))
        {
            throw Misuse("it goes in a dsfr-summary-list.");
        }

        var row = Markup.Element(
            "div",
            "dsfr-summary-list__row",
            Markup.Element("dt", "dsfr-summary-list__term", Markup.Text(Require(Term, "term"))),
            Markup.Element("dd", "dsfr-summary-list__value", await ContentAsync(output) ?? Markup.Element("span", "fr-hint-text", Markup.Text("Non renseigné"))));
        Pass(output, row);
        return row;
    }
}
