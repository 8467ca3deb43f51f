using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Execution;

/// <summary>Starts instances by the triggers that have a due instant.</summary>
internal sealed class TriggerSchedule(IWorkflowDatabase database, CompiledWorkflows workflows, WorkflowOptions options, TimeProvider clock)
{
    public async Task<List<TriggerRow>> DueAsync(int take, CancellationToken cancellationToken)
    {
        await using var session = await database.BeginReadAsync(cancellationToken);
        return await TriggerTable.DueAsync(new SqlSession(session.Connection, null, database.Engine), Instants.Now(clock), take, cancellationToken);
    }

    /// <summary>Writes the start that a trigger is due for, and its next due instant, together. Occurrences that were missed are one.</summary>
    /// <returns>The signal of the start, or null when another host wrote it.</returns>
    public async Task<string?> FireAsync(TriggerRow row, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        var now = Instants.Now(clock);
        var workflow = await workflows.OfVersionAsync(sql, row.VersionId, cancellationToken);
        var activity = workflow.Nodes.GetValueOrDefault(row.ActivityId)?.Type?.Activity as BuiltInActivity;
        var next = row.Payload is null ? null : activity?.NextDue(JsonSerializer.Deserialize<JsonElement>(row.Payload), row.DueAt!.Value, now, options.Expressions.TimeZone);
        var isOurs = next is null ? await TriggerTable.RemoveAsync(sql, row, cancellationToken) : await TriggerTable.AdvanceAsync(sql, row, next, cancellationToken);
        if (!isOurs)
        {
            return null;
        }

        var signal = new Signal(NewId(), SignalKind.Start) { InstanceId = NewId(), CreatedAt = now }
            .WithStart(new StartRequest(row.DefinitionId) { VersionId = row.VersionId, TriggerActivityId = row.ActivityId });
        SignalTable.Add(sql, signal, now);
        await sql.FlushAsync(cancellationToken);
        await step.CommitAsync(cancellationToken);
        return signal.Id;
    }

    /// <summary>Leaves a trigger whose firing failed for the length of a lease.</summary>
    public async Task PostponeAsync(TriggerRow row, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        await TriggerTable.AdvanceAsync(new SqlSession(step.Connection, step.Transaction, database.Engine), row, Instants.Now(clock) + options.Lease, cancellationToken);
        await step.CommitAsync(cancellationToken);
    }

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
}
