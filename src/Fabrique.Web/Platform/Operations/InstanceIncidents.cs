using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Web.Kernel.Pages;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Operations;

/// <summary>The steps of procedures that failed beyond their retries. Both acts are asked of the runtime by a signal, in the transaction of the use case.</summary>
public sealed class InstanceIncidents(FabriqueDbContext db, IWorkflowSignals signals) : IncidentSource
{
    public static IncidentKind Own { get; } = new("procedures", "Procédures arrêtées");

    private static readonly Refusal AskedAlready = new("incident-asked", "Ce qui a été demandé pour cet incident est en cours\u00a0: rechargez la page dans un instant. Rien n’a été changé.");

    public override IncidentKind Kind => Own;

    public override IQueryable<IncidentLine> Open() =>
        from incident in db.Set<WorkflowIncidentRow>()
        where incident.ResolvedAt == null
        join instance in db.Set<WorkflowInstanceRow>() on incident.InstanceId equals instance.Id
        select new IncidentLine
        {
            Source = Own.Code,
            Key = instance.Id + "/" + incident.Id,
            Since = incident.At,
            Subject = instance.CorrelationId,
            What = db.Set<WorkflowDefinitionRow>().Where(definition => definition.Id == instance.DefinitionVersionId).Select(definition => definition.Name).FirstOrDefault(),
            Error = incident.Message,
            Attempts = incident.Attempts,
        };

    public override IncidentText Tell(IncidentLine line) => new(
        line.What is { Length: > 0 } name ? $"La procédure «\u00a0{name}\u00a0» est arrêtée\u00a0: une de ses étapes a échoué." : "Une procédure est arrêtée\u00a0: une de ses étapes a échoué.",
        "Corrigez ce que dit le détail technique, puis relancez\u00a0: l’étape est exécutée de nouveau. Clore annule la procédure, et retire ce qu’elle demande encore.",
        AdministrationLinks.Instance(line.Key.Split('/')[0]));

    public override async Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } incident)
        {
            return IncidentInbox.Gone;
        }

        if (await IsAskedAsync(incident, cancellationToken))
        {
            return AskedAlready;
        }

        signals.RetryIncident(incident.InstanceId, incident.Id);
        return null;
    }

    public override async Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } incident)
        {
            return IncidentInbox.Gone;
        }

        if (await IsAskedAsync(incident, cancellationToken))
        {
            return AskedAlready;
        }

        signals.CancelIncident(incident.InstanceId, incident.Id);
        return null;
    }

    private async Task<WorkflowIncidentRow?> FindAsync(string key, CancellationToken cancellationToken)
    {
        var parts = key.Split('/', 2);
        return parts is [var instanceId, var id]
            ? await db.Set<WorkflowIncidentRow>().AsNoTracking().SingleOrDefaultAsync(incident => incident.Id == id && incident.InstanceId == instanceId && incident.ResolvedAt == null, cancellationToken)
            : null;
    }

    private Task<bool> IsAskedAsync(WorkflowIncidentRow incident, CancellationToken cancellationToken) =>
        db.Set<WorkflowSignalRow>().AnyAsync(signal => signal.InstanceId == incident.InstanceId && signal.Key == incident.Id, cancellationToken);
}
