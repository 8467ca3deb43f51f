using Fabrique.Dsfr.Rendering;
using Microsoft.AspNetCore.Html;

namespace Fabrique.Dsfr.Page;

/// <summary>The State's brand block: the official name, on the lines that the entity chose.</summary>
internal static class Brand
{
    /// <param name="name">The official name; <c>|</c> breaks the line.</param>
    public static IHtmlContent Logo(string name)
    {
        var lines = name.Split('|', StringSplitOptions.TrimEntries);
        var logo = Markup.Element("p", "fr-logo", Markup.Text(lines[0]));
        foreach (var line in lines.Skip(1))
        {
            logo.InnerHtml.AppendHtml(Markup.Element("br")).Append(line);
        }

        return logo;
    }

    public static string OneLine(string name) => name.Replace("|", " ", StringComparison.Ordinal);
}
