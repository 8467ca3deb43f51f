using Fabrique.Workflows.Execution;

namespace Fabrique.Workflows.Storage;

/// <summary>Which kinds of signals to claim: outside calls take long, and are made apart.</summary>
internal enum SignalKinds
{
    All,
    ButCalls,
    Calls,
}

/// <summary>
/// The statements on <c>workflow_signals</c>. A claim pushes <c>due_at</c> behind the lease: a host that dies leaves the row to fall due again.
/// The row is deleted in the transaction of its effect, so the claim only spares work, and correctness does not rest on it.
/// </summary>
internal static class SignalTable
{
    private const string Columns = "id, kind, name, key, instance_id, correlation_id, payload, parent_instance_id, attempts, created_at, expires_at, trace_parent";

    public static void Add(SqlSession sql, Signal signal, DateTime dueAt) => sql.Add(
        $"INSERT INTO workflow_signals ({Columns}, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        signal.Id, (int)signal.Kind, signal.Name, signal.Key, signal.InstanceId, signal.CorrelationId, signal.Payload, signal.ParentInstanceId, signal.Attempts, signal.CreatedAt, signal.ExpiresAt, signal.TraceParent, dueAt);

    public static async Task<bool> RemoveAsync(SqlSession sql, string id, CancellationToken cancellationToken) =>
        await sql.ExecuteAsync("DELETE FROM workflow_signals WHERE id = $1", [id], cancellationToken) == 1;

    public static Task<List<Signal>> ClaimAsync(SqlSession sql, SignalKinds kinds, DateTime now, DateTime leaseUntil, int take, CancellationToken cancellationToken) => sql.QueryAsync(
        $"UPDATE workflow_signals SET due_at = $2, attempts = attempts + 1 WHERE id IN (SELECT id FROM workflow_signals WHERE due_at <= $1{Condition(kinds)} ORDER BY due_at, id LIMIT $3{sql.ForUpdateSkipLocked}) RETURNING {Columns}",
        [now, leaseUntil, take], Read, cancellationToken);

    public static Task<List<Signal>> ClaimAsync(SqlSession sql, string id, SignalKinds kinds, DateTime now, DateTime leaseUntil, CancellationToken cancellationToken) => sql.QueryAsync(
        $"UPDATE workflow_signals SET due_at = $3, attempts = attempts + 1 WHERE id = $1 AND due_at <= $2{Condition(kinds)} RETURNING {Columns}", [id, now, leaseUntil], Read, cancellationToken);

    public static Task<int> RescheduleAsync(SqlSession sql, string id, DateTime dueAt, string? error, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("UPDATE workflow_signals SET due_at = $2, last_error = $3 WHERE id = $1", [id, dueAt, error], cancellationToken);

    /// <summary>Tries the signal no more, until somebody asks for it.</summary>
    public static Task<int> SetAsideAsync(SqlSession sql, string id, DateTime now, string? error, CancellationToken cancellationToken) =>
        sql.ExecuteAsync("UPDATE workflow_signals SET due_at = NULL, set_aside_at = $2, last_error = $3 WHERE id = $1", [id, now, error], cancellationToken);

    /// <summary>Keeps a stimulus for a bookmark to come. Only one of those who executed the same attempt succeeds.</summary>
    public static async Task<bool> KeepAsync(SqlSession sql, string id, int attempts, DateTime dueAt, CancellationToken cancellationToken) => await sql.ExecuteAsync(
        "UPDATE workflow_signals SET kind = $3, due_at = $4 WHERE id = $1 AND attempts = $2", [id, attempts, (int)SignalKind.KeptStimulus, dueAt], cancellationToken) == 1;

    /// <summary>Whether an instance is still to be started by a signal.</summary>
    public static async Task<bool> IsStartPendingAsync(SqlSession sql, string instanceId, CancellationToken cancellationToken) => (await sql.QueryAsync(
        $"SELECT id FROM workflow_signals WHERE instance_id = $1 AND kind = {(int)SignalKind.Start} LIMIT 1", [instanceId], reader => reader.GetString(0), cancellationToken)).Count > 0;

    /// <summary>The statement that tells when the next one is due.</summary>
    public static string NextDue(SignalKinds kinds) => $"SELECT due_at FROM workflow_signals WHERE due_at IS NOT NULL{Condition(kinds)} ORDER BY due_at LIMIT 1";

    private static string Condition(SignalKinds kinds) => kinds switch
    {
        SignalKinds.All => "",
        SignalKinds.Calls => $" AND kind = {(int)SignalKind.Call}",
        _ => $" AND kind <> {(int)SignalKind.Call}",
    };

    private static Signal Read(System.Data.Common.DbDataReader reader) => new(reader.GetString(0), (SignalKind)reader.GetInt32(1))
    {
        Name = reader.Text(2),
        Key = reader.Text(3),
        InstanceId = reader.Text(4),
        CorrelationId = reader.Text(5),
        Payload = reader.Text(6),
        ParentInstanceId = reader.Text(7),
        Attempts = reader.GetInt32(8),
        CreatedAt = reader.Instant(9),
        ExpiresAt = reader.InstantOrNull(10),
        TraceParent = reader.Text(11),
    };
}
