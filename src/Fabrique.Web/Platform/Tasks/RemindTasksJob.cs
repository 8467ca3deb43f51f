using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.Jobs;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>
/// Recalls the open tasks whose reminders are due and not yet sent, and tells whoever is to know of those that are long overdue. A task with several reminders
/// overdue, after a stop of the service, is recalled once.
/// </summary>
public sealed class RemindTasksJob(IServiceScopeFactory scopes, TimeProvider clock) : IRecurringJob
{
    private const string Message = "commun/relance-tache";
    private const string EscalationMessage = "commun/tache-en-retard";

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
        var open = db.WorkItems.Where(item => item.Status == WorkItemStatus.Open);
        var reminder = await open
            .SelectMany(item => item.Reminders)
            .Where(reminder => reminder.SentAt == null)
            .MinAsync(reminder => (DateTime?)reminder.DueAt, cancellationToken);
        var escalation = await open.Where(item => item.EscalatedAt == null).MinAsync(item => item.EscalatesAt, cancellationToken);
        return reminder is null || escalation < reminder ? escalation : reminder;
    }

    private async Task<List<Guid>> FindDueAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
        var now = clock.GetUtcNow().UtcDateTime;
        return await db.WorkItems
            .Where(item => item.Status == WorkItemStatus.Open
                && (item.Reminders.Any(reminder => reminder.SentAt == null && reminder.DueAt <= now) || (item.EscalatedAt == null && item.EscalatesAt <= now)))
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
        var told = item.TakeEscalation(now);
        var messages = scope.ServiceProvider.GetRequiredService<SubjectMessages>();
        if (due > 0)
        {
            await messages.WriteToHoldersAsync(Message, item, cancellationToken);
        }

        if (told is { } to)
        {
            await messages.WriteToAsync(to, EscalationMessage, item, cancellationToken);
        }

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
