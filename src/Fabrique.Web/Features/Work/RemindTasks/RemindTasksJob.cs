using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Common;
using Fabrique.Web.Features.Messages;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Features.Work.RemindTasks;

/// <summary>
/// Recalls the open tasks whose reminders are due and not yet sent. A task with several of them overdue, after a stop of the service, is recalled once.
/// </summary>
public sealed class RemindTasksJob(IServiceScopeFactory scopes, TimeProvider clock) : IRecurringJob
{
    private const string Message = "commun/relance-tache";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var id in await FindDueAsync(cancellationToken))
        {
            await RemindAsync(id, cancellationToken);
        }
    }

    public async Task<DateTime?> NextDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        return await db.WorkItems
            .Where(item => item.Status == WorkItemStatus.Open)
            .SelectMany(item => item.Reminders)
            .Where(reminder => reminder.SentAt == null)
            .MinAsync(reminder => (DateTime?)reminder.DueAt, cancellationToken);
    }

    private async Task<List<Guid>> FindDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.WorkItems
            .Where(item => item.Status == WorkItemStatus.Open && item.Reminders.Any(reminder => reminder.SentAt == null && reminder.DueAt <= now))
            .OrderBy(item => item.DueAt)
            .Select(item => item.Id)
            .ToListAsync(cancellationToken);
    }

    // One transaction a task: the mark and the mail commit together, and the loser of a race between two hosts leaves it to the winner.
    private async Task RemindAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var now = clock.GetUtcNow().UtcDateTime;
        var item = await db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.Id == id, cancellationToken);
        var due = item.TakeDueReminders(now);
        if (due == 0)
        {
            return;
        }

        await scope.ServiceProvider.GetRequiredService<SubjectMessages>().WriteToHoldersAsync(Message, item, cancellationToken);
        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateConcurrencyException)
        {
            // Another host recalled it, or somebody has just done it.
        }
    }
}
