using Fabrique.Data;
using Fabrique.Domain.Exports;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.Jobs;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Exports;

/// <summary>Destroys the files of exports whose time is over, and those that their person deleted; then the rows.</summary>
internal sealed class DestroyExports(ExportFolder folder) : OwnSource
{
    public const string SourceName = "export-expiry";

    public override string Name => SourceName;

    public override string Cause => "Le fichier d’un export n’a pas été détruit.";

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) => db.Exports
        .Where(export => export.ExpiresAt != null)
        .Select(export => new DueItem { Key = export.Id, DueAt = export.ExpiresAt!.Value });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        if (await db.Exports.SingleOrDefaultAsync(export => export.Id == key, cancellationToken) is { ExpiresAt: not null } export)
        {
            folder.Delete(key);
            db.Exports.Remove(export);
        }
    }
}

/// <summary>Each night: files of which there is no export any more, such as one that was moved in place while it was being deleted, are destroyed.</summary>
internal sealed class SweepExports(FabriqueDbContext db, ExportFolder folder) : IRecurringJob
{
    private const int Together = 500;

    // By the machine's clock, as the dates of files are.
    private static readonly TimeSpan Untouched = TimeSpan.FromHours(1);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var ids in folder.FindOlder(TimeProvider.System.GetUtcNow().UtcDateTime - Untouched).Chunk(Together))
        {
            var known = await db.Exports.Where(export => ids.Contains(export.Id) && export.State != ExportState.Deleted).Select(export => export.Id).ToListAsync(cancellationToken);
            foreach (var id in ids.Except(known))
            {
                folder.Delete(id);
            }
        }
    }

    public Task<DateTime?> NextDueAsync(CancellationToken cancellationToken) => Task.FromResult<DateTime?>(null);
}
