using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AngleSharp.Dom;

namespace Fabrique.Web.Platform.Mail;

/// <summary>A body that a procedure gives as HTML, or as plain text: cleaned once and written twice.</summary>
internal sealed partial class HtmlBody
{
    private readonly IElement body;

    public HtmlBody(string given)
    {
        // What is not allowed goes with all that it holds: that must not be the words of somebody who writes HTML as editors do.
        var sanitizer = MarkdownBody.CreateSanitizer();
        sanitizer.AllowedTags.UnionWith(["b", "i", "u", "div", "span", "h1", "h4", "pre", "table", "thead", "tbody", "tr", "th", "td"]);
        body = sanitizer.SanitizeDom(given.Contains('<', StringComparison.Ordinal) ? given : Paragraphs(given)).Body!;
    }

    public string ToHtml() => body.InnerHtml;

    public string ToText()
    {
        var text = new StringBuilder();
        Write(body, text);
        return ManyLines().Replace(Blanks().Replace(text.ToString(), "\n"), "\n\n").Trim();
    }

    private static string Paragraphs(string text) =>
        string.Concat(text.ReplaceLineEndings("\n").Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(paragraph => $"<p>{WebUtility.HtmlEncode(paragraph.Trim('\n')).Replace("\n", "<br>", StringComparison.Ordinal)}</p>"));

    private static void Write(INode parent, StringBuilder text)
    {
        foreach (var node in parent.ChildNodes)
        {
            switch (node)
            {
                case IText piece:
                    text.Append(Spaces().Replace(piece.Data, " "));
                    break;
                case IElement { LocalName: "br" }:
                    text.Append('\n');
                    break;
                case IElement { LocalName: "hr" }:
                    text.Append("\n\n----\n\n");
                    break;
                case IElement { LocalName: "a" } link when link.GetAttribute("href") is { Length: > 0 } address && address != link.TextContent:
                    Write(link, text);
                    text.Append(" (").Append(address).Append(')');
                    break;
                case IElement { LocalName: "tr" } row:
                    text.Append('\n');
                    Write(row, text);
                    break;
                case IElement { LocalName: "th" or "td" } cell:
                    Write(cell, text);
                    text.Append(' ');
                    break;
                case IElement { LocalName: "li" } item:
                    text.Append("\n- ");
                    Write(item, text);
                    break;
                case IElement { LocalName: "p" or "div" or "h1" or "h2" or "h3" or "h4" or "pre" or "table" or "ul" or "ol" or "blockquote" } block:
                    text.Append("\n\n");
                    Write(block, text);
                    text.Append("\n\n");
                    break;
                default:
                    Write(node, text);
                    break;
            }
        }
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();

    [GeneratedRegex(" *\n *", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Blanks();

    [GeneratedRegex("\n{3,}", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex ManyLines();
}
