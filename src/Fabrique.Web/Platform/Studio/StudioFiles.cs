using System.Collections.Frozen;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fabrique.Web.Kernel.Hosting;
using Microsoft.Net.Http.Headers;

namespace Fabrique.Web.Platform.Studio;

/// <summary>
/// Elsa Studio's own files, as npm brought them, in the encodings in which they were compressed once and for all. They are the same for everybody and
/// everywhere: no session is asked for.
/// </summary>
internal sealed partial class StudioFiles
{
    private const string Published = "studio";
    private const string Pointer = "studio.path";

    // Neither its page nor its settings are there, nor what only its developers need.
    private static readonly FrozenDictionary<string, string> Types = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [".css"] = "text/css",
        [".cur"] = "image/x-icon",
        [".dat"] = "application/octet-stream",
        [".ico"] = "image/x-icon",
        [".js"] = "text/javascript",
        [".png"] = "image/png",
        [".wasm"] = "application/wasm",
        [".woff2"] = "font/woff2",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // The first that the browser accepts is sent.
    private static readonly (string Encoding, string Extension)[] Encodings = [("br", ".br"), ("gzip", ".gz")];

    private readonly string version;
    private readonly FrozenDictionary<string, StudioFile> files;

    private StudioFiles(string folder)
    {
        version = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "package.json")))?["version"]?.GetValue<string>() ?? "";
        files = Find(folder).ToFrozenDictionary(file => file.Path, StringComparer.Ordinal);
    }

    /// <exception cref="StartUpException">The package is not where the build left it.</exception>
    public static StudioFiles Load()
    {
        var folder = Folder(AppContext.BaseDirectory);
        return File.Exists(Path.Combine(folder, "package.json"))
            ? new StudioFiles(folder)
            : throw new StartUpException($"Les fichiers d’Elsa Studio sont introuvables dans «\u00a0{folder}\u00a0»\u00a0: reconstruisez l’application, ou publiez-la (dotnet publish) avant de la déplacer.");
    }

    /// <returns>False when there is no such file: the request is for somebody else.</returns>
    public async Task<bool> TryServeAsync(HttpContext http, PathString path)
    {
        if (!(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) || !files.TryGetValue(path.Value?.TrimStart('/') ?? "", out var file))
        {
            return false;
        }

        var accepted = http.Request.GetTypedHeaders().AcceptEncoding;
        var (encoding, extension) = Encodings.FirstOrDefault(known => file.Extensions.Contains(known.Extension) && accepted.Any(asked => asked.Value == known.Encoding && asked.Quality is not 0));
        http.Response.Headers.Vary = HeaderNames.AcceptEncoding;
        http.Response.Headers.CacheControl = file.IsFingerprinted ? "public, max-age=31536000, immutable" : "no-cache";
        if (encoding is not null)
        {
            http.Response.Headers.ContentEncoding = encoding;
        }

        // npm gives every file of every version the same date: the version tells them apart.
        var tag = new EntityTagHeaderValue($"\"{version}{extension}\"");
        await TypedResults.PhysicalFile(file.Source + extension, file.ContentType, entityTag: tag).ExecuteAsync(http);
        return true;
    }

    private static string Folder(string program)
    {
        var published = Path.Combine(program, Published);
        var pointer = Path.Combine(program, Pointer);
        return !Directory.Exists(published) && File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : published;
    }

    private static IEnumerable<StudioFile> Find(string folder)
    {
        var present = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToHashSet(StringComparer.Ordinal);
        foreach (var source in present)
        {
            if (Types.TryGetValue(Path.GetExtension(source), out var type))
            {
                var path = Path.GetRelativePath(folder, source).Replace(Path.DirectorySeparatorChar, '/');
                yield return new StudioFile(path, source, type, [.. Encodings.Select(known => known.Extension).Where(extension => present.Contains(source + extension))], Fingerprint.IsMatch(path));
            }
        }
    }

    [GeneratedRegex(@"\.[a-z0-9]{10}\.(wasm|js|dat|bundle\.scp\.css)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Fingerprint { get; }

    /// <param name="Path">Below the folder, as it is asked for.</param>
    /// <param name="Source">Where it is, uncompressed.</param>
    /// <param name="ContentType">What it is.</param>
    /// <param name="Extensions">Those of the compressed files beside it.</param>
    /// <param name="IsFingerprinted">Whether its name changes with its content.</param>
    private sealed record StudioFile(string Path, string Source, string ContentType, IReadOnlyList<string> Extensions, bool IsFingerprinted);
}
