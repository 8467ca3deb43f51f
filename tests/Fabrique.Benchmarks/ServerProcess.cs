using System.Globalization;
using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>The processor time of the PostgreSQL server that this process has started.</summary>
internal static class ServerProcess
{
    /// <summary>Sum over the server's processes; null where it cannot be read.</summary>
    public static TimeSpan? CpuTime()
    {
        var file = Path.Combine(ProcessFolder.Path, "postgres", "data", "postmaster.pid");
        if (!OperatingSystem.IsLinux() || !File.Exists(file))
        {
            return null;
        }

        var server = File.ReadLines(file).First();
        var nanoseconds = 0L;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(folder[^1])))
        {
            try
            {
                var parent = File.ReadAllText(Path.Combine(folder, "stat")).Split(") ")[^1].Split(' ')[1];
                if (parent == server)
                {
                    nanoseconds += long.Parse(File.ReadAllText(Path.Combine(folder, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
                }
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // It ended while we looked.
            }
        }

        return TimeSpan.FromMicroseconds(nanoseconds / 1000.0);
    }
}
