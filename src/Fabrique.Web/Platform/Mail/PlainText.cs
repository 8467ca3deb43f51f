using System.Globalization;
using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Fabrique.Web.Platform.Mail;

/// <summary>Writes a Markdown document as a person would type it in a plain mail.</summary>
internal static class PlainText
{
    public static string Of(MarkdownDocument document) => Blocks(document);

    private static string Blocks(ContainerBlock container) =>
        string.Join("\n\n", container.Select(Block).Where(text => text.Length > 0));

    private static string Block(Block block) => block switch
    {
        HeadingBlock heading => Inlines(heading.Inline).ToUpper(CultureInfo.GetCultureInfo("fr-FR")),
        ParagraphBlock { Inline: { FirstChild: LinkInline { NextSibling: null } link } } => $"{Inlines(link)} :\n{link.Url}",
        ListBlock list => List(list),
        QuoteBlock quote => Prefix(Blocks(quote), "> ", "> "),
        ThematicBreakBlock => "----",
        LeafBlock { Inline: { } inline } => Inlines(inline),
        LeafBlock leaf => leaf.Lines.ToString(),
        ContainerBlock container => Blocks(container),
        _ => "",
    };

    private static string List(ListBlock list)
    {
        var number = int.TryParse(list.OrderedStart, CultureInfo.InvariantCulture, out var start) ? start : 1;
        var items = list.OfType<ListItemBlock>().Select(item =>
        {
            var mark = list.IsOrdered ? $"{number++}. " : "- ";
            return Prefix(Blocks(item), mark, new string(' ', mark.Length));
        });
        return string.Join(list.IsLoose ? "\n\n" : "\n", items);
    }

    private static string Prefix(string text, string first, string others) =>
        first + text.Replace("\n", $"\n{others}", StringComparison.Ordinal);

    private static string Inlines(ContainerInline? container)
    {
        var text = new StringBuilder();
        foreach (var inline in container ?? new ContainerInline())
        {
            text.Append(Inline(inline));
        }

        return text.ToString();
    }

    private static string Inline(Inline inline) => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        LineBreakInline { IsHard: true } => "\n",
        LineBreakInline => " ",
        CodeInline code => code.Content,
        AutolinkInline link => link.Url,
        LinkInline link => Inlines(link) is var label && label == link.Url ? label : $"{label} ({link.Url})",
        ContainerInline container => Inlines(container),
        _ => "",
    };
}
