using System.Diagnostics;

namespace Fabrique.Benchmarks;

/// <summary>The product itself, built, in a process and a folder of its own, with the demonstration's data: pages alone, unless scheduled work is asked for.</summary>
internal sealed class ServedProduct : IDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _folder = Directory.CreateTempSubdirectory("fabrique-benchmark-").FullName;
    private Uri? _address;

    private ServedProduct(string program, IEnumerable<KeyValuePair<string, string>> environment, string role)
    {
        var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--Fabrique:Role", role])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = _folder,
        };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Database__Path"] = Path.Combine(_folder, "fabrique.db");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
    }

    public Uri Address => _address!;

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Memory that it takes, in bytes.</summary>
    public long WorkingSet
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts it, and waits until it serves.</summary>
    /// <param name="program">Its program.</param>
    /// <param name="environment">Variables besides those that every measure has.</param>
    /// <param name="role">Whether it does scheduled work too.</param>
    public static async Task<ServedProduct> StartAsync(string program, IEnumerable<KeyValuePair<string, string>> environment, string role = "web")
    {
        var product = new ServedProduct(program, environment, role);
        using var patience = new CancellationTokenSource(StartLimit);
        while (await product._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and var at)
            {
                product._address = new Uri(line[at..].Trim());
                _ = product._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                return product;
            }
        }

        product.Dispose();
        throw new InvalidOperationException($"{program} ended before it was ready.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
