using System.IO.Compression;
using System.Text;

namespace Fabrique.Testing.Files;

/// <summary>Files of each kind, as small as they can be, and others that pretend.</summary>
public static class SampleFiles
{
    public static byte[] Pdf { get; } = Ascii("%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");

    public static byte[] Png { get; } = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static byte[] Jpeg { get; } = [0xff, 0xd8, 0xff, 0xe0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xd9];

    public static byte[] WebP { get; } = [.. "RIFF"u8, 12, 0, 0, 0, .. "WEBPVP8L"u8, 0, 0, 0, 0];

    public static byte[] Odt { get; } = OpenDocument("text");

    public static byte[] Docx { get; } = Office("wordprocessingml.document", "word/document.xml");

    public static byte[] Xlsx { get; } = Office("spreadsheetml.sheet", "xl/workbook.xml");

    public static byte[] Pptx { get; } = Office("presentationml.presentation", "ppt/presentation.xml");

    public static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    public static byte[] OpenDocument(string kind, params (string Name, byte[] Content)[] more) =>
        Zip([("mimetype", Ascii($"application/vnd.oasis.opendocument.{kind}")), ("content.xml", Ascii("<office/>")), .. more]);

    public static byte[] Office(string kind, string part, params (string Name, byte[] Content)[] more) => Zip(
    [
        ("[Content_Types].xml", Ascii($"<Types><Override PartName=\"/{part}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}.main+xml\"/></Types>")),
        ("_rels/.rels", Ascii("<Relationships/>")),
        (part, Ascii("<x/>")),
        .. more,
    ]);

    public static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name, name == "mimetype" ? CompressionLevel.NoCompression : CompressionLevel.Optimal).Open();
                entry.Write(content);
            }
        }

        return stream.ToArray();
    }
}
