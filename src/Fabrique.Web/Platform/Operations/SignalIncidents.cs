using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Domain;
using Fabrique.Web.Kernel.Incidents;
using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Web.Platform.Operations;

/// <summary>What was asked of procedures and set aside after the last attempt, such as the start of one that is no longer published.</summary>
public sealed class SignalIncidents(FabriqueDbContext db, TimeProvider clock) : IncidentSource
{
    private const string StartPrefix = "start:";
    private const string TriggerPrefix = "trigger:";

    public static IncidentKind Own { get; } = new("demandes", "Demandes aux procédures sans suite");

    public override IncidentKind Kind => Own;

    public override IQueryable<IncidentLine> Open() => db.Set<WorkflowSignalRow>()
        .Where(signal => signal.DueAt == null)
        .Select(signal => new IncidentLine
        {
            Source = Own.Code,
            Key = signal.Id,
            Since = signal.SetAsideAt ?? signal.CreatedAt,
            Subject = signal.CorrelationId ?? db.Set<WorkflowInstanceRow>().Where(instance => instance.Id == signal.InstanceId).Select(instance => instance.CorrelationId).FirstOrDefault(),
            What = (signal.Kind == SignalRow.StartKind ? StartPrefix : signal.Kind == SignalRow.TriggerKind ? TriggerPrefix : "") + signal.Name,
            Error = signal.LastError,
            Attempts = signal.Attempts,
        });

    public override IncidentText Tell(IncidentLine line) => line.What switch
    {
        { } what when what.StartsWith(StartPrefix, StringComparison.Ordinal) => Start(what[StartPrefix.Length..]),
        { } what when what.StartsWith(TriggerPrefix, StringComparison.Ordinal) => Trigger(what[TriggerPrefix.Length..]),
        _ => new IncidentText(
            "Une demande faite à une procédure, ou une échéance, est restée sans suite\u00a0: la procédure n’a pas repris.",
            "Corrigez ce que dit le détail technique, puis relancez. Si la procédure n’a plus à reprendre, clôturez\u00a0: rien ne sera fait de cette demande."),
    };

    public override async Task<Refusal?> RetryAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } signal)
        {
            return IncidentInbox.Gone;
        }

        var row = db.Entry(signal);
        row.Property(found => found.DueAt).CurrentValue = clock.GetUtcNow().UtcDateTime;
        row.Property(found => found.Attempts).CurrentValue = 0;
        row.Property(found => found.SetAsideAt).CurrentValue = null;
        return null;
    }

    /// <summary>Nothing will be done of it: the row goes.</summary>
    public override async Task<Refusal?> CloseAsync(string key, CancellationToken cancellationToken)
    {
        if (await FindAsync(key, cancellationToken) is not { } signal)
        {
            return IncidentInbox.Gone;
        }

        db.Remove(signal);
        return null;
    }

    private Task<WorkflowSignalRow?> FindAsync(string key, CancellationToken cancellationToken) =>
        db.Set<WorkflowSignalRow>().SingleOrDefaultAsync(signal => signal.Id == key && signal.DueAt == null, cancellationToken);

    private static IncidentText Trigger(string definition) => new(
        $"La procédure «\u00a0{definition}\u00a0» ne commence plus à ses heures\u00a0: son déclencheur a échoué, et attend.",
        "Corrigez ce que dit le détail technique, ou publiez une version corrigée, puis relancez\u00a0: les départs manqués n’en feront qu’un. Si vous clôturez, elle ne partira plus à ses heures tant qu’une version n’aura pas été publiée.",
        $"/administration/procedures/{definition}");

    private static IncidentText Start(string definition) => new(
        $"La procédure «\u00a0{definition}\u00a0» n’a pas pu commencer\u00a0: rien n’a été demandé à personne, et personne n’en a été informé.",
        "Si elle n’est pas publiée, publiez-en une version, puis relancez. Si elle est retirée pour de bon, elle ne commencera jamais\u00a0: prévenez la personne concernée, puis clôturez.",
        $"/administration/procedures/{definition}");
}
