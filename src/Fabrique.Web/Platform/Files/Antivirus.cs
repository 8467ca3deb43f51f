using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;
using Fabrique.Domain.Files;

namespace Fabrique.Web.Platform.Files;

/// <summary>What the antivirus answered.</summary>
/// <param name="Status">Clean, infected, or that it cannot say.</param>
/// <param name="Finding">What it found, or why it cannot say.</param>
public sealed record ScanVerdict(ScanStatus Status, string? Finding);

/// <summary>The antivirus is away, silent, or does not answer as it should: later it may.</summary>
public sealed class AntivirusAwayException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>ClamAV’s daemon, by its command INSTREAM: the content is sent in chunks, each after its length, and it answers one line.</summary>
public sealed class Antivirus(AntivirusOptions options)
{
    private const int ChunkBytes = 64 * 1024;
    private const int MostAnswered = 1024;
    private const string Found = " FOUND";
    private const string Stream = "stream: ";

    /// <summary>Has a content looked at.</summary>
    /// <param name="content">Read to its end.</param>
    /// <param name="cancellationToken">Abandons it.</param>
    /// <exception cref="AntivirusAwayException">It said nothing that can be understood.</exception>
    public async Task<ScanVerdict> ScanAsync(Stream content, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            silence.CancelAfter(options.Timeout);
            var place = options.EndPoint ?? throw new InvalidOperationException("No antivirus is configured.");
            await client.ConnectAsync(place.Host, place.Port, silence.Token);
            await using var stream = client.GetStream();
            try
            {
                await SendAsync(content, stream, silence);
            }
            catch (IOException)
            {
                // It hangs up on what is too big for it, having said so.
            }

            silence.CancelAfter(options.Timeout);
            return Understand(await ReadAsync(stream, silence.Token));
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new AntivirusAwayException("The antivirus did not answer in time.", late);
        }
        catch (Exception away) when (away is SocketException or IOException)
        {
            throw new AntivirusAwayException("The antivirus cannot be reached, or hung up.", away);
        }
    }

    private async Task SendAsync(Stream content, NetworkStream stream, CancellationTokenSource silence)
    {
        await stream.WriteAsync("zINSTREAM\0"u8.ToArray(), silence.Token);
        var buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes + sizeof(int));
        try
        {
            for (int read; (read = await content.ReadAsync(buffer.AsMemory(sizeof(int), ChunkBytes), silence.Token)) > 0;)
            {
                BinaryPrimitives.WriteInt32BigEndian(buffer, read);
                silence.CancelAfter(options.Timeout);
                await stream.WriteAsync(buffer.AsMemory(0, read + sizeof(int)), silence.Token);
            }

            await stream.WriteAsync(new byte[sizeof(int)], silence.Token);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var answer = new byte[MostAnswered];
        var length = 0;
        for (int read; length < answer.Length && (read = await stream.ReadAsync(answer.AsMemory(length), cancellationToken)) > 0;)
        {
            length += read;
            if (answer.AsSpan(0, length).IndexOfAny((byte)0, (byte)'\n') is >= 0 and var end)
            {
                return Encoding.Latin1.GetString(answer, 0, end);
            }
        }

        throw new AntivirusAwayException("The antivirus hung up before the end of its answer.");
    }

    private static ScanVerdict Understand(string answer)
    {
        if (answer == $"{Stream}OK")
        {
            return new ScanVerdict(ScanStatus.Clean, null);
        }

        if (answer.StartsWith(Stream, StringComparison.Ordinal) && answer.EndsWith(Found, StringComparison.Ordinal) && answer.Length > Stream.Length + Found.Length)
        {
            return new ScanVerdict(ScanStatus.Infected, Domain.Texts.Line(answer[Stream.Length..^Found.Length]));
        }

        return answer.StartsWith("INSTREAM size limit exceeded", StringComparison.Ordinal)
            ? new ScanVerdict(ScanStatus.Unscannable, "il est trop gros pour lui")
            : throw new AntivirusAwayException("The antivirus answered something else than a verdict.");
    }
}
