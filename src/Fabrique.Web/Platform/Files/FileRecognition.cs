using System.IO.Compression;
using System.Text;
using Fabrique.Domain;
using Fabrique.Domain.Files;

namespace Fabrique.Web.Platform.Files;

/// <summary>
/// What a file is, by what it holds. Only what is known is accepted, in the one shape that it has when nothing else hides in it; whatever else is refused with a sentence.
/// Nothing is executed or decompressed, but for two small parts of office documents.
/// </summary>
internal static class FileRecognition
{
    private const int HeadBytes = 4096;
    private const int TailBytes = 2048;
    private const int MostEntries = 10_000;
    private const long MostUnpacked = 1024L * 1024 * 1024;
    private const int MostRatio = 200;
    private const int MostPart = 1024 * 1024;

    // Below this, a high ratio hurts nobody.
    private const long SmallUnpacked = 20 * 1024 * 1024;

    private const string ContentTypes = "[Content_Types].xml";

    private static readonly (string MainPart, FileType Type)[] Office =
    [
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", FileType.Docx),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", FileType.Xlsx),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml", FileType.Pptx),
    ];

    // What makes of a text something that a program runs or shows otherwise than as a text.
    private static readonly string[] Active =
        ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<?xml", "<hta:", "<iframe", "<object", "<embed", "<meta ", "<img "];

    private static readonly string[] ActiveStarts =
        ["#!", "{\\rtf", "mime-version:", "[desktop entry]", "[internetshortcut]", "[autorun]", "@echo", "windows registry editor", "begin:vcalendar", "%!ps"];

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What it is.</summary>
    /// <param name="content">Can be sought; read from its beginning.</param>
    /// <param name="name">As the person calls it: a text is one only when its name says so.</param>
    public static Outcome<FileType> Recognise(Stream content, string name)
    {
        if (content.Length == 0)
        {
            return Refuse("file-empty", name, "est vide. Vérifiez-le, puis joignez-le de nouveau.");
        }

        var head = Read(content, 0, HeadBytes);
        var tail = Read(content, Math.Max(0, content.Length - TailBytes), TailBytes);
        return head switch
        {
            [(byte)'%', (byte)'P', (byte)'D', (byte)'F', (byte)'-', (byte)'1' or (byte)'2', (byte)'.', ..] => Contains(head, Active)
                ? Unknown(name)
                : Whole(FileType.Pdf, tail.AsSpan().LastIndexOf("%%EOF"u8) >= 0, name),
            [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R', ..] =>
                Whole(FileType.Png, tail.AsSpan().EndsWith((ReadOnlySpan<byte>)[0, 0, 0, 0, (byte)'I', (byte)'E', (byte)'N', (byte)'D', 0xae, 0x42, 0x60, 0x82]), name),
            [0xff, 0xd8, 0xff, ..] => Contains(head, Active) ? Unknown(name) : Whole(FileType.Jpeg, tail.AsSpan().LastIndexOf((ReadOnlySpan<byte>)[0xff, 0xd9]) >= 0, name),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] =>
                Whole(FileType.WebP, BitConverter.ToUInt32(head, 4) + 8L == content.Length, name),
            [(byte)'P', (byte)'K', 3, 4, ..] => RecogniseOffice(content, name),
            _ => RecogniseText(content, head, name),
        };
    }

    private static Outcome<FileType> Whole(FileType type, bool isWhole, string name) => isWhole
        ? type
        : Refuse("file-broken", name, "est abîmé ou incomplet : il s’arrête avant sa fin, ou autre chose le suit. Ouvrez-le, enregistrez-le de nouveau, puis joignez-le.");

    private static Outcome<FileType> RecogniseOffice(Stream content, string name)
    {
        try
        {
            using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
            return RecogniseOffice(archive, content.Length, name);
        }
        catch (Exception broken) when (broken is InvalidDataException or EndOfStreamException or IOException or NotSupportedException or ArgumentException or OverflowException)
        {
            return Refuse("file-broken", name, "est abîmé ou incomplet. Ouvrez-le, enregistrez-le de nouveau, puis joignez-le.");
        }
    }

    private static Outcome<FileType> RecogniseOffice(ZipArchive archive, long packed, string name)
    {
        long unpacked = 0;
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var entry in archive.Entries)
        {
            unpacked = checked(unpacked + entry.Length);
            if (names.Count >= MostEntries || unpacked > MostUnpacked || unpacked > SmallUnpacked && unpacked / packed > MostRatio)
            {
                return Refuse("file-too-packed", name, "contient, une fois ouvert, bien plus que ce que sa taille annonce. Il n’est pas accepté.");
            }

            if (!names.Add(entry.FullName) || entry.FullName.Contains("..", StringComparison.Ordinal) || entry.FullName.StartsWith('/') || entry.FullName.Contains('\\', StringComparison.Ordinal))
            {
                return Unknown(name);
            }
        }

        var type = archive.Entries is [{ FullName: "mimetype" } first, ..]
            ? FileType.All.FirstOrDefault(type => type.MediaType == Text(first) && (type == FileType.Odt || type == FileType.Ods || type == FileType.Odp))
            : FindOffice(archive, names);
        if (type is null)
        {
            return HasMacros(archive, names) ? Macros(name) : Unknown(name);
        }

        return HasMacros(archive, names) ? Macros(name) : names.Contains("content.xml") || names.Contains(ContentTypes) ? type : Unknown(name);
    }

    private static FileType? FindOffice(ZipArchive archive, HashSet<string> names)
    {
        if (!names.Contains("_rels/.rels") || archive.GetEntry(ContentTypes) is not { } part)
        {
            return null;
        }

        var text = Text(part);
        return text.Contains("<!DOCTYPE", StringComparison.OrdinalIgnoreCase)
            ? null
            : Office.Where(known => text.Contains($"\"{known.MainPart}\"", StringComparison.Ordinal)).Select(known => known.Type).FirstOrDefault();
    }

    private static bool HasMacros(ZipArchive archive, HashSet<string> names) => names.Any(name =>
            name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Basic/", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith("Scripts/", StringComparison.OrdinalIgnoreCase)
            || name.Contains("/macrosheets/", StringComparison.OrdinalIgnoreCase))
        || archive.GetEntry(ContentTypes) is { } part && Text(part).Contains("macroEnabled", StringComparison.OrdinalIgnoreCase);

    private static Outcome<FileType> RecogniseText(Stream content, byte[] head, string name)
    {
        var type = FileName.ExtensionOf(name).ToUpperInvariant() switch { "TXT" => FileType.Text, "CSV" => FileType.Csv, _ => null };
        if (type is null || Contains(head, Active) || StartsAsActive(head))
        {
            return Unknown(name);
        }

        // UTF-16 says so by its mark. Anything else without a control character is UTF-8, or one of the old sets of 256 characters.
        if (head is [0xff, 0xfe, ..] or [0xfe, 0xff, ..])
        {
            return content.Length % 2 == 0 ? type : Unknown(name);
        }

        content.Position = 0;
        var buffer = new byte[64 * 1024];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            if (buffer.AsSpan(0, read).ContainsAnyInRange((byte)0, (byte)8) || buffer.AsSpan(0, read).ContainsAnyInRange((byte)14, (byte)31) || buffer.AsSpan(0, read).Contains((byte)127))
            {
                return Unknown(name);
            }
        }

        return type;
    }

    private static bool StartsAsActive(byte[] head)
    {
        var text = AsText(head).TrimStart('\ufeff', ' ', '\t', '\r', '\n');
        return ActiveStarts.Any(start => text.StartsWith(start, StringComparison.OrdinalIgnoreCase));
    }

    private static bool Contains(byte[] head, string[] marks)
    {
        var text = AsText(head);
        return marks.Any(mark => text.Contains(mark, StringComparison.OrdinalIgnoreCase));
    }

    // One character a byte, but for UTF-16: what is looked for is ASCII.
    private static string AsText(byte[] head) => head switch
    {
        [0xff, 0xfe, ..] => Encoding.Unicode.GetString(head),
        [0xfe, 0xff, ..] => Encoding.BigEndianUnicode.GetString(head),
        [0xef, 0xbb, 0xbf, ..] => Encoding.UTF8.GetString(head),
        _ => Encoding.Latin1.GetString(head),
    };

    private static byte[] Read(Stream content, long from, int most)
    {
        content.Position = from;
        var bytes = new byte[(int)Math.Min(most, content.Length - from)];
        content.ReadExactly(bytes);
        return bytes;
    }

    // Whatever size it announces, no more than this is read.
    private static string Text(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var buffer = new byte[MostPart];
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return Strict.GetString(buffer, 0, read);
    }

    private static Outcome<FileType> Unknown(string name) => Refuse("file-unknown", name, $"n’est pas d’un type accepté, quoi que dise son nom. Sont acceptés : {FileType.Accepted}.");

    private static Outcome<FileType> Macros(string name) => Refuse("file-macros", name, "contient des macros. Enregistrez-le dans un format qui n’en contient pas (DOCX, XLSX, PPTX, ODT, ODS ou ODP), puis joignez-le.");

    private static Outcome<FileType> Refuse(string code, string name, string what) => new Refusal(code, $"« {FileName.Clean(name)} » {what}");
}
