using Fabrique.Web.Platform.Pdf;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Tokens;

namespace Fabrique.Web.Tests.Platform.Pdf;

public sealed class PdfTextTests
{
    private const string Title = "Accusé de réception C-2026-0042";

    [Fact]
    public void What_is_written_is_read_back_with_its_accents_on_A4()
    {
        using var pdf = Open(new PdfText(Title).Heading("L’idée").Paragraph("Où ça ? « Là-bas » : 12\u202f000 € — œuvre, Noël, ÉTÉ.\nSeconde ligne.").Row("Référence", "C-2026-0042").List(["un", "deux"]));
        var page = pdf.GetPage(1);
        Assert.Equal((595, 842), ((int)page.Width, (int)page.Height));
        var text = TextOf(page);
        foreach (var expected in (string[])[Title, "L’idée", "Où ça ? « Là-bas » : 12\u00a0000 € — œuvre, Noël, ÉTÉ.", "Seconde ligne.", "Référence", "• un", "• deux", "Page\u00a01\u00a0/\u00a01"])
        {
            Assert.Contains(Close(expected), Close(text), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void It_is_tagged_in_French_and_carries_its_fonts()
    {
        using var pdf = Open(new PdfText(Title).Heading("L’idée").Subheading("Le problème").Paragraph("Un texte.").Row("Terme", "Valeur").List(["un"]));
        var catalog = pdf.Structure.Catalog.CatalogDictionary;
        Assert.Equal("fr-FR", ((StringToken)catalog.Data["Lang"]).Data);
        Assert.Contains("StructTreeRoot", catalog.Data.Keys);
        Assert.Equal(Title, pdf.Information.Title);
        var objects = pdf.Structure.CrossReferenceTable.ObjectOffsets.Keys.Select(key => pdf.Structure.GetObject(key).Data).ToList();
        var tags = objects.OfType<DictionaryToken>().Where(one => one.Data.ContainsKey("S") && one.Data.ContainsKey("P")).Select(one => ((NameToken)one.Data["S"]).Data).ToHashSet();
        Assert.Superset(new HashSet<string>(["H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody"], StringComparer.Ordinal), tags);
        var fonts = objects.OfType<DictionaryToken>().Where(one => one.Data.TryGetValue("Type", out var type) && type is NameToken { Data: "FontDescriptor" }).ToList();
        Assert.NotEmpty(fonts);
        Assert.All(fonts, font => Assert.Contains(font.Data.Keys, key => key.StartsWith("FontFile", StringComparison.Ordinal)));
    }

    [Fact]
    public void Thirty_pages_are_numbered_and_lose_nothing()
    {
        var lines = Enumerable.Range(1, 1500).Select(number => $"Ligne{number:0000}").ToList();
        using var pdf = Open(new PdfText(Title).Subheading("Le problème").Paragraph(string.Join('\n', lines)));
        Assert.InRange(pdf.NumberOfPages, 25, 40);
        var text = string.Concat(pdf.GetPages().Select(TextOf));
        Assert.All(lines, line => Assert.Contains(line, text, StringComparison.Ordinal));
        Assert.Contains($"Page\u00a0{pdf.NumberOfPages}\u00a0/\u00a0{pdf.NumberOfPages}", TextOf(pdf.GetPage(pdf.NumberOfPages)), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_goes_beyond_the_margin_and_a_space_that_French_forbids_to_break_is_kept()
    {
        using var pdf = Open(new PdfText(new string('T', 300)).Paragraph($"{new string('x', 5000)} {string.Concat(Enumerable.Repeat("🚲", 500))}").Paragraph(string.Join(' ', Enumerable.Repeat("mot\u00a0:", 500))));
        Assert.All(pdf.GetPages().SelectMany(page => page.Letters).Where(letter => letter.Value.Trim().Length > 0), letter => Assert.InRange(letter.StartBaseLine.X, 0, 595 - 57));
        Assert.DoesNotContain(pdf.GetPages().SelectMany(page => page.Letters.GroupBy(letter => Math.Round(letter.StartBaseLine.Y))), line => line.First().Value == ":");
    }

    [Theory]
    [InlineData("🚲 🇫🇷 👩🏽‍🔬")]
    [InlineData("設計図")]
    [InlineData("مرحبا")]
    [InlineData("\ud83d")]
    [InlineData("")]
    public void What_the_fonts_do_not_have_stops_nothing(string text)
    {
        using var pdf = Open(new PdfText($"T {text}").Paragraph(text).Row(text, text).Paragraph("après"));
        Assert.Contains("après", TextOf(pdf.GetPage(1)), StringComparison.Ordinal);
    }

    private static PdfDocument Open(PdfText text) => PdfDocument.Open(text.ToArray());

    // A PDF knows where letters are, not which spaces part them.
    private static string Close(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));

    private static string TextOf(Page page) => string.Concat(page.Letters.Select(letter => letter.Value));
}
