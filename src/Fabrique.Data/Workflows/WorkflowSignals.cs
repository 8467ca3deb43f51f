using Fabrique.Workflows;

namespace Fabrique.Data.Workflows;

/// <summary>Writes signals as rows of the caller's own unit of work.</summary>
public sealed class WorkflowSignals(FabriqueDbContext db, WorkflowRunner runner, SignalRows rows) : IWorkflowSignals
{
    private readonly List<string> _written = [];

    public string Start(StartRequest request)
    {
        var row = rows.Start(request);
        Add(row);
        return row.InstanceId!;
    }

    public void Resume(ResumeRequest request) => Add(rows.Resume(request));

    public void Publish(EventRequest request) => Add(rows.Publish(request));

    public void Cancel(string instanceId) => Add(rows.Cancel(instanceId));

    public Task KickAsync(CancellationToken cancellationToken = default) => runner.RunSignalsAsync(TakeWritten(), cancellationToken);

    internal IReadOnlyList<string> TakeWritten()
    {
        string[] taken = [.. _written];
        _written.Clear();
        return taken;
    }

    private void Add(SignalRow signal)
    {
        _written.Add(signal.Id);
        db.Add(new WorkflowSignalRow
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
        });
    }
}
