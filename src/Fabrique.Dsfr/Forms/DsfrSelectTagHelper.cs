using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>A drop-down list.</summary>
[HtmlTargetElement("dsfr-select")]
public sealed class DsfrSelectTagHelper : DsfrFieldTagHelper
{
    /// <summary>The choices.</summary>
    public IEnumerable<DsfrOption>? Items { get; set; }

    /// <summary>What is shown as long as nothing is chosen. In an optional field it can be chosen again; write "Tous" there in a filter, for instance.</summary>
    public string Placeholder { get; set; } = "Sélectionner une option";

    /// <summary>Whether the placeholder is a choice; by default only in an optional field.</summary>
    public bool? AllowEmpty { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = ReadField();
        var chosen = ReadValue(field.Name);
        var select = field.Describe(Markup.Element("select", "fr-select"));
        Pass(output, select);

        IReadOnlyList<DsfrOption> items = [.. Items ?? throw Misuse("items is missing.")];
        var isKnown = items.Any(item => item.Value == chosen);
        select.InnerHtml.AppendHtml(Markup.Element("option", null, Markup.Text(Require(Placeholder, "placeholder")))
            .With("value", "")
            .With("selected", !isKnown)
            .With("disabled", !(AllowEmpty ?? !field.IsRequired)));
        foreach (var item in items)
        {
            select.InnerHtml.AppendHtml(Markup.Element("option", null, Markup.Text(Require(item.Label, "the label of an item")))
                .With("value", item.Value)
                .With("selected", item.Value == chosen)
                .With("disabled", item.Disabled));
        }

        return Task.FromResult<IHtmlContent>(Markup.Element(
            "div",
            Markup.Classes("fr-select-group", field.StateOf("fr-select-group"), Disabled ? "fr-select-group--disabled" : null),
            field.LabelElement(),
            select,
            field.Messages()));
    }
}
