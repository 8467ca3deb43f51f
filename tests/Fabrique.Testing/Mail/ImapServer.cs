using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fabrique.Testing.Mail;

/// <summary>A mailbox on the loopback, read by IMAP4rev1 in clear: as much of it as a reader of unseen messages needs. One connection at a time.</summary>
public sealed class ImapServer : IAsyncDisposable
{
    public const string User = "retours";
    public const string Password = "mot-de-passe-d-essai";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ended = new();
    private readonly List<byte[]> messages = [];
    private readonly ConcurrentDictionary<int, bool> seen = new();
    private readonly Task serving;

    private ImapServer()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Numbers of the messages that were marked as seen, from 1, sorted.</summary>
    public IReadOnlyList<int> Seen => [.. seen.Keys.Order()];

    public static ImapServer Start() => new();

    /// <summary>Puts a message into the mailbox.</summary>
    /// <param name="raw">As on the wire.</param>
    public void Add(byte[] raw) => messages.Add(raw);

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Dispose();
        await serving;
        ended.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(ended.Token);
                await ConverseAsync(client.GetStream(), ended.Token);
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task ConverseAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        await SayAsync("* OK bonjour");
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            var words = line.Split(' ', 3);
            var (tag, verb, rest) = (words[0], words.ElementAtOrDefault(1)?.ToUpperInvariant(), words.ElementAtOrDefault(2) ?? "");
            if (verb == "UID")
            {
                (verb, rest) = (rest.Split(' ', 2)[0].ToUpperInvariant(), rest.Split(' ', 2).ElementAtOrDefault(1) ?? "");
            }

            switch (verb)
            {
                case "CAPABILITY":
                    await SayAsync("* CAPABILITY IMAP4rev1");
                    break;
                case "LOGIN" when !rest.Contains(Password, StringComparison.Ordinal):
                    await SayAsync($"{tag} NO refuse");
                    continue;
                case "LIST":
                    await SayAsync("""* LIST () "/" INBOX""");
                    break;
                case "SELECT":
                    await SayAsync("* FLAGS (\\Seen)", $"* {messages.Count} EXISTS", "* 0 RECENT", "* OK [UIDVALIDITY 1] ok", "* OK [PERMANENTFLAGS (\\Seen)] ok", $"{tag} OK [READ-WRITE] fait");
                    continue;
                case "SEARCH":
                    await SayAsync($"* SEARCH{string.Concat(Enumerable.Range(1, messages.Count).Where(number => !seen.ContainsKey(number)).Select(number => $" {number}"))}");
                    break;
                case "FETCH":
                    await FetchAsync(rest);
                    break;
                case "STORE":
                    seen[int.Parse(rest.Split(' ')[0], CultureInfo.InvariantCulture)] = true;
                    break;
                case "LOGOUT":
                    await SayAsync("* BYE", $"{tag} OK fini");
                    return;
            }

            await SayAsync($"{tag} OK fait");
        }

        async Task FetchAsync(string rest)
        {
            var isWhole = rest.Contains("BODY.PEEK[]", StringComparison.OrdinalIgnoreCase);
            foreach (var number in Numbers(rest.Split(' ')[0]))
            {
                var raw = messages[number - 1];
                var end = Encoding.Latin1.GetString(raw).IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
                var part = isWhole ? raw : raw[..end];
                var size = isWhole ? "" : $" RFC822.SIZE {raw.Length}";
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"* {number} FETCH (UID {number}{size} {(isWhole ? "BODY[]" : "BODY[HEADER]")} {{{part.Length}}}\r\n"), cancellationToken);
                await stream.WriteAsync(part, cancellationToken);
                await SayAsync(")");
            }
        }

        async Task SayAsync(params string[] lines) => await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Concat(lines.Select(line => line + "\r\n"))), cancellationToken);
    }

    private static IEnumerable<int> Numbers(string set) => set.Split(',').SelectMany(part =>
    {
        var ends = part.Split(':').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToList();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1);
    });
}
