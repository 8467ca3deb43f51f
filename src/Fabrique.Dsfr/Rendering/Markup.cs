using Microsoft.AspNetCore.Html;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace Fabrique.Dsfr.Rendering;

/// <summary>Elements with encoded text: the only way components write markup.</summary>
internal static class Markup
{
    public static TagBuilder Element(string name, string? cssClass = null, params IHtmlContent?[] children)
    {
        var element = new TagBuilder(name) { TagRenderMode = IsVoid(name) ? TagRenderMode.StartTag : TagRenderMode.Normal };
        if (!string.IsNullOrEmpty(cssClass))
        {
            element.Attributes["class"] = cssClass;
        }

        foreach (var child in children)
        {
            if (child is not null)
            {
                element.InnerHtml.AppendHtml(child);
            }
        }

        return element;
    }

    public static IHtmlContent Text(string text) => new HtmlContentBuilder().Append(text);

    public static IHtmlContent All(IEnumerable<IHtmlContent> parts)
    {
        var all = new HtmlContentBuilder();
        foreach (var part in parts)
        {
            all.AppendHtml(part);
        }

        return all;
    }

    /// <summary>Sets an attribute; null leaves it out, an empty string writes it without a value.</summary>
    public static TagBuilder With(this TagBuilder element, string attribute, string? value)
    {
        if (value is not null)
        {
            element.Attributes[attribute] = value;
        }

        return element;
    }

    /// <summary>Sets a boolean attribute when it holds.</summary>
    public static TagBuilder With(this TagBuilder element, string attribute, bool isSet) => element.With(attribute, isSet ? "" : null);

    /// <summary>Adds classes at the end; <see cref="TagBuilder.AddCssClass"/> puts them first.</summary>
    public static void AddClassAfter(this TagBuilder element, string names) =>
        element.Attributes["class"] = Classes(element.Attributes.TryGetValue("class", out var known) ? known : null, names);

    /// <summary>Joins the class names that are not empty.</summary>
    public static string Classes(params string?[] names) => string.Join(' ', names.Where(name => !string.IsNullOrEmpty(name)));

    private static bool IsVoid(string name) => name is "input" or "br" or "img" or "hr";
}
