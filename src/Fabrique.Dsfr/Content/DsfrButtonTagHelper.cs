using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>What buttons and links dressed as buttons share. The content between the tags is the label.</summary>
public abstract class DsfrButtonBaseTagHelper : DsfrTagHelper
{
    /// <summary><c>primary</c> (default: one a page), <c>secondary</c>, <c>tertiary</c>, <c>tertiary-no-outline</c>.</summary>
    public string Variant { get; set; } = "primary";

    /// <summary><c>sm</c>, <c>md</c> (default), <c>lg</c>.</summary>
    public string Size { get; set; } = "md";

    /// <summary>An icon beside the label.</summary>
    public string? Icon { get; set; }

    /// <summary>Where the icon stands: <c>left</c> (default), <c>right</c>, or <c>only</c>, when the label is only read out and shown as a tooltip.</summary>
    public string IconPosition { get; set; } = "left";

    private protected async Task<TagBuilder> ButtonAsync(string element, TagHelperOutput output)
    {
        var content = await ContentAsync(output) ?? throw Misuse("the label between the tags is missing.");
        var variant = OneOf(Variant, "variant", "primary", "secondary", "tertiary", "tertiary-no-outline");
        var size = OneOf(Size, "size", "sm", "md", "lg");
        var position = OneOf(IconPosition, "icon-position", "left", "right", "only");
        if (position == "only" && Icon is null)
        {
            throw Misuse("icon-position=\"only\" needs an icon.");
        }

        var icon = IconClass(Icon);
        var button = Markup.Element(
            element,
            Markup.Classes(
                "fr-btn",
                icon,
                icon is not null && position != "only" ? $"fr-btn--icon-{position}" : null,
                variant == "primary" ? null : $"fr-btn--{variant}",
                size == "md" ? null : $"fr-btn--{size}"),
            content);
        if (position == "only")
        {
            button.With("title", PlainText.Of(content));
        }

        return button;
    }

    /// <summary>In a group of buttons each one is an item of a list.</summary>
    private protected IHtmlContent InGroup(TagHelperContext context, TagBuilder button)
    {
        if (!context.Items.TryGetValue(typeof(DsfrButtonsTagHelper), out var parent) || parent is not DsfrButtonsTagHelper group)
        {
            return button;
        }

        if (Icon is not null && IconPosition != "only" && !group.Accepts(IconPosition))
        {
            throw Misuse("all icons of a group of buttons stand on the same side.");
        }

        return Markup.Element("li", null, button);
    }
}

/// <summary>A button. It submits its form unless <c>type="button"</c>.</summary>
[HtmlTargetElement("dsfr-button")]
public sealed class DsfrButtonTagHelper : DsfrButtonBaseTagHelper
{
    /// <summary><c>submit</c> (default), <c>button</c> or <c>reset</c>.</summary>
    public string Type { get; set; } = "submit";

    /// <summary>Shown, cannot be used. Prefer to say why the action is missing.</summary>
    public bool Disabled { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var button = await ButtonAsync("button", output);
        button.With("type", OneOf(Type, "type", "submit", "button", "reset")).With("disabled", Disabled);
        Pass(output, button);
        return InGroup(context, button);
    }
}

/// <summary>A link dressed as a button: it goes somewhere and changes nothing.</summary>
[HtmlTargetElement("dsfr-link-button")]
public sealed class DsfrLinkButtonTagHelper : DsfrButtonBaseTagHelper
{
    /// <summary>Where it goes.</summary>
    public string? Href { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var link = await ButtonAsync("a", output);
        link.With("href", Require(Href, "href"));
        Pass(output, link);
        return InGroup(context, link);
    }
}

/// <summary>Buttons together; the content is made of <c>dsfr-button</c>, <c>dsfr-link-button</c>, or <c>li</c> for anything else (a form with its own button).</summary>
[HtmlTargetElement("dsfr-buttons")]
public sealed class DsfrButtonsTagHelper : DsfrTagHelper
{
    private string? iconPosition;

    /// <summary>Side by side: <c>always</c>, or from a width on: <c>sm</c>, <c>md</c>, <c>lg</c>. One under the other by default.</summary>
    public string? Inline { get; set; }

    /// <summary><c>left</c> (default), <c>center</c>, <c>right</c>.</summary>
    public string Align { get; set; } = "left";

    /// <summary><c>sm</c>, <c>md</c> (default), <c>lg</c>.</summary>
    public string Size { get; set; } = "md";

    /// <summary>All as wide as the widest.</summary>
    public bool Equisized { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(DsfrButtonsTagHelper)] = this;
        var content = await ContentAsync(output) ?? throw Misuse("there is no button between the tags.");
        var group = Markup.Element(
            "ul",
            Markup.Classes(
                "fr-btns-group",
                OneOf(Size, "size", "sm", "md", "lg") == "md" ? null : $"fr-btns-group--{Size}",
                Inline is null ? null : OneOf(Inline, "inline", "always", "sm", "md", "lg") == "always" ? "fr-btns-group--inline" : $"fr-btns-group--inline-{Inline}",
                OneOf(Align, "align", "left", "center", "right") == "left" ? null : $"fr-btns-group--{Align}",
                Equisized ? "fr-btns-group--equisized" : null,
                iconPosition is null ? null : $"fr-btns-group--icon-{iconPosition}"),
            content);
        Pass(output, group);
        return group;
    }

    // The style sheet hides the labels of buttons with icons unless the group says where the icons stand.
    internal bool Accepts(string position)
    {
        iconPosition ??= position;
        return iconPosition == position;
    }
}
