using Fabrique.Data;
using Fabrique.Domain.Files;
using Fabrique.Web.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Files;

/// <summary>Each night: files that nothing kept for a day are deleted, contents that no file has with them; and what no antivirus saw is shown to the one that is there now.</summary>
internal sealed class SweepFiles(FabriqueDbContext db, FileStore store, AntivirusOptions antivirus, TimeProvider clock) : IRecurringJob
{
    public static readonly TimeSpan KeptFor = TimeSpan.FromDays(1);

    private const int Together = 500;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var before = clock.GetUtcNow().UtcDateTime - KeptFor;
        await db.StoredFiles.Where(file => file.OwnerId == null && file.UploadedAt < before).ExecuteDeleteAsync(cancellationToken);
        foreach (var digests in store.FindOlder(before).Chunk(Together))
        {
            var known = await db.StoredFiles.Where(file => digests.Contains(file.Digest)).Select(file => file.Digest).Distinct().ToListAsync(cancellationToken);
            foreach (var digest in digests.Except(known, StringComparer.Ordinal))
            {
                store.DeleteIfOlder(digest, before);
            }
        }

        if (antivirus.IsConfigured)
        {
            await db.StoredFiles
                .Where(file => file.Scan == ScanStatus.NotScanned)
                .ExecuteUpdateAsync(set => set.SetProperty(file => file.Scan, ScanStatus.Pending).SetProperty(file => file.Version, file => file.Version + 1), cancellationToken);
        }
    }

    public async Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) =>
        await db.StoredFiles.Where(file => file.OwnerId == null).MinAsync(file => (DateTime?)file.UploadedAt, cancellationToken) is { } oldest ? oldest + KeptFor : null;
}
