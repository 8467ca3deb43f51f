using System.Text;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace Fabrique.Web.Platform.Pdf;

/// <summary>Puts a text in Markdown into a PDF: its headings, paragraphs and lists, without emphasis.</summary>
internal static class PdfMarkdown
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <param name="pdf">Its title stands for the first heading of the text, when that is of the first level.</param>
    /// <param name="markdown">What no <see cref="Mail.MarkdownBody.IsReadable"/> refuses.</param>
    public static PdfText Markdown(this PdfText pdf, string markdown)
    {
        var isFirst = true;
        foreach (var block in Markdig.Markdown.Parse(markdown, Pipeline))
        {
            if (!(isFirst && block is HeadingBlock { Level: 1 }))
            {
                Add(pdf, block);
            }

            isFirst = false;
        }

        return pdf;
    }

    private static void Add(PdfText pdf, Block block)
    {
        switch (block)
        {
            case HeadingBlock { Level: <= 2 } heading:
                pdf.Heading(Text(heading.Inline));
                break;
            case HeadingBlock heading:
                pdf.Subheading(Text(heading.Inline));
                break;
            case ListBlock list:
                pdf.List(list.Select((item, rank) => Item(list, (ListItemBlock)item, rank)));
                break;
            case LeafBlock { Inline: { } inline }:
                pdf.Paragraph(Text(inline));
                break;
            case LeafBlock leaf when leaf.Lines.Count > 0:
                pdf.Paragraph(leaf.Lines.ToString());
                break;
            case ContainerBlock container:
                foreach (var part in container)
                {
                    Add(pdf, part);
                }

                break;
        }
    }

    private static string Item(ListBlock list, ListItemBlock item, int rank) => $"{(list.IsOrdered ? $"{rank + 1}. " : "")}{string.Join('\n', item.Descendants<LeafBlock>().Select(leaf => leaf.Inline is null ? leaf.Lines.ToString() : Text(leaf.Inline)))}";

    private static string Text(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        foreach (var inline in inlines ?? new ContainerInline())
        {
            text.Append(inline switch
            {
                LiteralInline literal => literal.Content.ToString(),
                CodeInline code => code.Content,
                LineBreakInline line => line.IsHard ? "\n" : " ",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                AutolinkInline link => link.Url,
                LinkInline { Url.Length: > 0 } link when Text(link) is var label && label != link.Url => $"{label} ({link.Url})",
                ContainerInline container => Text(container),
                _ => "",
            });
        }

        return text.ToString();
    }
}
