namespace Fabrique.Domain.Files;

/// <summary>A kind of file that people may join, recognised by what it holds, never by its name.</summary>
/// <param name="Code">Stable: rows hold it. At most <see cref="CodeLength"/> characters.</param>
/// <param name="Label">What people read.</param>
/// <param name="MediaType">As it is sent back.</param>
/// <param name="Extensions">That names of such files end with; the first is given to a name that ends otherwise.</param>
public sealed record FileType(string Code, string Label, string MediaType, params IReadOnlyList<string> Extensions)
{
    public const int CodeLength = 10;

    public static FileType Pdf { get; } = new("pdf", "PDF", "application/pdf", "pdf");

    public static FileType Png { get; } = new("png", "image PNG", "image/png", "png");

    public static FileType Jpeg { get; } = new("jpeg", "image JPEG", "image/jpeg", "jpg", "jpeg");

    public static FileType WebP { get; } = new("webp", "image WebP", "image/webp", "webp");

    public static FileType Odt { get; } = new("odt", "texte LibreOffice", "application/vnd.oasis.opendocument.text", "odt");

    public static FileType Ods { get; } = new("ods", "classeur LibreOffice", "application/vnd.oasis.opendocument.spreadsheet", "ods");

    public static FileType Odp { get; } = new("odp", "présentation LibreOffice", "application/vnd.oasis.opendocument.presentation", "odp");

    public static FileType Docx { get; } = new("docx", "document Word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx");

    public static FileType Xlsx { get; } = new("xlsx", "classeur Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    public static FileType Pptx { get; } = new("pptx", "présentation PowerPoint", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx");

    public static FileType Text { get; } = new("txt", "texte", "text/plain", "txt");

    public static FileType Csv { get; } = new("csv", "tableau CSV", "text/csv", "csv");

    public static IReadOnlyList<FileType> All { get; } = [Pdf, Odt, Ods, Odp, Docx, Xlsx, Pptx, Png, Jpeg, WebP, Text, Csv];

    /// <summary>What is accepted, to be read in a sentence.</summary>
    public const string Accepted = "PDF, documents LibreOffice ou Microsoft Office sans macros (ODT, ODS, ODP, DOCX, XLSX, PPTX), images PNG, JPEG ou WebP, textes TXT et tableaux CSV";

    /// <exception cref="InvalidOperationException">No such kind.</exception>
    public static FileType Of(string code) => All.First(type => type.Code == code);
}
