using System.Globalization;
using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Fabrique.Dsfr.Rendering;

/// <summary>
/// Base of every component: the tag is replaced by the design system's markup; attributes that the component does not know (<c>class</c>, <c>data-*</c>,
/// <c>aria-*</c>, <c>autocomplete</c>…) go to its main element.
/// </summary>
public abstract class DsfrTagHelper : TagHelper
{
    private string tagName = "dsfr";

    /// <summary>The view being rendered.</summary>
    [HtmlAttributeNotBound]
    [ViewContext]
    public ViewContext ViewContext { get; set; } = null!;

    /// <inheritdoc />
    public sealed override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        tagName = context.TagName;
        foreach (var attribute in output.Attributes)
        {
            if (attribute.Name.Equals("style", StringComparison.OrdinalIgnoreCase) || attribute.Name.StartsWith("on", StringComparison.OrdinalIgnoreCase))
            {
                throw Misuse($"the attribute {attribute.Name} is refused by the content security policy; use a class, or a script file.");
            }
        }

        var content = await RenderAsync(context, output);
        output.TagName = null;
        output.TagMode = TagMode.StartTagAndEndTag;
        output.PreElement.Clear();
        output.Content.SetHtmlContent(content);
    }

    /// <summary>Makes the markup that replaces the tag.</summary>
    /// <param name="context">The tag as written, and what its ancestors left for it.</param>
    /// <param name="output">Gives the content between the tags.</param>
    protected abstract Task<IHtmlContent> RenderAsync(TagHelperContext context, TagHelperOutput output);

    private protected PageOutline Outline => PageOutline.Of(ViewContext);

    private protected DsfrUsageException Misuse(string mistake) => new(tagName, mistake);

    private protected string Require(string? value, string attribute) => string.IsNullOrWhiteSpace(value)
        ? throw Misuse($"{attribute} is missing or empty.")
        : value;

    private protected string OneOf(string value, string attribute, params string[] known) => known.Contains(value, StringComparer.Ordinal)
        ? value
        : throw Misuse($"{attribute}=\"{value}\" is not one of {string.Join(", ", known)}.");

    private protected string? IconClass(string? icon) => icon switch
    {
        null => null,
        _ when DsfrIcons.Known.Contains(icon) => $"fr-icon-{icon}",
        _ => throw Misuse($"icon=\"{icon}\" is not one of DsfrIcons.Known."),
    };

    private protected string ClaimOrGenerateId(string? id, string prefix) => id is null
        ? Outline.Generate(tagName, prefix)
        : Outline.Claim(tagName, id);

    private protected string ClaimId(string id) => Outline.Claim(tagName, id);

    /// <summary>A heading of the given level, checked against the headings before it.</summary>
    private protected TagBuilder Heading(int level, string cssClass, params IHtmlContent?[] children)
    {
        if (level < 2)
        {
            throw Misuse("heading-level goes from 2 to 6: the only level 1 is the page's own title.");
        }

        Outline.Enter(tagName, level);
        return Markup.Element($"h{level.ToString(CultureInfo.InvariantCulture)}", cssClass, children);
    }

    private protected static async Task<IHtmlContent?> ContentAsync(TagHelperOutput output)
    {
        var content = await output.GetChildContentAsync();
        return content.IsEmptyOrWhiteSpace ? null : content;
    }

    private protected static void Pass(TagHelperOutput output, TagBuilder element)
    {
        foreach (var attribute in output.Attributes)
        {
            var value = attribute.Value switch
            {
                null => "",
                HtmlString encoded => System.Net.WebUtility.HtmlDecode(encoded.Value) ?? "",
                IHtmlContent html => Decode(html),
                var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
            };

            if (attribute.Name.Equals("class", StringComparison.OrdinalIgnoreCase))
            {
                element.AddClassAfter(value);
            }
            else
            {
                element.Attributes[attribute.Name] = value;
            }
        }
    }

    private static string Decode(IHtmlContent html)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        html.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return System.Net.WebUtility.HtmlDecode(writer.ToString());
    }
}
