using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>Base of the groups of buttons and boxes: a fieldset whose legend is the label. The first choice carries the field's id, so that an error summary leads there.</summary>
public abstract class DsfrChoicesTagHelper : DsfrFieldTagHelper
{
    /// <summary>The choices.</summary>
    public IEnumerable<DsfrOption>? Items { get; set; }

    /// <summary>Side by side rather than one under the other.</summary>
    public bool Inline { get; set; }

    /// <summary>Smaller controls.</summary>
    public bool Small { get; set; }

    private protected abstract TagBuilder Choice(Field field, DsfrOption item, string id, bool isChosen);

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var field = ReadField();
        IReadOnlyList<DsfrOption> items = [.. Items ?? throw Misuse("items is missing.")];
        if (items.Count == 0)
        {
            throw Misuse($"the field {field.Name} has no choice.");
        }

        var chosen = ReadValues(field.Name);
        var fieldset = Markup.Element(
            "fieldset",
            Markup.Classes("fr-fieldset", field.StateOf("fr-fieldset")),
            Markup.Element("legend", "fr-fieldset__legend--regular fr-fieldset__legend", field.Caption()).With("id", $"{field.Id}-legend"))
            .With("role", field.Errors.Count > 0 || field.Success is not null ? "group" : null)
            .With("aria-labelledby", $"{field.Id}-legend {field.MessagesId}");
        Pass(output, fieldset);

        for (var i = 0; i < items.Count; i++)
        {
            var id = i == 0 ? field.Id : ClaimId($"{field.Id}-{(i + 1).ToString(CultureInfo.InvariantCulture)}");
            var item = items[i];
            Require(item.Label, "the label of an item");
            fieldset.InnerHtml.AppendHtml(Markup.Element(
                "div",
                Markup.Classes("fr-fieldset__element", Inline ? "fr-fieldset__element--inline" : null),
                Choice(field, item, id, chosen.Contains(item.Value))));
        }

        fieldset.InnerHtml.AppendHtml(field.Messages());
        return Task.FromResult<IHtmlContent>(fieldset);
    }

    private protected static TagBuilder ChoiceLabel(DsfrOption item, string id) => Markup.Element(
        "label",
        "fr-label",
        Markup.Text(item.Label),
        item.Hint is null ? null : Markup.Element("span", "fr-hint-text", Markup.Text(item.Hint)))
        .With("for", id);
}

/// <summary>A choice among a few, all visible.</summary>
[HtmlTargetElement("dsfr-radios")]
public sealed class DsfrRadiosTagHelper : DsfrChoicesTagHelper
{
    private protected override TagBuilder Choice(Field field, DsfrOption item, string id, bool isChosen) => Markup.Element(
        "div",
        Markup.Classes("fr-radio-group", Small ? "fr-radio-group--sm" : null),
        Markup.Element("input")
            .With("value", item.Value)
            .With("checked", isChosen)
            .With("disabled", field.IsDisabled || item.Disabled)
            .With("required", field.IsRequired)
            .With("type", "radio")
            .With("id", id)
            .With("name", field.Name),
        ChoiceLabel(item, id));
}

/// <summary>Any number of choices among a few, bound to a collection.</summary>
[HtmlTargetElement("dsfr-checkboxes")]
public sealed class DsfrCheckboxesTagHelper : DsfrChoicesTagHelper
{
    private protected override TagBuilder Choice(Field field, DsfrOption item, string id, bool isChosen)
    {
        var messagesId = $"{id}-choice-messages";
        return Markup.Element(
            "div",
            Markup.Classes("fr-checkbox-group", Small ? "fr-checkbox-group--sm" : null),
            Markup.Element("input")
                .With("value", item.Value)
                .With("checked", isChosen)
                .With("disabled", field.IsDisabled || item.Disabled)
                .With("type", "checkbox")
                .With("aria-describedby", messagesId)
                .With("id", id)
                .With("name", field.Name),
            ChoiceLabel(item, id),
            Markup.Element("div", "fr-messages-group").With("id", messagesId).With("aria-live", "polite"));
    }
}
