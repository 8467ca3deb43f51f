using System.Text.Json;

namespace Fabrique.Workflows.Execution;

/// <summary>What a child tells the parent that waits for it. Written with the names that scripts read.</summary>
/// <param name="InstanceId">The child.</param>
/// <param name="SubStatus">What it is.</param>
/// <param name="Output">Its outputs.</param>
/// <param name="Name">Name of its workflow, in a word on the way.</param>
internal sealed record ChildReport(string InstanceId, WorkflowSubStatus SubStatus, JsonElement? Output, string? Name)
{
    private const string OnTheWay = "OnTheWay";

    /// <summary>Whether it is a word on the way, after which the parent still waits: an incident stops the child, or it was repaired.</summary>
    public bool IsOnTheWay => Name is not null;

    public static string Write(string instanceId, WorkflowStatus status, WorkflowSubStatus subStatus, string? correlationId, IReadOnlyDictionary<string, object?> output) =>
        Burst.PayloadText(Values(instanceId, status, subStatus, correlationId, output))!;

    public static string Write(InstanceState state) => Write(state.Id, state.Status, state.SubStatus, state.CorrelationId, state.Output);

    /// <summary>Writes a word on the way: faulted as long as an incident is open, whatever the child's strategy, or suspended.</summary>
    public static string WriteOnTheWay(InstanceState state)
    {
        var values = Values(state.Id, state.Status, state.IncidentCount > 0 ? WorkflowSubStatus.Faulted : WorkflowSubStatus.Suspended, state.CorrelationId, state.Output);
        values[OnTheWay] = state.Workflow.Name;
        return Burst.PayloadText(values)!;
    }

    public static ChildReport Read(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } report
        ? new ChildReport(
            report.GetProperty("WorkflowInstanceId").GetString()!,
            Enum.Parse<WorkflowSubStatus>(report.GetProperty(nameof(SubStatus)).GetString()!),
            report.GetProperty(nameof(Output)),
            report.TryGetProperty(OnTheWay, out var name) ? name.GetString() : null)
        : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.ChildWithoutReport));

    private static Dictionary<string, object?> Values(string instanceId, WorkflowStatus status, WorkflowSubStatus subStatus, string? correlationId, IReadOnlyDictionary<string, object?> output) => new(StringComparer.Ordinal)
    {
        ["WorkflowInstanceId"] = instanceId,
        ["Status"] = status.ToString(),
        ["SubStatus"] = subStatus.ToString(),
        ["CorrelationId"] = correlationId,
        ["Output"] = output,
    };
}
