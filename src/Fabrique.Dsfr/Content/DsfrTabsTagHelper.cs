using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>Panels of which one is shown; the content is made of <c>dsfr-tab</c>. Without script all panels are shown, one under the other.</summary>
[HtmlTargetElement("dsfr-tabs")]
public sealed class DsfrTabsTagHelper : DsfrTagHelper
{
    internal List<(TagBuilder Tab, TagBuilder Panel)> Tabs { get; } = [];

    /// <summary>What the panels are about, for those who hear the page.</summary>
    public string? Label { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        context.Items[typeof(DsfrTabsTagHelper)] = this;
        await output.GetChildContentAsync();
        if (Tabs.Count < 2)
        {
            throw Misuse("it needs two dsfr-tab at least.");
        }

        var tabs = Markup.Element(
            "div",
            "fr-tabs",
            Markup.Element(
                "ul",
                "fr-tabs__list",
                Markup.All(Tabs.Select(item => Markup.Element("li", null, item.Tab).With("role", "presentation"))))
                .With("role", "tablist")
                .With("aria-label", Require(Label, "label")),
            Markup.All(Tabs.Select(item => item.Panel)));
        Pass(output, tabs);
        return tabs;
    }
}

/// <summary>One panel of <c>dsfr-tabs</c>: the content between the tags. The first is the one shown.</summary>
[HtmlTargetElement("dsfr-tab")]
public sealed class DsfrTabTagHelper : DsfrTagHelper
{
    /// <summary>The tab's text.</summary>
    public string? Title { get; set; }

    /// <summary>An icon before it.</summary>
    public string? Icon { get; set; }

    /// <summary>The tab's id; the panel's is the same followed by <c>-panel</c>.</summary>
    public string? Id { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!context.Items.TryGetValue(typeof(DsfrTabsTagHelper), out var parent) || parent is not DsfrTabsTagHelper tabs)
        {
            throw Misuse("it goes in dsfr-tabs.");
        }

        var id = ClaimOrGenerateId(Id, "tab");
        var panelId = ClaimId($"{id}-panel");
        var content = await ContentAsync(output) ?? throw Misuse("there is nothing between the tags.");
        var isFirst = tabs.Tabs.Count == 0;
        var icon = IconClass(Icon);
        tabs.Tabs.Add((
            Markup.Element("button", Markup.Classes("fr-tabs__tab", icon, icon is null ? null : "fr-tabs__tab--icon-left"), Markup.Text(Require(Title, "title")))
                .With("type", "button")
                .With("id", id)
                .With("tabindex", isFirst ? "0" : "-1")
                .With("role", "tab")
                .With("aria-selected", isFirst ? "true" : "false")
                .With("aria-controls", panelId),
            Markup.Element("div", Markup.Classes("fr-tabs__panel", isFirst ? "fr-tabs__panel--selected" : null), content)
                .With("id", panelId)
                .With("data-title", Title)
                .With("role", "tabpanel")
                .With("aria-labelledby", id)
                .With("tabindex", "0")));
        return HtmlString.Empty;
    }
}
