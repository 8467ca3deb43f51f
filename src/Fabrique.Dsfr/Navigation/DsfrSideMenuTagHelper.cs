using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Navigation;

/// <summary>The menu of a part of the site, in a column beside the content; up to three levels.</summary>
[HtmlTargetElement("dsfr-side-menu")]
public sealed class DsfrSideMenuTagHelper : DsfrTagHelper
{
    /// <summary>The name of this part of the site.</summary>
    public string? Title { get; set; }

    /// <summary>Its pages.</summary>
    public IReadOnlyList<DsfrMenuItem>? Items { get; set; }

    /// <summary>Stays in sight when the page scrolls.</summary>
    public bool Sticky { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Items is not { Count: > 0 })
        {
            throw Misuse("items is missing or empty.");
        }

        var id = ClaimOrGenerateId(null, "sidemenu");
        var titleId = ClaimId($"{id}-title");
        var menu = Markup.Element(
            "nav",
            Markup.Classes("fr-sidemenu", Sticky ? "fr-sidemenu--sticky" : null),
            Markup.Element(
                "div",
                "fr-sidemenu__inner",
                Toggle("Dans cette rubrique", id, isOpen: false),
                Markup.Element(
                    "div",
                    "fr-collapse",
                    Markup.Element("p", "fr-sidemenu__title", Markup.Text(Require(Title, "title"))).With("id", titleId),
                    List(Items, 1)).With("id", id)))
            .With("role", "navigation")
            .With("aria-labelledby", titleId);
        Pass(output, menu);
        return Task.FromResult<IHtmlContent>(menu);
    }

    private static TagBuilder Toggle(string text, string controls, bool isOpen) => Markup.Element("button", "fr-sidemenu__btn", Markup.Text(text))
        .With("aria-expanded", isOpen ? "true" : "false")
        .With("aria-controls", controls)
        .With("type", "button");

    private TagBuilder List(IEnumerable<DsfrMenuItem> items, int level)
    {
        if (level > 3)
        {
            throw Misuse(string.Create(CultureInfo.InvariantCulture, $"a menu has three levels at most, not {level}."));
        }

        var list = Markup.Element("ul", "fr-sidemenu__list");
        foreach (var item in items)
        {
            list.InnerHtml.AppendHtml(Markup.Element("li", "fr-sidemenu__item", Entry(item, level)));
        }

        return list;
    }

    private IHtmlContent Entry(DsfrMenuItem item, int level)
    {
        var text = Require(item.Text, "the text of an item");
        if (item.Children.Count == 0)
        {
            return Markup.Element("a", "fr-sidemenu__link", Markup.Text(text))
                .With("href", Require(item.Href, "the address of an item"))
                .With("aria-current", item.IsCurrent ? "page" : item.IsAncestor ? "true" : null);
        }

        var id = ClaimOrGenerateId(null, "sidemenu");
        var isOpen = Holds(item);
        return Markup.All(
        [
            Toggle(text, id, isOpen).With("aria-current", isOpen ? "true" : null),
            Markup.Element("div", Markup.Classes("fr-collapse", isOpen ? "fr-collapse--expanded" : null), List(item.Children, level + 1)).With("id", id),
        ]);
    }

    private static bool Holds(DsfrMenuItem item) => item.IsCurrent || item.IsAncestor || item.Children.Any(Holds);
}
