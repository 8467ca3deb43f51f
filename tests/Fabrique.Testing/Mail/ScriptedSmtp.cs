using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fabrique.Testing.Mail;

/// <summary>An SMTP server on the loopback, in clear, that answers each line as it is told: every fault a server can play. It serves one connection at a time.</summary>
public sealed class ScriptedSmtp : IAsyncDisposable
{
    /// <summary>An answer that closes the connection instead.</summary>
    public const string Cut = "cut";

    /// <summary>An answer that never comes.</summary>
    public const string Silence = "silence";

    /// <summary>An answer that comes byte by byte, always a little, and never ends.</summary>
    public const string Drip = "drip";

    /// <summary>An answer to STARTTLS that begins well, and to the client’s first words of TLS is nonsense.</summary>
    public const string BrokenTls = "broken-tls";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(5);

    private const int MostConnections = 200;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> messages = new();
    private readonly Task serving;

    public ScriptedSmtp()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What to answer to a line; <c>DATA.</c> stands for the end of a message, the empty line for the greeting. Null for what a good server says.</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>Whether every answer comes byte by byte, to its end.</summary>
    public bool IsSlow { get; set; }

    /// <summary>The commands received, in order.</summary>
    public IReadOnlyCollection<string> Lines => lines;

    /// <summary>The messages received, acknowledged or not.</summary>
    public IReadOnlyCollection<string> Messages => messages;

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
            catch (Exception exception) when (exception is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The client left, or the test is over.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1, leaveOpen: true);
        if (!await SayAsync(stream, "", "220 scripted.example"))
        {
            return;
        }

        while (await reader.ReadLineAsync(stop.Token) is { } line)
        {
            lines.Enqueue(line);
            var verb = line.Split(' ', ':')[0].ToUpperInvariant();
            if (!await SayAsync(stream, line, verb switch { "EHLO" => "250-scripted.example\r\n250 8BITMIME", "DATA" => "354 go on", "QUIT" => "221 bye", _ => "250 OK" }) || verb is "QUIT")
            {
                return;
            }

            if (verb is "DATA" && (Answer(line) is null || Answer(line)!.StartsWith("354", StringComparison.Ordinal)))
            {
                var message = new StringBuilder();
                while (await reader.ReadLineAsync(stop.Token) is { } part && part != ".")
                {
                    message.Append(part).Append("\r\n");
                }

                messages.Enqueue(message.ToString());
                if (!await SayAsync(stream, "DATA.", "250 taken"))
                {
                    return;
                }
            }
        }
    }

    private async Task<bool> SayAsync(NetworkStream stream, string line, string usual)
    {
        var answer = Answer(line) ?? usual;
        if (answer is Cut)
        {
            return false;
        }

        if (answer is Silence)
        {
            // The client gives up; its leaving ends the read.
            while (await stream.ReadAsync(new byte[1], stop.Token) > 0)
            {
            }

            return false;
        }

        switch (answer)
        {
            case Drip:
                // The client gives up: a byte that it does not take ends this.
                while (true)
                {
                    await WriteSlowlyAsync(stream, line.Length == 0 ? "220-encore\r\n" : "250-encore\r\n");
                }

            case BrokenTls:
                await stream.WriteAsync("220 go ahead\r\n"u8.ToArray(), stop.Token);
                _ = await stream.ReadAsync(new byte[1024], stop.Token);
                await stream.WriteAsync("250 this is no handshake\r\n"u8.ToArray(), stop.Token);
                return false;

            case var said when IsSlow:
                await WriteSlowlyAsync(stream, $"{said}\r\n");
                return true;

            default:
                await stream.WriteAsync(Encoding.Latin1.GetBytes($"{answer}\r\n"), stop.Token);
                return true;
        }
    }

    private async Task WriteSlowlyAsync(NetworkStream stream, string text)
    {
        using var pace = new PeriodicTimer(Pace);
        foreach (var letter in Encoding.Latin1.GetBytes(text))
        {
            await pace.WaitForNextTickAsync(stop.Token);
            await stream.WriteAsync(new[] { letter }, stop.Token);
        }
    }
}
