using System.Text.Json;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Execution;

/// <summary>What makes an instance take a step. The signal that asked for it, if any, is deleted in the same transaction.</summary>
internal abstract record StepSource
{
    public string? SignalId { get; init; }
}

internal sealed record StartSource(string InstanceId, StartRequest Request) : StepSource;

internal sealed record ResumeSource(BookmarkAddress Address, JsonElement? Input, bool IsTimer) : StepSource;

/// <summary>Resumes the bookmark of a name and a key that has waited longest, of one instance when it is named.</summary>
internal sealed record FindSource(string Name, string Key, string? InstanceId, JsonElement? Input) : StepSource;

/// <summary>Goes on with what is queued.</summary>
/// <param name="InstanceId">The instance.</param>
/// <param name="IsTakeOver">Whether another host may still be at it: then only once its lease is over.</param>
internal sealed record ContinueSource(string InstanceId, bool IsTakeOver) : StepSource;

internal sealed record CancelSource(string InstanceId) : StepSource;

internal sealed record RetrySource(string InstanceId, string IncidentId) : StepSource;

/// <summary>Tells an instance what became of a child that it waits for, also when the incident that the child's own caused stops it.</summary>
internal sealed record ChildSource(string InstanceId, string BookmarkName, string ChildId, JsonElement? Report) : StepSource;

/// <summary>What became of a source.</summary>
/// <param name="Instance">The instance; null when there was nothing to do.</param>
/// <param name="Signals">Signals written by the steps, to be executed now.</param>
internal sealed record StepOutcome(InstanceSummary? Instance, IReadOnlyList<string> Signals);
