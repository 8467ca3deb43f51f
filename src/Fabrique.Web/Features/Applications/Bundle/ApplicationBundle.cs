using System.IO.Compression;
using System.Security.Cryptography;
using Fabrique.Domain.Files;
using Fabrique.Web.Platform.Files;
using Fabrique.Web.Platform.Tables;

namespace Fabrique.Web.Features.Applications.Bundle;

/// <summary>An application and all that is joined to it, in one archive: the document, the files under names of which no two are the same whatever the system, and the list of all with their SHA-256.</summary>
public sealed class ApplicationBundle(FileStore store)
{
    public const string MediaType = "application/zip";
    public const string ManifestName = "manifeste.csv";
    public const string Folder = "pieces/";

    private static readonly IReadOnlyList<TableColumn> Columns =
    [
        new("chemin", "Chemin dans l’archive"),
        new("nom", "Nom d’origine"),
        new("question", "Question"),
        new("type", "Type"),
        new("taille", "Taille en octets", TableKind.WholeNumber),
        new("empreinte", "SHA-256"),
        new("remarque", "Remarque"),
    ];

    /// <summary>Writes it as it goes: what is in a file never stays in memory.</summary>
    /// <param name="document">What is taken away.</param>
    /// <param name="now">UTC.</param>
    /// <param name="target">Written forward only.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    public async Task WriteAsync(ApplicationDocument document, DateTime now, Stream target, CancellationToken cancellationToken)
    {
        await using var archive = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        var pdf = document.ToPdf(now);
        await using (var entry = await archive.CreateEntry(document.PdfName, CompressionLevel.Fastest).OpenAsync(cancellationToken))
        {
            await entry.WriteAsync(pdf, cancellationToken);
        }

        var lines = new List<IReadOnlyList<object?>>
        {
            new object?[] { document.PdfName, document.PdfName, null, FileType.Pdf.Label, pdf.LongLength, Convert.ToHexStringLower(SHA256.HashData(pdf)), null },
        };
        var names = Name(document.Files.Select(file => file.File.Name));
        for (var index = 0; index < document.Files.Count; index++)
        {
            var (question, file) = document.Files[index];
            await using var content = file.MayBeRead ? store.Open(file.Digest) : null;
            var path = content is null ? null : $"{Folder}{names[index]}";
            if (content is not null)
            {
                // Most are compressed already.
                await using var entry = await archive.CreateEntry(path!, CompressionLevel.Fastest).OpenAsync(cancellationToken);
                await content.CopyToAsync(entry, cancellationToken);
            }

            lines.Add([path, file.Name, question, file.Type.Label, file.Length, file.Digest, content is null ? $"absent de l’archive\u00a0: {ScanLabels.Tell(file) ?? "son contenu n’est plus là"}" : null]);
        }

        // A table is written to what can be sought: this one is small.
        using var manifest = new MemoryStream();
        await TableWriter.WriteAsync(TableFormat.FrenchCsv, ManifestName, Columns, lines.ToAsyncEnumerable(), manifest, progress: null, cancellationToken);
        manifest.Position = 0;
        await using var last = await archive.CreateEntry(ManifestName, CompressionLevel.Fastest).OpenAsync(cancellationToken);
        await manifest.CopyToAsync(last, cancellationToken);
    }

    /// <summary>Names that every system takes, of which no two differ by their case only; those that came first keep theirs.</summary>
    public static IReadOnlyList<string> Name(IEnumerable<string> names)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var given = new List<string>();
        foreach (var name in names.Select(FileName.Clean))
        {
            var extension = FileName.ExtensionOf(name) is { Length: > 0 } end ? $".{end}" : "";
            var unique = name;
            for (var number = 2; !taken.Add(unique); number++)
            {
                unique = $"{name[..^extension.Length]} ({number}){extension}";
            }

            given.Add(unique);
        }

        return given;
    }
}
