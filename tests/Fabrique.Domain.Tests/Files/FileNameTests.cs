using Fabrique.Domain.Files;

namespace Fabrique.Domain.Tests.Files;

public sealed class FileNameTests
{
    [Theory]
    [InlineData("Devis été 2026.pdf", "Devis été 2026.pdf")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("C:\\Users\\moi\\plan.odt", "plan.odt")]
    [InlineData("a\u202efdp.exe", "afdp.exe")]
    [InlineData("ligne\r\nSet-Cookie: x.pdf", "ligne Set-Cookie_ x.pdf")]
    [InlineData("nul\0octet.pdf", "nuloctet.pdf")]
    [InlineData("CON.pdf", "_CON.pdf")]
    [InlineData("lpt1", "_lpt1")]
    [InlineData("....", "fichier")]
    [InlineData("", "fichier")]
    [InlineData(null, "fichier")]
    [InlineData("\u200b\u2060", "fichier")]
    [InlineData("<script>\"x\".pdf", "_script__x_.pdf")]
    [InlineData("設計図 🚲.png", "設計図 🚲.png")]
    [InlineData(".htaccess", "htaccess")]
    public void A_name_is_data_without_folders_nor_what_misleads(string? typed, string kept) => Assert.Equal(kept, FileName.Clean(typed));

    [Fact]
    public void A_name_that_is_too_long_keeps_its_end()
    {
        var name = FileName.Clean($"{new string('é', 300)}.pdf");
        Assert.Equal(FileName.MaximumLength, name.Length);
        Assert.EndsWith("….pdf", name, StringComparison.Ordinal);

        // Never half of a character.
        Assert.All(Enumerable.Range(0, 4), shift => Assert.DoesNotContain('\ufffd', System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(FileName.Clean($"{new string('a', shift)}{string.Concat(Enumerable.Repeat("🚲", 150))}.pdf")))));
    }

    [Theory]
    [InlineData("plan.pdf", "plan.pdf", false)]
    [InlineData("plan.PDF", "plan.PDF", false)]
    [InlineData("plan", "plan.pdf", true)]
    [InlineData("plan.pdf.exe", "plan.pdf", true)]
    [InlineData("plan.docx", "plan.pdf", true)]
    [InlineData("Version 1.2 finale", "Version 1.2 finale.pdf", true)]
    public void A_name_ends_as_its_content_says(string typed, string kept, bool isCorrected)
    {
        Assert.Equal(kept, FileName.Of(typed, FileType.Pdf, out var corrected));
        Assert.Equal(isCorrected, corrected);
    }
}
