using System.Globalization;
using System.Text.Json;
using Fabrique.Workflows.Execution;
using Fabrique.Workflows.Graph;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows;

/// <summary>Tells what an instance is, from its state and the rows beside it.</summary>
internal static class DetailsBuilder
{
    public static InstanceDetails Build(InstanceRow row, InstanceState state, List<BookmarkRow> bookmarks, IReadOnlyList<IncidentRecord> incidents, WorkflowOptions options)
    {
        var secrets = state.Workflow.HasSecrets ? state.SecretValues() : [];
        return new InstanceDetails(row.Summary, state.ToData())
        {
            ParentInstanceId = row.ParentInstanceId,
            Bookmarks = [.. bookmarks.Select(bookmark => new BookmarkRecord(Name(state, bookmark.Number), bookmark.Name, bookmark.Key, bookmark.ActivityId, NodeId(state, bookmark.ActivityId), Name(state, bookmark.ExecutionId), bookmark.CreatedAt)
            {
                DueAt = bookmark.DueAt,
                Payload = Payload(bookmark.Payload, secrets),
            })],
            Incidents = [.. incidents.Select(incident => incident with { ActivityNodeId = NodeId(state, incident.ActivityId) })],
            Activities = [.. state.Executions.Values.Select(execution => Open(state, execution, secrets, options))],
            Scheduled = [.. state.Queue.Select(item => item.Node.NodeId)],
            JournalLength = state.LastSequence,
        };
    }

    private static OpenActivity Open(InstanceState state, ActivityExecution execution, List<string> secrets, WorkflowOptions options) => new(Name(state, execution.Id), execution.Node.Id, execution.Node.NodeId, execution.Since)
    {
        ParentId = execution.Parent is { } parent ? Name(state, parent.Id) : null,
        ParentNodeId = execution.Parent?.Node.NodeId,
        Depth = Depth(execution),
        IsFaulted = execution.IsFaulted,
        ActivityState = Inputs(execution, secrets, options),
    };

    /// <summary>The same values as the journal would keep.</summary>
    private static Dictionary<string, JsonElement> Inputs(ActivityExecution execution, List<string> secrets, WorkflowOptions options)
    {
        var inputs = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var input in execution.Node.Inputs)
        {
            var policy = execution.Node.Journal.OfInput(input.Name);
            if (execution.KeptInput(input) is { } value && policy != ValuePolicy.Exclude && (policy != ValuePolicy.Inherit || options.Journal.KeepsValues))
            {
                inputs[input.Name] = JsonSerializer.Deserialize<JsonElement>(policy == ValuePolicy.Mask ? JournalText.Masked : JournalText.Write(value, options, secrets));
            }
        }

        return inputs;
    }

    private static JsonElement? Payload(string? json, List<string> secrets) => json is null ? null : JsonSerializer.Deserialize<JsonElement>(JournalText.Hide(json, secrets));

    private static int Depth(ActivityExecution execution)
    {
        var depth = 0;
        for (var above = execution.Parent; above is not null; above = above.Parent)
        {
            depth++;
        }

        return depth;
    }

    private static string NodeId(InstanceState state, string activityId) => state.Workflow.Nodes.GetValueOrDefault(activityId)?.NodeId ?? activityId;

    private static string Name(InstanceState state, int number) => string.Create(CultureInfo.InvariantCulture, $"{state.Id}:{number}");
}
