using AngleSharp.Dom;
using Fabrique.Dsfr.Page;
using Fabrique.Dsfr.Tests.Support;

namespace Fabrique.Dsfr.Tests;

public sealed class HeaderTests
{
    private static Task<IElement> RenderAsync() => Tags.RenderAsync(
        new DsfrHeaderTagHelper
        {
            Brand = "République|Française",
            Service = "La Fabrique",
            Navigation = [new("Accueil", "/"), new("Appels", "/appels", IsAncestor: true), new("Produits", "/produits", IsCurrent: true)],
        },
        "Outils");

    [Fact]
    public async Task The_tools_are_in_the_menu_of_narrow_screens_without_script()
    {
        var body = await RenderAsync();

        Assert.Equal("Outils", body.QuerySelector(".fr-header__menu-links > ul.fr-btns-group")!.TextContent);
        Assert.Equal("Outils", body.QuerySelector(".fr-header__tools-links > ul.fr-btns-group")!.TextContent);
    }

    [Fact]
    public async Task The_link_to_the_home_page_names_the_service_and_the_State() =>
        Assert.Equal("Accueil - La Fabrique - République Française", (await RenderAsync()).QuerySelector(".fr-header__service a")!.GetAttribute("title"));

    [Fact]
    public async Task The_navigation_marks_the_page_and_what_it_is_part_of()
    {
        var body = await RenderAsync();

        Assert.Equal([null, "true", "page"], body.QuerySelectorAll(".fr-nav__link").Select(link => link.GetAttribute("aria-current")));
    }
}
