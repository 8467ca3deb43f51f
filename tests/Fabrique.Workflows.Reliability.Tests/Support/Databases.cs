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

    private readonly DatabaseTemplate _template = new(PrepareAsync);

    public Databases() => Definitions.WriteReleases();

    internal Task<TestDatabase> CopyAsync(Engine engine) => _template.CopyAsync(engine);

    internal static WorldOptions Options(TestDatabase database) => new()
    {
        IsPostgreSql = database.Engine is Engine.PostgreSql,
        // Enough for a killed process; what a power failure needs is the product's setting.
        ConnectionString = database.Engine is Engine.PostgreSql
            ? database.Options.ConnectionString
            : new SqliteConnectionStringBuilder { DataSource = database.Options.Path }.ConnectionString,
        Start = Start,
    };

    public ValueTask DisposeAsync() => _template.DisposeAsync();

    private static async Task PrepareAsync(TestDatabase database)
    {
        await using var world = new World(Options(database));
        await world.ExecuteAsync("create");
        if (database.Engine is Engine.Sqlite)
        {
            await world.QueryAsync(db => db.Database.ExecuteSqlRawAsync("pragma journal_mode = wal"));
        }

        foreach (var definition in Definitions.All)
        {
            await world.ExecuteAsync("publish", definition);
        }
    }
}
