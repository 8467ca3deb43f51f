using System.Net;
using System.Net.Sockets;
using Fabrique.Domain.Files;
using Fabrique.Testing.Files;
using Fabrique.Web.Platform.Files;

namespace Fabrique.Web.Tests.Platform.Files;

public sealed class AntivirusTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(ScriptedAntivirus.Clean, ScanStatus.Clean, null)]
    [InlineData(ScriptedAntivirus.Infected, ScanStatus.Infected, "Fictif.Essai-1")]
    [InlineData(ScriptedAntivirus.TooBig, ScanStatus.Unscannable, "il est trop gros pour lui")]
    public async Task A_verdict_is_what_it_says_of_the_whole_content(string answer, ScanStatus status, string? finding)
    {
        await using var server = new ScriptedAntivirus { Answer = _ => answer };
        byte[] content = [.. Enumerable.Range(0, 200_000).Select(number => (byte)number)];
        Assert.Equal(new ScanVerdict(status, finding), await ScanAsync(server.Address, content));
        Assert.Equal(content, Assert.Single(server.Contents));
    }

    [Fact]
    public async Task What_is_too_big_for_it_is_told_so_though_it_hangs_up()
    {
        await using var server = new ScriptedAntivirus { Most = 100_000 };
        var verdict = await ScanAsync(server.Address, new byte[100_001]);
        Assert.Equal(ScanStatus.Unscannable, verdict.Status);
    }

    [Theory]
    [InlineData(ScriptedAntivirus.Cut)]
    [InlineData(ScriptedAntivirus.Silence)]
    [InlineData("stream: OK")]
    [InlineData("stream: OK FOUND NOTHING\0")]
    [InlineData("stream:  FOUND\0")]
    [InlineData("OK\0")]
    [InlineData("\0")]
    [InlineData("HTTP/1.1 200 OK\n")]
    [InlineData("stream: Can't allocate memory ERROR\0")]
    public async Task Anything_else_is_no_verdict(string answer)
    {
        await using var server = new ScriptedAntivirus { Answer = _ => answer };
        await Assert.ThrowsAsync<AntivirusAwayException>(() => ScanAsync(server.Address, [1, 2, 3]));
    }

    [Fact]
    public async Task An_antivirus_that_is_away_is_said_to_be()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        await Assert.ThrowsAsync<AntivirusAwayException>(() => ScanAsync($"127.0.0.1:{port}", [1]));
    }

    private static Task<ScanVerdict> ScanAsync(string address, byte[] content) =>
        new Antivirus(new AntivirusOptions { Address = address, Timeout = Patience }).ScanAsync(new MemoryStream(content), TestContext.Current.CancellationToken);
}
