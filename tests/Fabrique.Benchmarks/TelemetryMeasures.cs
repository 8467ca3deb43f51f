using System.Diagnostics;
using System.Net;
using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>
/// What telemetry costs a page: the product in a process of its own, with it off and on (sent to a collector that takes everything), and beside another build when one
/// is given; in turn, several times over.
/// </summary>
internal sealed class TelemetryMeasures(BenchmarkOptions options, Report report)
{
    private const int Callers = 2;
    private const string Page = "/appels";

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    public async Task RunAsync()
    {
        if (!options.Wants("telemetry") || options.Program is null)
        {
            return;
        }

        using var collector = new Collector();
        List<Server> servers = [];
        try
        {
            if (options.Beside is { } beside)
            {
                servers.Add(await Server.StartAsync("page, another build", beside, collector: null));
            }

            servers.Add(await Server.StartAsync("page, telemetry off", options.Program, collector: null));
            servers.Add(await Server.StartAsync("page, telemetry on", options.Program, collector));
            foreach (var server in servers)
            {
                await server.MeasureAsync(20 * options.Sample);
                server.Samples.Clear();
            }

            for (var round = 0; round < 3 * options.Rounds; round++)
            {
                // In turn, and each as often first as last.
                foreach (var server in round % 2 == 0 ? servers : Enumerable.Reverse(servers))
                {
                    await server.MeasureAsync(options.Sample);
                }
            }

            foreach (var server in servers)
            {
                report.Add(new Line(server.Name, Report.Name(Engine.Sqlite), Report.Rate(Sampling.Median(server.Samples.Select(sample => sample.Rate)))) { Cpu = Sampling.Median(server.Samples.Select(sample => sample.Cpu)) });
            }

            Console.Error.WriteLine($"The collector took {collector.Taken} requests.");
        }
        finally
        {
            servers.ForEach(server => server.Dispose());
        }
    }

    private sealed class Server : IDisposable
    {
        private readonly Process _process;
        private readonly string _folder = Directory.CreateTempSubdirectory("fabrique-benchmark-").FullName;
        private HttpClient? _client;

        private Server(string name, string program, Collector? collector)
        {
            Name = name;
            var start = new ProcessStartInfo("dotnet", [program, "--urls", "http://127.0.0.1:0", "--Database:Path", Path.Combine(_folder, "fabrique.db"), "--Fabrique:Role", "web"])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                WorkingDirectory = _folder,
            };
            start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
            start.Environment["Logging__LogLevel__Default"] = "Warning";
            if (collector is not null)
            {
                start.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address;
                start.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
            }

            _process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        }

        public string Name { get; }

        public List<(double Rate, double Cpu)> Samples { get; } = [];

        public static async Task<Server> StartAsync(string name, string program, Collector? collector)
        {
            var server = new Server(name, program, collector);
            using var patience = new CancellationTokenSource(StartLimit);
            while (await server._process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                if (line.IndexOf("http://127.0.0.1:", StringComparison.Ordinal) is >= 0 and var at)
                {
                    server._client = new HttpClient { BaseAddress = new Uri(line[at..].Trim()) };
                    _ = server._process.StandardOutput.ReadToEndAsync(CancellationToken.None);
                    return server;
                }
            }

            server.Dispose();
            throw new InvalidOperationException($"{program} ended before it was ready.");
        }

        public async Task MeasureAsync(TimeSpan duration)
        {
            var (before, watch) = (CpuTime(), Stopwatch.StartNew());
            var rate = await Sampling.RateAsync(Callers, duration, async _ =>
            {
                using var answer = await _client!.GetAsync(new Uri(Page, UriKind.Relative));
                answer.EnsureSuccessStatusCode();
            });
            Samples.Add((rate, (CpuTime() - before).TotalMicroseconds / (rate * watch.Elapsed.TotalSeconds)));
        }

        public void Dispose()
        {
            _client?.Dispose();
            _process.Kill();
            _process.WaitForExit();
            _process.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private TimeSpan CpuTime()
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Takes whatever is sent to it, on the loopback.</summary>
    private sealed class Collector : IDisposable
    {
        private readonly HttpListener _listener = new();
        private int _taken;

        public Collector()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }

            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = Task.Run(TakeAsync);
        }

        public string Address { get; }

        public int Taken => Volatile.Read(ref _taken);

        public void Dispose() => _listener.Close();

        private async Task TakeAsync()
        {
            while (_listener.IsListening)
            {
                try
                {
                    var exchange = await _listener.GetContextAsync();
                    await exchange.Request.InputStream.CopyToAsync(Stream.Null);
                    exchange.Response.ContentType = "application/x-protobuf";
                    exchange.Response.Close();
                    Interlocked.Increment(ref _taken);
                }
                catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException)
                {
                    // Closed, or the other side left.
                }
            }
        }
    }
}
