using System.Text.Json;
using System.Text.Json.Nodes;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Expressions;
using Fabrique.Workflows.Graph;

namespace Fabrique.Workflows.Execution;

/// <summary>The state of an instance as it would be on another version of its definition, or the reasons why it cannot be there.</summary>
internal sealed class InstanceMove
{
    private readonly InstanceState _from;
    private readonly CompiledWorkflow _to;
    private readonly List<WorkflowMessage> _reasons = [];
    private readonly List<WorkflowMessage> _notes = [];
    private readonly IReadOnlyDictionary<(string ActivityId, string Answer), string> _answers;
    private readonly Dictionary<int, Dictionary<string, object?>> _renamed = [];

    private InstanceMove(InstanceState from, CompiledWorkflow to, IReadOnlyDictionary<(string ActivityId, string Answer), string> answers)
    {
        _from = from;
        _to = to;
        _answers = answers;
    }

    /// <summary>Why it cannot move; empty when it can.</summary>
    public IReadOnlyList<WorkflowMessage> Reasons => _reasons;

    /// <summary>What changes with the move.</summary>
    public IReadOnlyList<WorkflowMessage> Notes => _notes;

    /// <summary>Null when it cannot move.</summary>
    public InstanceState? Moved { get; private set; }

    public static InstanceMove Prepare(InstanceState from, CompiledWorkflow to, bool includeIncidents, IReadOnlyDictionary<(string ActivityId, string Answer), string> answers)
    {
        var move = new InstanceMove(from, to, answers);
        move.Check(includeIncidents);
        if (move._reasons.Count == 0)
        {
            move.Moved = move.Move();
        }

        return move;
    }

    private void Check(bool includeIncidents)
    {
        if (_from.Workflow.DefinitionId != _to.DefinitionId)
        {
            _reasons.Add(new WorkflowMessage(MessageCodes.MoveToOtherDefinition));
            return;
        }

        if (_from.Workflow.VersionId == _to.VersionId)
        {
            _reasons.Add(new WorkflowMessage(MessageCodes.MoveToSameVersion));
            return;
        }

        if (_from.Status == WorkflowStatus.Finished && _from.IncidentCount == 0)
        {
            _reasons.Add(new WorkflowMessage(MessageCodes.MoveOfFinished));
            return;
        }

        if (_from.IncidentCount > 0 && !includeIncidents)
        {
            _reasons.Add(new WorkflowMessage(MessageCodes.MoveWithIncident));
        }

        foreach (var node in _from.Executions.Values.Select(execution => execution.Node).Concat(_from.Queue.Select(item => item.Node)).Distinct())
        {
            CheckNode(node);
        }

        CheckTokens();
        foreach (var execution in _from.Executions.Values.Where(execution => execution.Bookmarks.Count > 0))
        {
            CheckAnswers(execution);
        }

        CheckVariables(_from.Workflow.Variables, _from.Variables, _to.Variables);
        foreach (var execution in _from.Executions.Values)
        {
            if (_to.Nodes.GetValueOrDefault(execution.Node.Id) is { } node)
            {
                CheckVariables(execution.Node.Variables, execution.Variables, node.Variables);
            }
        }
    }

    private void CheckNode(ActivityNode node)
    {
        if (_to.Nodes.GetValueOrDefault(node.Id) is not { } same)
        {
            _reasons.Add(new WorkflowMessage(node.Type?.Activity is ContainerActivity ? MessageCodes.MoveWithoutBlock : MessageCodes.MoveWithoutActivity, node.DisplayName, node.Id));
        }
        else if (same.TypeName != node.TypeName)
        {
            _reasons.Add(new WorkflowMessage(MessageCodes.MoveToOtherType, node.DisplayName, node.Id));
        }
        else if (same.Parent?.Id != node.Parent?.Id)
        {
            _reasons.Add(new WorkflowMessage(MessageCodes.MoveToOtherBlock, node.DisplayName, node.Id));
        }
    }

    /// <summary>
    /// Whoever is asked may still give an answer that the other version calls otherwise, or does not know. One that stands at the same place of a list of the same length is
    /// the same under a new name; of any other, somebody must say what it becomes.
    /// </summary>
    private void CheckAnswers(ActivityExecution execution)
    {
        if (FlowPorts.WrittenAnswers(execution.Node) is not { } before
            || _to.Nodes.GetValueOrDefault(execution.Node.Id) is not { } node || FlowPorts.WrittenAnswers(node) is not { } after)
        {
            return;
        }

        var becomes = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var index = 0; index < before.Count; index++)
        {
            var answer = before[index];
            if (after.Contains(answer))
            {
                continue;
            }

            if (_answers.TryGetValue((node.Id, answer), out var chosen) && after.Contains(chosen))
            {
                becomes[answer] = chosen;
            }
            else if (before.Count == after.Count && !before.Contains(after[index]))
            {
                becomes[answer] = after[index];
            }
            else
            {
                _reasons.Add(new WorkflowMessage(MessageCodes.MoveWithoutAnswer, node.DisplayName, answer, node.Id, after));
                continue;
            }

            _notes.Add(new WorkflowMessage(MessageCodes.MoveRenamesAnswer, node.DisplayName, answer, becomes[answer]));
        }

        foreach (var (earlier, later) in execution.Answers ?? [])
        {
            becomes.TryAdd(earlier, becomes.GetValueOrDefault((string)later!, later));
        }

        if (becomes.Count > 0)
        {
            _renamed[execution.Id] = becomes;
        }
    }

    /// <summary>Tokens lie on the arrows of one drawing: on another, nobody can say where they would be.</summary>
    private void CheckTokens()
    {
        foreach (var node in _from.Executions.Values.Select(execution => execution.Node))
        {
            if (IsTokenBased(node) || (_to.Nodes.GetValueOrDefault(node.Id) is { } same && IsTokenBased(same)))
            {
                _reasons.Add(new WorkflowMessage(MessageCodes.MoveOfTokens, node.DisplayName, node.Id));
            }
        }
    }

    private static bool IsTokenBased(ActivityNode node) => node.Prepared is FlowGraph { Merges: not null };

    private void CheckVariables(VariableDeclaration[] from, object?[] values, VariableDeclaration[] to)
    {
        for (var index = 0; index < from.Length; index++)
        {
            var variable = from[index];
            if (Array.Find(to, candidate => candidate.Id == variable.Id) is not { } same)
            {
                _notes.Add(new WorkflowMessage(MessageCodes.MoveLosesVariable, variable.Name));
                continue;
            }

            try
            {
                ValueConverter.Convert(values[index], same.Type);
            }
            catch (InvalidCastException exception)
            {
                _reasons.Add(new WorkflowMessage(MessageCodes.MoveToUnfitVariable, variable.Name, WorkflowMessage.Of(exception)));
            }
        }

        foreach (var added in to.Where(candidate => !Array.Exists(from, variable => variable.Id == candidate.Id)))
        {
            _notes.Add(new WorkflowMessage(MessageCodes.MoveAddsVariable, added.Name));
        }
    }

    /// <summary>The state names activities and variables by identifier; only what containers know of their progress has to be translated.</summary>
    private InstanceState Move()
    {
        var json = JsonNode.Parse(_from.Serialize())!.AsObject();
        var ready = new List<(int Execution, ActivityNode Node)>();
        foreach (var item in (json["x"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var execution = _from.Executions[(int)item["i"]!];
            if (execution.Progress is { } progress)
            {
                item["s"] = Translate(execution, progress, ready);
            }
        }

        var moved = new InstanceState
        {
            Id = _from.Id,
            Workflow = _to,
            Name = _from.Name,
            CorrelationId = _from.CorrelationId,
            ParentInstanceId = _from.ParentInstanceId,
            Status = _from.Status,
            SubStatus = _from.SubStatus,
            IncidentCount = _from.IncidentCount,
            CreatedAt = _from.CreatedAt,
            UpdatedAt = _from.UpdatedAt,
            FinishedAt = _from.FinishedAt,
            Revision = _from.Revision,
        };
        moved.Deserialize(JsonSerializer.SerializeToUtf8Bytes(json, JsonText.Compact));
        foreach (var execution in moved.Executions.Values)
        {
            execution.Answers = _renamed.GetValueOrDefault(execution.Id);
        }

        foreach (var (execution, node) in ready)
        {
            moved.Enqueue(new WorkItem { Node = node, Owner = moved.Executions[execution] });
        }

        if (ready.Count > 0 && moved.Status == WorkflowStatus.Running)
        {
            moved.SubStatus = WorkflowSubStatus.Executing;
        }

        return moved;
    }

    private JsonNode? Translate(ActivityExecution execution, object progress, List<(int Execution, ActivityNode Node)> ready)
    {
        var node = _to.Nodes[execution.Node.Id];
        var container = (ContainerActivity)node.Type!.Activity;
        var open = _from.Executions.Values.Where(child => child.Parent == execution).Select(child => child.Node.Id)
            .Concat(_from.Queue.Where(item => item.Owner == execution).Select(item => item.Node.Id)).ToHashSet(StringComparer.Ordinal);
        var due = new List<ActivityNode>();
        var moved = container.MoveProgress(execution.Node, node, progress, open, due);
        ready.AddRange(due.Select(child => (execution.Id, child)));
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonText.Writing))
        {
            container.WriteProgress(writer, moved);
        }

        return JsonNode.Parse(stream.ToArray());
    }
}
