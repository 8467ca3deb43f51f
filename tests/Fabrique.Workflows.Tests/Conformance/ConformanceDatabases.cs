using Fabrique.Testing;
using Fabrique.Workflows.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Tests.Conformance;

/// <summary>One database per engine for all cases, emptied before each.</summary>
public sealed class ConformanceDatabases : IAsyncDisposable
{
    private readonly Dictionary<Engine, TestDatabase> _databases = [];

    public async Task<TestDatabase> EmptyAsync(Engine engine)
    {
        if (!_databases.TryGetValue(engine, out var database))
        {
            database = await RuntimeDbContext.CreateDatabaseAsync(engine);
            _databases.Add(engine, database);
            return database;
        }

        await using var db = new RuntimeDbContext(RuntimeDbContext.On(database));
        var tables = db.Model.GetEntityTypes().Select(type => type.GetTableName()!).Distinct(StringComparer.Ordinal);
        await db.Database.ExecuteSqlRawAsync(string.Join(';', tables.Select(table => $"DELETE FROM \"{table}\"")));
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases.Values)
        {
            await database.DisposeAsync();
        }
    }
}
