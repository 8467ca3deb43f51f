using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Navigation;

/// <summary>Goes from page to page of a list. Nothing is rendered for a single page.</summary>
[HtmlTargetElement("dsfr-pagination")]
public sealed class DsfrPaginationTagHelper : DsfrTagHelper
{
    private const string OnLargeScreens = "fr-hidden fr-unhidden-lg";

    /// <summary>The page shown, from 1.</summary>
    public int Page { get; set; }

    /// <summary>How many pages there are.</summary>
    public int Pages { get; set; }

    /// <summary>What tells this pagination from the others of the page.</summary>
    public string Label { get; set; } = "Pagination";

    /// <summary>The address of a page, from its number.</summary>
    public Func<int, string>? Url { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (Pages <= 1)
        {
            return Task.FromResult<IHtmlContent>(HtmlString.Empty);
        }

        var url = Url ?? throw Misuse("url is missing.");
        if (Page < 1 || Page > Pages)
        {
            throw Misuse($"page goes from 1 to pages ({Pages.ToString(CultureInfo.InvariantCulture)}).");
        }

        var list = Markup.Element("ul", "fr-pagination__list");
        void Add(TagBuilder item) => list.InnerHtml.AppendHtml(Markup.Element("li", null, item));

        Add(Edge("fr-pagination__link--first", "Première page", Page > 1 ? url(1) : null));
        Add(Edge("fr-pagination__link--prev fr-pagination__link--lg-label", "Page précédente", Page > 1 ? url(Page - 1) : null));
        var last = 0;
        foreach (var number in Shown())
        {
            if (number > last + 1)
            {
                Add(Markup.Element("span", $"fr-pagination__link {OnLargeScreens}", Markup.Text("…")));
            }

            Add(Number(number, url));
            last = number;
        }

        Add(Edge("fr-pagination__link--next fr-pagination__link--lg-label", "Page suivante", Page < Pages ? url(Page + 1) : null));
        Add(Edge("fr-pagination__link--last", "Dernière page", Page < Pages ? url(Pages) : null));

        var pagination = Markup.Element("nav", "fr-pagination", list).With("role", "navigation").With("aria-label", Require(Label, "label"));
        Pass(output, pagination);
        return Task.FromResult<IHtmlContent>(pagination);
    }

    /// <summary>The first three, the last three, and those around the page shown.</summary>
    private SortedSet<int> Shown() =>
        [.. new[] { 1, 2, 3, Page - 1, Page, Page + 1, Pages - 2, Pages - 1, Pages }.Where(number => number >= 1 && number <= Pages)];

    private TagBuilder Number(int number, Func<int, string> url)
    {
        var text = number.ToString(CultureInfo.InvariantCulture);
        var isAlwaysShown = number <= 2 || number == Page || number == Pages;
        return Markup.Element("a", Markup.Classes("fr-pagination__link", isAlwaysShown ? null : OnLargeScreens), Markup.Text(text))
            .With("href", number == Page ? null : url(number))
            .With("aria-current", number == Page ? "page" : null)
            .With("title", $"Page {text}");
    }

    private static TagBuilder Edge(string cssClass, string text, string? url)
    {
        var link = Markup.Element("a", $"fr-pagination__link {cssClass}", Markup.Text(text)).With("title", text);
        return url is null ? link.With("aria-disabled", "true").With("role", "link") : link.With("href", url);
    }
}
