using System.Net;
using System.Net.Sockets;
using Fabrique.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Fabrique.Data.Tests;

public sealed class DatabaseErrorsTests
{
    [Fact]
    public async Task A_server_that_is_not_there_is_away()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={port};Username=fabrique;Database=fabrique;Pooling=false");
        Assert.True(DatabaseErrors.IsAway(await Assert.ThrowsAnyAsync<NpgsqlException>(() => connection.OpenAsync())));
    }

    /// <summary>As a server that is stopped ends its sessions.</summary>
    [PostgresFact]
    public async Task A_server_that_stops_is_away()
    {
        var server = await PostgresCluster.ConnectionStringAsync();
        await using var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(server) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        await using var own = new NpgsqlCommand("select pg_terminate_backend(pg_backend_pid())", connection);
        Assert.True(DatabaseErrors.IsAway(await Assert.ThrowsAnyAsync<NpgsqlException>(() => own.ExecuteNonQueryAsync())));
    }

    [Fact]
    public async Task A_file_that_cannot_be_opened_is_away()
    {
        await using var connection = new SqliteConnection("Data Source=/nulle/part/fabrique.db");
        Assert.True(DatabaseErrors.IsAway(await Assert.ThrowsAsync<SqliteException>(() => connection.OpenAsync())));
    }

    [Theory, EngineData]
    public async Task A_row_that_is_refused_is_no_sign_that_it_is(Engine engine)
    {
        await using var test = await DataTest.OnAsync(engine);
        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => test.InScopeAsync(db => db.Database.ExecuteSqlRawAsync("insert into settings (name, value) values ('a', 'b'), ('a', 'c')")));
        Assert.False(DatabaseErrors.IsAway(refusal));
        Assert.False(DatabaseErrors.IsAway(await Assert.ThrowsAnyAsync<Exception>(() => test.InScopeAsync(db => db.Database.ExecuteSqlRawAsync("select nothing from nowhere")))));
    }
}
