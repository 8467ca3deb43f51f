using System.Globalization;
using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;

namespace Fabrique.Dsfr.Tests.Support;

/// <summary>
/// Writes a fragment in a form where two equal fragments are equal texts: one node a line, attributes and classes sorted, spaces squeezed, comments left out, ids that
/// nothing refers to left out and the others numbered in the order in which they are referred to.
/// </summary>
public static class CanonicalDom
{
    private static readonly string[] References = ["for", "aria-describedby", "aria-labelledby", "aria-controls"];

    public static string Write(string html, IReadOnlyList<Exclusion> exclusions)
    {
        var body = new HtmlParser().ParseDocument($"<!doctype html><body>{html}").Body!;
        foreach (var exclusion in exclusions)
        {
            exclusion.Apply(body);
        }

        var ids = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var element in body.QuerySelectorAll("*"))
        {
            foreach (var id in References.SelectMany(name => Tokens(element.GetAttribute(name))))
            {
                ids.TryAdd(id, $"id{(ids.Count + 1).ToString(CultureInfo.InvariantCulture)}");
            }
        }

        var text = new StringBuilder();
        WriteChildren(body, 0, ids, text);
        return text.ToString();
    }

    private static void WriteChildren(INode parent, int depth, Dictionary<string, string> ids, StringBuilder text)
    {
        foreach (var node in parent.ChildNodes)
        {
            if (node is IElement element)
            {
                Line(text, depth, $"<{element.LocalName}{string.Concat(Attributes(element, ids))}>");
                WriteChildren(element, depth + 1, ids, text);
            }
            else if (node is IText && Tokens(node.TextContent) is { Length: > 0 } words)
            {
                Line(text, depth, string.Join(' ', words));
            }
        }
    }

    private static IEnumerable<string> Attributes(IElement element, Dictionary<string, string> ids)
    {
        foreach (var attribute in element.Attributes.OrderBy(attribute => attribute.Name, StringComparer.Ordinal))
        {
            var value = attribute.Name switch
            {
                "id" when !ids.ContainsKey(attribute.Value) => null,
                "id" => ids[attribute.Value],
                "class" => string.Join(' ', Tokens(attribute.Value).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)),
                _ when References.Contains(attribute.Name, StringComparer.Ordinal) => string.Join(' ', Tokens(attribute.Value).Select(id => ids[id])),
                _ => string.Join(' ', Tokens(attribute.Value)),
            };
            if (value is not null)
            {
                yield return $" {attribute.Name}=\"{value}\"";
            }
        }
    }

    private static string[] Tokens(string? text) => (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static void Line(StringBuilder text, int depth, string line) => text.Append(' ', depth * 2).Append(line).Append('\n');
}

/// <summary>A difference with the official example that we want, and why.</summary>
/// <param name="Page">The example page, or <c>*</c> for all.</param>
/// <param name="Reason">Why ours differs, or why the example cannot be followed.</param>
/// <param name="Apply">Removes the difference from either side.</param>
public sealed record Exclusion(string Page, string Reason, Action<IElement> Apply);
