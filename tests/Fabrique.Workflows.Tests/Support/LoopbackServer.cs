using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>A request as it came over the wire.</summary>
public sealed record LoopbackRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>An HTTP server on loopback that answers, or misbehaves, as a test says; it counts whoever connects.</summary>
public sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentBag<Task> _exchanges = [];
    private readonly Task _accepting;
    private int _connections;

    public LoopbackServer(IPAddress? address = null)
    {
        _listener = new TcpListener(address ?? IPAddress.Loopback, 0);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Authority => $"127.0.0.1:{Port}";

    public string Url => $"http://{Authority}/";

    public int Connections => _connections;

    public ConcurrentQueue<LoopbackRequest> Requests { get; } = [];

    public Func<LoopbackRequest, Stream, CancellationToken, Task> Answer { get; set; } = Text(200, "");

    /// <summary>An address where nobody listens.</summary>
    public static string DeadAuthority()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket.LocalEndPoint!.ToString()!;
    }

    public static Func<LoopbackRequest, Stream, CancellationToken, Task> Text(int status, string body, string contentType = "text/plain", params string[] headers) =>
        (_, stream, token) => WriteAsync(stream, status, Encoding.UTF8.GetBytes(body), [$"Content-Type: {contentType}", .. headers], token);

    public static Task WriteAsync(Stream stream, int status, byte[] body, string[] headers, CancellationToken token) =>
        stream.WriteAsync((byte[])[.. Head(status, [$"Content-Length: {body.Length}", .. headers]), .. body], token).AsTask();

    public static byte[] Head(int status, params string[] headers) =>
        Encoding.ASCII.GetBytes($"HTTP/1.1 {status.ToString(CultureInfo.InvariantCulture)} Reason\r\n{string.Concat(headers.Select(header => header + "\r\n"))}Connection: close\r\n\r\n");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_exchanges);
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _connections);
                _exchanges.Add(Task.Run(() => ServeAsync(client)));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await using (stream)
                {
                    var request = await ReadAsync(stream, _stopping.Token);
                    Requests.Enqueue(request);
                    await Answer(request, stream, _stopping.Token);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The other side, or the test, is over.
            }
        }
    }

    private static async Task<LoopbackRequest> ReadAsync(Stream stream, CancellationToken token)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, token);
            head.Append((char)one[0]);
        }

        var lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(line => line.Split(':', 2)).ToDictionary(pair => pair[0], pair => pair[1].Trim(), StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length, CultureInfo.InvariantCulture) : 0];
        await stream.ReadExactlyAsync(body, token);
        var start = lines[0].Split(' ');
        return new LoopbackRequest(start[0], start[1], headers, Encoding.UTF8.GetString(body));
    }
}
