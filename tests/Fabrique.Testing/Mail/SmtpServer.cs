using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Fabrique.Testing.Mail;

/// <summary>A mail as the server got it.</summary>
/// <param name="To">Addresses of the envelope.</param>
/// <param name="User">Who was authenticated.</param>
/// <param name="IsEncrypted">Whether it came through TLS.</param>
/// <param name="Raw">The message, as on the wire.</param>
public sealed record ReceivedMail(IReadOnlyList<string> To, string? User, bool IsEncrypted, byte[] Raw);

/// <summary>
/// A real SMTP server on the loopback, in a process of its own: STARTTLS, authentication, <c>inconnu@…</c> refused for good (550),
/// <c>plein@…</c> for now (452), and a connection cut after the mail is received and before it is acknowledged.
/// </summary>
public sealed class SmtpServer : IAsyncDisposable
{
    public const string User = "fabrique";
    public const string Password = "mot-de-passe-d’essai";

    // Only tells a mail that never comes from a busy machine: the jobs that send are a quarter of a minute apart.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process process;
    private readonly Channel<ReceivedMail> mails = Channel.CreateUnbounded<ReceivedMail>();
    private readonly TaskCompletionSource<int> port = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder complaints = new();
    private readonly Task reading;

    private SmtpServer(Process process, TestCertificate certificate, string folder)
    {
        this.process = process;
        CaFile = Path.Combine(folder, "authority.pem");
        File.WriteAllText(CaFile, certificate.Certificate);
        process.ErrorDataReceived += (_, line) => complaints.AppendLine(line.Data);
        process.BeginErrorReadLine();
        reading = ReadAsync();
    }

    public int Port { get; private set; }

    /// <summary>The authority that issued the server's certificate.</summary>
    public string CaFile { get; }

    /// <param name="cuts">How many times the connection is cut after a mail, before the answer.</param>
    /// <param name="holds">How many mails are received and never answered.</param>
    public static async Task<SmtpServer> StartAsync(int cuts = 0, int holds = 0)
    {
        var certificate = new TestCertificate();
        var folder = Directory.CreateTempSubdirectory("fabrique-smtp-").FullName;
        var start = new ProcessStartInfo("node", "server.js")
        {
            WorkingDirectory = Path.Combine(Repository.Folder, "tests", "smtp"),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        var node = Process.Start(start) ?? throw new InvalidOperationException("Node did not start.");
        var server = new SmtpServer(node, certificate, folder);
        var settings = new { key = certificate.Key, cert = certificate.Certificate, user = User, password = Password, cuts, holds };
        await node.StandardInput.WriteLineAsync(JsonSerializer.Serialize(settings));
        await node.StandardInput.FlushAsync();
        server.Port = await server.port.Task.WaitAsync(Patience);
        return server;
    }

    /// <summary>The next mail received; waits for it.</summary>
    public async Task<ReceivedMail> NextAsync() => await mails.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether a mail was received that nobody read yet.</summary>
    public bool HasMore => mails.Reader.TryPeek(out _);

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        await reading;
        process.Dispose();
        Directory.Delete(Path.GetDirectoryName(CaFile)!, recursive: true);
    }

    private async Task ReadAsync()
    {
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            using var said = JsonDocument.Parse(line);
            var root = said.RootElement;
            switch (root.GetProperty("kind").GetString())
            {
                case "listening":
                    port.TrySetResult(root.GetProperty("port").GetInt32());
                    break;
                case "message":
                    mails.Writer.TryWrite(new ReceivedMail(
                        [.. root.GetProperty("to").EnumerateArray().Select(address => address.GetString()!)],
                        root.GetProperty("user").GetString(),
                        root.GetProperty("secure").GetBoolean(),
                        root.GetProperty("raw").GetBytesFromBase64()));
                    break;
                default:
                    break;
            }
        }

        port.TrySetException(new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The SMTP server stopped: {complaints}")));
        mails.Writer.TryComplete();
    }
}
