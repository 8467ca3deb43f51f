using Fabrique.Workflows;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Workflows;

/// <summary>Writes signals as rows of the caller's own unit of work.</summary>
public sealed class WorkflowSignals(FabriqueDbContext db, WorkflowRunner runner, SignalRows rows) : IWorkflowSignals
{
    private readonly List<WorkflowSignalRow> _written = [];

    public string Start(StartRequest request)
    {
        var row = rows.Start(request);
        Add(row);
        return row.InstanceId!;
    }

    public void Resume(ResumeRequest request) => Add(rows.Resume(request));

    public void Publish(EventRequest request) => Add(rows.Publish(request));

    public void Cancel(string instanceId) => Add(rows.Cancel(instanceId));

    public void CancelAll(string definitionId) => Add(rows.CancelAll(definitionId));

    public async Task TakeBackStartsAsync(string correlationId, CancellationToken cancellationToken = default) =>
        db.RemoveRange(await db.Set<WorkflowSignalRow>().Where(row => row.CorrelationId == correlationId && row.Kind == SignalRow.StartKind).ToListAsync(cancellationToken));

    public void RetryIncident(string instanceId, string incidentId) => Add(rows.RetryIncident(instanceId, incidentId));

    public void CancelIncident(string instanceId, string incidentId) => Add(rows.CancelIncident(instanceId, incidentId));

    public Task KickAsync(CancellationToken cancellationToken = default) => runner.RunSignalsAsync(TakeWritten(), cancellationToken);

    internal IReadOnlyList<string> TakeWritten()
    {
        // A unit of work that was given up, its tracker cleared, asks for nothing.
        string[] taken = [.. _written.Where(row => db.Entry(row).State is not EntityState.Detached).Select(row => row.Id)];
        _written.Clear();
        return taken;
    }

    private void Add(SignalRow signal)
    {
        var row = new WorkflowSignalRow
        {
            Id = signal.Id,
            Kind = signal.Kind,
            Name = signal.Name,
            Key = signal.Key,
            InstanceId = signal.InstanceId,
            CorrelationId = signal.CorrelationId,
            Payload = signal.Payload,
            ParentInstanceId = signal.ParentInstanceId,
            CreatedAt = signal.CreatedAt,
            DueAt = signal.CreatedAt,
            ExpiresAt = signal.ExpiresAt,
            TraceParent = signal.TraceParent,
        };
        _written.Add(row);
        db.Add(row);
    }
}
