using System.Text.RegularExpressions;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using Fabrique.Dsfr.Tests.Support;

namespace Fabrique.Dsfr.Tests;

/// <summary>
/// Each section of the views in <c>Golden/</c> names an official example and writes it with our tags: both must be the same document. After an upgrade of the design system, the red
/// tests say what changed.
/// </summary>
public sealed partial class GoldenTests
{
    private static readonly Exclusion[] Exclusions =
    [
        new("*", "Names of controls are the model’s.", Remove("[name]", "name")),
        new("*", "type=\"link\" is no type that HTML gives to a link.", Remove("a[type]", "type")),
        new("*", "Numbers for audience measurement, of which there is none.", Remove("[data-fr-analytics-page-total]", "data-fr-analytics-page-total")),
        new("*", "The state of a refused field is told to assistive technology too; the examples only colour it.", Remove("[aria-invalid]", "aria-invalid")),
        new("*", "Where the pictograms are served from is ours.", ShortenArtwork),
        new("*", "A button that removes its message needs an inline script, which the content security policy forbids.", RemoveAll("button[onclick]")),
        new("checkbox", "The example posts \"on\"; a bool and a list need values.", Remove("input[value]", "value")),
        new("checkbox", "The example makes ids of single boxes from a name that the label does not follow.", SameId),
        new("input", "The example leaves the height to the browser.", Remove("textarea[rows]", "rows")),
        new("header", "The examples link the brand or not; ours is never a second link to the same page.", UnwrapBrand),
        new("header", "The example’s tooltip is a template to fill in; HeaderTests checks ours.", Remove(".fr-header__service a", "title")),
        new("header", "The design system’s script copies the tools there; ours are there from the start, as in the example for Angular, for pages without script.", RemoveAll(".fr-header__menu-links > *")),
        new("header", "The example’s links are numbered by its generator.", RemoveNumbers),
        new("tab", "Without script the style sheet writes the title of each panel above it.", Remove("[data-title]", "data-title")),
        new("card", "Our cards have no picture.", RemoveAll(".fr-card__header")),
        new("link", "The example does not say that a window opens, as the design system asks and as its own footer does.", Remove("a[target=_blank]", "title")),
        new("footer", "The example’s tooltip is a template to fill in; the header’s test checks ours.", Remove(".fr-footer__brand a", "title")),
        new("sidemenu", "We never list a page that cannot be visited.", EnableAll),
        new("table", "A keyboard can reach and scroll the frame of a wide table; in the examples it cannot.", body => { Remove(".fr-table__container", "tabindex")(body); Remove(".fr-table__container", "role")(body); Remove(".fr-table__container", "aria-label")(body); }),
        new("table", "Rows of the example carry keys for selection.", Remove("[data-row-key]", "data-row-key")),
    ];

    public static TheoryData<string, string> Examples()
    {
        var data = new TheoryData<string, string>();
        var assembly = typeof(GoldenTests).Assembly;
        foreach (var resource in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".cshtml", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
            foreach (Match match in ExampleAttribute().Matches(reader.ReadToEnd()))
            {
                data.Add($"/Golden/{resource.Split('.')[^2]}.cshtml", System.Net.WebUtility.HtmlDecode(match.Groups["name"].Value));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task A_component_is_the_same_document_as_the_official_example(string view, string example)
    {
        var parts = example.Split('/', 2);
        var exclusions = Exclusions.Where(exclusion => exclusion.Page == "*" || exclusion.Page == parts[0]).ToArray();
        var page = new HtmlParser().ParseDocument(await ViewRenderer.RenderAsync(view));
        var ours = page.QuerySelectorAll("[data-example]").Single(section => section.GetAttribute("data-example") == example).InnerHtml;

        Assert.Equal(
            CanonicalDom.Write(OfficialExamples.Markup(parts[0], parts[1]), exclusions),
            CanonicalDom.Write(ours, exclusions));
    }

    private static Action<IElement> Remove(string selector, string attribute) => body =>
    {
        foreach (var element in body.QuerySelectorAll(selector))
        {
            element.RemoveAttribute(attribute);
        }
    };

    private static Action<IElement> RemoveAll(string selector) => body =>
    {
        foreach (var element in body.QuerySelectorAll(selector))
        {
            element.Remove();
        }
    };

    private static void ShortenArtwork(IElement body)
    {
        foreach (var use in body.QuerySelectorAll("use"))
        {
            var href = use.GetAttribute("href")!;
            use.SetAttribute("href", href[href.IndexOf("artwork/", StringComparison.Ordinal)..]);
        }
    }

    private static void SameId(IElement body)
    {
        foreach (var label in body.QuerySelectorAll("input + label[for]"))
        {
            label.SetAttribute("for", label.PreviousElementSibling!.Id!);
        }
    }

    private static void EnableAll(IElement body)
    {
        foreach (var entry in body.QuerySelectorAll("[disabled], [aria-disabled]"))
        {
            if (entry.LocalName == "a")
            {
                entry.SetAttribute("href", "#");
            }

            entry.RemoveAttribute("disabled");
            entry.RemoveAttribute("aria-disabled");
            entry.RemoveAttribute("role");
        }
    }

    private static void RemoveNumbers(IElement body)
    {
        foreach (var link in body.QuerySelectorAll(".fr-nav__link"))
        {
            link.TextContent = "accès direct";
        }
    }

    private static void UnwrapBrand(IElement body)
    {
        foreach (var link in body.QuerySelectorAll(".fr-header__logo > a"))
        {
            link.Replace([.. link.ChildNodes]);
        }
    }

    [GeneratedRegex("data-example=\"(?<name>[^\"]+)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ExampleAttribute();
}
