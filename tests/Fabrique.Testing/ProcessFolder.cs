using System.Diagnostics;

namespace Fabrique.Testing;

/// <summary>
/// A temporary folder that lives as long as this process. A small shell waits for the process to end, however it does, and then
/// stops the PostgreSQL server that the folder may hold and removes it. What a killed shell leaves is removed by the next process.
/// </summary>
internal static class ProcessFolder
{
    private const string Prefix = "fabrique-tests-";
    private const string LockName = "owner.lock";

    // What tests write need not survive a power cut: kept in memory where there is room for it, it waits for no disk.
    private const string Memory = "/dev/shm";
    private const long Room = 2L * 1024 * 1024 * 1024;

    private static readonly Lazy<Owned> Current = new(Create);

    /// <summary>Whether it may be kept in memory, where there is room; to be set before the first use. Measures of a database want the disk.</summary>
    public static bool MayBeInMemory { get; set; } = true;

    public static string Path => Current.Value.Path;

    private static Owned Create()
    {
        RemoveLeftovers();
        var parent = MayBeInMemory && HasRoomInMemory() ? Memory : System.IO.Path.GetTempPath();
        var path = System.IO.Path.Combine(parent, Prefix + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(path);
        var owner = Lock(path);
        var watcher = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", $"exec > /dev/null 2>&1; cat; {CleaningScript(path)}"])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
        })!;
        return new Owned(path, owner, watcher);
    }

    private static bool HasRoomInMemory() => Directory.Exists(Memory) && new DriveInfo(Memory).AvailableFreeSpace >= Room;

    private static void RemoveLeftovers()
    {
        string[] parents = [System.IO.Path.GetTempPath(), Memory];
        foreach (var path in parents.Where(Directory.Exists).SelectMany(parent => Directory.EnumerateDirectories(parent, Prefix + "*")))
        {
            // A folder without its lock is being created by another process, unless it is old.
            if (!File.Exists(System.IO.Path.Combine(path, LockName)) && Directory.GetCreationTimeUtc(path) > DateTime.UtcNow.AddHours(-1))
            {
                continue;
            }

            try
            {
                using (Lock(path))
                {
                    using var cleaning = Process.Start("/bin/sh", ["-c", CleaningScript(path)]);
                    cleaning.WaitForExit();
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                // Its process is alive, or another user's.
            }
        }
    }

    private static FileStream Lock(string path) =>
        new(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static string CleaningScript(string path) =>
        $"if [ -f '{path}/postgres/data/postmaster.pid' ]; then kill -s QUIT \"$(head -n 1 '{path}/postgres/data/postmaster.pid')\"; sleep 1; fi; rm -rf '{path}'";

    private sealed record Owned(string Path, FileStream Lock, Process Watcher);
}
