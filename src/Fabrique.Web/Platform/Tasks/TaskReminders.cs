using Fabrique.Data;
using Fabrique.Domain.Work;
using Fabrique.Web.Kernel.DueItems;
using Fabrique.Web.Platform.Mail;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Tasks;

/// <summary>
/// Recalls the open tasks whose reminders are due and not yet sent, and tells whoever is to know of those that are long overdue. A task with several reminders
/// overdue, after a stop of the service, is recalled once.
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
            .Where(reminder => reminder.SentAt == null)
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
        if (item.TakeDueReminders(now) > 0)
        {
            await messages.WriteToHoldersAsync(Message, item, procedure, cancellationToken);
        }

        if (item.TakeEscalation(now) is { } told)
        {
            await messages.WriteToAsync(told, EscalationMessage, item, procedure, cancellationToken);
        }
    }
}
