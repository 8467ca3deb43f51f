using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fabrique.Testing.Files;

/// <summary>ClamAV’s daemon as INSTREAM knows it, on the loopback, that answers what it is told: every fault it can play.</summary>
public sealed class ScriptedAntivirus : IAsyncDisposable
{
    public const string Clean = "stream: OK\0";
    public const string Infected = "stream: Fictif.Essai-1 FOUND\0";
    public const string TooBig = "INSTREAM size limit exceeded. ERROR\0";

    /// <summary>An answer that closes the connection instead.</summary>
    public const string Cut = "cut";

    /// <summary>An answer that never comes.</summary>
    public const string Silence = "silence";

    private const int MostConnections = 200;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<byte[]> contents = new();
    private readonly Task serving;

    public ScriptedAntivirus()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public string Address => $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>What to answer to a content.</summary>
    public Func<byte[], string> Answer { get; set; } = _ => Clean;

    /// <summary>Bytes beyond which it says that it is too much, and hangs up without reading on.</summary>
    public int Most { get; set; } = int.MaxValue;

    /// <summary>What it was given whole, in order.</summary>
    public IReadOnlyCollection<byte[]> Contents => contents;

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Stop();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        for (var served = 0; served < MostConnections && !stop.IsCancellationRequested; served++)
        {
            try
            {
                using var connection = await listener.AcceptTcpClientAsync(stop.Token);
                await using var stream = connection.GetStream();
                await TalkAsync(stream);
            }
            catch (Exception over) when (over is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The other side hung up, or the test is over.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        var command = new byte[10];
        await stream.ReadExactlyAsync(command, stop.Token);
        if (Encoding.ASCII.GetString(command) != "zINSTREAM\0")
        {
            await stream.WriteAsync("UNKNOWN COMMAND\0"u8.ToArray(), stop.Token);
            return;
        }

        using var content = new MemoryStream();
        var header = new byte[sizeof(int)];
        while (true)
        {
            await stream.ReadExactlyAsync(header, stop.Token);
            var length = BinaryPrimitives.ReadInt32BigEndian(header);
            if (length == 0)
            {
                break;
            }

            if (content.Length + length > Most)
            {
                await stream.WriteAsync(Encoding.ASCII.GetBytes(TooBig), stop.Token);
                return;
            }

            var chunk = new byte[length];
            await stream.ReadExactlyAsync(chunk, stop.Token);
            content.Write(chunk);
        }

        contents.Enqueue(content.ToArray());
        switch (Answer(content.ToArray()))
        {
            case Cut:
                return;
            case Silence:
                await Task.Delay(Timeout.Infinite, stop.Token);
                return;
            case var answer:
                await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), stop.Token);
                return;
        }
    }
}
