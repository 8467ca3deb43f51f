using System.Security.Cryptography;
using Fabrique.Domain;
using Fabrique.Domain.Panels;
using Fabrique.Web.Platform.Files;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Panels.Vote;

/// <summary>
/// The keys of the urns of secret ballots, each in a file of its own beside the contents of files, in the one folder that all hosts share: never in the database, which holds the urns, nor with the keys of the
/// application, which it holds too. A key is destroyed when its ballot is closed or annulled. One that is lost makes the vote to be held again.
/// </summary>
public sealed class UrnKeys(FileStore files, TimeProvider clock)
{
    private const string Keys = "urnes";

    internal static Refusal Lost { get; } = new("ballot-key-lost", "L’urne de ce vote ne peut plus être ouverte : annulez-le, et recommencez le vote.");

    // Readable and writable by the account of the application alone.
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the key of a ballot that is being opened. Nobody sees half of one.</summary>
    /// <exception cref="IOException">It has one already.</exception>
    public UrnKey Create(Guid ballotId)
    {
        Directory.CreateDirectory(Path.Combine(files.Folder, Keys));
        Span<byte> bytes = stackalloc byte[UrnKey.Length];
        RandomNumberGenerator.Fill(bytes);
        var arriving = $"{PathOf(ballotId)}.part-{Guid.CreateVersion7(clock.GetUtcNow()):N}";
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = Mode;
            }

            using (var stream = new FileStream(arriving, options))
            {
                stream.Write(bytes);
                stream.Flush(flushToDisk: true);
            }

            File.Move(arriving, PathOf(ballotId));
            return new UrnKey(bytes);
        }
        finally
        {
            File.Delete(arriving);
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>Null when it is lost, or was destroyed.</summary>
    public UrnKey? Find(Guid ballotId)
    {
        try
        {
            var bytes = File.ReadAllBytes(PathOf(ballotId));
            return bytes.Length == UrnKey.Length ? new UrnKey(bytes) : null;
        }
        catch (Exception absent) when (absent is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Overwrites it, then deletes it. Nothing is done when it is not there.</summary>
    public void Destroy(Guid ballotId)
    {
        var path = PathOf(ballotId);
        if (!File.Exists(path))
        {
            return;
        }

        using (var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            stream.Write(new byte[UrnKey.Length]);
            stream.Flush(flushToDisk: true);
        }

        File.Delete(path);
    }

    /// <summary>
    /// Destroys it once what is changed in a context is saved, and not before: a vote that comes at the same moment makes the change to be done again, and the urn has to be opened again for it.
    /// </summary>
    public void DestroyOnceSaved(DbContext db, Guid ballotId)
    {
        db.SavedChanges += Saved;
        db.SaveChangesFailed += Failed;

        void Saved(object? sender, SavedChangesEventArgs saved)
        {
            Leave();
            Destroy(ballotId);
        }

        void Failed(object? sender, SaveChangesFailedEventArgs failed) => Leave();

        void Leave()
        {
            db.SavedChanges -= Saved;
            db.SaveChangesFailed -= Failed;
        }
    }

    private string PathOf(Guid ballotId) => Path.Combine(files.Folder, Keys, $"{ballotId:N}.cle");
}
