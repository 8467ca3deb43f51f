namespace Fabrique.Web.Platform.Exports;

/// <summary>
/// The files of exports, one for each, under its identifier. They are not among joined files, whose contents are shared: the file of an export is that of one person, and once it is deleted nothing is left of
/// it. It is written under another name and moved when it is whole: nobody sees half of one.
/// </summary>
public sealed class ExportFolder(string folder)
{
    private const string Unfinished = ".part";
    private const int BufferBytes = 64 * 1024;

    // Not the modes that the account happens to give: readable and writable by it alone.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Folder => folder;

    /// <summary>A file being written: nothing of it is left once it is disposed of, unless it was kept.</summary>
    public ExportFile Begin(Guid id)
    {
        Directory.CreateDirectory(folder);
        return new ExportFile(Path.Combine(folder, $"{id:N}-{Path.GetRandomFileName()}{Unfinished}"), PathOf(id));
    }

    /// <summary>Null when it is not there.</summary>
    public Stream? Open(Guid id)
    {
        try
        {
            return new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Destroys it, and what is left of tries that were cut.</summary>
    public void Delete(Guid id)
    {
        if (Directory.Exists(folder))
        {
            foreach (var file in Directory.EnumerateFiles(folder, $"{id:N}*"))
            {
                File.Delete(file);
            }
        }
    }

    /// <summary>The exports of which there are files that nobody wrote in since an instant.</summary>
    public IEnumerable<Guid> FindOlder(DateTime before) => !Directory.Exists(folder)
        ? []
        : new DirectoryInfo(folder).EnumerateFiles()
            .Where(file => file.LastWriteTimeUtc < before && file.Name.Length >= 32)
            .Select(file => Guid.TryParseExact(file.Name.AsSpan(0, 32), "N", out var id) ? id : Guid.Empty)
            .Where(id => id != Guid.Empty)
            .Distinct();

    internal static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = BufferBytes, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return new FileStream(path, options);
    }

    private string PathOf(Guid id) => Path.Combine(folder, id.ToString("N"));
}

/// <summary>The file of an export, being written.</summary>
public sealed class ExportFile(string path, string target) : IAsyncDisposable
{
    private FileStream? stream = ExportFolder.Create(path);

    public Stream Stream => stream ?? throw new InvalidOperationException("It is kept.");

    /// <summary>It is whole: puts it where it is read.</summary>
    /// <returns>Its length, in bytes.</returns>
    public async Task<long> KeepAsync()
    {
        var whole = stream!;
        await whole.FlushAsync();
        whole.Flush(flushToDisk: true);
        var length = whole.Length;
        stream = null;
        await whole.DisposeAsync();
        File.Move(path, target, overwrite: true);
        return length;
    }

    public async ValueTask DisposeAsync()
    {
        if (stream is { } unfinished)
        {
            await unfinished.DisposeAsync();
            File.Delete(path);
        }
    }
}
