using Fabrique.Data;
using Fabrique.Web.Kernel.DueItems;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>Looks every night for the tasks that wait on nobody, and passes them on: absences begin, accounts are withdrawn, roles end. When nobody is left, an incident says so.</summary>
public sealed class StrandedTasks(TimeProvider clock) : LedgerSource
{
    private const string SourceName = "stranded-tasks";
    private const string WhatFails = "Une tâche n’attend plus personne.";

    public override string Name => SourceName;

    public override string Cause => WhatFails;

    /// <summary>Somebody found, before the night, that a task waits on nobody and that nobody can take it over: it is an incident from now on. The caller saves.</summary>
    public static async Task ReportAsync(FabriqueDbContext db, Guid task, string error, DateTime now, CancellationToken cancellationToken)
    {
        if (await db.DueAttempts.FindAsync([SourceName, task], cancellationToken) is null)
        {
            var attempt = DueAttempt.Begin(SourceName, task, now, now);
            attempt.RecordFailure(WhatFails, error, Ladder, isPermanent: true, now);
            db.DueAttempts.Add(attempt);
        }
    }

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db) =>
        TaskHolders.Stranded(db, clock.GetUtcNow().UtcDateTime).Select(item => new DueItem { Key = item.Id, DueAt = item.OpenedAt });

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var item = await services.GetRequiredService<FabriqueDbContext>().WorkItems.SingleAsync(item => item.Id == key, cancellationToken);
        await services.GetRequiredService<TaskHolders>().CheckAsync(item, cancellationToken);
    }
}
