using System.Net;
using System.Net.Sockets;
using Fabrique.Data.Connections;
using Fabrique.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fabrique.Data.Tests;

public sealed class ConnectionTests
{
    // In milliseconds. Only tells what never ends from what is slow on a busy machine.
    private const int Patience = 600_000;

    [Fact]
    public async Task SQLite_is_durable_strict_and_patient()
    {
        await using var test = await DataTest.OnAsync(Engine.Sqlite);
        await test.InScopeAsync(async db =>
        {
            Assert.Equal("wal", await PragmaAsync(db, "journal_mode"));
            Assert.Equal("2", await PragmaAsync(db, "synchronous"));
            Assert.Equal("1", await PragmaAsync(db, "foreign_keys"));
            Assert.Equal("5000", await PragmaAsync(db, "busy_timeout"));
        });
    }

    [Theory, EngineData]
    public async Task Several_hosts_that_migrate_at_once_all_succeed(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => MigrateAsync(database.Options))));

        await EnsureUpToDateAsync(database.Options);
    }

    [Fact(Timeout = Patience)]
    public async Task A_migration_killed_on_the_way_does_not_block_the_next_one()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Engine.Sqlite);
        await using (var services = database.Services())
        {
            await using var scope = services.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<FabriqueDbContext>();
            await db.Database.ExecuteSqlRawAsync("create table \"__EFMigrationsLock\" (\"Id\" integer not null primary key, \"Timestamp\" text not null)");
            await db.Database.ExecuteSqlRawAsync("insert into \"__EFMigrationsLock\" values (1, '2026-01-01')");
        }

        await MigrateAsync(database.Options, TestContext.Current.CancellationToken);
        await EnsureUpToDateAsync(database.Options);
    }

    [Theory, EngineData]
    public async Task A_schema_that_is_behind_is_refused_when_not_migrating(Engine engine)
    {
        await using var database = await TestDatabase.CreateEmptyAsync(engine);
        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => EnsureUpToDateAsync(database.Options));
        Assert.Contains("-- migrate", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_as_path_is_explained()
    {
        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(File(Path.GetTempPath())));
        Assert.StartsWith("Database:Path désigne un dossier", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/fabrique/fabrique.db", "ne peut pas être créé")]
    [InlineData("/proc/fabrique.db", "ne peut pas être écrite")]
    [InlineData("/dev/null/fabrique.db", "ne peut pas être créé")]
    public async Task An_unwritable_place_is_explained(string path, string sentence)
    {
        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(File(path)));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("Database:Path", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_explained()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Engine.Sqlite);
        await System.IO.File.WriteAllTextAsync(database.Options.Path, string.Concat(Enumerable.Repeat("Ceci n’est pas une base. ", 100)));
        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(database.Options));
        Assert.Contains("n’est pas une base SQLite", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_file_is_explained()
    {
        await using var database = await TestDatabase.CreateEmptyAsync(Engine.Sqlite);
        await using var holder = new SqliteConnection($"Data Source={database.Options.Path};Pooling=false");
        await holder.OpenAsync();
        await using var command = holder.CreateCommand();
        command.CommandText = "create table held (id integer); begin exclusive";
        await command.ExecuteNonQueryAsync();

        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(database.Options));
        Assert.Contains("verrouillée par un autre programme", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unreachable_server_is_explained_without_the_password()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(Server($"Host=127.0.0.1;Port={port};Username=fabrique;Password=tres-secret;Database=x")));
        Assert.Contains($"127.0.0.1:{port}", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ne répond pas", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tres-secret", refusal.Message, StringComparison.Ordinal);
    }

    [PostgresFact]
    public async Task An_unknown_user_is_explained()
    {
        var server = new NpgsqlConnectionStringBuilder(await PostgresCluster.ConnectionStringAsync()) { Username = "inconnu", Password = "tres-secret" };
        var refusal = await Assert.ThrowsAsync<DatabaseSetupException>(() => MigrateAsync(Server(server.ConnectionString)));
        Assert.Contains("refuse l’utilisateur « inconnu »", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tres-secret", refusal.Message, StringComparison.Ordinal);
    }

    private static DatabaseOptions File(string path) => new() { Path = path };

    private static DatabaseOptions Server(string connectionString) => new() { Provider = DatabaseProvider.Postgres, ConnectionString = connectionString };

    private static async Task MigrateAsync(DatabaseOptions options, CancellationToken cancellationToken = default)
    {
        await using var services = new ServiceCollection().AddFabriqueData(options).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(cancellationToken);
    }

    private static async Task EnsureUpToDateAsync(DatabaseOptions options)
    {
        await using var services = new ServiceCollection().AddFabriqueData(options).BuildServiceProvider();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().EnsureUpToDateAsync(CancellationToken.None);
    }

    private static async Task<string> PragmaAsync(FabriqueDbContext db, string name)
    {
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = "pragma " + name;
        return Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)!;
    }
}
