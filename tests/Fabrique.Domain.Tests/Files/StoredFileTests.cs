using Fabrique.Domain.Files;

namespace Fabrique.Domain.Tests.Files;

public sealed class StoredFileTests
{
    private static readonly DateTime Now = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Nobody_reads_a_file_before_the_antivirus_spoke_nor_once_it_spoke_against_it()
    {
        var file = Receive(isScanned: true);
        Assert.False(file.MayBeRead);
        file.RecordScan(ScanStatus.Clean, null, Now);
        Assert.True(file.MayBeRead);
        foreach (var status in (ScanStatus[])[ScanStatus.Infected, ScanStatus.Unscannable, ScanStatus.Pending])
        {
            file.RecordScan(status, "x", Now);
            Assert.False(file.MayBeRead);
        }

        Assert.True(Receive(isScanned: false).MayBeRead);
    }

    [Fact]
    public void A_file_belongs_to_one_thing_and_its_copy_to_another_has_one_identifier()
    {
        var (first, second) = (new Subject("Application", Ids.Next()), new Subject("Application", Ids.Next()));
        var file = Receive(isScanned: false);
        file.Keep(first);
        file.Keep(first);
        Assert.Throws<InvalidOperationException>(() => file.Keep(second));
        var copy = file.CopyFor(second);
        Assert.Equal((second, file.Digest), (copy.Owner, copy.Digest));
        Assert.Equal(copy.Id, file.CopyFor(second).Id);
        Assert.NotEqual(copy.Id, file.CopyFor(first).Id);
    }

    private static StoredFile Receive(bool isScanned) => StoredFile.Receive(Ids.Next(), "plan.pdf", FileType.Pdf, 10, new string('a', 64), Ids.Next(), Now, isScanned);
}
