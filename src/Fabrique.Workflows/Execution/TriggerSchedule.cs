using System.Globalization;
using System.Text.Json;
using Fabrique.Workflows.Activities;
using Fabrique.Workflows.Storage;

namespace Fabrique.Workflows.Execution;

/// <summary>Starts instances by the triggers that have a due instant.</summary>
internal sealed class TriggerSchedule(IWorkflowDatabase database, CompiledWorkflows workflows, TimeProvider clock)
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
        if (await WriteAsync(sql, row, row.DueAt!.Value, cancellationToken) is not { } signal)
        {
            return null;
        }

        await step.CommitAsync(cancellationToken);
        return signal;
    }

    /// <summary>The same for a trigger that failed when it was due, by the signal that it was handed over to.</summary>
    public async Task<StepOutcome> FireStoppedAsync(Signal signal, CancellationToken cancellationToken)
    {
        await using var step = await database.BeginStepAsync(cancellationToken);
        var sql = new SqlSession(step.Connection, step.Transaction, database.Engine);
        if (!await SignalTable.RemoveAsync(sql, signal.Id, cancellationToken))
        {
            return new StepOutcome(null, []);
        }

        var stopped = JsonSerializer.Deserialize<StoppedTrigger>(signal.Payload!)!;
        // A version that is no longer in force has no triggers any more.
        var start = await TriggerTable.StoppedAsync(sql, stopped.VersionId, int.Parse(signal.Key!, CultureInfo.InvariantCulture), cancellationToken) is { } row
            ? await WriteAsync(sql, row, stopped.DueAt, cancellationToken)
            : null;
        await step.CommitAsync(cancellationToken);
        return new StepOutcome(null, start is null ? [] : [start]);
    }

    /// <summary>Takes a trigger that failed when it was due away from the sweeper, and hands it over to a signal. Null when another host did it.</summary>
    public async Task<Signal?> StopAsync(SqlSession sql, TriggerRow row, CancellationToken cancellationToken) => await TriggerTable.AdvanceAsync(sql, row, null, cancellationToken)
        ? new Signal(NewId(), SignalKind.Trigger)
        {
            Name = row.DefinitionId,
            Key = row.Number.ToString(CultureInfo.InvariantCulture),
            Payload = JsonSerializer.Serialize(new StoppedTrigger(row.VersionId, row.DueAt!.Value)),
            CreatedAt = Instants.Now(clock),
        }
        : null;

    private async Task<string?> WriteAsync(SqlSession sql, TriggerRow row, DateTime dueAt, CancellationToken cancellationToken)
    {
        var now = Instants.Now(clock);
        var workflow = await workflows.OfVersionAsync(sql, row.VersionId, cancellationToken);
        var activity = workflow.Nodes.GetValueOrDefault(row.ActivityId)?.Type?.Activity as BuiltInActivity;
        var next = row.Payload is null ? null : activity?.NextDue(JsonSerializer.Deserialize<JsonElement>(row.Payload), dueAt, now);
        var isOurs = next is null ? await TriggerTable.RemoveAsync(sql, row, cancellationToken) : await TriggerTable.AdvanceAsync(sql, row, next, cancellationToken);
        if (!isOurs)
        {
            return null;
        }

        var signal = new Signal(NewId(), SignalKind.Start) { InstanceId = NewId(), CreatedAt = now }
            .WithStart(new StartRequest(row.DefinitionId) { VersionId = row.VersionId, TriggerActivityId = row.ActivityId });
        SignalTable.Add(sql, signal, now);
        await sql.FlushAsync(cancellationToken);
        return signal.Id;
    }

    private string NewId() => Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");

    private sealed record StoppedTrigger(string VersionId, DateTime DueAt);
}
