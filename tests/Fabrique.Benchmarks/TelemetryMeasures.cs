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

    private sealed class Server(string name, ServedProduct product) : IDisposable
    {
        private readonly HttpClient _client = new() { BaseAddress = product.Address };

        public string Name => name;

        public List<(double Rate, double Cpu)> Samples { get; } = [];

        public static async Task<Server> StartAsync(string name, string program, Collector? collector) => new(name, await ServedProduct.StartAsync(
            program,
            collector is null ? [] : [new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]));

        public async Task MeasureAsync(TimeSpan duration)
        {
            var (before, watch) = (product.CpuTime, Stopwatch.StartNew());
            var rate = await Sampling.RateAsync(Callers, duration, async _ =>
            {
                using var answer = await _client.GetAsync(new Uri(Page, UriKind.Relative));
                answer.EnsureSuccessStatusCode();
            });
            Samples.Add((rate, (product.CpuTime - before).TotalMicroseconds / (rate * watch.Elapsed.TotalSeconds)));
        }

        public void Dispose()
        {
            _client.Dispose();
            product.Dispose();
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
