using Fabrique.Testing;
using Fabrique.Workflows.CrashHost;
using Fabrique.Workflows.Reliability.Tests.Support;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

[assembly: AssemblyFixture(typeof(Databases))]

namespace Fabrique.Workflows.Reliability.Tests.Support;

/// <summary>A database for each engine with the definitions published, copied for each test.</summary>
public sealed class Databases : IAsyncDisposable
{
    /// <summary>When every story begins.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<Engine, Lazy<Task<TestDatabase>>> _templates =
        Enum.GetValues<Engine>().ToDictionary(engine => engine, engine => new Lazy<Task<TestDatabase>>(() => PrepareAsync(engine)));

    public Databases() => Definitions.WriteReleases();

    internal async Task<TestDatabase> CopyAsync(Engine engine)
    {
        var template = await _templates[engine].Value;
        await Copying.WaitAsync();
        try
        {
            return await template.CopyAsync();
        }
        finally
        {
            Copying.Release();
        }
    }

    internal static WorldOptions Options(TestDatabase database) => new()
    {
        IsPostgreSql = database.Engine is Engine.PostgreSql,
        // Enough for a killed process; what a power failure needs is the product's setting.
        ConnectionString = database.Engine is Engine.PostgreSql
            ? database.Options.ConnectionString
            : new SqliteConnectionStringBuilder { DataSource = database.Options.Path }.ConnectionString,
        Start = Start,
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var template in _templates.Values.Where(template => template.IsValueCreated))
        {
            await (await template.Value).DisposeAsync();
        }

        Copying.Dispose();
    }

    // Nobody may use a template while it is copied.
    private SemaphoreSlim Copying { get; } = new(1, 1);

    private static async Task<TestDatabase> PrepareAsync(Engine engine)
    {
        var database = await TestDatabase.CreateEmptyAsync(engine);
        await using (var world = new World(Options(database)))
        {
            await world.ExecuteAsync("create");
            if (engine is Engine.Sqlite)
            {
                await world.QueryAsync(db => db.Database.ExecuteSqlRawAsync("pragma journal_mode = wal"));
            }

            foreach (var definition in Definitions.All)
            {
                await world.ExecuteAsync("publish", definition);
            }
        }

        return database;
    }
}
