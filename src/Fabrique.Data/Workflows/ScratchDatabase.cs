using System.Collections.Concurrent;
using System.Globalization;
using Fabrique.Data.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Workflows;

/// <summary>An empty database of the current schema, in memory and of nobody else: it vanishes when disposed.</summary>
public sealed class ScratchDatabase : IDisposable
{
    private static readonly Lazy<SqliteConnection> Template = new(CreateTemplate);
    private static readonly Lock Copying = new();

    // Names are used again: whoever remembers something by the name of a database remembers few.
    private static readonly ConcurrentBag<int> FreeNames = [];
    private static int lastName;

    private readonly int name;
    private readonly SqliteConnection keeper;

    public ScratchDatabase()
    {
        name = FreeNames.TryTake(out var free) ? free : Interlocked.Increment(ref lastName);
        Options = new DatabaseOptions
        {
            Provider = DatabaseProvider.Sqlite,
            Path = string.Create(CultureInfo.InvariantCulture, $"file:/fabrique-scratch-{name}?vfs=memdb"),
        };

        // It lives as long as one connection is open. The copy replaces whatever was there.
        keeper = new SqliteConnection(DatabaseConnections.ToSqliteFile(Options.Path));
        keeper.Open();
        lock (Copying)
        {
            Template.Value.BackupDatabase(keeper);
        }
    }

    /// <summary>To be given to <see cref="DataServices.AddFabriqueData(Microsoft.Extensions.DependencyInjection.IServiceCollection, DatabaseOptions)"/>.</summary>
    public DatabaseOptions Options { get; }

    public void Dispose()
    {
        SqliteConnection.ClearPool(keeper);
        keeper.Dispose();
        SqliteConnection.ClearPool(keeper);
        FreeNames.Add(name);
    }

    private static SqliteConnection CreateTemplate()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        using var db = new SqliteFabriqueDbContext(new DbContextOptionsBuilder<SqliteFabriqueDbContext>().UseSqlite(connection).Options);
        db.Database.EnsureCreated();
        return connection;
    }
}
