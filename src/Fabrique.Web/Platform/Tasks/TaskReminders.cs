using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Platform.Mail;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>
/// Recalls the open tasks whose reminders are due and not yet sent, and tells whoever is to know of those that are long overdue. A task with several reminders
/// overdue, after a stop of the service, is recalled once. A reminder that reaches nobody is not told as sent, and the task goes on with others at once.
/// </summary>
public sealed class TaskReminders(TimeProvider clock) : LedgerSource
{
    private const string Message = "commun/relance-tache";
    private const string EscalationMessage = "commun/tache-en-retard";

    public override string Name => "reminders";

    public override string Cause => "La relance d’une tâche, ou l’alerte de son retard, n’est pas partie.";

    protected override IQueryable<DueItem> Planned(FabriqueDbContext db)
    {
        var open = db.WorkItems.Where(item => item.Status == WorkItemStatus.Open);
        return open
            .SelectMany(item => item.Reminders)
            .Where(reminder => reminder.SentAt == null && reminder.MissedAt == null)
            .Select(reminder => new DueItem { Key = reminder.WorkItemId, DueAt = reminder.DueAt })
            .Concat(open
                .Where(item => item.EscalatedAt == null && item.EscalatesAt != null)
                .Select(item => new DueItem { Key = item.Id, DueAt = item.EscalatesAt!.Value }));
    }

    protected override async Task ActAsync(Guid key, IServiceProvider services, CancellationToken cancellationToken)
    {
        var db = services.GetRequiredService<FabriqueDbContext>();
        var messages = services.GetRequiredService<SubjectMessages>();
        var now = clock.GetUtcNow().UtcDateTime;
        var item = await db.WorkItems.Include(item => item.Reminders).SingleAsync(item => item.Id == key, cancellationToken);
        var procedure = await messages.FindProcedureAsync(item, cancellationToken);
        var holders = services.GetRequiredService<TaskHolders>();
        if (item.HasDueReminders(now))
        {
            var isReached = await messages.WriteToHoldersAsync(Message, item, procedure, cancellationToken);
            item.TakeDueReminders(now, isReached);
            if (!isReached)
            {
                holders.Tell(item, "devait être rappelé : la relance n’a atteint personne.");
                await PassOnAsync(item, db, holders, now, cancellationToken);
            }
        }

        if (item.TakeEscalation(now) is { } told && !await messages.WriteToAsync(told, EscalationMessage, item, procedure, cancellationToken))
        {
            holders.Tell(item, "est en retard : qui devait en être prévenu n’est plus là.");
            if (await holders.FindNextAsync(item, cancellationToken) is { } role)
            {
                await messages.WriteToAsync(Assignee.HoldersOf(role), EscalationMessage, item, procedure, cancellationToken);
            }
            else
            {
                await StrandedTasks.ReportAsync(db, item.Id, $"Le retard de « {item.Title} » n’a pu être dit à personne. Donnez un rôle à quelqu’un, ou terminez une absence.", now, cancellationToken);
            }
        }
    }

    // What nobody can take over is an incident of its own: the later reminders of the task, and who is told of its lateness, do not wait for it.
    private static async Task PassOnAsync(WorkItem item, FabriqueDbContext db, TaskHolders holders, DateTime now, CancellationToken cancellationToken)
    {
        try
        {
            await holders.CheckAsync(item, cancellationToken);
        }
        catch (PermanentFailureException nobody)
        {
            await StrandedTasks.ReportAsync(db, item.Id, nobody.Message, now, cancellationToken);
        }
    }
}
