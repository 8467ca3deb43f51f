using Fabrique.Data;
using Fabrique.Data.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Fabrique.Testing;

/// <summary>An own database, of the current schema unless asked empty, copied from a template that is migrated once per process.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static readonly DatabaseTemplate Migrated = new(MigrateAsync);

    private readonly string databaseName;

    private TestDatabase(Engine engine, string name, DatabaseOptions options)
    {
        Engine = engine;
        databaseName = name;
        Options = options;
    }

    public Engine Engine { get; }

    public DatabaseOptions Options { get; }

    /// <summary>The settings that make the application use this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["Database:Provider"] = Options.Provider.ToString(),
        ["Database:Path"] = Options.Path,
        ["Database:ConnectionString"] = Options.ConnectionString,
        ["Files:Path"] = FilesFolder,
    };

    /// <summary>Where the application keeps the files that people join.</summary>
    public string FilesFolder => Path.Combine(ProcessFolder.Path, $"{databaseName}-fichiers");

    public static Task<TestDatabase> CreateAsync(Engine engine) => Migrated.CopyAsync(engine);

    /// <summary>A database without any table; on SQLite, no file yet.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync(Engine engine)
    {
        var name = NewName();
        if (engine is Engine.Sqlite)
        {
            return new TestDatabase(engine, name, SqliteOptions(name));
        }

        await AdministerAsync($"create database {name}");
        return new TestDatabase(engine, name, await PostgresOptionsAsync(name));
    }

    /// <summary>Another database with the same content, as a crash would leave it. Nobody may be using this one: who still does is disconnected.</summary>
    public async Task<TestDatabase> CopyAsync()
    {
        await DisconnectAsync();
        return await DuplicateAsync();
    }

    /// <summary>Another database with the same content; nobody may be connected to this one.</summary>
    internal async Task<TestDatabase> DuplicateAsync()
    {
        var name = NewName();
        if (Engine is Engine.Sqlite)
        {
            var options = SqliteOptions(name);
            foreach (var suffix in new[] { "", "-wal" }.Where(suffix => File.Exists(Options.Path + suffix)))
            {
                File.Copy(Options.Path + suffix, options.Path + suffix);
            }

            return new TestDatabase(Engine, name, options);
        }

        await AdministerAsync($"create database {name} template {databaseName}");
        return new TestDatabase(Engine, name, await PostgresOptionsAsync(name));
    }

    /// <summary>Closes every connection, those of processes that died included.</summary>
    internal async Task DisconnectAsync()
    {
        await ForgetConnectionsAsync();
        if (Engine is Engine.PostgreSql)
        {
            await AdministerAsync($"select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '{databaseName}'");
        }
    }

    /// <summary>A container with the data services on this database; build more upon it before asking anything of it.</summary>
    public ServiceProvider Services(Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection();
        configure?.Invoke(services);
        services.AddFabriqueData(Options);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    public async ValueTask DisposeAsync()
    {
        await ForgetConnectionsAsync();
        if (Directory.Exists(FilesFolder))
        {
            Directory.Delete(FilesFolder, recursive: true);
        }

        if (Engine is Engine.PostgreSql)
        {
            await AdministerAsync($"drop database {databaseName} with (force)");
            return;
        }

        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Options.Path)!, databaseName + "*"))
        {
            File.Delete(file);
        }
    }

    /// <summary>Closes the connections that this process keeps, so that another one may replace the database.</summary>
    public async Task ForgetConnectionsAsync()
    {
        await using var services = Services();
        await using var scope = services.CreateAsyncScope();
        switch (scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.GetDbConnection())
        {
            case SqliteConnection sqlite:
                SqliteConnection.ClearPool(sqlite);
                break;
            case NpgsqlConnection postgres:
                NpgsqlConnection.ClearPool(postgres);
                break;
        }
    }

    private static string NewName() => "fabrique_" + Guid.NewGuid().ToString("N");

    private static DatabaseOptions SqliteOptions(string name) => new()
    {
        Provider = DatabaseProvider.Sqlite,
        Path = Path.Combine(ProcessFolder.Path, name + ".db"),
    };

    private static async Task<DatabaseOptions> PostgresOptionsAsync(string name) => new()
    {
        Provider = DatabaseProvider.Postgres,
        ConnectionString = new NpgsqlConnectionStringBuilder(await PostgresCluster.ConnectionStringAsync()) { Database = name, MaxPoolSize = 40 }.ConnectionString,
    };

    private static async Task MigrateAsync(TestDatabase database)
    {
        await using var services = database.Services();
        await using var scope = services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DatabaseMigrator>().MigrateAsync(CancellationToken.None);
        if (database.Engine is Engine.Sqlite)
        {
            await scope.ServiceProvider.GetRequiredService<FabriqueDbContext>().Database.ExecuteSqlRawAsync("pragma wal_checkpoint(truncate)");
        }
    }

    private static async Task AdministerAsync(string command)
    {
        await using var server = new NpgsqlConnection(await PostgresCluster.ConnectionStringAsync());
        await server.OpenAsync();
        await using var sql = new NpgsqlCommand(command, server);
        await sql.ExecuteNonQueryAsync();
    }
}
