using Fabrique.Data;
using Fabrique.Domain.Files;
using Fabrique.Web.Kernel.DueItems;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Files;

/// <summary>Files that wait for the antivirus, and infected contents that wait to be done away with: the verdict is kept first.</summary>
internal sealed class ScanFiles : OwnSource
{
    public const string SourceName = "file-scans";

    public override string Name => SourceName;

    public override string Cause => "Une pièce jointe n’a pas été analysée par l’antivirus : personne ne peut la lire. Vérifiez qu’il répond.";

    public override TimeSpan Bound => TimeSpan.FromMinutes(5);

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) => db.StoredFiles
        .Where(file => file.Scan == ScanStatus.Pending || file.Scan == ScanStatus.Infected && file.DestroyedAt == null)
        .Select(file => new DueItem { Key = file.Id, DueAt = file.ScannedAt ?? file.UploadedAt });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        var store = services.GetRequiredService<FileStore>();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow().UtcDateTime;
        if (await db.StoredFiles.SingleOrDefaultAsync(file => file.Id == key, cancellationToken) is not { } file)
        {
            return;
        }

        if (file is { Scan: ScanStatus.Infected, DestroyedAt: null })
        {
            store.Delete(file.Digest);
            file.RecordDestruction(now);
        }
        else if (file.Scan is ScanStatus.Pending && services.GetRequiredService<AntivirusOptions>().IsConfigured)
        {
            var verdict = await ScanAsync(file, store, services.GetRequiredService<Antivirus>(), cancellationToken);
            file.RecordScan(verdict.Status, verdict.Finding, now);

            // Whoever else sent the same content.
            foreach (var twin in verdict.Status is ScanStatus.Infected ? await db.StoredFiles.Where(other => other.Digest == file.Digest && other.Id != key && other.Scan != ScanStatus.Infected).ToListAsync(cancellationToken) : [])
            {
                twin.RecordScan(verdict.Status, verdict.Finding, now);
            }
        }
        else
        {
            file.ForgoScan();
        }
    }

    private static async Task<ScanVerdict> ScanAsync(StoredFile file, FileStore store, Antivirus antivirus, CancellationToken cancellationToken)
    {
        await using var content = store.Open(file.Digest);
        return content is null ? new ScanVerdict(ScanStatus.Unscannable, "il n’est plus là") : await antivirus.ScanAsync(content, cancellationToken);
    }
}
