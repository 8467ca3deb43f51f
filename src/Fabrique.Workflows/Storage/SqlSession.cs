using System.Data.Common;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace Fabrique.Workflows.Storage;

/// <summary>Sends parameterised statements; on PostgreSQL those of one flush travel together.</summary>
internal sealed class SqlSession(DbConnection connection, DbTransaction? transaction, WorkflowDatabaseEngine engine)
{
    private static readonly Counter<long> Statements = new Meter("Fabrique.Workflows").CreateCounter<long>("workflows.sql.statements", description: "SQL statements sent by the runtime");
    private readonly List<(string Sql, object?[] Values)> _pending = [];

    public bool IsPostgreSql => engine == WorkflowDatabaseEngine.PostgreSql;

    /// <summary>Suffix that locks the selected rows until the end of the transaction; SQLite's transaction holds the whole file already.</summary>
    public string ForUpdate => IsPostgreSql ? " FOR UPDATE" : "";

    public string ForUpdateSkipLocked => IsPostgreSql ? " FOR UPDATE SKIP LOCKED" : "";

    /// <summary>Adds a statement with placeholders $1, $2…</summary>
    public void Add(string sql, params object?[] values) => _pending.Add((sql, values));

    /// <returns>Rows affected by each added statement.</returns>
    public async Task<int[]> FlushAsync(CancellationToken cancellationToken)
    {
        var affected = new int[_pending.Count];
        Statements.Add(affected.Length);
        if (connection.CanCreateBatch && _pending.Count > 1)
        {
            await using var batch = connection.CreateBatch();
            batch.Transaction = transaction;
            foreach (var (sql, values) in _pending)
            {
                var command = batch.CreateBatchCommand();
                command.CommandText = sql;
                for (var index = 0; index < values.Length; index++)
                {
                    command.Parameters.Add(Parameter(command.CreateParameter(), index, values[index]));
                }

                batch.BatchCommands.Add(command);
            }

            await batch.ExecuteNonQueryAsync(cancellationToken);
            for (var index = 0; index < affected.Length; index++)
            {
                affected[index] = batch.BatchCommands[index].RecordsAffected;
            }
        }
        else
        {
            for (var index = 0; index < affected.Length; index++)
            {
                await using var command = Command(_pending[index].Sql, _pending[index].Values);
                affected[index] = await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        _pending.Clear();
        return affected;
    }

    public async Task<int> ExecuteAsync(string sql, object?[] values, CancellationToken cancellationToken)
    {
        Statements.Add(1);
        await using var command = Command(sql, values);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task<List<T>> QueryAsync<T>(string sql, object?[] values, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        Statements.Add(1);
        await using var command = Command(sql, values);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private DbCommand Command(string sql, object?[] values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        // Every caller passes a constant text or one assembled from constants; values travel as parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters.Add(Parameter(command.CreateParameter(), index, values[index]));
        }

        return command;
    }

    private DbParameter Parameter(DbParameter parameter, int index, object? value)
    {
        if (!IsPostgreSql)
        {
            // Npgsql takes unnamed parameters by position; SQLite takes $1 for a name.
            parameter.ParameterName = "$" + (index + 1).ToString(CultureInfo.InvariantCulture);
        }

        parameter.Value = value ?? DBNull.Value;
        return parameter;
    }
}

internal static class SqlReading
{
    public static string? Text(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime Instant(this DbDataReader reader, int column) => DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc);

    public static DateTime? InstantOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.Instant(column);
}
