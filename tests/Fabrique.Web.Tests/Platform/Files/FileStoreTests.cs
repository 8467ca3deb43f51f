using Fabrique.Web.Platform.Files;

namespace Fabrique.Web.Tests.Platform.Files;

public sealed class FileStoreTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("fabrique-files-").FullName;

    private FileStore Store => new(folder, TimeProvider.System);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_content_is_where_its_digest_says_once_it_is_kept_and_cannot_be_executed()
    {
        using (var incoming = await ReceiveAsync("bonjour"))
        {
            Assert.False(Store.Has(incoming.Content.Digest));
            incoming.Keep();
            Assert.Equal("2cb4b1431b84ec15d35ed83bb927e27e8967d75f4bcd9cc4b25c8d879ae23e18", incoming.Content.Digest);
        }

        var digest = "2cb4b1431b84ec15d35ed83bb927e27e8967d75f4bcd9cc4b25c8d879ae23e18";
        using var reader = new StreamReader(Store.Open(digest)!);
        Assert.Equal("bonjour", await reader.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.True(await Store.IsIntactAsync(new StoredContent(digest, 7), TestContext.Current.CancellationToken));
        var path = Assert.Single(Files());
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        await File.WriteAllTextAsync(path, "bonsoir", TestContext.Current.CancellationToken);
        Assert.False(await Store.IsIntactAsync(new StoredContent(digest, 7), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task What_is_not_kept_too_big_or_cut_half_way_leaves_nothing()
    {
        (await ReceiveAsync("bonjour")).Dispose();
        Assert.Empty(Files());
        Assert.Null(await Store.ReceiveAsync(new MemoryStream(new byte[11]), 10, CancellationToken.None));
        Assert.Empty(Files());
        await Assert.ThrowsAsync<IOException>(() => Store.ReceiveAsync(new CutStream(), 1000, CancellationToken.None));
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Eight_that_send_the_same_at_once_leave_one()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            using var incoming = await ReceiveAsync("bonjour");
            incoming.Keep();
        }));
        Assert.Single(Files());
    }

    [Fact]
    public async Task What_is_old_and_forgotten_is_deleted_unless_it_came_again()
    {
        using var incoming = await ReceiveAsync("bonjour");
        incoming.Keep();
        var digest = incoming.Content.Digest;
        var (past, soon) = (DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1));
        Assert.Empty(Store.FindOlder(past));
        Assert.Equal([digest], Store.FindOlder(soon));
        Assert.False(Store.DeleteIfOlder(digest, past));
        Assert.True(Store.Has(digest));
        Assert.True(Store.DeleteIfOlder(digest, soon));
        Assert.Empty(Files());
        Assert.False(Store.DeleteIfOlder(digest, soon));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    [InlineData("2CB4B1431B84EC15D35ED83BB927E27E8967D75F4BCD9CC4B25C8D879AE23E18")]
    public void Nothing_but_a_digest_is_looked_for(string digest) => Assert.Throws<ArgumentException>(() => Store.Open(digest));

    private async Task<IncomingContent> ReceiveAsync(string text) => (await Store.ReceiveAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)), 1000, CancellationToken.None))!;

    private string[] Files() => Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

    private sealed class CutStream : MemoryStream
    {
        private bool isCut;

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (isCut)
            {
                throw new IOException("The connection was cut.");
            }

            isCut = true;
            return ValueTask.FromResult(100);
        }
    }
}
