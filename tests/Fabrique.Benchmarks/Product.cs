using System.Data.Common;
using System.Globalization;
using Fabrique.Data.Connections;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Fabrique.Workflows;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fabrique.Benchmarks;

/// <summary>The runtime on the product's own schema and context, in a database that is on the disk when it says so.</summary>
internal sealed class Product : IAsyncDisposable
{
    private readonly DatabaseOptions _options;
    private readonly ServiceProvider _services;
    private long _copies;

    private Product(Engine engine, DatabaseOptions options)
    {
        Engine = engine;
        _options = options;
        _services = new ServiceCollection()
            .AddLogging()
            .AddFabriqueData(options)
            .AddWorkflowRuntime()
            .AddWorkflowDatabase()
            .BuildServiceProvider(validateScopes: true);
        Runtime = _services.GetRequiredService<IWorkflowRuntime>();
        Publisher = _services.GetRequiredService<WorkflowPublisher>();
        Runner = _services.GetRequiredService<WorkflowRunner>();
    }

    public Engine Engine { get; }

    public string EngineName => Report.Name(Engine);

    public IWorkflowRuntime Runtime { get; }

    public WorkflowPublisher Publisher { get; }

    public WorkflowRunner Runner { get; }

    /// <param name="engine">Of the database.</param>
    /// <param name="isEmpty">Whether whoever uses it makes its tables: another build has others.</param>
    public static async Task<Product> CreateAsync(Engine engine, bool isEmpty = false)
    {
        var name = "bench_" + Guid.NewGuid().ToString("N");
        if (engine == Engine.PostgreSql)
        {
            await using var server = new NpgsqlConnection(await PostgresCluster.ConnectionStringAsync());
            await server.OpenAsync();
            await ExecuteAsync(server, $"create database {name}");
        }

        var options = engine == Engine.Sqlite
            ? new DatabaseOptions { Provider = DatabaseProvider.Sqlite, Path = Path.Combine(ProcessFolder.Path, name + ".db") }
            : new DatabaseOptions { Provider = DatabaseProvider.Postgres, ConnectionString = new NpgsqlConnectionStringBuilder(await PostgresCluster.ConnectionStringAsync()) { Database = name }.ConnectionString };
        var product = new Product(engine, options);
        if (isEmpty)
        {
            return product;
        }

        await using var scope = product._services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
        return product;
    }

    /// <summary>What makes the product's program use this database, as environment variables.</summary>
    public IEnumerable<KeyValuePair<string, string>> Environment =>
    [
        new("Database__Provider", _options.Provider.ToString()),
        .. Engine == Engine.Sqlite ? [new KeyValuePair<string, string>("Database__Path", _options.Path)] : (KeyValuePair<string, string>[])[new("Database__ConnectionString", _options.ConnectionString)],
    ];

    public Task PublishAsync(string json) => Publisher.PublishAsync(WorkflowDocument.Parse(json));

    /// <summary>A connection that commits as the product's own do.</summary>
    public async Task<DbConnection> OpenAsync()
    {
        DbConnection connection = Engine == Engine.Sqlite
            ? new SqliteConnection($"Data Source={_options.Path}")
            : new NpgsqlConnection(_options.ConnectionString);
        await connection.OpenAsync();
        if (Engine == Engine.Sqlite)
        {
            await ExecuteAsync(connection, "pragma synchronous = full; pragma busy_timeout = 5000;");
        }

        return connection;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await ExecuteAsync(connection, sql);
    }

    public async Task<long> ScalarAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async Task<string> TextAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync() as string ?? throw new InvalidOperationException($"Nothing: {sql}");
    }

    /// <summary>Copies rows of a table so many times.</summary>
    /// <param name="table">Its name.</param>
    /// <param name="rows">Condition on the rows <c>t</c> that are copied.</param>
    /// <param name="copies">How many of each.</param>
    /// <param name="changes">What is not copied as it is, by column: an expression of the row <c>t</c> and of the copy's number <c>n.i</c>, from 1.</param>
    public async Task CopyRowsAsync(string table, string rows, int copies, IReadOnlyDictionary<string, string> changes)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await CopyRowsAsync(connection, transaction, table, rows, (1, copies), changes);
        await transaction.CommitAsync();
    }

    /// <summary>Copies a suspended instance with its bookmarks and journal under new identifiers, as a background of sleeping instances.</summary>
    public async Task CopyAsync(string instanceId, int count)
    {
        if (count == 0)
        {
            return;
        }

        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        foreach (var (table, key) in ((string, string)[])[("workflow_instances", "id"), ("workflow_bookmarks", "instance_id"), ("workflow_journal", "instance_id")])
        {
            await CopyAsync(connection, transaction, table, key, instanceId, count);
        }

        await transaction.CommitAsync();
        _copies += count;
        await ExecuteAsync(connection, Engine == Engine.Sqlite ? "pragma wal_checkpoint(truncate)" : "vacuum analyze");
    }

    /// <summary>Bytes of the runtime's tables and indexes once they are packed.</summary>
    public async Task<long> PackedBytesAsync()
    {
        if (Engine == Engine.Sqlite)
        {
            await ExecuteAsync("pragma wal_checkpoint(truncate)");
            await ExecuteAsync("vacuum");
            await ExecuteAsync("pragma wal_checkpoint(truncate)");
            return await ScalarAsync("pragma page_count") * await ScalarAsync("pragma page_size");
        }

        await ExecuteAsync("vacuum full");
        return await ScalarAsync("select sum(pg_total_relation_size(oid)) from pg_class where relkind = 'r' and relname like 'workflow\\_%'");
    }

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();

    private Task CopyAsync(DbConnection connection, DbTransaction transaction, string table, string key, string instanceId, long count)
    {
        var copy = Engine == Engine.Sqlite ? "printf('0190%028x', n.i)" : "'0190' || lpad(to_hex(n.i), 28, '0')";
        var changes = new Dictionary<string, string>(StringComparer.Ordinal) { [key] = copy };
        changes.TryAdd("key", $"replace(t.key, '{instanceId}', {copy})");
        return CopyRowsAsync(connection, transaction, table, $"t.{key} = '{instanceId}'", (_copies + 1, _copies + count), changes);
    }

    private async Task CopyRowsAsync(DbConnection connection, DbTransaction transaction, string table, string rows, (long First, long Last) copies, IReadOnlyDictionary<string, string> changes)
    {
        var columns = await ColumnsAsync(connection, table);
        var values = columns.Select(column => changes.GetValueOrDefault(column, $"t.\"{column}\""));
        var numbers = Engine == Engine.Sqlite
            ? $"(with recursive s(i) as (select {copies.First} union all select i + 1 from s where i < {copies.Last}) select i from s) n"
            : $"(select i from generate_series({copies.First}, {copies.Last}) s(i)) n";
        await using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = 600;
#pragma warning disable CA2100 // Names of our own tables, and identifiers that the runtime made.
        command.CommandText = $"insert into {table} ({string.Join(", ", columns.Select(column => $"\"{column}\""))}) select {string.Join(", ", values)} from {table} t, {numbers} where {rows}";
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<List<string>> ColumnsAsync(DbConnection connection, string table)
    {
        await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // A name of our own tables.
        command.CommandText = $"select * from {table} limit 0";
#pragma warning restore CA2100
        await using var reader = await command.ExecuteReaderAsync();
        return [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)];
    }

    private static async Task ExecuteAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 300;
#pragma warning disable CA2100 // Constants of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }
}
