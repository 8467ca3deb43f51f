using System.Reflection;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace Fabrique.Dsfr.Tests.Support;

/// <summary>The example pages that the design system ships in its package: each example has a title, and its markup as a code snippet after it.</summary>
public static class OfficialExamples
{
    private static readonly Dictionary<string, IHtmlDocument> Pages = new(StringComparer.Ordinal);

    public static string Package { get; } = Path.GetFullPath(
        typeof(OfficialExamples).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "DsfrPackage").Value!);

    /// <param name="page">Folder of the example page, for instance <c>button</c>.</param>
    /// <param name="title">The example's title on that page.</param>
    public static string Markup(string page, string title)
    {
        var isFound = false;
        foreach (var element in Load(page).QuerySelectorAll("h1,h2,h3,h4,h5,h6,pre code"))
        {
            if (!isFound)
            {
                isFound = element.LocalName != "code" && Squeeze(element.TextContent) == title;
            }
            else if (element.LocalName == "code")
            {
                return element.TextContent;
            }
        }

        throw new InvalidOperationException($"The design system’s page « {page} » has no example « {title} ».");
    }

    private static IHtmlDocument Load(string page)
    {
        lock (Pages)
        {
            if (!Pages.TryGetValue(page, out var document))
            {
                var file = Path.Combine(Package, "example", "component", page, "index.html");
                document = new HtmlParser().ParseDocument(File.ReadAllText(file));
                Pages.Add(page, document);
            }

            return document;
        }
    }

    private static string Squeeze(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
