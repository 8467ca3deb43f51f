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
    public static IncidentKind Own { get; } = new("procedures", "Exécutions arrêtées");

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
        line.What is { Length: > 0 } name ? $"Une exécution de «\u00a0{name}\u00a0» est arrêtée\u00a0: une de ses étapes a échoué." : "Une exécution est arrêtée\u00a0: une de ses étapes a échoué.",
        "Corrigez ce que dit le détail technique, puis relancez\u00a0: l’étape est exécutée de nouveau. Clore annule l’exécution, et retire ce qu’elle demande encore.",
        AdministrationLinks.Instance(line.Key.Split('/')[0]));

    public override Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken) =>
        AskAsync(key, signals.RetryIncident, cancellationToken);

    public override Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken) =>
        AskAsync(key, signals.CancelIncident, cancellationToken);

    private async Task<Refusal?> AskAsync(string key, Action<string, string> ask, CancellationToken cancellationToken)
    {
        // Its row is held until the request is saved: whoever asks at the same moment waits, then reads what became of it.
        if (key.Split('/', 2) is not [var instanceId, var id]
            || await Rows(instanceId, id).ExecuteUpdateAsync(set => set.SetProperty(incident => incident.Attempts, incident => incident.Attempts), cancellationToken) == 0)
        {
            return IncidentInbox.Gone;
        }

        if (await db.Set<WorkflowSignalRow>().AnyAsync(signal => signal.InstanceId == instanceId && signal.Key == id, cancellationToken))
        {
            return AskedAlready;
        }

        ask(instanceId, id);
        return null;
    }

    private IQueryable<WorkflowIncidentRow> Rows(string instanceId, string id) =>
        db.Set<WorkflowIncidentRow>().Where(incident => incident.Id == id && incident.InstanceId == instanceId && incident.ResolvedAt == null);
}
