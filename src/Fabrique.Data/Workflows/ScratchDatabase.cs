using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using Fabrique.Data.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Data.Workflows;

/// <summary>An empty database of the current schema, in memory and of nobody else: it vanishes when disposed.</summary>
public sealed class ScratchDatabase : IDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<SqliteConnection>> Templates = new(StringComparer.Ordinal);
    private static readonly Lock Copying = new();

    // Names are used again: whoever remembers something by the name of a database remembers few.
    private static readonly ConcurrentBag<int> FreeNames = [];
    private static int lastName;

    private readonly int name;
    private readonly SqliteConnection keeper;

    /// <param name="mappings">Where entities that are not the product's own are mapped.</param>
    public ScratchDatabase(IReadOnlyList<Assembly>? mappings = null)
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
            Template(mappings ?? []).BackupDatabase(keeper);
        }
    }

    /// <summary>To be given to <see cref="DataServices.AddFabriqueData(Microsoft.Extensions.DependencyInjection.IServiceCollection, DatabaseOptions, IReadOnlyList{Assembly})"/>.</summary>
    public DatabaseOptions Options { get; }

    public void Dispose()
    {
        SqliteConnection.ClearPool(keeper);
        keeper.Dispose();
        SqliteConnection.ClearPool(keeper);
        FreeNames.Add(name);
    }

    private static SqliteConnection Template(IReadOnlyList<Assembly> mappings) =>
        Templates.GetOrAdd(string.Join('|', mappings.Select(assembly => assembly.FullName)), _ => new Lazy<SqliteConnection>(() => CreateTemplate(mappings))).Value;

    private static SqliteConnection CreateTemplate(IReadOnlyList<Assembly> mappings)
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();
        var options = new DbContextOptionsBuilder<SqliteFabriqueDbContext>();
        options.UseSqlite(connection).MapAlso(mappings, areTablesMade: true);
        using var db = new SqliteFabriqueDbContext(options.Options);
        db.Database.EnsureCreated();
        return connection;
    }
}
