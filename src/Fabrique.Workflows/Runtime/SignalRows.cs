using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows;

/// <summary>A signal to be stored by the host in its own transaction, as a row of the inbox.</summary>
public sealed record SignalRow
{
    /// <summary><see cref="Kind"/> of a row that starts an instance.</summary>
    public const int StartKind = (int)SignalKind.Start;

    /// <summary><see cref="Kind"/> of a row that fires a trigger, such as a timer that starts instances, after it failed when it was due.</summary>
    public const int TriggerKind = (int)SignalKind.Trigger;

    /// <summary>Identifier.</summary>
    public required string Id { get; init; }

    /// <summary>What is asked, as the runtime numbers it.</summary>
    public required int Kind { get; init; }

    /// <summary>Definition id, or name of the bookmark or stimulus.</summary>
    public string? Name { get; init; }

    /// <summary>Key of the bookmark or stimulus.</summary>
    public string? Key { get; init; }

    /// <summary>Instance addressed, or to be created.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Correlation id to give or to match.</summary>
    public string? CorrelationId { get; init; }

    /// <summary>JSON of what comes with it.</summary>
    public string? Payload { get; init; }

    /// <summary>The instance that waits for the new one.</summary>
    public string? ParentInstanceId { get; init; }

    /// <summary>Creation and due instant, UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>When an event that nobody awaits is forgotten, UTC.</summary>
    public DateTime? ExpiresAt { get; init; }

    /// <summary>The trace that it carries on, as W3C's <c>traceparent</c>; null when nobody follows traces.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>Makes the rows of the inbox from requests.</summary>
/// <param name="options">How long events are kept.</param>
/// <param name="clock">The clock.</param>
public sealed class SignalRows(WorkflowOptions options, TimeProvider clock)
{
    /// <summary>A row that starts an instance.</summary>
    /// <param name="request">Which definition, with what.</param>
    /// <returns>The row; its instance id is the one that the instance will have.</returns>
    public SignalRow Start(StartRequest request)
    {
        var row = Row(SignalKind.Start);
        var signal = new Signal(row.Id, SignalKind.Start) { CreatedAt = row.CreatedAt }.WithStart(request);
        return row with
        {
            Name = signal.Name,
            Key = signal.Key,
            InstanceId = request.InstanceId ?? NewId(),
            CorrelationId = signal.CorrelationId,
            ParentInstanceId = signal.ParentInstanceId,
            Payload = signal.Payload,
        };
    }

    /// <summary>A row that resumes a bookmark.</summary>
    /// <param name="request">Which bookmark, with what.</param>
    /// <returns>The row.</returns>
    public SignalRow Resume(ResumeRequest request) => Row(SignalKind.Resume) with
    {
        Name = request.BookmarkName,
        Key = request.BookmarkKey,
        InstanceId = request.InstanceId,
        Payload = Burst.PayloadText(request.Input),
    };

    /// <summary>A row that publishes an event.</summary>
    /// <param name="request">Which event, with what.</param>
    /// <returns>The row.</returns>
    public SignalRow Publish(EventRequest request)
    {
        var row = Row(SignalKind.Stimulus);
        return row with
        {
            Name = Event.BookmarkName,
            Key = request.EventName,
            InstanceId = request.InstanceId,
            CorrelationId = request.CorrelationId,
            Payload = Burst.PayloadText(request.Payload),
            ExpiresAt = row.CreatedAt + options.EventRetention,
        };
    }

    /// <summary>A row that cancels an instance.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <returns>The row.</returns>
    public SignalRow Cancel(string instanceId) => Row(SignalKind.Cancel) with { InstanceId = instanceId };

    /// <summary>A row that cancels the instances of a definition that are not over, whatever their version.</summary>
    /// <param name="definitionId">Definition id.</param>
    /// <returns>The row.</returns>
    public SignalRow CancelAll(string definitionId) => Row(SignalKind.CancelDefinition) with { Name = definitionId };

    /// <summary>A row that executes again what an incident stopped.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="incidentId">Identifier of the incident.</param>
    /// <returns>The row; its identifier is that of the only row that the incident may have.</returns>
    public SignalRow RetryIncident(string instanceId, string incidentId) => OfIncident(SignalKind.RetryIncident, instanceId, incidentId);

    /// <summary>A row that cancels the instance that an incident stopped.</summary>
    /// <param name="instanceId">Identifier of the instance.</param>
    /// <param name="incidentId">Identifier of the incident.</param>
    /// <returns>The row; its identifier is that of the only row that the incident may have.</returns>
    public SignalRow CancelIncident(string instanceId, string incidentId) => OfIncident(SignalKind.Cancel, instanceId, incidentId);

    private SignalRow OfIncident(SignalKind kind, string instanceId, string incidentId) =>
        Row(kind) with { Id = $"incident-{incidentId}", InstanceId = instanceId, Key = incidentId };

    private SignalRow Row(SignalKind kind) => new() { Id = NewId(), Kind = (int)kind, CreatedAt = Instants.Now(clock), TraceParent = WorkflowTelemetry.TraceParent };

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
}
