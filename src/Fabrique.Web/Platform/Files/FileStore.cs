using System.Buffers;
using System.Security.Cryptography;

namespace Fabrique.Web.Platform.Files;

/// <summary>A content that is in the store.</summary>
/// <param name="Digest">SHA-256, in lower-case hexadecimal: where it is.</param>
/// <param name="Length">In bytes.</param>
public sealed record StoredContent(string Digest, long Length);

/// <summary>
/// The contents of files, in one folder that all hosts share. A content is where its digest says, whoever sent it and however often. It is written under another name, then moved: nobody
/// sees half of one. Nothing in it can be executed, and nothing of it is served but by the page that asks who reads.
/// </summary>
public sealed class FileStore(string folder, TimeProvider clock)
{
    private const string Incoming = "arrivees";
    private const int BufferBytes = 64 * 1024;

    // Not the modes that the account happens to give: readable and writable by it alone.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public string Folder => folder;

    /// <summary>Receives a content without knowing yet whether it is kept: nothing of it is left once it is disposed of, unless it was.</summary>
    /// <param name="source">Read to its end.</param>
    /// <param name="most">Bytes beyond which it is too big.</param>
    /// <param name="cancellationToken">Abandons it; nothing is left.</param>
    /// <returns>Null when it is too big.</returns>
    public async Task<IncomingContent?> ReceiveAsync(Stream source, long most, CancellationToken cancellationToken)
    {
        var incoming = Directory.CreateDirectory(Path.Combine(folder, Incoming)).FullName;
        var path = Path.Combine(incoming, $"{Guid.CreateVersion7(clock.GetUtcNow()):N}.part");
        var buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        var isWhole = false;
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            long length = 0;
            await using (var target = new FileStream(path, Options(FileMode.CreateNew)))
            {
                for (int read; (read = await source.ReadAsync(buffer, cancellationToken)) > 0;)
                {
                    length += read;
                    if (length > most)
                    {
                        return null;
                    }

                    hash.AppendData(buffer, 0, read);
                    await target.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
                }

                target.Flush(flushToDisk: true);
            }

            isWhole = true;
            return new IncomingContent(this, path, new StoredContent(Convert.ToHexStringLower(hash.GetHashAndReset()), length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
            if (!isWhole)
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Null when it is not there.</summary>
    public Stream? Open(string digest)
    {
        try
        {
            return new FileStream(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, BufferBytes, FileOptions.Asynchronous | FileOptions.SequentialScan);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    public bool Has(string digest) => File.Exists(PathOf(digest));

    public void Delete(string digest)
    {
        if (Has(digest))
        {
            File.Delete(PathOf(digest));
        }
    }

    /// <summary>Contents that arrived before an instant, and what is left of those that never arrived whole.</summary>
    /// <returns>Digests, without order.</returns>
    public IEnumerable<string> FindOlder(DateTime before)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            if (file.LastWriteTimeUtc >= before)
            {
                continue;
            }

            if (file.Directory!.Name == Incoming)
            {
                file.Delete();
            }
            else if (file.Name.Length == SHA256.HashSizeInBytes * 2)
            {
                yield return file.Name;
            }
        }
    }

    /// <summary>Deletes a content that nothing refers to, unless it arrived again meanwhile.</summary>
    /// <returns>Whether it did.</returns>
    public bool DeleteIfOlder(string digest, DateTime before)
    {
        var aside = Path.Combine(Directory.CreateDirectory(Path.Combine(folder, Incoming)).FullName, $"{Guid.CreateVersion7(clock.GetUtcNow()):N}.part");
        try
        {
            File.Move(PathOf(digest), aside);
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }

        var isOld = File.GetLastWriteTimeUtc(aside) < before;
        if (!isOld && !Has(digest))
        {
            File.Move(aside, PathOf(digest), overwrite: true);
            return false;
        }

        File.Delete(aside);
        return isOld;
    }

    /// <summary>Whether what is there is what it was.</summary>
    public async Task<bool> IsIntactAsync(StoredContent content, CancellationToken cancellationToken)
    {
        await using var stream = Open(content.Digest);
        return stream is not null && stream.Length == content.Length && Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellationToken)) == content.Digest;
    }

    internal void Keep(string path, string digest)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(digest))!);

        // Counted from now, be it there already: what nothing refers to is deleted after a while.
        File.SetLastWriteTimeUtc(path, clock.GetUtcNow().UtcDateTime);
        File.Move(path, PathOf(digest), overwrite: true);
    }

    private static FileStreamOptions Options(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = Mode;
        }

        return options;
    }

    // A digest comes from a row of ours, and is no path whatever it holds.
    private string PathOf(string digest) => digest.Length == SHA256.HashSizeInBytes * 2 && digest.All(char.IsAsciiHexDigitLower)
        ? Path.Combine(folder, digest[..2], digest)
        : throw new ArgumentException("Not a digest.", nameof(digest));
}

/// <summary>A content that arrived whole, and is not in the store yet.</summary>
public sealed class IncomingContent(FileStore store, string path, StoredContent content) : IDisposable
{
    private bool isKept;

    public StoredContent Content => content;

    /// <summary>Reads it, to know what it is.</summary>
    public Stream Open() => new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);

    public void Keep()
    {
        store.Keep(path, content.Digest);
        isKept = true;
    }

    public void Dispose()
    {
        if (!isKept)
        {
            File.Delete(path);
        }
    }
}
