using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Content;

/// <summary>A header cell of a <see cref="DsfrTableTagHelper"/> whose column can sort the rows: a link, which works without JavaScript.</summary>
[HtmlTargetElement("dsfr-sort-header")]
public sealed class DsfrSortHeaderTagHelper : DsfrTagHelper
{
    /// <summary>What the column holds.</summary>
    public string? Title { get; set; }

    /// <summary>The address of the rows sorted by this column; the other way round when they already are.</summary>
    public string? Href { get; set; }

    /// <summary>How this column sorts the rows now; null when another one does.</summary>
    public SortDirection? Sorted { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var title = Require(Title, "title");
        var (state, look, next) = Sorted switch
        {
            SortDirection.Ascending => ("ascending", "fr-btn--sort-asc", "dans l’ordre inverse"),
            SortDirection.Descending => ("descending", "fr-btn--sort-desc", "dans l’ordre inverse"),
            _ => (null, "fr-btn--sort", ""),
        };
        var text = $"Trier par « {title} » {next}".TrimEnd();
        var link = Markup.Element("a", $"{look} fr-btn fr-btn--sm", Markup.Text(text)).With("href", Require(Href, "href")).With("title", text);
        var cell = Markup.Element("th", null, Markup.Element("div", "fr-cell--sort", Markup.Element("span", "fr-cell__title", Markup.Text(title)), link))
            .With("scope", "col")
            .With("aria-sort", state);
        Pass(output, cell);
        return Task.FromResult<IHtmlContent>(cell);
    }
}
