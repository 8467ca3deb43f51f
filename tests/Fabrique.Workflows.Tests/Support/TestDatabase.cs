using Fabrique.Data;
using Fabrique.Data.Workflows;
using Fabrique.Testing;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Fabrique.Workflows.Tests.Support;

/// <summary>The runtime's tables, and one business table.</summary>
public sealed class RuntimeDbContext(DbContextOptions<RuntimeDbContext> options) : FabriqueDbContext(options)
{
    private static readonly DatabaseTemplate Template = new(CreateAsync);

    public static Task<TestDatabase> CreateDatabaseAsync(Engine engine) => Template.CopyAsync(engine);

    public static DbContextOptions<RuntimeDbContext> On(TestDatabase database)
    {
        var builder = new DbContextOptionsBuilder<RuntimeDbContext>();
        return (database.Engine == Engine.Sqlite
            ? builder.UseSqlite($"Data Source={database.Options.Path}")
            : builder.UseNpgsql(database.Options.ConnectionString)).Options;
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        foreach (var set in typeof(FabriqueDbContext).GetProperties().Where(property => property.PropertyType.IsGenericType && property.PropertyType != typeof(DbSet<Setting>)))
        {
            modelBuilder.Ignore(set.PropertyType.GetGenericArguments()[0]);
        }

        modelBuilder.Entity<Setting>().HasKey(setting => setting.Name);
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(FabriqueDbContext).Assembly, type => type.Namespace == typeof(WorkflowDatabase).Namespace);
    }

    private static async Task CreateAsync(TestDatabase database)
    {
        await using var db = new RuntimeDbContext(On(database));
        await db.Database.EnsureCreatedAsync();
        if (db.Database.GetDbConnection() is SqliteConnection connection)
        {
            SqliteConnection.ClearPool(connection);
        }
    }
}
