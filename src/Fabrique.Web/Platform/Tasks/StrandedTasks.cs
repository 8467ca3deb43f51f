using Fabrique.Data;
using Fabrique.Web.Kernel.DueItems;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>Looks every night for the tasks that wait on nobody, and passes them on: absences begin, accounts are withdrawn, roles end. When nobody is left, an incident says so.</summary>
public sealed class StrandedTasks(TimeProvider clock) : LedgerSource
{
    public override string Name => "stranded-tasks";

    public override string Cause => "Une tâche n’attend plus personne.";

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) =>
        TaskHolders.Stranded(db, clock.GetUtcNow().UtcDateTime).Select(item => new DueItem { Key = item.Id, DueAt = item.OpenedAt });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var item = await services.GetRequiredService<FabriqueDbContext>().WorkItems.SingleAsync(item => item.Id == key, cancellationToken);
        await services.GetRequiredService<TaskHolders>().CheckAsync(item, cancellationToken);
    }
}
