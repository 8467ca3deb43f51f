using System.Buffers.Binary;
using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;

namespace Fabrique.Workflows.Storage;

/// <summary>Sends parameterised statements; on PostgreSQL those of one flush travel together, on SQLite they stay prepared with their connection.</summary>
internal sealed class SqlSession
{
    private static readonly Counter<long> Statements = WorkflowTelemetry.Meter.CreateCounter<long>("workflows.sql.statements", description: "SQL statements sent by the runtime");
    private static readonly ConditionalWeakTable<DbConnection, PreparedCommands> Prepared = [];
    private static readonly string[] Names = [.. Enumerable.Range(1, 32).Select(number => "$" + number.ToString(CultureInfo.InvariantCulture))];
    private readonly DbConnection _connection;
    private readonly WorkflowDatabaseEngine _engine;
    private readonly IStepTransaction? _step;
    private readonly DbTransaction? _transaction;
    private readonly List<(string Sql, object?[] Values)> _pending = [];
    private PreparedCommands? _prepared;

    public SqlSession(DbConnection connection, DbTransaction? transaction, WorkflowDatabaseEngine engine)
    {
        _connection = connection;
        _transaction = transaction;
        _engine = engine;
    }

    /// <summary>Begins the transaction of the step with its first statement, unless all of its statements can be sent at once.</summary>
    public SqlSession(IStepTransaction step, WorkflowDatabaseEngine engine)
    {
        _connection = step.Connection;
        _step = step;
        _engine = engine;
    }

    public bool IsPostgreSql => _engine == WorkflowDatabaseEngine.PostgreSql;

    /// <summary>Suffix that locks the selected rows until the end of the transaction; SQLite's transaction holds the whole file already.</summary>
    public string ForUpdate => IsPostgreSql ? " FOR UPDATE" : "";

    public string ForShare => IsPostgreSql ? " FOR SHARE" : "";

    public string ForUpdateSkipLocked => IsPostgreSql ? " FOR UPDATE SKIP LOCKED" : "";

    /// <summary>A text column that must not choose the index: SQLite knows no statistics that would tell it better, PostgreSQL's are of yesterday.</summary>
    public string Unindexed(string column) => IsPostgreSql ? $"({column} || '')" : "+" + column;

    private DbTransaction? Transaction => _step is null ? _transaction : _step.Transaction;

    /// <summary>Adds a statement with placeholders $1, $2…</summary>
    public void Add(string sql, params object?[] values) => _pending.Add((sql, values));

    /// <summary>Holds back, until the end of the transaction, whoever names the same scope; SQLite has one writer already.</summary>
    public async Task LockScopeAsync(string scope, CancellationToken cancellationToken)
    {
        if (IsPostgreSql)
        {
            var key = BinaryPrimitives.ReadInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(scope)));
            await QueryAsync("SELECT pg_advisory_xact_lock($1) IS NULL", [key], _ => true, cancellationToken);
        }
    }

    /// <returns>Rows affected by each added statement.</returns>
    public async Task<int[]> FlushAsync(CancellationToken cancellationToken)
    {
        var affected = new int[_pending.Count];
        if (_connection.CanCreateBatch && _pending.Count > 1)
        {
            await using var batch = Batch();
            batch.Transaction = Transaction;
            await batch.ExecuteNonQueryAsync(cancellationToken);
            ReadAffected(batch, affected);
        }
        else
        {
            Statements.Add(affected.Length);
            for (var index = 0; index < affected.Length; index++)
            {
                affected[index] = await ExecuteCoreAsync(_pending[index].Sql, _pending[index].Values, cancellationToken);
            }
        }

        _pending.Clear();
        return affected;
    }

    /// <summary>Sends the added statements and commits the step, together where the database can.</summary>
    /// <returns>Rows affected by each added statement: too late to go back on them, so whatever must fail the step has to fail its statement.</returns>
    public async Task<int[]> CommitAsync(CancellationToken cancellationToken)
    {
        var step = _step ?? throw new InvalidOperationException("Only the session of a step commits.");
        if (!_connection.CanCreateBatch || _pending.Count == 0)
        {
            var flushed = await FlushAsync(cancellationToken);
            await step.CommitAsync(cancellationToken);
            return flushed;
        }

        var affected = new int[_pending.Count];
        await using var batch = Batch();
        await step.CommitAsync(batch, cancellationToken);
        ReadAffected(batch, affected);
        _pending.Clear();
        return affected;
    }

    public Task<int> ExecuteAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        Statements.Add(1);
        return ExecuteCoreAsync(sql, values, cancellationToken);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object?[] values, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        Statements.Add(1);
        var command = Command(sql, values);
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
            {
                rows.Add(read(reader));
            }

            return rows;
        }
        finally
        {
            await LeaveAsync(command);
        }
    }

    private async Task<int> ExecuteCoreAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        var command = Command(sql, values);
        try
        {
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        finally
        {
            await LeaveAsync(command);
        }
    }

    private static void ReadAffected(DbBatch batch, int[] affected)
    {
        for (var index = 0; index < affected.Length; index++)
        {
            affected[index] = batch.BatchCommands[index].RecordsAffected;
        }
    }

    private DbBatch Batch()
    {
        Statements.Add(_pending.Count);
        var batch = _connection.CreateBatch();
        foreach (var (sql, values) in _pending)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql;
            foreach (var value in values)
            {
                var parameter = command.CreateParameter();
                parameter.Value = value ?? DBNull.Value;
                command.Parameters.Add(parameter);
            }

            batch.BatchCommands.Add(command);
        }

        return batch;
    }

    /// <summary>A command ready to execute, to be given to <see cref="LeaveAsync"/> afterwards.</summary>
    private DbCommand Command(string sql, object?[] values)
    {
        if (IsPostgreSql)
        {
            // Npgsql prepares by itself what it often sees, and takes unnamed parameters by position.
            return Create(sql, values, isNamed: false);
        }

        _prepared ??= Prepared.GetOrCreateValue(_connection);
        var command = _prepared.Find(sql) ?? _prepared.Keep(sql, Create(sql, values, isNamed: true));
        command.Transaction = Transaction;
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        }

        return command;
    }

    private DbCommand Create(string sql, object?[] values, bool isNamed)
    {
        var command = _connection.CreateCommand();
        command.Transaction = Transaction;
        // Every caller passes a constant text or one assembled from constants; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var index = 0; index < values.Length; index++)
        {
            var parameter = command.CreateParameter();
            if (isNamed)
            {
                parameter.ParameterName = index < Names.Length ? Names[index] : "$" + (index + 1).ToString(CultureInfo.InvariantCulture);
            }

            parameter.Value = values[index] ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    private ValueTask LeaveAsync(DbCommand command) => IsPostgreSql ? command.DisposeAsync() : ValueTask.CompletedTask;

    /// <summary>The commands of one SQLite connection, which lets go of them when it is closed.</summary>
    private sealed class PreparedCommands
    {
        private const int Most = 200;
        private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

        public DbCommand? Find(string sql) => _commands.GetValueOrDefault(sql);

        public DbCommand Keep(string sql, DbCommand command)
        {
            if (_commands.Count == Most)
            {
                foreach (var kept in _commands.Values)
                {
                    kept.Dispose();
                }

                _commands.Clear();
            }

            return _commands[sql] = command;
        }
    }
}

internal static class SqlReading
{
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime Instant(this DbDataReader reader, int column) => DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);

    public static DateTime? InstantOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Instant(column);
}
