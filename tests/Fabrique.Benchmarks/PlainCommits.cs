using System.Data.Common;
using Fabrique.Testing;

namespace Fabrique.Benchmarks;

/// <summary>The limit: how often the database commits one row of a table without indexes, by a prepared statement, on connections kept open.</summary>
internal sealed class PlainCommits : IAsyncDisposable
{
    private readonly SemaphoreSlim? _writer;
    private readonly List<(DbConnection Connection, DbCommand Insert)> _connections = [];

    private PlainCommits(Engine engine) => _writer = engine == Engine.Sqlite ? new SemaphoreSlim(1, 1) : null;

    public static async Task<PlainCommits> OpenAsync(Product product)
    {
        var plain = new PlainCommits(product.Engine);
        await product.ExecuteAsync($"create table if not exists bench_plain (id {(product.Engine == Engine.Sqlite ? "integer primary key" : "bigint generated always as identity primary key")}, value text not null)");
        for (var caller = 0; caller < 4; caller++)
        {
            var connection = await product.OpenAsync();
            var insert = connection.CreateCommand();
            insert.CommandText = "insert into bench_plain (value) values ($1)";
            var value = insert.CreateParameter();
            if (product.Engine == Engine.Sqlite)
            {
                value.ParameterName = "$1";
            }

            value.Value = new string('x', 100);
            insert.Parameters.Add(value);
            await insert.PrepareAsync();
            plain._connections.Add((connection, insert));
        }

        return plain;
    }

    public async Task CommitAsync(int caller)
    {
        if (_writer is null)
        {
            await _connections[caller].Insert.ExecuteNonQueryAsync();
            return;
        }

        // SQLite has one writer: taking turns here is the quickest that it can be.
        await _writer.WaitAsync();
        try
        {
            await _connections[caller].Insert.ExecuteNonQueryAsync();
        }
        finally
        {
            _writer.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (connection, insert) in _connections)
        {
            await insert.DisposeAsync();
            await connection.DisposeAsync();
        }

        _writer?.Dispose();
    }
}
