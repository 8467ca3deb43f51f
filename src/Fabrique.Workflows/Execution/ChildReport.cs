using System.Text.Json;

namespace Fabrique.Workflows.Execution;

/// <summary>What a child tells the parent that waits for it. Written with the names that scripts read.</summary>
internal sealed record ChildReport(string InstanceId, WorkflowSubStatus SubStatus, JsonElement? Output)
{
    public static string Write(string instanceId, WorkflowStatus status, WorkflowSubStatus subStatus, string? correlationId, IReadOnlyDictionary<string, object?> output) =>
        Burst.PayloadText(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["WorkflowInstanceId"] = instanceId,
            ["Status"] = status.ToString(),
            ["SubStatus"] = subStatus.ToString(),
            ["CorrelationId"] = correlationId,
            ["Output"] = output,
        })!;

    public static ChildReport Read(JsonElement? json) => json is { ValueKind: JsonValueKind.Object } report
        ? new ChildReport(report.GetProperty("WorkflowInstanceId").GetString()!, Enum.Parse<WorkflowSubStatus>(report.GetProperty(nameof(SubStatus)).GetString()!), report.GetProperty(nameof(Output)))
        : throw new PermanentFailureException(new WorkflowMessage(MessageCodes.ChildWithoutReport));
}
