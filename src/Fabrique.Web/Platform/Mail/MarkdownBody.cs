using System.Text.Encodings.Web;
using System.Text.Unicode;
using Ganss.Xss;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Fabrique.Web.Platform.Mail;

/// <summary>The body of a message, parsed once and written twice: as text and as HTML.</summary>
internal sealed class MarkdownBody
{
    private const string ButtonClass = "bouton";

    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    private readonly MarkdownDocument document;

    public MarkdownBody(string markdown)
    {
        document = Markdown.Parse(markdown, Pipeline);
        KeepHeadingsBelowTheTitle();
        KeepLinesOfValues();
        ShowLonelyLinksAsButtons();
    }

    /// <summary>Whether a text is no more intricate than what can be read and written.</summary>
    public static bool IsReadable(string markdown)
    {
        try
        {
            Markdown.Parse(markdown, Pipeline);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>
    /// Makes a value inert: whatever is not a letter, a digit or a space becomes a numeric character reference, which CommonMark
    /// shows as the character but never reads as a mark.
    /// </summary>
    public static TextEncoder ValueEncoder { get; } = HtmlEncoder.Create(InertCharacters());

    public string ToText() => PlainText.Of(document);

    public string ToHtml() => CreateSanitizer().Sanitize(document.ToHtml(Pipeline));

    private static TextEncoderSettings InertCharacters()
    {
        var settings = new TextEncoderSettings(UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.LatinExtendedA);
        settings.ForbidCharacters([.. Enumerable.Range(0, 128).Select(code => (char)code).Where(character => character != ' ' && !char.IsAsciiLetterOrDigit(character))]);
        return settings;
    }

    // A second fence: the pipeline emits nothing else, but the text of a message is edited by people.
    internal static HtmlSanitizer CreateSanitizer()
    {
        var sanitizer = new HtmlSanitizer(new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(["p", "h2", "h3", "strong", "em", "ul", "ol", "li", "blockquote", "a", "br", "hr", "code"], StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href", "class", "start"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["https", "http", "mailto"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
        });
        sanitizer.AllowedClasses.Add(ButtonClass);
        return sanitizer;
    }

    // A page and a mail have their own title.
    private void KeepHeadingsBelowTheTitle()
    {
        foreach (var heading in document.Descendants<HeadingBlock>())
        {
            heading.Level = Math.Clamp(heading.Level, 2, 3);
        }
    }

    private void KeepLinesOfValues()
    {
        foreach (var feed in document.Descendants<HtmlEntityInline>().Where(entity => entity.Transcoded.ToString() == "\n").ToList())
        {
            feed.ReplaceBy(new LineBreakInline { IsHard = true });
        }
    }

    private void ShowLonelyLinksAsButtons()
    {
        foreach (var paragraph in document.Descendants<ParagraphBlock>())
        {
            // Those of a list stay lines.
            if (paragraph is { Parent: not ListItemBlock, Inline: { FirstChild: LinkInline { NextSibling: null } link } })
            {
                link.GetAttributes().AddClass(ButtonClass);
            }
        }
    }
}
