using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Fabrique.Testing;

/// <summary>
/// The PostgreSQL server of this test process: the one named by FABRIQUE_TEST_POSTGRES (a connection string that may create databases),
/// or a cluster of its own on the loopback, without fsync, that disappears with the process.
/// </summary>
public static class PostgresCluster
{
    private const string ExternalServer = "FABRIQUE_TEST_POSTGRES";

    // In seconds. Only tells a server that hangs from one on a busy machine.
    private const string Patience = "300";

    private static readonly Lazy<Task<string>> Server = new(StartAsync);

    /// <summary>
    /// Settings of an own cluster, read when it starts: tests need not survive a power cut, and are quicker without the disk; no vacuum comes to a template while it is copied,
    /// nor to a database that lives a few seconds.
    /// </summary>
    public static string Durability { get; set; } = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off";

    /// <summary>Under CI a missing PostgreSQL is a failure, not a skip.</summary>
    public static bool IsCompulsory => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Null when tests can have a server.</summary>
    public static string? WhyUnavailable => External is not null || Binaries is not null
        ? null
        : $"PostgreSQL est introuvable : installez le paquet postgresql ou donnez un serveur dans {ExternalServer}.";

    private static string? External => Environment.GetEnvironmentVariable(ExternalServer) is { Length: > 0 } server ? server : null;

    private static string? Binaries { get; } = FindBinaries();

    /// <summary>Connection string of the server, to its maintenance database.</summary>
    public static Task<string> ConnectionStringAsync() => Server.Value;

    private static async Task<string> StartAsync()
    {
        if (External is { } external)
        {
            return external;
        }

        var binaries = Binaries ?? throw new InvalidOperationException(WhyUnavailable);
        var folder = Path.Combine(ProcessFolder.Path, "postgres");
        Directory.CreateDirectory(folder);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", folder);
        }

        var data = Path.Combine(folder, "data");
        await RunAsPostgresAsync(Path.Combine(binaries, "initdb"), "-D", data, "-U", "fabrique", "--auth=trust", "--no-sync", "-E", "UTF8", "--locale=C.UTF-8");
        for (var attempt = 1; ; attempt++)
        {
            var port = FreePort();
            try
            {
                var options = $"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} {Durability} -c max_connections=300";
                await RunAsPostgresAsync(Path.Combine(binaries, "pg_ctl"), "-D", data, "-l", Path.Combine(folder, "log"), "-w", "-t", Patience, "-o", options, "start");
                return $"Host=127.0.0.1;Port={port};Username=fabrique;Database=postgres;Timeout={Patience};Command Timeout={Patience}";
            }
            catch (InvalidOperationException) when (attempt < 5)
            {
                // Another process took the port in between.
            }
        }
    }

    private static string? FindBinaries()
    {
        var candidates = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
            .Concat(Directory.Exists("/usr/lib/postgresql")
                ? Directory.EnumerateDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin"))
                : []);
        return candidates.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")) && File.Exists(Path.Combine(folder, "pg_ctl")));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // PostgreSQL refuses to run as root.
    private static Task RunAsPostgresAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", "--", program, .. arguments])
        : RunAsync(program, arguments);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed ({process.ExitCode}): {await output} {await errors}");
        }
    }
}
