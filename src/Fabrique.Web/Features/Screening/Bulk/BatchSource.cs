using Fabrique.Data;
using Fabrique.Data.Auditing;
using Fabrique.Domain.Screening;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Kernel.People;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Screening.Bulk;

/// <summary>Does the batches, one after the other, line by line. Cut on the way, a batch goes on with the lines that are not told.</summary>
public sealed class BatchSource(IServiceScopeFactory scopes, TimeProvider clock) : OwnSource
{
    public const string SourceName = "screening-batches";

    public override string Name => SourceName;

    public override string Cause => "Un traitement par lot des candidatures s’est arrêté.";

    public override TimeSpan Bound => TimeSpan.FromMinutes(10);

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) =>
        db.ScreeningBatches.Where(batch => batch.EndedAt == null).Select(batch => new DueItem { Key = batch.Id, DueAt = batch.StartedAt });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        if (await db.ScreeningBatches.SingleOrDefaultAsync(batch => batch.Id == key && batch.EndedAt == null, cancellationToken) is not { } batch)
        {
            return;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var starter = await db.StaffMembers.Include(person => person.Grants).AsNoTracking().AsSingleQuery().SingleAsync(person => person.Id == batch.StartedById, cancellationToken);
        var pending = await db.BatchLines
            .Where(line => line.BatchId == key && line.Status == BatchLineStatus.Pending)
            .OrderBy(line => line.Rank)
            .Select(line => line.Rank)
            .ToListAsync(cancellationToken);
        foreach (var rank in pending)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await using var scope = scopes.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Actor>().ActAs(starter.Id, starter.FullName, starter.IsActive ? starter.RolesAt(now) : []);
            scope.ServiceProvider.GetRequiredService<AuditScope>().ActorId = starter.Id;
            await scope.ServiceProvider.GetRequiredService<SettleBatchLineHandler>().HandleAsync(new SettleBatchLine(key, rank), cancellationToken);
        }

        batch.End(clock.GetUtcNow().UtcDateTime);
    }
}
