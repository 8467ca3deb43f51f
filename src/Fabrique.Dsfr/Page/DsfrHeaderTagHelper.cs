using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Page;

/// <summary>
/// The State's header. The content between the tags is made of <c>li</c>, each with one tool (a link or a button of class <c>fr-btn</c>): they are written twice, in the
/// header and in the menu of narrow screens, so they must carry no id.
/// </summary>
[HtmlTargetElement("dsfr-header")]
public sealed class DsfrHeaderTagHelper : DsfrTagHelper
{
    /// <summary>The official name, <c>|</c> breaking the lines: <c>République|Française</c>.</summary>
    public string? Brand { get; set; }

    /// <summary>The service's name.</summary>
    public string? Service { get; set; }

    /// <summary>What the service is, in a few words.</summary>
    public string? Tagline { get; set; }

    /// <summary>The home page's address.</summary>
    public string Home { get; set; } = "/";

    /// <summary>The main navigation; none when null or empty.</summary>
    public IReadOnlyList<DsfrMenuItem>? Navigation { get; set; }

    /// <inheritdoc />
    protected override async Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var brand = Require(Brand, "brand");
        var service = Require(Service, "service");
        var tools = await ContentAsync(output);
        var hasMenu = tools is not null || Navigation is { Count: > 0 };
        var menuId = ClaimId("header-menu");
        var buttonId = ClaimId("header-menu-button");

        var brandTop = Markup.Element("div", "fr-header__brand-top", Markup.Element("div", "fr-header__logo", Page.Brand.Logo(brand)));
        if (hasMenu)
        {
            brandTop.InnerHtml.AppendHtml(Markup.Element("div", "fr-header__navbar", Button("fr-btn--menu fr-btn", "Menu", menuId).With("data-fr-opened", "false").With("id", buttonId)));
        }

        var header = Markup.Element(
            "header",
            "fr-header",
            Markup.Element(
                "div",
                "fr-header__body",
                Markup.Element(
                    "div",
                    "fr-container",
                    Markup.Element(
                        "div",
                        "fr-header__body-row",
                        Markup.Element(
                            "div",
                            "fr-header__brand fr-enlarge-link",
                            brandTop,
                            Markup.Element(
                                "div",
                                "fr-header__service",
                                Markup.Element("a", null, Markup.Element("p", "fr-header__service-title", Markup.Text(service)))
                                    .With("href", Home)
                                    .With("title", $"Accueil - {service} - {Page.Brand.OneLine(brand)}"),
                                string.IsNullOrWhiteSpace(Tagline) ? null : Markup.Element("p", "fr-header__service-tagline", Markup.Text(Tagline)))),
                        tools is null
                            ? null
                            : Markup.Element("div", "fr-header__tools", Markup.Element("div", "fr-header__tools-links", Markup.Element("ul", "fr-btns-group", tools)))))),
            hasMenu ? Menu(menuId, buttonId, tools) : null)
            .With("role", "banner");
        Pass(output, header);
        return header;
    }

    private TagBuilder Menu(string menuId, string buttonId, IHtmlContent? tools) => Markup.Element(
        "div",
        "fr-header__menu fr-modal",
        Markup.Element(
            "div",
            "fr-container",
            Button("fr-btn--close fr-btn", "Fermer", menuId),
            Markup.Element("div", "fr-header__menu-links", tools is null ? null : Markup.Element("ul", "fr-btns-group", tools)),
            NavigationElement()))
        .With("id", menuId)
        .With("aria-labelledby", buttonId);

    private TagBuilder? NavigationElement()
    {
        if (Navigation is not { Count: > 0 })
        {
            return null;
        }

        var list = Markup.Element("ul", "fr-nav__list");
        foreach (var item in Navigation)
        {
            var link = Markup.Element("a", "fr-nav__link", Markup.Text(Require(item.Text, "the text of an item")))
                .With("href", Require(item.Href, "the address of an item"))
                .With("aria-current", item.IsCurrent ? "page" : item.IsAncestor ? "true" : null);
            list.InnerHtml.AppendHtml(Markup.Element("li", "fr-nav__item", link));
        }

        return Markup.Element("nav", "fr-nav", list).With("id", ClaimId("navigation")).With("role", "navigation").With("aria-label", "Menu principal");
    }

    private static TagBuilder Button(string cssClass, string text, string controls) => Markup.Element("button", cssClass, Markup.Text(text))
        .With("aria-controls", controls)
        .With("title", text)
        .With("type", "button");
}
