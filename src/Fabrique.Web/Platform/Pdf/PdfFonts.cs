using PdfSharp.Fonts;

namespace Fabrique.Web.Platform.Pdf;

/// <summary>The fonts that PDF files carry, which the build puts beside the program: none of the machine is used.</summary>
internal sealed class PdfFonts : IFontResolver
{
    public const string Family = "Source Sans 3";

    private const string Regular = "SourceSans3-Regular";
    private const string Bold = "SourceSans3-Bold";

    private static readonly Lock Once = new();

    /// <summary>Makes them known to the library, which knows one source of fonts for the whole program.</summary>
    public static void Use()
    {
        lock (Once)
        {
            GlobalFontSettings.FontResolver ??= new PdfFonts();
        }
    }

    public FontResolverInfo? ResolveTypeface(string familyName, bool isBold, bool isItalic) => new(isBold ? Bold : Regular);

    public byte[]? GetFont(string faceName) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "polices", $"{faceName}.ttf"));
}
