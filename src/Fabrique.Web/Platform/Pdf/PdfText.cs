using System.Globalization;
using PdfSharp;
using PdfSharp.Drawing;
using PdfSharp.Pdf;
using PdfSharp.UniversalAccessibility;

namespace Fabrique.Web.Platform.Pdf;

/// <summary>
/// The product's one way to make a PDF: a text in French with its headings, paragraphs, lists and definitions, on numbered A4 pages, tagged so that it can be listened to (PDF/UA), with the fonts that it
/// needs. It asks nothing of anything outside the process.
/// </summary>
/// <param name="title">Of the document; also its first heading.</param>
public sealed class PdfText(string title)
{
    public const string MediaType = "application/pdf";

    private const string Language = "fr-FR";
    private const string Bullet = "•";
    private const string Unknown = "□";

    // In points: an A4 page is 595 by 842.
    private const double Margin = 57;
    private const double Indent = 14;
    private const double FooterSize = 9;
    private const double LineFactor = 1.35;

    private readonly List<Block> blocks = [new Block(Style.Title, title, null)];

    private enum Style
    {
        Title,
        Heading,
        Subheading,
        Paragraph,
        Item,
        Row,
    }

    public PdfText Heading(string text) => Add(Style.Heading, text);

    public PdfText Subheading(string text) => Add(Style.Subheading, text);

    /// <summary>A text as a person typed it: its line ends are kept.</summary>
    public PdfText Paragraph(string text) => Add(Style.Paragraph, text);

    public PdfText List(IEnumerable<string> items)
    {
        foreach (var item in items)
        {
            Add(Style.Item, item);
        }

        return this;
    }

    /// <summary>What a term says.</summary>
    public PdfText Row(string term, string text)
    {
        blocks.Add(new Block(Style.Row, text, term));
        return this;
    }

    public byte[] ToArray()
    {
        PdfFonts.Use();
        using var document = new PdfDocument();
        document.Info.Title = title;
        document.ViewerPreferences.DisplayDocTitle = true;
        document.PageLayout = PdfPageLayout.OneColumn;
        var accessibility = UAManager.ForDocument(document);
        accessibility.SetDocumentLanguage(Language);
        var pages = Paginate();
        for (var number = 0; number < pages.Count; number++)
        {
            Draw(document, accessibility.StructureBuilder, pages[number], number + 1, pages.Count);
        }

        using var stream = new MemoryStream();
        document.Save(stream, closeStream: false);
        return stream.ToArray();
    }

    private static void Draw(PdfDocument document, StructureBuilder tags, List<Placed> placed, int number, int count)
    {
        var page = document.AddPage();
        page.Size = PageSize.A4;
        using var graphics = XGraphics.FromPdfPage(page);
        foreach (var sameList in GroupLists(placed))
        {
            var isList = sameList[0].Style is Style.Item or Style.Row;
            if (isList)
            {
                tags.BeginElement(PdfBlockLevelElementTag.List);
            }

            foreach (var block in sameList)
            {
                Draw(graphics, tags, block);
            }

            if (isList)
            {
                tags.End();
            }
        }

        tags.BeginArtifact();
        graphics.DrawString(
            $"Page\u00a0{number.ToString(CultureInfo.InvariantCulture)}\u00a0/\u00a0{count.ToString(CultureInfo.InvariantCulture)}",
            Font(FooterSize, isBold: false), XBrushes.Black, new XPoint(page.Width.Point - Margin, page.Height.Point - (Margin / 2)), XStringFormats.BaseLineRight);
        tags.End();
    }

    private static void Draw(XGraphics graphics, StructureBuilder tags, Placed block)
    {
        switch (block.Style)
        {
            case Style.Item or Style.Row:
                tags.BeginElement(PdfBlockLevelElementTag.ListItem);
                if (block.Label.Count > 0)
                {
                    tags.BeginElement(PdfBlockLevelElementTag.Label);
                    Write(graphics, block.Label);
                    tags.End();
                }

                tags.BeginElement(PdfBlockLevelElementTag.ListBody);
                Write(graphics, block.Lines);
                tags.End();
                tags.End();
                break;
            default:
                tags.BeginElement(block.Style switch
                {
                    Style.Title => PdfBlockLevelElementTag.Heading1,
                    Style.Heading => PdfBlockLevelElementTag.Heading2,
                    Style.Subheading => PdfBlockLevelElementTag.Heading3,
                    _ => PdfBlockLevelElementTag.Paragraph,
                });
                Write(graphics, block.Lines);
                tags.End();
                break;
        }
    }

    private static void Write(XGraphics graphics, List<Line> lines)
    {
        for (var index = 0; index < lines.Count; index++)
        {
            // A space at the end, unseen, parts the words of two lines for whoever has it read aloud.
            var line = lines[index];
            graphics.DrawString(index < lines.Count - 1 ? $"{line.Text} " : line.Text, line.Font, XBrushes.Black, new XPoint(line.X, line.Y));
        }
    }

    private static IEnumerable<List<Placed>> GroupLists(List<Placed> placed)
    {
        var group = new List<Placed>();
        foreach (var block in placed)
        {
            if (group.Count > 0 && (block.Style != group[^1].Style || block.Style is not (Style.Item or Style.Row)))
            {
                yield return group;
                group = [];
            }

            group.Add(block);
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }

    // First where everything goes, then the drawing: a page says how many there are.
    private List<List<Placed>> Paginate()
    {
        var page = new PdfPage { Size = PageSize.A4 };
        var (width, height) = (page.Width.Point, page.Height.Point);
        using var measure = XGraphics.CreateMeasureContext(new XSize(width, height), XGraphicsUnit.Point, XPageDirection.Downwards);
        var pages = new List<List<Placed>> { new() };
        var y = Margin;
        foreach (var block in blocks)
        {
            var (size, isBold, before) = block.Style switch
            {
                Style.Title => (20d, true, 0d),
                Style.Heading => (14d, true, 16d),
                Style.Subheading => (11.5, true, 10d),
                Style.Row or Style.Item => (11d, false, 4d),
                _ => (11d, false, 5d),
            };
            var font = Font(size, isBold);
            var lineHeight = size * LineFactor;
            var indent = block.Style is Style.Item or Style.Row ? Indent : 0;
            var lines = Break(block.Text, font, measure, width - (2 * Margin) - indent);
            y += y > Margin ? before : 0;

            // A heading is not left alone at the foot of a page, nor a term without what it says.
            var together = block.Style is Style.Heading or Style.Subheading or Style.Title ? lineHeight * (lines.Count + 2) : lineHeight * (block.Term is null ? 1 : 2);
            if (y + together > height - Margin && y > Margin)
            {
                pages.Add([]);
                y = Margin;
            }

            var placed = new Placed(block.Style, [], []);
            pages[^1].Add(placed);
            if (block.Term is not null)
            {
                var bold = Font(size, isBold: true);
                foreach (var line in Break(block.Term, bold, measure, width - (2 * Margin)))
                {
                    y += lineHeight;
                    placed.Label.Add(new Line(line, bold, Margin, y));
                }
            }
            else if (block.Style is Style.Item)
            {
                placed.Label.Add(new Line(Bullet, font, Margin, y + lineHeight));
            }

            foreach (var line in lines)
            {
                if (y + lineHeight > height - Margin)
                {
                    pages.Add([]);
                    y = Margin;
                    placed = new Placed(block.Style, [], []);
                    pages[^1].Add(placed);
                }

                y += lineHeight;
                placed.Lines.Add(new Line(line, font, Margin + indent, y));
            }
        }

        return pages;
    }

    // Words are parted at plain spaces only: those that French puts before « : » and within « 12 000 » stay whole. What is longer than a line is cut.
    private static List<string> Break(string text, XFont font, XGraphics measure, double width)
    {
        var lines = new List<string>();
        foreach (var typed in Known(text).Split('\n'))
        {
            var line = "";
            foreach (var word in typed.Split(' '))
            {
                var longer = line.Length == 0 ? word : $"{line} {word}";
                if (measure.MeasureString(longer, font).Width <= width)
                {
                    line = longer;
                    continue;
                }

                if (line.Length > 0)
                {
                    lines.Add(line);
                }

                line = word;
                while (measure.MeasureString(line, font).Width > width)
                {
                    var kept = Fit(line, font, measure, width);
                    lines.Add(line[..kept]);
                    line = line[kept..];
                }
            }

            lines.Add(line);
        }

        return lines;
    }

    // The fonts have nothing beyond the first plane of Unicode: a square stands for what they cannot show.
    private static string Known(string text) => string.Concat(text
        .ReplaceLineEndings("\n")
        .Replace('\t', ' ')
        .Replace('\u202f', '\u00a0')
        .EnumerateRunes()
        .Select(rune => rune.IsBmp && rune.Value != '\ufffd' ? rune.ToString() : Unknown));

    private static int Fit(string word, XFont font, XGraphics measure, double width)
    {
        var (fits, tooLong) = (1, word.Length);
        while (tooLong - fits > 1)
        {
            var middle = (fits + tooLong) / 2;
            (fits, tooLong) = measure.MeasureString(word[..middle], font).Width <= width ? (middle, tooLong) : (fits, middle);
        }

        return fits;
    }

    private static XFont Font(double size, bool isBold) => new(PdfFonts.Family, size, isBold ? XFontStyleEx.Bold : XFontStyleEx.Regular, new XPdfFontOptions(PdfFontEncoding.Unicode));

    private PdfText Add(Style style, string text)
    {
        blocks.Add(new Block(style, text, null));
        return this;
    }

    private sealed record Block(Style Style, string Text, string? Term);

    private sealed record Placed(Style Style, List<Line> Label, List<Line> Lines);

    private sealed record Line(string Text, XFont Font, double X, double Y);
}
