using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Html;

namespace Fabrique.Web.Kernel.Timelines;

/// <summary>References within sentences: a line does not end in the middle of one, and what is copied is what was written.</summary>
public static partial class QuotedReferences
{
    /// <summary>The sentence, encoded, each reference held together.</summary>
    public static IHtmlContent Show(string sentence)
    {
        var shown = new HtmlContentBuilder();
        var from = 0;
        foreach (Match found in Reference().Matches(sentence))
        {
            shown.Append(sentence[from..found.Index]).AppendHtml("<span class=\"fab-reference\">").Append(found.Value).AppendHtml("</span>");
            from = found.Index + found.Length;
        }

        return shown.Append(sentence[from..]);
    }

    [GeneratedRegex(@"\bC-\d{4}-\d{4,}\b", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Reference();
}
