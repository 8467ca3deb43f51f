using Fabrique.Dsfr.Content;
using Fabrique.Dsfr.Forms;
using Fabrique.Dsfr.Navigation;
using Fabrique.Dsfr.Page;
using Fabrique.Dsfr.Rendering;
using Fabrique.Dsfr.Tests.Support;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Tests;

/// <summary>Wrong uses throw at render, and say what to write instead.</summary>
public sealed class UsageTests
{
    private static readonly DsfrOption[] Options = [new("1", "Un")];

    private static readonly Dictionary<string, (Func<DsfrTagHelper> Make, string? Content, string Complaint)> Mistakes = new(StringComparer.Ordinal)
    {
        ["field without name"] = (() => new DsfrInputTagHelper { Label = "Nom" }, null, "for (or name)"),
        ["field without label"] = (() => new DsfrTextareaTagHelper { Name = "n" }, null, "no label"),
        ["field with a blank label"] = (() => new DsfrSelectTagHelper { Name = "n", Label = " ", Items = Options }, null, "no label"),
        ["unknown input type"] = (() => new DsfrInputTagHelper { Name = "n", Label = "Nom", Type = "image" }, null, "type=\"image\""),
        ["one-line textarea"] = (() => new DsfrTextareaTagHelper { Name = "n", Label = "Nom", Rows = 1 }, null, "rows"),
        ["date range upside down"] = (() => new DsfrDateTagHelper { Name = "n", Label = "Jour", Min = DateOnly.MaxValue, Max = DateOnly.MinValue }, null, "min is after max"),
        ["select without items"] = (() => new DsfrSelectTagHelper { Name = "n", Label = "Nom" }, null, "items"),
        ["radios without choice"] = (() => new DsfrRadiosTagHelper { Name = "n", Label = "Nom", Items = [] }, null, "no choice"),
        ["choice without label"] = (() => new DsfrCheckboxesTagHelper { Name = "n", Label = "Nom", Items = [new("1", "")] }, null, "label of an item"),
        ["empty fieldset"] = (() => new DsfrFieldsetTagHelper { Legend = "Adresse" }, null, "no field"),
        ["button without label"] = (() => new DsfrButtonTagHelper(), "  ", "label between the tags"),
        ["unknown button variant"] = (() => new DsfrButtonTagHelper { Variant = "danger" }, "Supprimer", "variant=\"danger\""),
        ["unknown icon"] = (() => new DsfrButtonTagHelper { Icon = "rocket" }, "Lancer", "icon=\"rocket\""),
        ["icon only without icon"] = (() => new DsfrButtonTagHelper { IconPosition = "only" }, "Fermer", "needs an icon"),
        ["link without text"] = (() => new DsfrLinkTagHelper { Href = "/" }, null, "text between the tags"),
        ["link without address"] = (() => new DsfrLinkButtonTagHelper(), "Suite", "href"),
        ["empty alert"] = (() => new DsfrAlertTagHelper(), null, "neither title nor text"),
        ["unknown kind of alert"] = (() => new DsfrAlertTagHelper { Kind = "danger" }, "Attention", "kind=\"danger\""),
        ["heading level skipped"] = (() => new DsfrAlertTagHelper { Title = "Titre", HeadingLevel = 3 }, null, "no level is skipped"),
        ["heading level 1"] = (() => new DsfrAlertTagHelper { Title = "Titre", HeadingLevel = 1 }, null, "from 2 to 6"),
        ["heading level 7"] = (() => new DsfrAlertTagHelper { Title = "Titre", HeadingLevel = 7 }, null, "from 1 to 6"),
        ["notice link without address"] = (() => new DsfrNoticeTagHelper { Title = "Avis", LinkText = "Lire" }, null, "go together"),
        ["unknown badge"] = (() => new DsfrBadgeTagHelper { Kind = "urgent" }, "Urgent", "kind=\"urgent\""),
        ["coloured tag that leads nowhere"] = (() => new DsfrTagTagHelper { Color = "green-menthe" }, "Eau", "href"),
        ["table without caption"] = (() => new DsfrTableTagHelper(), "<tr><th scope=\"col\">Nom</th></tr>", "caption"),
        ["table without header"] = (() => new DsfrTableTagHelper { Caption = "Noms" }, "<tr><td>Nom</td></tr>", "no header cell"),
        ["header cell without scope"] = (() => new DsfrTableTagHelper { Caption = "Noms" }, "<tr><th scope=\"col\">Nom</th><th class=\"a\">Âge</th></tr>", "no scope"),
        ["sort header without title"] = (() => new DsfrSortHeaderTagHelper { Href = "?tri=nom" }, null, "title"),
        ["sort header without address"] = (() => new DsfrSortHeaderTagHelper { Title = "Nom" }, null, "href"),
        ["pagination without label"] = (() => new DsfrPaginationTagHelper { Page = 1, Pages = 2, Url = _ => "#", Label = " " }, null, "label"),
        ["summary row alone"] = (() => new DsfrSummaryRowTagHelper { Term = "Nom" }, "Ada", "dsfr-summary-list"),
        ["callout without text"] = (() => new DsfrCalloutTagHelper(), null, "text"),
        ["tile without address"] = (() => new DsfrTileTagHelper { Title = "Appels", HeadingLevel = 2 }, null, "href"),
        ["unknown pictogram"] = (() => new DsfrTileTagHelper { Title = "Appels", Href = "/", HeadingLevel = 2, Pictogram = "space/rocket" }, null, "pictogram"),
        ["empty accordion"] = (() => new DsfrAccordionTagHelper { Title = "Plus", HeadingLevel = 2 }, null, "nothing between the tags"),
        ["single tab"] = (() => new DsfrTabsTagHelper { Label = "Vues" }, "x", "two dsfr-tab"),
        ["tab alone"] = (() => new DsfrTabTagHelper { Title = "Vue" }, "x", "goes in dsfr-tabs"),
        ["breadcrumb that ends on a link"] = (() => new DsfrBreadcrumbTagHelper { Links = [new("Accueil", "/"), new("Page", "/page")] }, null, "except the last"),
        ["breadcrumb of one"] = (() => new DsfrBreadcrumbTagHelper { Links = [new("Accueil")] }, null, "two at least"),
        ["page out of range"] = (() => new DsfrPaginationTagHelper { Page = 3, Pages = 2, Url = _ => "#" }, null, "from 1 to pages"),
        ["menu item without text"] = (() => new DsfrSideMenuTagHelper { Title = "Menu", Items = [new("", "/")] }, null, "text of an item"),
        ["menu too deep"] = (() => new DsfrSideMenuTagHelper { Title = "Menu", Items = [Deep(4)] }, null, "three levels"),
        ["single step"] = (() => new DsfrStepperTagHelper { Steps = ["Une"] }, null, "two to eight"),
        ["step out of range"] = (() => new DsfrStepperTagHelper { Steps = ["Une", "Deux"], Current = 3 }, null, "from 1 to 2"),
        ["skip link to another page"] = (() => new DsfrSkipLinksTagHelper { Links = [new("Contenu", "/")] }, null, "#id"),
        ["header without service"] = (() => new DsfrHeaderTagHelper { Brand = "République|Française" }, null, "service"),
        ["footer without accessibility statement"] = (() => new DsfrFooterTagHelper { Brand = "R", Description = "D", Links = [new("Mentions légales", "/m")] }, "Licence", "accessibility statement"),
        ["footer without licence"] = (() => new DsfrFooterTagHelper { Brand = "R", Description = "D", Links = [new("Accessibilité : non conforme", "/a")] }, null, "licence"),
    };

    public static TheoryData<string> Names() => [.. Mistakes.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_wrong_use_throws(string mistake)
    {
        var (make, content, complaint) = Mistakes[mistake];

        var exception = await Assert.ThrowsAsync<DsfrUsageException>(() => Tags.RenderHtmlAsync(make(), content));

        Assert.Contains(complaint, exception.Message, StringComparison.Ordinal);
        Assert.Equal("dsfr-test", exception.Tag);
    }

    [Fact]
    public async Task The_same_id_twice_on_a_page_throws()
    {
        var view = ViewRenderer.NewViewContext();
        await Tags.RenderAsync(new DsfrInputTagHelper { Name = "n", Label = "Nom" }, view: view);

        var exception = await Assert.ThrowsAsync<DsfrUsageException>(() => Tags.RenderAsync(new DsfrInputTagHelper { Name = "n", Label = "Nom" }, view: view));

        Assert.Contains("\"n\" is already on the page", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Icons_on_both_sides_of_a_group_of_buttons_throw()
    {
        var exception = await Assert.ThrowsAsync<DsfrUsageException>(() => ViewRenderer.RenderAsync("/Views/MixedIcons.cshtml"));

        Assert.Contains("same side", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("style")]
    [InlineData("onclick")]
    [InlineData("OnMouseOver")]
    public async Task An_attribute_that_the_content_security_policy_refuses_throws(string attribute) =>
        await Assert.ThrowsAsync<DsfrUsageException>(() => Tags.RenderAsync(new DsfrButtonTagHelper(), "Aller", attributes: [new TagHelperAttribute(attribute, "x")]));

    [Fact]
    public async Task A_heading_written_by_the_page_counts_in_the_order_of_levels()
    {
        var view = ViewRenderer.NewViewContext();
        var heading = new HeadingTagHelper { ViewContext = view };
        heading.Process(new TagHelperContext("h2", [], new Dictionary<object, object>(), "t"), new TagHelperOutput("h2", [], (_, _) => Task.FromResult<TagHelperContent>(new DefaultTagHelperContent())));

        var body = await Tags.RenderAsync(new DsfrAlertTagHelper { Title = "Titre", HeadingLevel = 3 }, view: view);

        Assert.NotNull(body.QuerySelector("h3"));
    }

    [Fact]
    public async Task Every_icon_and_pictogram_exists_in_the_design_system()
    {
        var css = await File.ReadAllTextAsync(Path.Combine(OfficialExamples.Package, "dist", "utility", "utility.css"))
            + await File.ReadAllTextAsync(Path.Combine(OfficialExamples.Package, "dist", "dsfr.css"));
        var artwork = Path.Combine(OfficialExamples.Package, "dist", "artwork", "pictograms");

        Assert.DoesNotContain(DsfrIcons.Known, icon => !css.Contains($".fr-icon-{icon}::before", StringComparison.Ordinal));
        Assert.DoesNotContain(DsfrIcons.Pictograms, name => !File.Exists(Path.Combine(artwork, $"{name}.svg")));
    }

    [Fact]
    public async Task Every_colour_exists_in_the_design_system()
    {
        var css = await File.ReadAllTextAsync(Path.Combine(OfficialExamples.Package, "dist", "dsfr.css"));

        Assert.DoesNotContain(DsfrColors.Illustrative, color => !css.Contains($".fr-badge--{color}", StringComparison.Ordinal) || !css.Contains($".fr-callout--{color}", StringComparison.Ordinal));
    }

    private static DsfrMenuItem Deep(int levels) => new("Entrée", "#") { Children = levels == 1 ? [] : [Deep(levels - 1)] };
}
