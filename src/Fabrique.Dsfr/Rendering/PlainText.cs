using System.Globalization;
using System.Net;
using System.Text.Encodings.Web;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace Fabrique.Dsfr.Rendering;

/// <summary>The text that a piece of markup reads as, for attributes that repeat it.</summary>
internal static partial class PlainText
{
    public static string Of(IHtmlContent content) =>
        Spaces().Replace(WebUtility.HtmlDecode(Tags().Replace(Markup(content), " ")), " ").Trim();

    public static string Markup(IHtmlContent content)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        content.WriteTo(writer, HtmlEncoder.Default);
        return writer.ToString();
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Spaces();
}
