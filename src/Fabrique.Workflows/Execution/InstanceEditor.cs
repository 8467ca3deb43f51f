using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Execution;

/// <summary>Changes values of an instance between two steps, at the wish of a person.</summary>
internal sealed class InstanceEditor(IWorkflowDatabase database, CompiledWorkflows workflows, WorkflowOptions options, TimeProvider clock)
{
    public async Task<InstanceData> SetVariablesAsync(string instanceId, IReadOnlyDictionary<string, object?> values, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        var row = await InstanceTable.FindAsync(sql, instanceId, isLocked: true, cancellationToken) ?? throw new WorkflowNotFoundException($"The instance {instanceId} is unknown.");
        var state = StepRunner.Load(row, await workflows.OfVersionAsync(sql, row.Summary.DefinitionVersionId, cancellationToken));
        if (state is { Status: WorkflowStatus.Finished, SubStatus: not WorkflowSubStatus.Faulted })
        {
            throw new InstanceOverException();
        }

        var changed = new List<string>();
        foreach (var (id, value) in values)
        {
            changed.Add(state.TrySetVariable(id, value) ?? throw new WorkflowNotFoundException($"The instance {instanceId} has no variable {id} in sight."));
        }

        if (changed.Count == 0)
        {
            return state.ToData();
        }

        step.SetUseCase("workflow:variables");
        var now = Instants.Now(clock);
        var root = state.Executions.Values.FirstOrDefault();
        var names = string.Join(", ", changed);
        JournalTable.Add(sql, state.Id, state.LastSequence + 1, [new JournalLine("VariablesChanged", root?.Node.Id ?? "", root?.Id ?? 0, now, names.Length <= options.MaximumMessageLength ? names : names[..options.MaximumMessageLength], null)]);
        state.LastSequence++;
        state.UpdatedAt = now;
        var body = state.Serialize();
        if (body.Length > options.MaximumStateBytes)
        {
            throw new InvalidVariableException(changed[0], new WorkflowMessage(MessageCodes.WouldExceedState, options.MaximumStateBytes));
        }

        InstanceTable.Save(sql, state, body, row.WakeAt);
        await sql.FlushAsync(cancellationToken);
        await step.CommitAsync(cancellationToken);
        return state.ToData();
    }
}
