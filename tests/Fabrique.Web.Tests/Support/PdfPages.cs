using UglyToad.PdfPig;

namespace Fabrique.Web.Tests.Support;

/// <summary>What a PDF says.</summary>
internal static class PdfPages
{
    /// <summary>All its letters, without blanks: lines and words are parted where the page wants.</summary>
    public static string Read(byte[] file)
    {
        using var pdf = PdfDocument.Open(file);
        return Close(string.Concat(pdf.GetPages().SelectMany(page => page.Letters).Select(letter => letter.Value)));
    }

    public static string Close(string text) => string.Concat(text.Where(character => !char.IsWhiteSpace(character)));
}
