using Fabrique.Dsfr.Content;
using Fabrique.Dsfr.Forms;
using Fabrique.Dsfr.Navigation;
using Fabrique.Dsfr.Page;
using Fabrique.Dsfr.Rendering;
using Fabrique.Dsfr.Tests.Support;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Tests;

/// <summary>Whatever a person typed comes out as text, wherever a component puts it.</summary>
public sealed class EncodingTests
{
    private const string Hostile = "\"'></textarea></title><script>alert(1)</script><img src=x onerror=alert(1)>&lt;b&gt;";

    private static readonly DsfrOption[] Options = [new(Hostile, Hostile, Hostile)];

    public static TheoryData<string> Components() => [.. Makers.Keys];

    private static readonly Dictionary<string, Func<DsfrTagHelper>> Makers = new(StringComparer.Ordinal)
    {
        ["input"] = () => new DsfrInputTagHelper { Name = "n", Label = Hostile, Hint = Hostile, Value = Hostile, Error = Hostile },
        ["success"] = () => new DsfrInputTagHelper { Name = Hostile, Label = Hostile, Success = Hostile },
        ["textarea"] = () => new DsfrTextareaTagHelper { Name = "n", Label = Hostile, Value = Hostile },
        ["date"] = () => new DsfrDateTagHelper { Name = "n", Label = Hostile, Value = Hostile },
        ["select"] = () => new DsfrSelectTagHelper { Name = "n", Label = Hostile, Items = Options, Value = Hostile, Placeholder = Hostile },
        ["radios"] = () => new DsfrRadiosTagHelper { Name = "n", Label = Hostile, Items = Options, Value = Hostile },
        ["checkboxes"] = () => new DsfrCheckboxesTagHelper { Name = "n", Label = Hostile, Items = Options, Value = Hostile },
        ["checkbox"] = () => new DsfrCheckboxTagHelper { Name = "n", Label = Hostile, Hint = Hostile },
        ["fieldset"] = () => new DsfrFieldsetTagHelper { Legend = Hostile, Hint = Hostile },
        ["button"] = () => new DsfrButtonTagHelper { Icon = "add-line", IconPosition = "only" },
        ["link button"] = () => new DsfrLinkButtonTagHelper { Href = Hostile },
        ["link"] = () => new DsfrLinkTagHelper { Href = Hostile, External = true },
        ["alert"] = () => new DsfrAlertTagHelper { Title = Hostile, HeadingLevel = 2 },
        ["notice"] = () => new DsfrNoticeTagHelper { Title = Hostile, LinkText = Hostile, LinkHref = Hostile },
        ["badge"] = () => new DsfrBadgeTagHelper(),
        ["tag"] = () => new DsfrTagTagHelper { Href = Hostile },
        ["callout"] = () => new DsfrCalloutTagHelper { Title = Hostile, Text = Hostile, HeadingLevel = 2 },
        ["tile"] = () => new DsfrTileTagHelper { Title = Hostile, Href = Hostile, Description = Hostile, Detail = Hostile, HeadingLevel = 2 },
        ["card"] = () => new DsfrCardTagHelper { Title = Hostile, Href = Hostile, Description = Hostile, Detail = Hostile, EndDetail = Hostile, HeadingLevel = 2 },
        ["accordion"] = () => new DsfrAccordionTagHelper { Title = Hostile, HeadingLevel = 2 },
        ["breadcrumb"] = () => new DsfrBreadcrumbTagHelper { Links = [new(Hostile, Hostile), new(Hostile)] },
        ["pagination"] = () => new DsfrPaginationTagHelper { Page = 1, Pages = 2, Url = _ => Hostile },
        ["side menu"] = () => new DsfrSideMenuTagHelper { Title = Hostile, Items = [new(Hostile, Hostile) { Children = [new(Hostile, Hostile)] }] },
        ["stepper"] = () => new DsfrStepperTagHelper { Steps = [Hostile, Hostile] },
        ["header"] = () => new DsfrHeaderTagHelper { Brand = Hostile, Service = Hostile, Tagline = Hostile, Home = Hostile, Navigation = [new(Hostile, Hostile)] },
        ["footer"] = () => new DsfrFooterTagHelper { Brand = Hostile, Description = Hostile, Links = [new($"Accessibilité {Hostile}", Hostile)] },
    };

    [Theory]
    [MemberData(nameof(Components))]
    public async Task A_hostile_string_stays_text(string component)
    {
        var body = await Tags.RenderAsync(Makers[component](), Hostile, attributes: [new TagHelperAttribute("data-note", Hostile), new TagHelperAttribute("class", Hostile)]);

        Assert.Empty(body.QuerySelectorAll("script, img, title, b"));
        Assert.DoesNotContain(body.QuerySelectorAll("*").SelectMany(element => element.Attributes), attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal));
        Assert.Contains(Hostile, body.QuerySelectorAll("[data-note]").Select(element => element.GetAttribute("data-note")));
    }

    [Fact]
    public async Task A_hostile_error_of_the_model_stays_text()
    {
        var body = await Tags.RenderAsync(new DsfrErrorSummaryTagHelper(), view: Tags.Refused("Title", Hostile, Hostile));

        Assert.Empty(body.QuerySelectorAll("script, img"));
        Assert.Equal(Hostile, body.QuerySelector("a")!.TextContent);
    }
}
