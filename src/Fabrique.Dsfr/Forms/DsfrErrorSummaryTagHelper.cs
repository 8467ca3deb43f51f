using System.Globalization;
using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Forms;

/// <summary>
/// All errors of the model state at the top of a form, each leading to its field. It takes the focus when the page opens, without script. Nothing is rendered when
/// there is no error.
/// </summary>
[HtmlTargetElement("dsfr-error-summary")]
public sealed class DsfrErrorSummaryTagHelper : DsfrTagHelper
{
    /// <summary>The title's level, 2 by default.</summary>
    public int HeadingLevel { get; set; } = 2;

    /// <summary>Names of the fields that the page's model does not declare one by one, in the order of the page.</summary>
    public IEnumerable<string>? FieldNames { get; set; }

    /// <inheritdoc />
    protected override Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output)
    {
        var names = FieldNames?.ToList() ?? [];
        var errors = ViewContext.ModelState
            .OrderBy(entry => FieldOrder.Of(ViewContext.ViewData.ModelMetadata, entry.Key), StringComparer.Ordinal)
            .ThenBy(entry => names.IndexOf(entry.Key))
            .SelectMany(entry => entry.Value?.Errors.Select(error => (Field: entry.Key, Sentence: ModelErrors.Sentence(error))) ?? [])
            .ToList();
        if (errors.Count == 0)
        {
            return Task.FromResult<IHtmlContent>(HtmlString.Empty);
        }

        var title = errors.Count == 1
            ? "Une erreur est à corriger"
            : $"{errors.Count.ToString(CultureInfo.InvariantCulture)} erreurs sont à corriger";
        var summary = Markup.Element(
            "div",
            "fr-alert fr-alert--error dsfr-error-summary",
            Heading(HeadingLevel, "fr-alert__title", Markup.Text(title)),
            Markup.Element("ul", null, Markup.All(errors.Select(error => Markup.Element("li", null, Line(error.Field, error.Sentence))))))
            .With("id", ClaimId("erreurs"))
            .With("role", "alert")
            .With("tabindex", "-1")
            .With("autofocus", isSet: true);
        Pass(output, summary);
        return Task.FromResult<IHtmlContent>(summary);
    }

    private static IHtmlContent Line(string field, string sentence) => field.Length == 0
        ? Markup.Text(sentence)
        : Markup.Element("a", null, Markup.Text(sentence)).With("href", $"#{TagBuilder.CreateSanitizedId(field, "_")}");
}
